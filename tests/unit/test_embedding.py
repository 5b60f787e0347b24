"""What is remembered of a word is what the model computes for it, to the bit, beside whatever words it stands."""

import numpy as np
import pytest
import spacy
from spacy.ml.models.tok2vec import MaxoutWindowEncoder, MultiHashEmbed, build_Tok2Vec_model
from spacy.tokens import Doc

from pipeline import embedding
from pipeline.embedding import remember_words

NLP = spacy.blank("fr")
TEXTS = ["Paris accuse Rome.", "Rome , dit-on, se tait", "Paris accuse  Berlin , et Rome accuse Paris", "Rome"]


def docs():
    return [NLP.make_doc(text) for text in TEXTS]


def model(*attributes):
    embed = MultiHashEmbed(32, list(attributes), [500] * len(attributes), include_static_vectors=False)
    made = build_Tok2Vec_model(embed, MaxoutWindowEncoder(width=32, window_size=1, maxout_pieces=3, depth=2))
    made.initialize(X=docs())
    return made


@pytest.fixture
def lexical():
    return model("NORM", "SHAPE", "SPACY")


def same(found, expected):
    return all(np.array_equal(one, other) for one, other in zip(found, expected, strict=True))


def test_the_numbers_are_the_same_alone_together_and_again(lexical):
    expected = lexical.predict(docs())
    remember_words(lexical)
    assert same([lexical.predict([doc])[0] for doc in docs()], expected)
    assert same(lexical.predict(docs()), expected)
    assert same(lexical.predict(docs()[::-1]), expected[::-1])


def test_each_word_is_computed_once_a_following_space_told_apart(lexical, monkeypatch):
    learned = []
    learn = embedding.Memory._learn

    def noted(memory, doc, words, new):
        learned.extend((doc.vocab.strings[int(words[at, 0])], bool(words[at, 1])) for at in new.values())
        learn(memory, doc, words, new)

    monkeypatch.setattr(embedding.Memory, "_learn", noted)
    remember_words(lexical)
    lexical.predict(docs())
    lexical.predict(docs())
    assert len(learned) == len(set(learned))
    assert set(learned) == {(token.text, bool(token.whitespace_)) for doc in docs() for token in doc}


def test_a_full_memory_starts_anew(lexical, monkeypatch):
    expected = lexical.predict(docs())
    monkeypatch.setattr(embedding, "MAX_WORDS", 2)
    remember_words(lexical)
    assert same([lexical.predict([doc])[0] for doc in docs()], expected)


def test_what_looks_at_more_than_the_word_is_left_alone():
    tagged = model("NORM", "POS")
    doc = Doc(NLP.vocab, words=["Rome", "Rome"], pos=["PROPN", "NOUN"])
    before = tagged.predict([doc])
    remember_words(tagged)
    assert not any(node.name == "remembered_words" for node in tagged.walk())
    assert same(tagged.predict([doc]), before)


def test_a_model_that_remembers_is_not_trained(lexical):
    remember_words(lexical)
    rows, backward = lexical.begin_update(docs())
    with pytest.raises(NotImplementedError, match="cannot be trained"):
        backward(rows)
