"""Reads clauses for coreference: what a mention is in its clause, whose clause it is."""

from __future__ import annotations

import re
from functools import cache

import numpy as np
from spacy.attrs import IDX
from spacy.tokens import Doc, Token

from pipeline import cues
from pipeline.components.extensions import text_of
from pipeline.components.mentions import Mention
from pipeline.components.words import texts

SUBJECTS = frozenset({"nsubj", "nsubj:pass"})
NAME_PARTS = frozenset({"flat:name", "flat", "appos", "nmod"})
"""Relations of a name to the honorific before it (*M. Omega*)."""

MAX_CLIMB = 8
"""Steps up the tree in search of the verb with a subject; bounds what a bad parse may cost."""


PARAGRAPH = "\n\n"
"""What parts paragraphs, at whose end no quotation is left open: agencies forget the closing mark."""


MARKED = "'’(-"
"""Signs behind which a straight quotation mark opens a quotation, as behind a space."""


def root_of(doc: Doc, mention: Mention) -> Token:
    """Return the word that carries a mention's relation in the clause, the honorific before it included."""
    root = doc[mention.start : mention.end].root
    while root.dep_ in NAME_PARTS and root.head.i < root.i and cues.normal(root.head.text) in cues.group("honorific"):
        root = root.head
    return root


def is_subject(doc: Doc, mention: Mention) -> bool:
    """Tell whether a mention is the subject of its clause."""
    return root_of(doc, mention).dep_ in SUBJECTS


def subject_of(doc: Doc, i: int, mentions: list[Mention]) -> Mention | None:
    """Return the subject of the nearest clause above a word that has one before it, if it is one of `mentions`."""
    token = doc[i]
    for _ in range(MAX_CLIMB):
        subjects = [child for child in token.children if child.dep_ in SUBJECTS and child.i < i]
        if subjects:
            return next((m for m in mentions if root_of(doc, m).i == subjects[-1].i), None)
        if token.head.i == token.i:
            return None
        token = token.head
    return None


def clause_verb(token: Token) -> Token:
    """Return the verb that governs a word, the sentence's root where there is none."""
    for _ in range(MAX_CLIMB):
        if token.head.i == token.i:
            return token
        token = token.head
        if token.pos_ in ("VERB", "AUX"):
            return token
    return token


def quoted_words(doc: Doc) -> list[bool]:
    """Return for each word whether a quotation of its paragraph holds it; one may run over several sentences.

    The marks are read in the text, since the tokeniser leaves some of them on the word behind (*d'"accord*).
    """
    text = text_of(doc)
    turns, states = [0], [False]
    for mark in _marks().finditer(text):
        turns.append(mark.start())
        states.append(bool(mark.group()) and _opens(text, mark.start(), states[-1]))
    places = doc.to_array([IDX]).reshape(-1)
    return [states[turn] for turn in np.searchsorted(turns, places, side="right") - 1]


@cache
def _marks() -> re.Pattern[str]:
    """Return what finds quotation marks, and the ends of paragraphs as matches of nothing."""
    marks = "".join(sorted(cues.group("quote_open") | cues.group("quote_close")))
    return re.compile(f"[{re.escape(marks)}]|(?={PARAGRAPH})")


def _opens(text: str, i: int, inside: bool) -> bool:
    """Tell whether a quotation mark opens one; a straight one does before a word, and closes behind a word."""
    if text[i] not in cues.group("quote_close"):
        return True
    if text[i] not in cues.group("quote_open"):
        return False
    free_before = i == 0 or text[i - 1].isspace() or text[i - 1] in MARKED
    if not free_before:
        return False
    return text[i + 1 : i + 2].isalnum() or not inside


def is_quoted(doc: Doc, i: int) -> bool:
    """Tell whether a word stands within quotation marks that open in its sentence."""
    opening, closing = cues.group("quote_open"), cues.group("quote_close")
    inside = False
    for word in texts(doc)[doc[i].sent.start : i]:
        if word in closing:
            inside = word in opening and not inside
        elif word in opening:
            inside = True
    return inside
