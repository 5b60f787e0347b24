"""Sentence boundaries from layout and signs."""

from __future__ import annotations

import pytest
import spacy

from pipeline.components import sentences

NLP = spacy.blank("fr")
MARK = NLP.add_pipe("depeche_sentences")

# A bar stands where a sentence starts; none starts anywhere else.
CASES = {
    "within a sentence": "|Paris accuse Rome",
    "title, then a paragraph": "|Paris accuse\n\n|Rome répond",
    "single line break": "|Paris\n|Rome",
    "spaces are no break": "|Paris  Rome",
    "comma": "|Paris, Rome",
    "full stop": "|Paris répond. |Rome accuse",
    "question": "|Qui ? |Rome",
    "exclamation": "|Non ! |Rome accuse",
    "semicolon": "|Paris accuse ; Rome nie",
    "small letter behind a sign": "|Non ! dit Paris... et Rome aussi",
    "stop at the end of a paragraph": "|Paris accuse.\n|Rome nie.",
    "quotation in a sentence": "|Paris : « Oui », dit Rome",
    "quotation set with hard spaces": "|Paris dit «\xa0Oui\xa0» à Rome",
    "quotation behind a stop": '|Paris répond. |"Oui", dit Rome',
    "end of a quotation": "|«Oui.» |Paris accuse",
    "end of a bracket": "|(Rome.) |Paris accuse",
    "bracket": "|Hambourg (Allemagne) est",
    "dash": "|Paris — Rome",
    "colon": "|Paris : Rome",
    "honorific": "|Paris salue M. Omega",
    "a break counts more than the sign before it": "|Paris :\n|Rome",
    "a break counts more than the sign behind it": "|Paris\n|» Rome",
}

SIGNS = {1: "|", -1: ""}


def marked(text: str) -> str:
    """Return the text with its bars."""
    doc = MARK(NLP.make_doc(text))
    signs = [SIGNS[int(value)] for value in doc.to_array("SENT_START").astype("int64")]
    return "".join(sign + token.text_with_ws for sign, token in zip(signs, doc, strict=True))


@pytest.mark.parametrize("expected", CASES.values(), ids=CASES.keys())
def test_boundaries(expected: str) -> None:
    assert marked(expected.replace("|", "")) == expected


def test_end_of_a_quotation_set_with_hard_spaces() -> None:
    assert marked("«\xa0Oui.\xa0» Paris accuse") == "|«\xa0Oui.\xa0» |Paris accuse"


def test_end_of_a_quotation_set_with_plain_spaces() -> None:
    assert marked("« Oui. » Paris accuse") == "|« Oui. » |Paris accuse"


def test_end_of_a_quotation_in_straight_quotes() -> None:
    assert marked('"Oui." Paris accuse') == '|"Oui." |Paris accuse'


def test_boundaries_are_those_that_spacy_goes_by() -> None:
    doc = MARK(NLP.make_doc("Paris accuse Rome\n\nLe ministre a parlé. Il se tait."))
    assert [sent.text.strip() for sent in doc.sents] == ["Paris accuse Rome", "Le ministre a parlé.", "Il se tait."]
    assert sentences.boundaries(doc) == [(sent.start, sent.end) for sent in doc.sents]


def test_an_empty_document_stays_empty() -> None:
    doc = MARK(NLP.make_doc(""))
    assert (len(doc), sentences.boundaries(doc)) == (0, [])
