"""Arithmetic of the calendar."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.timex import units

D = dt.date


@pytest.mark.parametrize(
    ("day", "unit", "count", "expected"),
    [
        (D(2017, 1, 31), "month", 1, D(2017, 2, 28)),
        (D(2016, 2, 29), "year", -1, D(2015, 2, 28)),
        (D(2017, 5, 3), "week", 2, D(2017, 5, 17)),
        (D(2017, 5, 3), "hour", 48, D(2017, 5, 5)),
        (D(2017, 5, 3), "hour", -20, D(2017, 5, 3)),
        (D(2017, 5, 3), "minute", 90, D(2017, 5, 3)),
        (D(9999, 12, 31), "day", 1, None),
        (D(2017, 5, 3), "year", -3000, None),
        (D(2017, 5, 3), "century", 99, None),
    ],
)
def test_add_units(day: D, unit: str, count: int, expected: D | None) -> None:
    assert units.add_units(day, unit, count) == expected


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("day", (D(2017, 5, 3), D(2017, 5, 3))),
        ("week", (D(2017, 5, 1), D(2017, 5, 7))),
        ("weekend", (D(2017, 5, 6), D(2017, 5, 7))),
        ("month", (D(2017, 5, 1), D(2017, 5, 31))),
        ("quarter", (D(2017, 4, 1), D(2017, 6, 30))),
        ("semester", (D(2017, 1, 1), D(2017, 6, 30))),
        ("year", (D(2017, 1, 1), D(2017, 12, 31))),
        ("decade", (D(2010, 1, 1), D(2019, 12, 31))),
        ("century", (D(2000, 1, 1), D(2099, 12, 31))),
        ("hour", (D(2017, 5, 3), D(2017, 5, 3))),
    ],
)
def test_unit_of(unit: str, expected: tuple[D, D]) -> None:
    assert units.unit_of(D(2017, 5, 3), unit) == expected


@pytest.mark.parametrize(
    ("year", "day"), [(1961, D(1961, 4, 2)), (2013, D(2013, 3, 31)), (2016, D(2016, 3, 27)), (2038, D(2038, 4, 25))]
)
def test_easter(year: int, day: D) -> None:
    assert units.easter(year) == day


@pytest.mark.parametrize(
    ("part", "first", "last"),
    [("start", 1, 10), ("mid", 11, 20), ("end", 21, 28), ("first_half", 1, 15), ("second_half", 16, 28)],
)
def test_parts_of_a_month(part: str, first: int, last: int) -> None:
    whole = (D(2017, 2, 1), D(2017, 2, 28))
    assert units.part_of(whole, "month", part) == (D(2017, 2, first), D(2017, 2, last))


@pytest.mark.parametrize(("part", "first", "last"), [("start", 1, 3), ("mid", 6, 7), ("end", 10, 12)])
def test_parts_of_a_year(part: str, first: int, last: int) -> None:
    span = units.part_of((D(2020, 1, 1), D(2020, 12, 31)), "year", part)
    assert span is not None
    assert (span[0].month, span[1].month) == (first, last)


@pytest.mark.parametrize("part", ["start", "mid", "end", "first_half", "second_half"])
@pytest.mark.parametrize("granularity", ["day", "week", "month", "quarter", "season", "year", "decade", "span"])
def test_a_part_lies_within_the_whole(granularity: str, part: str) -> None:
    whole = {"week": (D(2020, 2, 3), D(2020, 2, 9)), "month": (D(2020, 2, 1), D(2020, 2, 29))}.get(
        granularity, (D(2020, 1, 1), D(2020, 12, 31))
    )
    span = units.part_of(whole, granularity, part)
    assert span is not None
    assert whole[0] <= span[0] <= span[1] <= whole[1]


def test_weeks_of_a_year() -> None:
    assert units.iso_week(2018, 31) == (D(2018, 7, 30), D(2018, 8, 5))
    assert units.iso_week(2018, 53) is None
    assert units.iso_week(2018, 0) is None


@pytest.mark.parametrize(
    ("which", "year"), [("past", 2017), ("future", 2017), ("last", 2016), ("next", 2018), ("nearest", 2017)]
)
def test_choose_among_occurrences(which: str, year: int) -> None:
    chosen = units.choose(lambda cycle: units.month(cycle, 5), 2017, D(2017, 5, 3), which)
    assert chosen == units.month(year, 5)


def test_no_day_where_the_calendar_has_none() -> None:
    assert units.safe_date(2017, 2, 29) is None
    assert units.safe_date(2017, 13, 1) is None
    assert units.safe_date(0, 1, 1) is None
