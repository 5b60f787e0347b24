"""Sentences are read one by one; what is not read says so; what is kept back comes later."""

import numpy as np
import pytest
import spacy
from spacy.tokens import Doc

from pipeline.components import reading
from pipeline.components.reading import ALL, CHECK, RELEVANT, UNREAD, SentenceReader, add_rest
from pipeline.components.sentences import boundaries

NLP = spacy.blank("fr")
MARK = NLP.add_pipe("depeche_sentences")
TEXT = "Paris accuse Rome. Rome se tait. Paris attend."


class Step:
    """Stands for a component of the model: makes the second word the root, and a place of the first."""

    def __init__(self):
        self.seen = []

    def pipe(self, docs, batch_size):
        for doc in docs:
            assert batch_size == len(docs)
            self.seen.append(doc.text.strip())
            heads = [1] * len(doc)
            made = Doc(doc.vocab, words=[t.text for t in doc], spaces=[bool(t.whitespace_) for t in doc],
                       heads=heads, deps=["ROOT" if i == 1 else "nsubj" for i in range(len(doc))],
                       pos=["VERB" if i == 1 else "NOUN" for i in range(len(doc))],
                       ents=["B-LOC"] + ["O"] * (len(doc) - 1))  # fmt: skip
            yield made


def reader(scope, *numbers):
    made = SentenceReader()
    made.steps, made.scope = [Step()], scope
    made.choose = lambda doc: [boundaries(doc)[number] for number in numbers]
    return made


def read(scope, *numbers):
    component = reader(scope, *numbers)
    return component(MARK(NLP.make_doc(TEXT))), component.steps[0].seen


def deps(doc):
    return [{token.dep_ for token in sent} for sent in doc.sents]


def test_only_what_is_chosen_is_read():
    doc, seen = read(RELEVANT, 1)
    assert seen == ["Rome se tait."]
    assert deps(doc) == [{UNREAD}, {"ROOT", "nsubj"}, {UNREAD}]
    assert [ent.text for ent in doc.ents] == ["Rome"]
    assert doc._.relevant == [[4, 8]]


def test_sentences_stay_as_they_are_marked():
    marked = boundaries(MARK(NLP.make_doc(TEXT)))
    for chosen in ((), (0,), (0, 1, 2)):
        assert boundaries(read(RELEVANT, *chosen)[0]) == marked


def test_short_sentences_are_read_first_and_together(monkeypatch):
    monkeypatch.setattr(reading, "BATCH_WORDS", 7)
    assert read(RELEVANT, 0, 1, 2)[1] == ["Paris attend.", "Paris accuse Rome.", "Rome se tait."]


def test_all_is_read_where_all_is_wanted():
    doc, seen = read(ALL, 1)
    assert len(seen) == len(doc.ents) == 3


def test_what_is_kept_back_is_not_seen_before_it_is_added():
    doc, seen = read(CHECK, 1)
    assert sorted(seen) == ["Paris accuse Rome.", "Paris attend.", "Rome se tait."]
    assert deps(doc) == [{UNREAD}, {"ROOT", "nsubj"}, {UNREAD}]
    doc = add_rest(doc)
    assert deps(doc) == [{"ROOT", "nsubj"}] * 3
    assert doc.user_data.get(reading.REST) is None
    assert deps(add_rest(doc)) == [{"ROOT", "nsubj"}] * 3


def test_several_roots_join_the_first():
    doc = Doc(NLP.vocab, words=["Paris", "accuse", "Rome"], heads=[0, 1, 1], deps=["ROOT", "ROOT", "obj"])
    heads = reading.values_of(doc)[:, reading.HEAD_COLUMN].astype(np.int64)
    assert heads.tolist() == [0, -1, -1]


@pytest.mark.parametrize("text", ["", "Paris."])
def test_a_document_without_anything_to_read(text):
    doc = reader(RELEVANT)(MARK(NLP.make_doc(text)))
    assert doc.text == text
