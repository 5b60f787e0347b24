"""The spaCy component of time expressions: `pipeline.timex` on a Doc, with the tense of its verbs."""

from __future__ import annotations

import datetime as dt
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from pipeline.components.extensions import text_of
from pipeline.records import Interval
from pipeline.timex import Timex, find
from pipeline.timex.tense import direction

NAME = "depeche_timex"
SPANS = "time_expressions"


def _iso(interval: Interval | None) -> list[str] | None:
    return [day.isoformat() for day in interval] if interval else None


def plain(timex: Timex) -> dict[str, Any]:
    """Return the value of an expression as plain values.

    Parameters
    ----------
    timex : Timex
        An expression that was found.

    Returns
    -------
    dict
        ``value_start`` and ``value_end`` (ISO days, both inclusive; None where open or unknown),
        ``granularity``, ``anchor``, ``past`` and ``future`` (``[start, end]`` or None), ``bound``, ``rule_id``,
        and ``start_char`` and ``end_char``, which are exact where the Span was stretched to whole tokens.
    """
    return {
        "value_start": timex.first.isoformat() if timex.first else None,
        "value_end": timex.last.isoformat() if timex.last else None,
        "granularity": timex.granularity,
        "anchor": timex.anchor,
        "past": _iso(timex.past),
        "future": _iso(timex.future),
        "bound": timex.bound,
        "rule_id": timex.rule_id,
        "start_char": timex.start,
        "end_char": timex.end,
    }


def published_date(doc: Doc) -> dt.date | None:
    """Return the day of publication of a document.

    Raises
    ------
    ValueError
        If ``doc._.published_date`` is no ISO day.
    """
    value = doc._.published_date
    if value is None:
        return None
    try:
        return dt.date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise ValueError(
            f"doc._.published_date must be an ISO day such as '2017-05-03' or None, not {value!r}"
        ) from error


@Language.component(NAME, assigns=["doc.spans"])
def mark_time_expressions(doc: Doc) -> Doc:
    """Write the time expressions of a Doc to ``doc.spans["time_expressions"]``.

    Each Span has the TIMEX3 type as its label and its value in ``span._.timex`` (see `plain`). What is relative
    is counted from ``doc._.published_date``; the parse, where there is one, says past or future.
    """

    def span_at(start: int, end: int, label: str = "") -> Span:
        span = doc.char_span(start, end, label=label, alignment_mode="expand")
        if span is None:
            raise ValueError(f"no tokens at {start}:{end} of a text of {len(doc.text)} characters")
        return span

    found = find(text_of(doc), published_date(doc), lambda start, end: direction(span_at(start, end)))
    spans = []
    for timex in found:
        span = span_at(timex.start, timex.end, timex.timex_type)
        span._.timex = plain(timex)
        spans.append(span)
    doc.spans[SPANS] = SpanGroup(doc, name=SPANS, spans=spans)
    return doc
