"""Findings as servers that build things read them."""

from __future__ import annotations

from xml.etree import ElementTree

from handouts.cli.junit import Suite

NO_XML = "\x00\x08\x0b\r\x1b\ud800\ufffe\uffff"


def test_a_suite_counts_its_cases() -> None:
    suite = Suite("all")
    suite.case("leaflet", "good")
    suite.case("leaflet", "told").said("a warning")
    suite.case("leaflet", "left").skipped("it was not made")
    suite.case("leaflet", "bad").failed("wrong", "wrong; mend it", "HND204")
    [told] = ElementTree.fromstring(suite.xml())
    assert told.attrib == {"name": "all", "tests": "4", "failures": "1", "errors": "0", "skipped": "1"}
    assert [case.get("name") for case in told] == ["good", "told", "left", "bad"]
    failure = told.find("testcase/failure")
    assert failure is not None and failure.attrib == {"message": "wrong", "type": "HND204"}


def test_characters_that_xml_cannot_have_are_told_as_such_wherever_they_stand() -> None:
    suite = Suite("all")
    suite.case(NO_XML, NO_XML).failed(NO_XML, NO_XML)
    suite.case("leaflet", "<ä> & \U0001f9b6\n\t").said(NO_XML)
    xml = suite.xml()
    [told] = ElementTree.fromstring(xml.encode())
    first, second = told
    shown = "\ufffd" * len(NO_XML)
    assert (first.get("classname"), first.get("name"), first[0].get("message")) == (shown, shown, shown)
    assert (first[0].text, second[0].text) == (shown, shown)
    assert second.get("name") == "<ä> & \U0001f9b6\n\t"
