"""Finds the topics of the codebook that a text names, by the stems of `lexicons/topics.tsv`."""

from __future__ import annotations

from functools import cache
from typing import Any

import ahocorasick
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.components.extensions import text_of
from pipeline.components.triggers import TRIGGERS
from pipeline.lexicon import LexiconError, read_tsv
from pipeline.names import fold
from pipeline.ontology import TOPICS


@cache
def _topic_stems() -> ahocorasick.Automaton:
    """Return one automaton over all topic stems.

    Raises
    ------
    LexiconError
        If a topic is not in the codebook's list.
    """
    topics: dict[str, list[str]] = {}
    for row in read_tsv("topics.tsv", ("topic", "stem")):
        if row["topic"] not in TOPICS:
            raise LexiconError(f"topics.tsv:{row['_line']}: unknown topic {row['topic']!r}")
        topics.setdefault(fold(row["stem"].lower()), []).append(row["topic"])
    automaton = ahocorasick.Automaton()
    for stem, names in topics.items():
        automaton.add_word(stem, (len(stem), names))
    automaton.make_automaton()
    return automaton


def topic_hits(text: str) -> list[list[Any]]:
    """Return the places of a text where a word starts like the stem of a topic, each as ``[offset, topic]``."""
    # Lower case may be longer (*İ*), and the offsets must hold.
    lower = text.lower()
    folded = fold(lower if len(lower) == len(text) else "".join(char.lower()[0] for char in text))
    hits: list[list[Any]] = []
    for last, (length, names) in _topic_stems().iter(folded):
        start = last - length + 1
        if start == 0 or not folded[start - 1].isalnum():
            hits += [[start, name] for name in names]
    return hits


def topics_between(hits: list[list[Any]], start: int, end: int) -> tuple[str, ...]:
    """Return the topics named between two offsets, in the order of the codebook."""
    found = {topic for offset, topic in hits if start <= offset < end}
    return tuple(topic for topic in TOPICS if topic in found)


@Language.component("depeche_topics")
def find_topics(doc: Doc) -> Doc:
    """Write where the document names topics, and for each trigger the topics of its sentence."""
    doc._.topics = topic_hits(text_of(doc))
    for span in doc.spans[TRIGGERS]:
        sent = span.sent
        topics = topics_between(doc._.topics, sent.start_char, sent.end_char)
        span._.event = {**span._.event, "topics": list(topics)}
    return doc
