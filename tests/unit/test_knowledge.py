"""Who held an office on a day, and how a malformed lexicon of actors is refused."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from pipeline import knowledge, lexicon
from pipeline.knowledge import Knowledge, Person, Term
from pipeline.lexicon import LexiconError


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def term(person: str, office: str, code: str, start: str, end: str | None) -> Term:
    return Term(person, office, code, day(start), day(end) if end else None)


ANNA = Person(
    "anna", "Anna Alpha", ("Alpha",), "f",
    (
        term("anna", "foreign_minister", "AAA", "2001-01-01", "2004-12-31"),
        term("anna", "secretary_general", "ORG", "2007-01-01", "2011-12-31"),
        term("anna", "president", "AAA", "2015-06-01", None),
    ),
)  # fmt: skip
BRUNO = Person("bruno", "Bruno Beta", (), "m", (term("bruno", "president", "AAA", "2010-06-01", "2015-06-01"),))
KNOWN = Knowledge(
    {}, {}, {}, (), {"anna": ANNA, "bruno": BRUNO},
    {
        ("president", "AAA"): (*BRUNO.terms, ANNA.terms[2]),
        ("secretary_general", "ORG"): (ANNA.terms[1],),
    },
)  # fmt: skip

CODES = {
    "first day of a term": ("2007-01-01", "ORG"),
    "last day of a term": ("2011-12-31", "ORG"),
    "open term": ("2030-01-01", "AAA"),
    "between two terms the last one counts": ("2013-01-01", "ORG"),
    "before all terms the first one counts": ("1990-01-01", "AAA"),
    "without a day the latest": (None, "AAA"),
}


@pytest.mark.parametrize(("on", "expected"), CODES.values(), ids=CODES.keys())
def test_code_on_a_day(on: str | None, expected: str) -> None:
    assert ANNA.code_on(day(on) if on else None) == expected


def test_a_person_without_office_stands_for_nobody() -> None:
    assert Person("carla", "Carla Gamma", (), "f", ()).code_on(day("2010-01-01")) is None


OFFICES = {
    "in office": ("2008-01-01", ("secretary_general",)),
    "out of office": ("2006-01-01", ()),
    "day unknown": (None, ("foreign_minister", "secretary_general", "president")),
}


@pytest.mark.parametrize(("on", "expected"), OFFICES.values(), ids=OFFICES.keys())
def test_offices_on_a_day(on: str | None, expected: tuple[str, ...]) -> None:
    assert ANNA.offices_on(day(on) if on else None) == expected


HOLDERS = {
    "in the term": ("president", "AAA", "2012-01-01", "bruno"),
    "the next holder": ("president", "AAA", "2016-01-01", "anna"),
    "on the day of the handover": ("president", "AAA", "2015-06-01", "bruno"),
    "before the first term": ("president", "AAA", "2000-01-01", None),
    "after the last term": ("secretary_general", "ORG", "2012-01-01", None),
    "another state": ("president", "BBB", "2012-01-01", None),
    "no day": ("president", "AAA", None, None),
}


@pytest.mark.parametrize(("office", "code", "on", "expected"), HOLDERS.values(), ids=HOLDERS.keys())
def test_holder_of_an_office(office: str, code: str, on: str | None, expected: str | None) -> None:
    holder = KNOWN.holder(office, code, day(on) if on else None)
    assert (holder.person_id if holder else None) == expected


REAL_HOLDERS = {
    "France in 2015": ("president", "FRA", "2015-01-01", "François Hollande"),
    "France in 2018": ("president", "FRA", "2018-01-01", "Emmanuel Macron"),
    "Germany in 2018": ("chancellor", "DEU", "2018-01-01", "Angela Merkel"),
}


@pytest.mark.parametrize(("office", "code", "on", "expected"), REAL_HOLDERS.values(), ids=REAL_HOLDERS.keys())
def test_holders_that_the_lexicons_know(office: str, code: str, on: str, expected: str) -> None:
    holder = knowledge.load().holder(office, code, day(on))
    assert holder is not None
    assert holder.name == expected


NAMES = {
    "state": ("RUS", "Russie"), "organisation": ("NATO", "OTAN"), "movement": ("HAMAS", "Hamas"),
    "unknown": ("QQQ", "QQQ"),
}  # fmt: skip


@pytest.mark.parametrize(("code", "expected"), NAMES.values(), ids=NAMES.keys())
def test_actor_name(code: str, expected: str) -> None:
    assert knowledge.load().actor_name(code) == expected


@pytest.fixture
def lexicons(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder that stands in for the lexicons, read without a cache."""
    monkeypatch.setattr(lexicon, "LEXICON_DIR", tmp_path)
    monkeypatch.setattr(knowledge, "LEXICON_DIR", tmp_path)
    monkeypatch.setattr(knowledge, "read_tsv", lexicon.read_tsv.__wrapped__)
    return tmp_path


