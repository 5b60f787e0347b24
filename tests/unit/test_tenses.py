"""The clause that a word stands in, on Docs made by hand."""

from __future__ import annotations

import pytest

from docs import make_doc
from pipeline.components import tenses

# id: (sentence, word, tense of its clause)
TENSES = {
    "present": ("Paris/PROPN/nsubj/accuse accuse/VERB////pres Rome/PROPN/obj/accuse", "accuse", "Pres"),
    "of the verb above a noun": ("Paris/PROPN/nsubj/salue salue/VERB////pres accord/NOUN/obj/salue", "accord", "Pres"),
    "compound": ("Paris/PROPN/nsubj/accusé a/AUX/aux:tense/accusé//pres accusé/VERB////part", "accusé", "perfect-Pres"),
    "pluperfect": (
        "Paris/PROPN/nsubj/accusé avait/AUX/aux:tense/accusé//imp accusé/VERB////part", "accusé", "perfect-Imp",
    ),
    "future": ("Paris/PROPN/nsubj/accusera accusera/VERB////fut", "accusera", "Fut"),
    "conditional": ("Paris/PROPN/nsubj/accuserait accuserait/VERB////cnd", "accuserait", "Cnd"),
    "passive": ("Paris/PROPN/nsubj:pass/accusé sera/AUX/aux:pass/accusé//fut accusé/VERB////part", "accusé", "Fut"),
    "infinitive": ("veut/VERB////pres accuser/VERB/xcomp/veut//inf", "accuser", "Inf"),
    "participle": ("veut/VERB////pres accusant/VERB/advcl/veut//ger", "accusant", "Part"),
    "no verb": ("accord/NOUN à/ADP/case/Rome Rome/PROPN/nmod/accord", "Rome", "none"),
}  # fmt: skip


@pytest.mark.parametrize(("sentence", "word", "expected"), TENSES.values(), ids=TENSES.keys())
def test_tense_of_the_clause(sentence: str, word: str, expected: str) -> None:
    doc = make_doc(sentence)
    assert tenses.tense_of(next(t for t in doc if t.text == word)) == expected


REPORT = "a/AUX/aux:tense/indiqué indiqué/VERB mardi/NOUN/obl/indiqué Rome/PROPN/nsubj/accuse accuse/VERB/ccomp/indiqué"
# id: (left word, right word, how the clause of the left one stands to that of the right one)
RELATIONS = {
    "same": ("Rome", "accuse", "same"),
    "above": ("mardi", "accuse", "above"),
    "below": ("Rome", "mardi", "below"),
}


@pytest.mark.parametrize(("left", "right", "expected"), RELATIONS.values(), ids=RELATIONS.keys())
def test_relation_of_two_clauses(left: str, right: str, expected: str) -> None:
    words = {token.text: token for token in make_doc(REPORT)}
    assert tenses.relation(words[left], words[right]) == expected


def test_clauses_beside_each_other_stand_apart() -> None:
    doc = make_doc("part/VERB Rome/PROPN/nsubj/signe signe/VERB/conj/part Paris/PROPN/nsubj/vote vote/VERB/conj/part")
    assert tenses.relation(doc[2], doc[4]) == "apart"
    assert tenses.clause_of(doc[1]) == "conj"
