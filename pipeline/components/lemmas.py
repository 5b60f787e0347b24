"""Mends the lemmas of verbs in *-er* that the lemmatiser leaves as they stand (*tente*, *risque*, *annonce*)."""

from __future__ import annotations

import numpy as np
from spacy.attrs import LEMMA, POS
from spacy.tokens import Doc

from pipeline import cues
from pipeline.components.syntax import has_morph


def mend(doc: Doc) -> None:
    """Give each present form that is its own lemma the infinitive (*annonce* → *annoncer*).

    The small French models know few present forms: two verbs of three in *-e* come out unchanged, and no rule or cue
    that names the infinitive would see them.
    """
    verb = doc.vocab.strings["VERB"]
    for i in np.flatnonzero(doc.to_array([POS]).reshape(-1) == verb).tolist():
        token = doc[i]
        if not has_morph(token, "VerbForm", "Inf"):
            token.lemma_ = mended(token.text, token.lemma_)


def lemmas_of(doc: Doc) -> list[str]:
    """Return the lemma of each word in lower case; empty where the model has not read it."""
    strings = doc.vocab.strings
    return [strings[int(lemma)].lower() for lemma in doc.to_array([LEMMA]).reshape(-1).tolist()]


def mended(text: str, lemma: str) -> str:
    """Return the lemma of a verb, mended where it is the form itself."""
    (mark,) = cues.group("infinitive_mark")
    form = cues.normal(text)
    return form + mark if form.endswith(tuple(cues.group("present_ending"))) and lemma.lower() == form else lemma
