"""Which sentences are read: those with the words of a rule, and those that these look back to."""

import pytest
import spacy
from spacy.lookups import Lookups

from pipeline.components.sentences import boundaries
from pipeline.gate import Gate

NLP = spacy.blank("fr")
NLP.add_pipe("depeche_sentences")
FILLER = "Il pleut."


class Tables:
    """Stands for the lemmatiser of a model: knows three forms."""

    def __init__(self, mode="rule"):
        self.mode = mode
        self.lookups = Lookups()
        self.lookups.add_table("lemma_index", {"verb": ["accuser", "recevoir"]})
        self.cache = {}
        self.known = {("accuse", "VERB"): "accuser", ("reçoit", "VERB"): "recevoir", ("rompt", "VERB"): "rompre"}

    def lemmatize(self, word):
        return [self.known.get((word.text.lower(), word.pos_), word.text.lower())]


def read(text, lemmatizer=None):
    """Return which sentences of a text are read, by their number."""
    doc = NLP(text)
    numbers = {sentence: number for number, sentence in enumerate(boundaries(doc))}
    return [numbers[sentence] for sentence in Gate(lemmatizer or Tables(), NLP.vocab.strings).sentences(doc)]


CASES = {
    "a form of a trigger": ("Moscou accuse Washington.", [0]),
    "no trigger": ("Moscou regarde Washington.", []),
    "what stands around it is not read": (f"{FILLER} Moscou accuse Washington. {FILLER}", [1]),
    "what a pronoun looks back to": ("Moscou se tait. Elle accuse Washington.", [0, 1]),
    "no actor": ("Le voisin accuse le facteur.", []),
    "one actor, and an act that needs no other": ("Moscou accuse.", [0]),
    "an actor in another sentence": (f"Moscou et Washington. {FILLER} On accuse.", [2]),
    "a word of the rule is missing": ("Moscou rompt le pain avec Washington.", []),
    "nothing": ("", []),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_sentences_that_are_read(text, expected):
    assert read(text) == expected


def test_a_lemmatiser_that_looks_at_the_sentence_has_all_of_it_read():
    assert read(f"{FILLER} Moscou regarde Washington.", Tables("edit_tree")) == [0, 1]


def test_home_news_are_not_read():
    assert read("Le maire de Lyon accuse Paris. " * 30) == []


def test_the_tables_are_made_sets_for_speed():
    tables = Tables()
    Gate(tables, NLP.vocab.strings)
    assert tables.lookups.get_table("lemma_index")["verb"] == {"accuser", "recevoir"}
