"""Sentence boundaries that the layout implies."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

from pipeline.components import sentences  # noqa: F401  registers the factory

NLP = spacy.blank("fr")
MARK = NLP.add_pipe("depeche_sentences")

# id: (words, one sign a word: S starts a sentence, - must not, . is left to the parser)
CASES = {
    "within a sentence": (["Paris", "accuse", "Rome"], "S--"),
    "title, then a paragraph": (["Paris", "accuse", "\n\n", "Rome", "répond"], "S--S-"),
    "single line break": (["Paris", "\n", "Rome"], "S-S"),
    "spaces are no break": (["Paris", "  ", "Rome"], "S--"),
    "comma": (["Paris", ",", "Rome"], "S--"),
    "full stop": (["Paris", "répond", ".", "Rome", "accuse"], "S--.-"),
    "question": (["Qui", "?", "Rome"], "S-."),
    "semicolon": (["Paris", "accuse", ";", "Rome", "nie"], "S--.-"),
    "a stop behind a stop": (["Paris", "!", "?", "Rome"], "S--."),
    "spaces behind a stop": (["Paris", ".", "  ", "Rome"], "S-.."),
    "quotation in a sentence": (["Paris", ":", "«", "Oui", "»", ",", "dit", "Rome"], "S-------"),
    "quotation set with spaces": (["Paris", "dit", "«", "\xa0", "Oui", "\xa0", "»"], "S------"),
    "end of a quotation": (["«", "Oui", ".", "»", "Paris", "accuse"], "S---.-"),
    "end of a quotation in straight quotes": (['"', "Oui", ".", '"', "Paris", "accuse"], "S--..-"),
    "end of a bracket": (["(", "Rome", ".", ")", "Paris"], "S---."),
    "bracket": (["Hambourg", "(", "Allemagne", ")", "est"], "S----"),
    "dash": (["Paris", "—", "Rome"], "S--"),
    "colon": (["Paris", ":", "Rome"], "S--"),
    "a break counts more than the sign before it": (["Paris", ":", "\n", "Rome"], "S--S"),
    "a break counts more than the sign behind it": (["Paris", "\n", "»", "Rome"], "S-S-"),
}  # fmt: skip

SIGNS = {1: "S", -1: "-", 0: "."}


def starts(words: list[str]) -> str:
    doc = MARK(Doc(NLP.vocab, words=words))
    # The attribute of a token makes no difference between what is forbidden and what is open; the array does.
    return "".join(SIGNS[int(value)] for value in doc.to_array("SENT_START").astype("int64"))


@pytest.mark.parametrize(("words", "expected"), CASES.values(), ids=CASES.keys())
def test_boundaries(words: list[str], expected: str) -> None:
    assert starts(words) == expected


def test_component_before_a_sentenciser_keeps_a_heading_apart() -> None:
    nlp = spacy.blank("fr")
    nlp.add_pipe("depeche_sentences")
    nlp.add_pipe("sentencizer", config={"overwrite": False})
    doc = nlp("Paris accuse Rome\n\nLe ministre a parlé.")
    assert [sent.text.strip() for sent in doc.sents] == ["Paris accuse Rome", "Le ministre a parlé."]


def test_an_empty_document_stays_empty() -> None:
    assert len(MARK(Doc(NLP.vocab, words=[]))) == 0
