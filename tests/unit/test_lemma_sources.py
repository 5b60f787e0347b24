"""A form that leads to no word of a rule is told apart without being lemmatised; none that does is."""

import pytest
import spacy
from spacy.lookups import Lookups

from pipeline.lemma_sources import LemmaSources

WORDS = {"rencontrer", "accord", "appeler"}


def lookups():
    tables = Lookups()
    tables.add_table("lemma_rules", {"verb": [["ons", "er"], ["ent", "er"], ["s", ""]], "noun": [["s", ""]]})
    tables.add_table("lemma_exc", {"verb": {"appelle": ["appeler"], "tait": ["taire"]}})
    tables.add_table("lemma_lookup", {"rencontra": ["rencontrer"], "Accorde": "Accord", "dort": ["dormir"]})
    tables.add_table("lemma_index", {"verb": ["rencontrer", "appeler"]})
    return tables


CASES = {
    "the word itself": ("accord", True),
    "in capitals": ("ACCORD", True),
    "by its ending": ("rencontrons", True),
    "an ending that leads elsewhere": ("dansons", False),
    "an exception": ("appelle", True),
    "an exception of another word": ("tait", False),
    "listed": ("Rencontra", True),
    "listed as it is written": ("Accorde", True),
    "listed for another word": ("dort", False),
    "unknown": ("xyz", False),
    "nothing": ("", False),
}


@pytest.mark.parametrize(("form", "expected"), CASES.values(), ids=CASES.keys())
def test_forms(form, expected):
    assert LemmaSources(lookups(), WORDS).may_lead_to_one(form) is expected


def test_it_agrees_with_the_lemmatiser():
    lemmatizer = spacy.blank("fr").add_pipe("lemmatizer", config={"mode": "rule"})
    lemmatizer.lookups = lookups()
    sources = LemmaSources(lookups(), WORDS)
    doc = spacy.blank("fr").make_doc("Rencontrons rencontrent rencontra appelle Accorde accords accord dort tait danse")
    for token in doc:
        for tag in ("VERB", "NOUN", "PROPN", "ADJ"):
            token.pos_ = tag
            if lemmatizer.lemmatize(token)[0].lower() in WORDS:
                assert sources.may_lead_to_one(token.text), (token.text, tag)


def test_tables_that_are_missing_lead_nowhere():
    sources = LemmaSources(Lookups(), WORDS)
    assert (sources.may_lead_to_one("accord"), sources.may_lead_to_one("rencontra")) == (True, False)
