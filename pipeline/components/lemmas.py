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
    endings = tuple(cues.group("present_ending"))
    (mark,) = cues.group("infinitive_mark")
    for token in doc:
        if token.pos_ != "VERB" or has_morph(token, "VerbForm", "Inf"):
            continue
        form = cues.normal(token.text)
        if form.endswith(endings) and token.lemma_.lower() == form:
            token.lemma_ = form + mark
