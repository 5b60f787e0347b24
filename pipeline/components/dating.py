"""Chooses the time expression that dates an event: one of its sentence, or the day of the article's news."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from spacy.tokens import Doc, Span

from pipeline.ontology import SPEECH_ACT_TYPES
from pipeline.weights import bucket, probability

THRESHOLD = 0.33
"""Least probability of a time expression that is taken; lower ones date more events, and more of them wrongly."""

NEWS_DAYS = 3
"""Days before publication within which the day named at the top of an article is the day of its news."""

NEWS_SENTENCES = 7
"""Sentences at the top of an article among which that day is looked for."""

DATED = frozenset({"DATE", "TIME", "DURATION"})
TIMEX = "time_expressions"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A time expression that may date a mention, with its value for that mention's status."""

    timex: Span
    value: tuple[dt.date, dt.date]
    features: tuple[str, ...]

    @property
    def granularity(self) -> str:
        """Granularity of the expression."""
        granularity: str = self.timex._.timex["granularity"]
        return granularity


@dataclass(frozen=True)
class ArticleDates:
    """The time expressions of one article, and the day that its news are about."""

    doc: Doc
    published: dt.date | None
    timexes: tuple[Span, ...]
    triggers: tuple[Span, ...]
    sentence_of: dict[int, int]
    news_day: Span | None

    @classmethod
    def of(cls, doc: Doc, published: dt.date | None, triggers: list[Span]) -> ArticleDates:
        """Read a document whose time expressions and triggers are found."""
        sentence_of = {sent.start: number for number, sent in enumerate(doc.sents)}
        timexes = tuple(s for s in doc.spans.get(TIMEX, ()) if s.label_ in DATED and s._.timex["value_start"])
        news_day = next((t for t in timexes if _is_news_day(t, published, sentence_of)), None)
        return cls(doc, published, timexes, tuple(triggers), sentence_of, news_day)

    def candidates(self, span: Span) -> Iterator[Candidate]:
        """Yield the time expressions that may date a trigger, with what is observed of each."""
        sent = span.sent
        here = [t for t in self.timexes if sent.start <= t.start < sent.end]
        for timex in here:
            features = self._features(span, timex, here)
            yield Candidate(timex, value_of(timex._.timex, span._.event["status"], self.published), features)
        happened = span._.event["status"] in ("occurred", "negated")
        if happened and self.news_day is not None and self.news_day not in here:
            value = value_of(self.news_day._.timex, "occurred", self.published)
            yield Candidate(self.news_day, value, self._news_features(span, here))

    def choose(self, span: Span) -> Candidate | None:
        """Return the time expression that most likely dates a trigger, None where none is likely enough."""
        judged = [(probability(c.features, "date"), -c.timex.start, c) for c in self.candidates(span)]
        best = max(judged, key=lambda j: j[:2], default=None)
        return best[2] if best is not None and best[0] >= THRESHOLD else None

    def _features(self, span: Span, timex: Span, here: list[Span]) -> tuple[str, ...]:
        event = span._.event
        anchor = self.doc[event["anchor"]]
        distance = abs(timex.start - anchor.i)
        rivals = [t for t in self.triggers if t is not span and t.sent == span.sent]
        nearer = sum(abs(timex.start - t._.event["anchor"]) < distance for t in rivals)
        between = sum(min(timex.start, anchor.i) < t.start < max(timex.start, anchor.i) for t in rivals)
        closer = sum(abs(t.start - anchor.i) < distance for t in here if t is not timex)
        root = timex.root
        direct = root.head.i == anchor.i
        above = anchor.head.i == root.head.i
        granularity = timex._.timex["granularity"]
        side = "before" if timex.start < anchor.i else "after"
        punctuation = sum(t.text in ",;:" for t in self.doc[min(timex.end, anchor.i) : max(timex.start, anchor.i)])
        status = event["status"]
        return (
            "same_sentence",
            f"direct={direct}",
            f"above={above}&direct={direct}",
            f"{side}&distance={bucket(distance, (2, 4, 7, 12, 20))}",
            f"nearer={min(nearer, 2)}",
            f"between={min(between, 2)}",
            f"closer={min(closer, 2)}",
            f"nearer={min(nearer, 2)}&direct={direct}",
            f"granularity={granularity}",
            f"granularity={granularity}&type={span.label_}",
            f"status={status}&granularity={granularity}",
            f"punctuation={min(punctuation, 3)}&{side}",
            f"type={span.label_}",
            f"timex={timex.label_}",
            f"anchor_kind={timex._.timex['anchor']}",
            f"pos={anchor.pos_}&{side}&{granularity == 'day'}",
            f"alone={len(here) == 1}&rivals={min(len(rivals), 3)}",
            f"is_news_day={timex is self.news_day}",
        )

    def _news_features(self, span: Span, here: list[Span]) -> tuple[str, ...]:
        number = self.sentence_of[span.sent.start]
        apart = number - self.sentence_of[self.news_day.sent.start] if self.news_day is not None else 0
        speech = span.label_ in SPEECH_ACT_TYPES
        status = span._.event["status"]
        pos = self.doc[span._.event["anchor"]].pos_
        return (
            "news_day",
            f"news_day&type={span.label_}",
            f"news_day&sentence={bucket(number, (1, 3, 5, 8, 12))}",
            f"news_day&sentence={bucket(number, (1, 3, 5, 8, 12))}&speech={speech}",
            f"news_day&apart={bucket(apart, (0, 1, 2, 4, 8))}",
            f"news_day&status={status}",
            f"news_day&others={min(len(here), 2)}",
            f"news_day&pos={pos}&speech={speech}",
        )


def _is_news_day(timex: Span, published: dt.date | None, sentence_of: dict[int, int]) -> bool:
    """Tell whether an expression at the top of the article is the day that agencies name once for all that is said."""
    values = timex._.timex
    if published is None or values["granularity"] != "day" or sentence_of[timex.sent.start] >= NEWS_SENTENCES:
        return False
    return 0 <= (published - dt.date.fromisoformat(values["value_start"])).days <= NEWS_DAYS


def value_of(timex: dict[str, Any], status: str, published: dt.date | None) -> tuple[dt.date, dt.date]:
    """Return the value of an expression in the direction that an event's status gives it.

    Parameters
    ----------
    timex : dict
        As ``span._.timex`` holds it; its ``value_start`` is not null.
    status : str
        Status of the event that it dates.
    published : datetime.date or None
        Publication date.

    Returns
    -------
    tuple of datetime.date
        First and last day, both inclusive. An open end (*à partir de lundi*) gives the first day alone.
    """
    future = timex["future"]
    start, end = timex["value_start"], timex["value_end"] or timex["value_start"]
    # The component has read the tense of its clause; what is planned or wished turns it only where it lies in the past.
    if future and status in ("planned", "hypothetical") and published is not None and end < published.isoformat():
        start, end = future
    return dt.date.fromisoformat(start), dt.date.fromisoformat(end)
