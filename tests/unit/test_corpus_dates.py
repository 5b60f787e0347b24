"""Publication dates: whole and absolute, or nothing."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.corpus.dates import date_in_name, parse_published

DAY = dt.date(2017, 5, 3)


@pytest.mark.parametrize(
    "value",
    [
        "2017-05-03",
        "2017-05-03T23:30:00Z",
        "2017-05-03T00:30:00+02:00",
        "2017-05-03 18:30:00.123456",
        "20170503",
        "20170503T101500Z",
        "2017/05/03",
        "03/05/2017",
        "3/5/2017 18:30",
        "3/5/2017 à 18h30",
        "03.05.2017",
        "3 mai 2017",
        "  3  mai\xa02017 ",
        "le 3 mai 2017",
        "mercredi 3 mai 2017 à 18h30",
        "Wed, 03 May 2017 10:15:00 +0200",
        dt.date(2017, 5, 3),
        dt.datetime(2017, 5, 3, 23, 59, tzinfo=dt.timezone(dt.timedelta(hours=-8))),
    ],
)
def test_reads(value: object) -> None:
    assert parse_published(value) == DAY


@pytest.mark.parametrize(
    ("written", "month", "day"),
    [
        ("1er janvier 2017", 1, 1),
        ("28 février 2017", 2, 28),
        ("8 mars 2017", 3, 8),
        ("08 avril 2017", 4, 8),
        ("30 juin 2017", 6, 30),
        ("14 juillet 2017", 7, 14),
        ("15 août 2017", 8, 15),
        ("11 septembre 2017", 9, 11),
        ("31 octobre 2017", 10, 31),
        ("9 nov. 2017", 11, 9),
        ("25 décembre 2017", 12, 25),
    ],
)
def test_reads_every_month(written: str, month: int, day: int) -> None:
    assert parse_published(written) == dt.date(2017, month, day)


@pytest.mark.parametrize(
    "value",
    [
        "demain peut-être",
        "hier",
        "mardi dernier",
        "il y a 3 jours",
        "3 mai",
        "mai 2017",
        "2017",
        "3 mai 17",
        "02/05/17",
        "05/25/2017",
        "31/02/2017",
        "31 février 2017",
        "2017-02-31",
        "0001-01-01",
        "9999-12-31",
        "2017-05-03 et la suite",
        "1493769600",
        1493769600,
        True,
        ["2017-05-03"],
    ],
)
def test_refuses(value: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_published(value)


def test_day_comes_before_month() -> None:
    assert parse_published("02/05/2017") == dt.date(2017, 5, 2)


@pytest.mark.parametrize(
    ("stem", "date"),
    [
        ("2017-05-03_sommet", DAY),
        ("lci_2017-05-03", DAY),
        ("20170503-sommet", DAY),
        ("2017_05_03", DAY),
        ("20178899_20170503", DAY),
        ("2017-05_03", None),
        ("120170503", None),
        ("article-12345678", None),
        ("sommet", None),
    ],
)
def test_date_in_name(stem: str, date: dt.date | None) -> None:
    assert date_in_name(stem) == date
