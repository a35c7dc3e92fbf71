"""Reports as JUnit XML, which build servers read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from handouts.cli.report import Entry

_NO_XML = re.compile("[^\\t\\n\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


def suite(name: str, entries: Iterable[Entry]) -> str:
    """A suite of test cases as JUnit XML. Characters that XML 1.0 does not allow become U+FFFD."""
    element = Element("testsuite", name=name)
    for entry in entries:
        case = SubElement(element, "testcase", classname=_clean(entry.group), name=_clean(entry.name))
        for failure in entry.failures:
            attributes = {"message": _clean(failure.message)} | ({"type": failure.type} if failure.type else {})
            SubElement(case, "failure", attributes).text = _clean(failure.text)
        if entry.output:
            SubElement(case, "system-out").text = _clean(entry.output)
        if entry.skipped:
            SubElement(case, "skipped", message=entry.skipped)
    # Counted behind the cases: `entries` is an iterator.
    element.set("tests", str(len(element)))
    element.set("failures", str(len(element.findall("testcase/failure"))))
    # In JUnit an error is a test that could not run; findings are failures.
    element.set("errors", "0")
    element.set("skipped", str(len(element.findall("testcase/skipped"))))
    root = Element("testsuites")
    root.append(element)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode")


def _clean(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)