def write(folder: Path, name: str, columns: tuple[str, ...], *rows: str) -> None:
    lines = ["\t".join(columns), *(row.replace("|", "\t") for row in rows)]
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def fill(folder: Path, persons: tuple[str, ...], offices: tuple[str, ...]) -> None:
    write(folder, "persons_1.tsv", knowledge.PERSON_COLUMNS, *persons)
    write(folder, "offices_1.tsv", knowledge.OFFICE_COLUMNS, *offices)
    write(folder, "states.tsv", knowledge.STATE_COLUMNS)
    write(folder, "organisations.tsv", knowledge.ORGANISATION_COLUMNS)
    write(folder, "groups.tsv", knowledge.GROUP_COLUMNS)
    write(folder, "residences.tsv", knowledge.RESIDENCE_COLUMNS)


def test_terms_come_in_order_of_time(lexicons: Path) -> None:
    fill(
        lexicons, ("anna|Anna Alpha||f",),
        ("anna|president|AAA|2010-01-01||x", "anna|foreign_minister|AAA|2000-01-01|2004-01-01|x"),
    )  # fmt: skip
    known = knowledge.load.__wrapped__()
    assert [t.office for t in known.persons["anna"].terms] == ["foreign_minister", "president"]
    assert known.holder("president", "AAA", day("2011-01-01")) == known.persons["anna"]


BROKEN = {
    "start that is no date": (("anna|Anna||f",), ("anna|president|AAA|2010||x",), r"offices_1\.tsv:2.*start.*'2010'"),
    "end that is no date": (
        ("anna|Anna||f",), ("anna|president|AAA|2010-01-01|later|x",), r"offices_1\.tsv:2.*end.*'later'",
    ),
    "no start": (("anna|Anna||f",), ("anna|president|AAA|||x",), r"offices_1\.tsv:2.*anna.*without a start"),
    "listed twice": (("anna|Anna||f", "anna|Anna A||f"), (), r"persons_1\.tsv:3.*anna.*twice"),
    "cell missing": (("anna|Anna|f",), (), r"persons_1\.tsv:2: 3 cells, expected 4"),
}  # fmt: skip


@pytest.mark.parametrize(("persons", "offices", "message"), BROKEN.values(), ids=BROKEN.keys())
def test_a_malformed_lexicon_names_file_and_line(
    lexicons: Path, persons: tuple[str, ...], offices: tuple[str, ...], message: str
) -> None:
    fill(lexicons, persons, offices)
    with pytest.raises(LexiconError, match=message):
        knowledge.load.__wrapped__()


def test_an_office_of_nobody_is_refused(lexicons: Path) -> None:
    fill(lexicons, ("anna|Anna||f",), ("bruno|president|AAA|2010-01-01||x",))
    with pytest.raises(LexiconError, match=r"offices_1\.tsv:2.*bruno"):
        knowledge.load.__wrapped__()


def test_a_wrong_header_is_refused(lexicons: Path) -> None:
    fill(lexicons, (), ())
    (lexicons / "groups.tsv").write_text("code\tname\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"groups\.tsv:1: columns"):
        knowledge.load.__wrapped__()
