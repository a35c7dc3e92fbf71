"""One plain name for each structure of the body: what two structures share no reader can tell apart."""

from __future__ import annotations

from shipped import SHIPPED

#: Structures whose plain names stand beside one another in leaflets of several conditions.
STRUCTURES = ("bursa", "capsule", "cartilage", "disc", "fat-pad", "ligament", "tendon", "nerve")


def test_no_label_of_a_picture_names_two_structures() -> None:
    named = dict[str, set[str]]()
    for condition in SHIPPED.conditions.values():
        for structure, label in condition.picture.labels.items() if condition.picture else ():
            if structure != "sore":
                # A nerve is a nerve, and a muscle a muscle: of these a label names the kind.
                named.setdefault(str(label), set()).add(structure.split()[-1])
    assert {label: those for label, those in named.items() if len(those) > 1} == {}


def test_the_plain_words_of_structures_have_nouns_of_their_own() -> None:
    known = {id_: str(term.plain).casefold() for id_, term in SHIPPED.glossary.items() if id_ in STRUCTURES}
    nouns = {"capsule": "lining", "cartilage": "cover", "bursa": "cushion of fluid", "ligament": "band"}
    for id_, noun in nouns.items():
        assert noun in known[id_]
        assert [other for other, words in known.items() if noun in words] == [id_]


def test_no_leaflet_calls_cartilage_a_lining() -> None:
    for condition in SHIPPED.conditions.values():
        words = " ".join(map(str, condition.what_it_is))
        assert not ("lining" in words and "cartilage" in condition.glossary), condition.id
