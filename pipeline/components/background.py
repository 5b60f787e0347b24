"""Tells what an article recalls from what it brings: an event before its own news, or beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from spacy.tokens import Doc, Span

from pipeline.components import tenses
from pipeline.components.sentences import boundaries
from pipeline.components.triggers import TRIGGERS
from pipeline.ontology import SPEECH_ACT_TYPES
from pipeline.weights import bucket, probability

THRESHOLD = 0.5
"""Probability above which an event counts as recalled."""

AGES = (-30, 0, 1, 2, 4, 8, 15, 31, 91, 366)
"""Days before publication that part one age of an event from the next."""

SENTENCES = (1, 2, 4, 8, 16)
"""Numbers of sentences that part the top of an article from what follows."""


def is_background(span: Span, published: dt.date | None) -> bool:
    """Tell whether the event of a trigger, whose date is found, is recalled and not news."""
    return probability(features(span, published), "background") > THRESHOLD


def features(span: Span, published: dt.date | None) -> tuple[str, ...]:
    """Return what is observed of a trigger: how old its event is, in which tense and how far down it is told.

    Parameters
    ----------
    span : spacy.tokens.Span
        A trigger with its status and date.
    published : datetime.date or None
        Publication date of the article.
    """
    doc, event = span.doc, span._.event
    anchor = doc[event["anchor"]]
    tense, clause = tenses.tense_of(anchor), tenses.clause_of(anchor)
    number = bucket(sum(start <= span.start for start, _ in boundaries(doc)) - 1, SENTENCES)
    age, speech = _age(event["date"], published), span.label_ in SPEECH_ACT_TYPES
    return (
        f"age={age}",
        f"age={age}&speech={speech}",
        f"age={age}&granularity={event['granularity']}",
        f"type={span.label_}",
        f"status={event['status']}",
        f"status={event['status']}&age={age}",
        f"tense={tense}",
        f"tense={tense}&age={age}",
        f"clause={clause}",
        f"clause={clause}&{anchor.pos_}",
        f"pos={anchor.pos_}&speech={speech}",
        f"sentence={number}",
        f"sentence={number}&speech={speech}",
        f"sentence={number}&age={age}",
        *(f"earlier={earlier}" for earlier in _named_before(doc, span)),
    )


def _age(date: list[str] | None, published: dt.date | None) -> str:
    if date is None or published is None:
        return "unknown"
    return str(bucket((published - dt.date.fromisoformat(date[1])).days, AGES))


def _named_before(doc: Doc, span: Span) -> Iterator[str]:
    """Yield in which words an earlier trigger of the same type stands: the same one, or others."""
    before = [other for other in doc.spans[TRIGGERS] if other.start < span.start and other.label_ == span.label_]
    if before:
        yield "same" if any(other.lemma_ == span.lemma_ for other in before) else "other"
