"""JUnit XML, as build servers read it."""

from __future__ import annotations

from xml.etree import ElementTree

from handouts.cli.report import Entry, Failure, junit_suite

NO_XML = "\x00\x08\x0b\r\x1b\ud800\ufffe\uffff"


def test_a_suite_counts_its_cases() -> None:
    entries = [
        Entry("leaflet", "good"),
        Entry("leaflet", "warned", output="a warning"),
        Entry("leaflet", "left", skipped="it was not made"),
        Entry("leaflet", "bad", [Failure("wrong", "wrong; mend it", "HND204")]),
    ]
    [suite] = ElementTree.fromstring(junit_suite("all", entries))
    assert suite.attrib == {"name": "all", "tests": "4", "failures": "1", "errors": "0", "skipped": "1"}
    assert [case.get("name") for case in suite] == ["good", "warned", "left", "bad"]
    failure = suite.find("testcase/failure")
    assert failure is not None and failure.attrib == {"message": "wrong", "type": "HND204"}
    assert failure.text == "wrong; mend it"


def test_characters_that_xml_does_not_allow_are_replaced() -> None:
    entries = [
        Entry(NO_XML, NO_XML, [Failure(NO_XML, NO_XML)]),
        Entry("leaflet", "<ä> & \U0001f9b6\n\t", output=NO_XML),
    ]
    [suite] = ElementTree.fromstring(junit_suite("all", entries).encode())
    first, second = suite
    replaced = "\ufffd" * len(NO_XML)
    assert (first.get("classname"), first.get("name"), first[0].get("message")) == (replaced, replaced, replaced)
    assert (first[0].text, second[0].text) == (replaced, replaced)
    assert second.get("name") == "<ä> & \U0001f9b6\n\t"
