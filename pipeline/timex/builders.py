"""Builds the meaning of an expression from what its pattern captured; rules name a builder by its key in `BUILDERS`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from pipeline.timex import composites, nodes, units
from pipeline.timex.arguments import Args
from pipeline.timex.composites import Between, Bound, Nth, Part, Within
from pipeline.timex.nodes import Calendar, Fixed, Node, Opaque, Shift, Weekday

CENTURY = 100
PIVOT = 50
"""Years in two figures below it are of this century."""
FUZZY = {"day": 7, "week": 3, "month": 3, "year": 3, "hour": 24, "quarter": 2, "semester": 2, "decade": 2, "century": 2}
"""How many units *quelques*, *plusieurs* and *ces derniers* stand for."""
ROMAN = {"i": 1, "v": 5, "x": 10}


def full_year(number: int | None) -> int | None:
    """Return a year in four figures."""
    if number is None or number >= CENTURY:
        return number
    return number + (2000 if number < PIVOT else 1900)


def _fixed(span: tuple[dt.date, dt.date] | None, granularity: str) -> Node | None:
    return Fixed(*span, granularity) if span else None


def calendar(args: Args) -> Node | None:
    """Read a day, month or year from its parts; none where no calendar has such a day."""
    month = args.number("month")
    year, day = full_year(args.number("year")), args.number("day")
    if month and day and units.safe_date(year or 2000, month, day) is None:
        return None
    return Calendar(year, month, day, args.number("weekday"), args.number("which"))


def numeric(args: Args) -> Node | None:
    """Read a date in figures: day, month and year in the French order, or ISO 8601."""
    numbers = [int(part) for part in re.split(r"\D", args.text("date"))]
    if len(numbers) == 3 and numbers[0] > 31:
        numbers.reverse()
    day, month = numbers[0], numbers[1]
    year = full_year(numbers[2]) if len(numbers) == 3 else None
    return Calendar(year, month, day) if units.safe_date(year or 2000, month, day) else None


def weekday(args: Args) -> Node | None:
    """Read a day of the week."""
    day = Weekday(args.need("weekday"), args.number("which"), args.number("weeks"))
    return composites.Leaning(day) if args.values.get("leans") else day


def shift(args: Args) -> Node | None:
    """Read a unit so many units away; hours away on the same day are that day."""
    unit, count = args.text("unit"), args.number("n")
    sign = args.number("sign") or 1
    if count == 0 and "sign" in args.values:
        return Opaque() if args.values.get("leans") else nodes.Rolling(unit, FUZZY.get(unit, 1) * sign)
    leans, upper = bool(args.values.get("leans")), args.number("upper")
    keeps = leans and "sign" in args.values
    nearer = Shift(unit, (1 if count is None else count) * sign, leans, keeps_month=keeps)
    if upper is None:
        return nearer
    farther = Shift(unit, upper * sign, leans)
    return Between(nearer, farther) if sign > 0 else Between(farther, nearer)


def shift_leaning(args: Args) -> Node | None:
    """Read the unit before or after the one of an earlier mention."""
    return Shift(args.text("unit"), args.need("n"), leans=True)


def offset(args: Args) -> Node | None:
    """Read so many units before or after another expression."""
    count = args.number("n")
    return (
        Shift(args.text("unit"), (1 if count is None else count) * args.need("sign"), base=args.node())
        if count != 0
        else None
    )


def rolling(args: Args) -> Node | None:
    """Read so many units that end or begin with the publication."""
    unit = args.text("unit")
    return nodes.Rolling(unit, (args.number("n") or FUZZY.get(unit, 1)) * args.need("sign"))


def since(args: Args) -> Node | None:
    """Read *depuis* and a duration."""
    unit = args.text("unit")
    return nodes.Rolling(unit, -(args.number("n") or FUZZY.get(unit, 1)))


def by(args: Args) -> Node | None:
    """Read *d'ici* and a duration."""
    unit = args.text("unit")
    return nodes.Rolling(unit, args.number("n") or FUZZY.get(unit, 1))


def season(args: Args) -> Node | None:
    """Read a season."""
    return nodes.Season(args.text("season"), full_year(args.number("year")), args.number("which"))


def weekend(args: Args) -> Node | None:
    """Read a week-end by its place."""
    if args.values.get("leans"):
        return composites.Leaning(nodes.Weekend(args.number("which")))
    return nodes.Weekend(args.number("which"))


