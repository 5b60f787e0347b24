"""Nodes made of other nodes: parts, numbered units, ranges and bounds."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass

from pipeline.records import Interval
from pipeline.timex import units
from pipeline.timex.nodes import Calendar, Context, Node, Resolved, Shift, Weekday
from pipeline.timex.units import DAY


@dataclass(frozen=True, slots=True)
class Part:
    """Beginning, middle, end, half or rest of what `base` stands for."""

    part: str
    base: Node

    def resolve(self, context: Context) -> Resolved | None:
        """Return the part, as a span."""
        base = self.base.resolve(context)
        if base is None or base.interval is None:
            return None
        if self.part == "rest":
            start = context.reference
            inside = start is not None and base.interval[0] <= start <= base.interval[1]
            return Resolved(start if inside else base.first, base.last, "span", base.anchor)
        cut = units.part_of(base.interval, base.granularity, self.part)
        # The month may have begun while its part is still to come, or the other way round.
        if cut and context.reference and base.anchor == "publication":
            elsewhere = None
            if context.direction == "past" and cut[0] > context.reference and self._may_leave(base, context, "start"):
                elsewhere = units.add_days(base.interval[0], -1)
            elif context.direction == "future" and cut[1] < context.reference and self._may_leave(base, context, "end"):
                elsewhere = units.add_days(base.interval[1], 1)
            other = self.base.resolve(context.at(elsewhere, context.direction)) if elsewhere else None
            if other and other.interval:
                cut = units.part_of(other.interval, other.granularity, self.part)
        return Resolved(*cut, "span", base.anchor) if cut else None

    def _may_leave(self, base: Resolved, context: Context, part: str) -> bool:
        """Return whether the unit before or after may be meant: *la fin de l'année* is last year's in spring alone."""
        if not isinstance(self.base, Shift) or base.interval is None or context.reference is None:
            return True
        margin = units.part_of(base.interval, base.granularity, part)
        return margin is not None and margin[0] <= context.reference <= margin[1]


@dataclass(frozen=True, slots=True)
class Nth:
    """The n-th unit or weekday of what `base` stands for (-1: the last one)."""

    n: int
    unit: str
    base: Node
    weekday: int | None = None

    def resolve(self, context: Context) -> Resolved | None:
        """Return the unit; weeks of a month or year are counted from its first day."""
        base = self.base.resolve(context)
        if base is None or base.interval is None:
            return None
        span = self._count(base.interval)
        if span is None or not base.interval[0] <= span[0] <= base.interval[1]:
            return None
        return Resolved(*span, units.granularity_of(self.unit), base.anchor)

    def _count(self, whole: Interval) -> Interval | None:
        first, last = whole
        if self.weekday is not None or self.unit == "weekend":
            weekday = 5 if self.weekday is None else self.weekday
            length = 0 if self.unit == "day" else 1
            if self.n < 0:
                day = last - DAY * ((last.weekday() - weekday) % 7)
            else:
                day = first + DAY * ((weekday - first.weekday()) % 7 + 7 * (self.n - 1))
            return day, day + DAY * length
        if self.unit in units.DAYS_IN:
            size = units.DAYS_IN[self.unit]
            start = last - DAY * (size - 1) if self.n < 0 else first + DAY * size * (self.n - 1)
            return start, min(start + DAY * (size - 1), last)
        size = units.MONTHS_IN[self.unit]
        if self.n < 0:
            return units.unit_of(last, self.unit)
        start_month = units.add_months(first, size * (self.n - 1))
        return units.months(start_month.year, start_month.month, size) if start_month else None


@dataclass(frozen=True, slots=True)
class Numbered:
    """The n-th weekday or unit of something that is not said."""

    n: int
    unit: str
    weekday: int | None = None

    def resolve(self, context: Context) -> Resolved | None:
        """Return the n-th weekday of this month, or the unit before this one; nothing else can be known."""
        if self.weekday is not None:
            return Nth(self.n, self.unit, Shift("month", 0), self.weekday).resolve(context)
        return Shift(self.unit, -1).resolve(context) if self.n < 0 else None


@dataclass(frozen=True, slots=True)
class Recurring:
    """The n-th quarter or semester of a year that is not named."""

    n: int
    unit: str

    def resolve(self, context: Context) -> Resolved | None:
        """Return the quarter or semester on the side of the context, the past by default."""
        if context.reference is None:
            return None
        size = units.MONTHS_IN[self.unit]
        span = units.choose(
            lambda year: units.months(year, (self.n - 1) * size + 1, size),
            context.reference.year, context.reference, context.direction or "past",
        )  # fmt: skip
        return Resolved(*span, units.granularity_of(self.unit), "publication") if span else None


@dataclass(frozen=True, slots=True)
class Week:
    """The week of a given number, in the year of the publication unless one is given."""

    number: int
    year: int | None = None

    def resolve(self, context: Context) -> Resolved | None:
        """Return the week (ISO 8601)."""
        year = self.year if self.year is not None else context.reference.year if context.reference else None
        span = units.iso_week(year, self.number) if year is not None else None
        return Resolved(*span, "week", "none" if self.year is not None else "publication") if span else None


@dataclass(frozen=True, slots=True)
class Within:
    """A day or month of what `outer` stands for (*mardi de la semaine dernière*, *juin de l'année prochaine*)."""

    inner: Node
    outer: Node

    def resolve(self, context: Context) -> Resolved | None:
        """Return the first `inner` of `outer`."""
        outer = self.outer.resolve(context)
        if outer is None or outer.first is None or outer.last is None:
            return None
        # A weekday is looked for from the day before on, because its own day does not count as future.
        by_weekday = isinstance(self.inner, (Weekday, Between))
        before = units.add_days(outer.first, -1 if by_weekday else 0)
        inner = self.inner.resolve(context.at(before, "future")) if before else None
        if inner is None or inner.first is None or not outer.first <= inner.first <= outer.last:
            return None
        return inner._replace(anchor=outer.anchor)


@dataclass(frozen=True, slots=True)
class Containing:
    """The week or week-end of a day."""

    unit: str
    base: Node

    def resolve(self, context: Context) -> Resolved | None:
        """Return the unit that contains the first day of `base`."""
        base = self.base.resolve(context)
        span = units.unit_of(base.first, self.unit) if base and base.first else None
        return Resolved(*span, units.granularity_of(self.unit), base.anchor) if span and base else None


@dataclass(frozen=True, slots=True)
class Between:
    """From the beginning of one expression to the end of another."""

    left: Node
    right: Node

    def resolve(self, context: Context) -> Resolved | None:
        """Return the interval; an end whose year or month is not said takes what the other end implies."""
        left, right = self.left, self.right
        if isinstance(left, Calendar) and isinstance(right, Calendar) and not left.month and left.day:
            left = Calendar(None, right.month, left.day) if right.month else left
        if isinstance(left, Weekday) and isinstance(right, Weekday) and left.which is None and right.which:
            left, right = Weekday(left.weekday, right.which), Weekday(right.weekday)
        pair = self._ends(left, right, context)
        if pair is None:
            return None
        start, end = pair
        if start.first is None or end.last is None or start.first > end.last:
            return None
        anchors = {start.anchor, end.anchor} - {"none"}
        return Resolved(start.first, end.last, "span", min(anchors, default="none"))

    @staticmethod
    def _ends(left: Node, right: Node, context: Context) -> tuple[Resolved, Resolved] | None:
        left_free, right_free = is_ambiguous(left, context), is_ambiguous(right, context)
        if left_free and (not right_free or context.direction == "future"):
            end = right.resolve(context)
            start = left.resolve(context.at(end.first, "past")) if end and end.first else None
        else:
            start = left.resolve(context)
            # A weekday is looked for from the day before on, because its own day does not count as future.
            back = -1 if isinstance(right, Weekday) else 0
            seen_from = units.add_days(start.first, back) if start and start.first else None
            end = right.resolve(context.at(seen_from, "future") if right_free and seen_from else context)
        return (start, end) if start and end else None


def is_ambiguous(node: Node, context: Context) -> bool:
    """Return whether the node has one value in the past and another in the future."""
    if context.reference is None:
        # Whatever needs the day of publication is free; any day shows it.
        context = context.at(dt.date(2000, 1, 1), None)
    reference = context.reference or dt.date(2000, 1, 1)
    return node.resolve(context.at(reference, "past")) != node.resolve(context.at(reference, "future"))


@dataclass(frozen=True, slots=True)
class Bound:
    """What lasts since, until, before, after or by what `base` stands for."""

    kind: str
    base: Node

    def resolve(self, context: Context) -> Resolved | None:
        """Return an interval that is open (None) where only one end is known.

        ``since`` ends on the day of publication and ``by`` begins on it; ``until`` and ``before`` have no beginning,
        ``after`` and ``onward`` (which begins with the expression itself) have no end; ``from`` is the expression.
        """
        base = self.point(context)
        if base is None or self.kind == "from":
            return base
        first, last, today = base.first, base.last, context.reference
        if self.kind == "since":
            first, last = (first, today) if first and today and first <= today else (first, None)
        elif self.kind == "by":
            first, last = (today, last) if today and last and today <= last else (None, last)
        elif self.kind == "until":
            first = None
        elif self.kind == "before":
            # Before the end of a year is any time until its end.
            ends = isinstance(self.base, Part) and self.base.part == "end"
            first, last = None, last if ends or first is None else units.add_days(first, -1)
        elif self.kind == "onward":
            last = None
        elif self.kind == "after":
            first, last = units.add_days(last, 1) if last else None, None
        return Resolved(first, last, "span", base.anchor)

    def point(self, context: Context) -> Resolved | None:
        """Return the value of what bounds it, on which later expressions lean (*depuis mai… un an plus tôt*)."""
        # What holds since a day began before the publication, and what will have happened by one comes after it,
        # whatever the tense of the verb.
        # What begins with a day is announced shortly before or told shortly after (*a annoncé la fermeture dès lundi*).
        may_be_ahead = context.direction is None or (context.direction == "past" and isinstance(self.base, Weekday))
        if self.kind == "from" and may_be_ahead:
            context = dataclasses.replace(context, direction="nearest")
        side = {"since": "past", "by": "future", "until": "nearest", "before": "nearest"}.get(
            self.kind, context.direction
        )
        return self.base.resolve(context.at(context.reference, side) if context.reference else context)


@dataclass(frozen=True, slots=True)
class Resumed:
    """The last date of the text, whatever its precision (*à cette date*)."""

    def resolve(self, context: Context) -> Resolved | None:
        """Return the value of that date, none where the text has none yet."""
        mention = context.mention("year")
        return Resolved(*mention.interval, mention.granularity, "mention") if mention else None


@dataclass(frozen=True, slots=True)
class Leaning:
    """An expression counted from an earlier mention of the text where there is one (*le mardi suivant*)."""

    base: Node

    def resolve(self, context: Context) -> Resolved | None:
        """Return the value as seen from the newest day mentioned, else from the publication."""
        mention = context.mention("day")
        if mention is None:
            return self.base.resolve(context)
        resolved = self.base.resolve(context.at(mention.interval[1], context.direction))
        return resolved._replace(anchor="mention") if resolved else None
