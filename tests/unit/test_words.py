"""The words of a document as lists: one entry a token, in the forms that lexicons hold."""

import spacy

from pipeline.components import words

DOC = spacy.blank("fr")("L’Élysée ÉVOQUE Kiev")


def test_each_form_has_one_entry_a_word():
    assert words.texts(DOC) == [token.text for token in DOC] == ["L’", "Élysée", "ÉVOQUE", "Kiev"]
    assert words.normals(DOC) == ["l'", "élysée", "évoque", "kiev"]
    assert words.folded(DOC) == ["l'", "elysee", "evoque", "kiev"]


def test_they_are_worked_out_once_and_stay_with_the_document():
    assert words.folded(DOC) is words.folded(DOC)
    read_back = spacy.blank("fr").vocab
    assert words.normals(spacy.tokens.Doc(read_back).from_bytes(DOC.to_bytes())) == words.normals(DOC)


def test_a_document_without_words_has_none():
    assert words.folded(spacy.blank("fr")("")) == []