def feast(args: Args) -> Node | None:
    """Read a feast: ``MM-DD``, or ``E`` and the days from Easter."""
    where, year = args.text("feast"), args.number("year")
    days = args.number("eve") or 0
    if where.startswith("E"):
        return nodes.Feast(None, int(where[1:]), year, args.number("which"), days)
    month, day = (int(part) for part in where.split("-"))
    return nodes.Feast(month, day, year, args.number("which"), days)


def named(args: Args) -> Node | None:
    """Read a date that has a name: its first and last day stand in the lexicon."""
    first, _, last = args.text("named").partition("..")
    start = dt.date.fromisoformat(first)
    end = dt.date.fromisoformat(last) if last else start
    return Fixed(start, end, "day" if start == end else "span")


def decade(args: Args) -> Node | None:
    """Read the ten years from a year on."""
    year = args.need("year")
    if year < CENTURY:
        year += 2000 if year < 20 else 1900
    return _fixed(units.year_span(year, 10), "decade") if year % 10 == 0 else None


def decades(args: Args) -> Node | None:
    """Read two decades and what lies between them; the second may drop its century (*1970-80*)."""
    left, right = (decade(Args({"year": args.need(side)}, {})) for side in ("left", "right"))
    fits = isinstance(left, Fixed) and isinstance(right, Fixed) and left.first < right.first
    return Between(left, right) if left and right and fits else None


def century(args: Args) -> Node | None:
    """Read a century, in words, figures or Roman numerals; the 20th is 1900 to 1999, as in TIMEX3."""
    number = args.number("n") or roman(args.text("n"))
    return _fixed(units.year_span((number - 1) * 100, 100), "century") if number > 1 else None


def roman(text: str) -> int:
    """Return the value of the Roman numeral with which the text opens, 0 if with none."""
    match = re.match("[ivx]+", text)
    digits = [ROMAN[letter] for letter in match[0]] if match else []
    return sum(-d if d < max(digits[i:]) else d for i, d in enumerate(digits))


def part(args: Args) -> Node | None:
    """Read a part of a month, year, week, season, decade or century."""
    base: Node = Shift(args.text("unit"), args.number("which") or 0)
    if args.parts:
        base = args.node()
    elif season_name := args.text("season"):
        base = nodes.Season(season_name, which=args.number("which"))
    if isinstance(base, (Weekday, Opaque, Bound, nodes.Feast)) or (isinstance(base, Calendar) and base.day):
        return None
    return Part(args.text("part"), base)


def numbered(args: Args) -> Node | None:
    """Read the n-th weekday, week, week-end or day of something still unsaid."""
    weekday_number = args.number("weekday")
    unit = "day" if weekday_number is not None else args.text("unit")
    return composites.Numbered(args.need("n"), unit, weekday_number)


def first_units(args: Args) -> Node | None:
    """Read the first so many units of another expression, or of the unit under way."""
    whole = args.parts.get("node") or Shift(args.text("whole"), 0)
    count, unit = args.need("n"), args.text("unit")
    if count < 1 or not isinstance(whole, (Calendar, Shift)) or (isinstance(whole, Calendar) and whole.day):
        return None
    return Between(Nth(1, unit, whole), Nth(count, unit, whole))


def numbered_of(args: Args) -> Node | None:
    """Read the n-th weekday or unit of another expression, or of the unit under way."""
    inner = args.node("inner")
    outer = args.parts.get("outer") or Shift(args.text("unit"), 0)
    if not isinstance(inner, composites.Numbered) or not isinstance(outer, (Calendar, Shift, Within, nodes.Season)):
        return None
    return None if isinstance(outer, Calendar) and outer.day else Nth(inner.n, inner.unit, outer, inner.weekday)


def recurring(args: Args) -> Node | None:
    """Read a quarter or semester, with its year or without."""
    year, unit, n = full_year(args.number("year")), args.text("unit"), args.need("n")
    if not 1 <= n <= 12 // units.MONTHS_IN[unit]:
        return None
    return composites.Recurring(n, unit) if year is None else Nth(n, unit, Calendar(year))


def quarter_code(args: Args) -> Node | None:
    """Read a quarter by its code, which may stand before or after the year."""
    return Nth(args.need("n"), "quarter", Calendar(args.need("year")))


def week(args: Args) -> Node | None:
    """Read a numbered week."""
    return composites.Week(args.need("n"), args.number("year"))


