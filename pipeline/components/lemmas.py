"""Mends the lemmas of verbs in *-er* that the lemmatiser leaves as they stand (*tente*, *risque*, *annonce*)."""

from __future__ import annotations

from spacy.tokens import Doc

from pipeline import cues
from pipeline.components.syntax import has_morph


def mend(doc: Doc) -> None:
    """Give each present form that is its own lemma the infinitive (*annonce* → *annoncer*).

    The small French models know few present forms: two verbs of three in *-e* come out unchanged, and no rule or cue
    that names the infinitive would see them.
    """
    for token in doc:
        if token.pos_ == "VERB" and not has_morph(token, "VerbForm", "Inf"):
            token.lemma_ = mended(token.text, token.lemma_)


def mended(text: str, lemma: str) -> str:
    """Return the lemma of a verb, mended where it is the form itself."""
    (mark,) = cues.group("infinitive_mark")
    form = cues.normal(text)
    return form + mark if form.endswith(tuple(cues.group("present_ending"))) and lemma.lower() == form else lemma
