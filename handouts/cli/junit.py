"""JUnit XML, the form in which servers that build things read findings: a suite of cases, each in order or not."""

from __future__ import annotations

import re
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

_NO_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Suite:
    """The cases of one run. Characters that XML has no place for are told as such."""

    def __init__(self, name: str) -> None:
        self._suite = Element("testsuite", name=name)

    def case(self, kind: str, name: str) -> Case:
        return Case(SubElement(self._suite, "testcase", classname=_clean(kind), name=_clean(name)))

    def xml(self) -> str:
        """The whole document, with its cases counted."""
        suite = self._suite
        suite.set("tests", str(len(suite)))
        suite.set("failures", str(len(suite.findall("testcase/failure"))))
        suite.set("errors", "0")
        suite.set("skipped", str(len(suite.findall("testcase/skipped"))))
        root = Element("testsuites")
        root.append(suite)
        ElementTree.indent(root)
        return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode")


class Case:
    """One test: in order unless something else is told."""

    def __init__(self, case: Element) -> None:
        self._case = case

    def failed(self, message: str, told: str, code: str = "") -> None:
        facts = {"message": _clean(message)} | ({"type": code} if code else {})
        SubElement(self._case, "failure", facts).text = _clean(told)

    def said(self, told: str) -> None:
        SubElement(self._case, "system-out").text = _clean(told)

    def skipped(self, why: str) -> None:
        SubElement(self._case, "skipped", message=why)


def _clean(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)