def within(args: Args) -> Node | None:
    """Read a day, month, quarter or season of another expression, or of the unit under way."""
    allowed = args.text("units").split()
    outer = args.parts.get("outer") or Shift(allowed[0], 0)
    inner = args.parts.get("inner") or Calendar(day=args.number("day"))
    unit = outer.unit if isinstance(outer, Shift) else "week" if isinstance(outer, composites.Week) else ""
    if unit not in allowed:
        return None
    if "week" in allowed:
        days_of_week = inner.left if isinstance(inner, Between) else inner
        return Within(inner, outer) if isinstance(days_of_week, Weekday) else None
    fits = isinstance(inner, (composites.Recurring, nodes.Season)) or (isinstance(inner, Calendar) and not inner.year)
    return Within(inner, outer) if fits else None


def containing(args: Args) -> Node | None:
    """Read the week or week-end of a day."""
    base = args.node() if args.parts else Calendar(day=args.number("day"))
    return composites.Containing(args.text("unit"), base) if isinstance(base, Calendar) and base.day else None


def between(args: Args) -> Node | None:
    """Read a range; its left end may be a bare number of a day, which only goes with a day on the right."""
    right = args.node("right")
    if "left" in args.parts:
        left = args.node("left")
    else:
        left = Calendar(day=args.need("left"))
        if not (isinstance(right, Calendar) and right.day):
            return None
    loose = args.values.get("loose")  # without the words that open a range, both ends must be of one kind
    if isinstance(left, (Opaque, Bound)) or isinstance(right, (Opaque, Bound)):
        return None
    if loose and not _same_kind(left, right):
        return None
    return Between(left, right)


def _same_kind(left: Node, right: Node) -> bool:
    if isinstance(left, Part) and isinstance(right, Part):
        return True
    if not (isinstance(left, Calendar) and isinstance(right, Calendar)):
        return False
    if left.day and right.day:
        return right.month is not None
    return (left.day, left.month is None) == (right.day, right.month is None)


def days(args: Args) -> Node | None:
    """Read a range of bare numbers of days."""
    left, right = args.need("left"), args.need("right")
    return Between(Calendar(day=left), Calendar(day=right)) if left < right else None


def both(args: Args) -> Node | None:
    """Read two weekdays with one word for the place of both."""
    left, right = args.node("left"), args.node("right")
    if not (isinstance(left, Weekday) and isinstance(right, Weekday)):
        return None
    return Between(Weekday(left.weekday, args.number("which")), Weekday(right.weekday))


def days_within(args: Args) -> Node | None:
    """Read a range of bare numbers of days of a month that is named by its place."""
    inner, outer = days(args), args.node("outer")
    return Within(inner, outer) if inner and isinstance(outer, Shift) and outer.unit == "month" else None


def years_short(args: Args) -> Node | None:
    """Read a range of years whose second has two figures; none where these could be a month (*2015-12*)."""
    left, right = args.need("left"), args.need("right")
    if not max(left % CENTURY, 12) < right:
        return None
    return Fixed(dt.date(left, 1, 1), dt.date(left - left % CENTURY + right, 12, 31), "span")


def resumed(args: Args) -> Node:  # noqa: ARG001  nothing is captured
    """Read a phrase that takes up the last date of the text."""
    return composites.Resumed()


def two_years(args: Args) -> Node | None:
    """Read a year and the next one, whole or by its two last figures (2018/19)."""
    first, last = (int(part) for part in args.text("two_years").split("/"))
    return Between(Calendar(first), Calendar(first + 1)) if last in (first + 1, (first + 1) % CENTURY) else None


def bound(args: Args) -> Node | None:
    """Read what is open on one side, or ends or begins with the publication."""
    base, kind = args.node(), args.text("kind")
    if isinstance(base, (Bound, Opaque)) or (kind == "after" and isinstance(base, nodes.Rolling)):
        return None
    return Bound(kind, base)


def same(args: Args) -> Node | None:
    """Read an expression that words around it do not change."""
    return args.node()


def opaque(args: Args) -> Node | None:  # noqa: ARG001
    """Read an expression that has no value."""
    return Opaque()


BUILDERS: dict[str, Callable[[Args], Node | None]] = {
    builder.__name__: builder
    for builder in (
        calendar, numeric, weekday, shift, shift_leaning, offset, rolling, since, by, season, weekend, feast, named,
        decade, decades, century, part, first_units, numbered, numbered_of, recurring, quarter_code, week, within,
        containing, between, both, days, days_within, two_years, years_short, resumed, bound, same, opaque,
    )
}  # fmt: skip
"""By the name that rules use; each returns None where the words, though they match, mean no time."""
