"""Chooses the time expression that dates an event, or none, among those of its article.

Candidates are the expressions of the trigger's sentence, those of the sentences around it, those that stand with
another mention of the same event, and the day of the article's news. Beside them stands the answer that the text
does not say. Each is described by readable features (`date_features`), and one learned model weighs them against
each other.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from spacy.tokens import Doc, Span

from pipeline.components import date_features as features
from pipeline.components.date_features import View
from pipeline.components.sentences import sentence_numbers
from pipeline.weights import shares

NEWS_DAYS = 3
"""Days before publication within which the day named at the top of an article is the day of its news."""

NEWS_SENTENCES = 7
"""Sentences at the top of an article among which that day is looked for."""

NEAR_SENTENCES = 2
"""Sentences before and after that of the trigger whose expressions are weighed."""

DOUBT = 0.6
"""Share of the likelihood that the text does not say which a value needs; lower dates more events, and more wrongly."""

DATED = frozenset({"DATE", "TIME", "DURATION"})
TIMEX = "time_expressions"

Days = tuple[dt.date, dt.date]
"""First and last day, both inclusive."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A time expression that may date a mention, with its value for that mention's status."""

    timex: Span
    value: Days
    features: tuple[str, ...]

    @property
    def granularity(self) -> str:
        """Granularity of the expression."""
        granularity: str = self.timex._.timex["granularity"]
        return granularity


@dataclass(frozen=True, slots=True)
class Answers:
    """All answers to when a trigger happens; `untold` describes the one that the text does not say."""

    untold: tuple[str, ...]
    candidates: tuple[Candidate, ...]

    def best(self) -> Candidate | None:
        """Return the candidate whose value is the likeliest, None where the text most likely does not say.

        Expressions of one value add up; the likeliest of them stands for them.
        """
        untold, *judged = shares([self.untold, *(c.features for c in self.candidates)], "date")
        total: defaultdict[Days, float] = defaultdict(float)
        for share, candidate in zip(judged, self.candidates, strict=True):
            total[candidate.value] += share
        best = max(total, key=lambda value: total[value], default=None)
        if best is None or total[best] < untold * DOUBT:
            return None
        shared = [(share, c) for share, c in zip(judged, self.candidates, strict=True) if c.value == best]
        return max(shared, key=lambda pair: pair[0])[1]


@dataclass(frozen=True)
class ArticleDates:
    """The time expressions of one article by sentence, and the day that its news are about."""

    published: dt.date | None
    timexes: tuple[Span, ...]
    triggers: tuple[Span, ...]
    number_of: list[int]
    """Number of the sentence of each token."""

    news_day: Span | None

    @classmethod
    def of(cls, doc: Doc, published: dt.date | None, triggers: list[Span]) -> ArticleDates:
        """Read a document whose time expressions and triggers are found."""
        number_of = sentence_numbers(doc)
        timexes = tuple(s for s in doc.spans.get(TIMEX, ()) if s.label_ in DATED and s._.timex["value_start"])
        news_day = next((t for t in timexes if _is_news_day(t, published, number_of[t.start])), None)
        return cls(published, timexes, tuple(triggers), number_of, news_day)

    def answers(self, span: Span) -> Answers:
        """Return the answers to when a trigger happens, which has its participants and its status."""
        number = self.number_of[span.start]
        here = [t for t in self.timexes if self.number_of[t.start] == number]
        others = [t for t in self.triggers if t is not span]
        view = View.of(span, number, here, [t for t in others if self.number_of[t.start] == number])
        sisters: defaultdict[int, list[Span]] = defaultdict(list)
        for trigger in others:
            if _are_sisters(span, trigger):
                sisters[self.number_of[trigger.start]].append(trigger)
        found = [
            self._candidate(view, timex, features.same_sentence(view, timex, timex is self.news_day)) for timex in here
        ]
        for timex in self.timexes:
            there = self.number_of[timex.start]
            if there == number:
                continue
            if timex is self.news_day:
                observed = features.news_day(view, number - there, len(sisters[there]))
                found.append(self._candidate(view, timex, observed))
            elif sisters[there] or abs(number - there) <= NEAR_SENTENCES:
                observed = features.other_sentence(view, timex, number - there, sisters[there])
                found.append(self._candidate(view, timex, observed))
        possible = tuple(c for c in found if _is_possible(c.value, view.status, self.published))
        return Answers(features.untold(view, self.news_day is not None), possible)

    def _candidate(self, view: View, timex: Span, observed: tuple[str, ...]) -> Candidate:
        value = value_of(timex._.timex, view.status, self.published)
        return Candidate(timex, value, observed + features.when(view, value, self.published))


def _is_possible(value: Days, status: str, published: dt.date | None) -> bool:
    """Tell whether an event of a status may have a date: none has happened tomorrow or is planned for yesterday."""
    if published is None:
        return True
    first, last = value
    if status == "occurred":
        return first <= published
    return status != "planned" or last >= published


def _are_sisters(left: Span, right: Span) -> bool:
    """Tell whether two triggers may tell the same event: they share type and an actor."""
    if left.label != right.label:
        return False
    codes = [{p["code"] for p in span._.event["participants"] if p["code"]} for span in (left, right)]
    return bool(codes[0] & codes[1])


def _is_news_day(timex: Span, published: dt.date | None, number: int) -> bool:
    """Tell whether an expression at the top of the article is the day that agencies name once for all that is said."""
    values = timex._.timex
    if published is None or values["granularity"] != "day" or number >= NEWS_SENTENCES:
        return False
    return 0 <= (published - dt.date.fromisoformat(values["value_start"])).days <= NEWS_DAYS


def value_of(timex: dict[str, Any], status: str, published: dt.date | None) -> Days:
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
    # What has happened *cette semaine* has not happened after publication.
    if status == "occurred" and timex["granularity"] == "week" and published is not None:
        end = min(end, max(start, published.isoformat()))
    return dt.date.fromisoformat(start), dt.date.fromisoformat(end)
