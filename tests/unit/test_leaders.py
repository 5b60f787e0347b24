"""The lexicon of leaders: its parts read as one, every date and every reference checked."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import defaultdict
from itertools import pairwise

import pytest

from pipeline import knowledge
from pipeline.lexicon import LEXICON_DIR, read_tsv, split_cell

PERSON_COLUMNS = ("person_id", "name", "aliases", "gender")
OFFICE_COLUMNS = ("person_id", "office", "code", "start", "end", "source")
OFFICES = frozenset(
    {
        "president",
        "prime_minister",
        "chancellor",
        "king",
        "queen",
        "emir",
        "sultan",
        "supreme_leader",
        "crown_prince",
        "pope",
        "general_secretary",
        "leader",
        "vice_president",
        "foreign_minister",
        "defence_minister",
        "national_security_adviser",
        "secretary_general",
        "high_representative",
        "commission_president",
        "council_president",
        "parliament_president",
        "director_general",
        "envoy",
        "commission_chair",
        "high_commissioner",
        "spokesperson",
    }
)
SHARED_OFFICES = frozenset({"envoy", "high_commissioner", "spokesperson"})
"""Offices that several people hold at a time."""

CODE = re.compile(r"[A-Z]{3}|[A-Z][A-Z0-9]*(_[A-Z0-9]+)*")
PERSON_FILES = tuple(path.name for path in sorted(LEXICON_DIR.glob("persons_*.tsv")))
OFFICE_FILES = tuple(path.name for path in sorted(LEXICON_DIR.glob("offices_*.tsv")))
Row = dict[str, str]


def rows(files: tuple[str, ...], columns: tuple[str, ...]) -> list[Row]:
    return [row | {"_file": name} for name in files for row in read_tsv(name, columns)]


def where(row: Row) -> str:
    return f"{row['_file']}:{row['_line']} {row['person_id']}"


def term(row: Row) -> tuple[dt.date, dt.date]:
    start = dt.date.fromisoformat(row["start"])
    return start, dt.date.fromisoformat(row["end"]) if row["end"] else dt.date.max


def fold(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@pytest.fixture(scope="module")
def persons() -> list[Row]:
    return rows(PERSON_FILES, PERSON_COLUMNS)


@pytest.fixture(scope="module")
def offices() -> list[Row]:
    return rows(OFFICE_FILES, OFFICE_COLUMNS)


def test_there_are_leaders_enough(persons: list[Row], offices: list[Row]) -> None:
    assert len(persons) >= 150
    assert len(offices) >= len(persons)


def test_every_part_has_persons_and_offices() -> None:
    assert [name.replace("persons_", "offices_") for name in PERSON_FILES] == list(OFFICE_FILES)


def test_person_ids_are_unique_over_all_parts(persons: list[Row]) -> None:
    first: dict[str, str] = {}
    twice = [
        f"{where(row)} also in {first[row['person_id']]}"
        for row in persons
        if first.setdefault(row["person_id"], where(row)) != where(row)
    ]
    assert not twice


def test_persons_are_well_formed(persons: list[Row]) -> None:
    wrong = [
        where(row)
        for row in persons
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", row["person_id"])
        or not row["name"]
        or row["gender"] not in {"f", "m"}
    ]
    assert not wrong


def test_a_name_stands_for_one_person(persons: list[Row]) -> None:
    bearers: defaultdict[str, set[str]] = defaultdict(set)
    for row in persons:
        for name in (row["name"], *split_cell(row["aliases"])):
            bearers[fold(name)].add(row["person_id"])
    assert {name: sorted(ids) for name, ids in bearers.items() if len(ids) > 1} == {}


def test_aliases_are_capitalised_names_of_three_letters_or_more(persons: list[Row]) -> None:
    wrong = [
        f"{where(row)}: {alias!r}"
        for row in persons
        for alias in split_cell(row["aliases"])
        if len(alias) < 3 or not any(char.isupper() for char in alias) or alias == row["name"]
    ]
    assert not wrong


def test_every_person_has_an_office_and_every_office_a_person(persons: list[Row], offices: list[Row]) -> None:
    known = {row["person_id"] for row in persons}
    holders = {row["person_id"] for row in offices}
    assert sorted(known - holders) == []
    assert sorted(holders - known) == []


def test_offices_are_of_the_closed_list(offices: list[Row]) -> None:
    assert [f"{where(row)}: {row['office']}" for row in offices if row["office"] not in OFFICES] == []


def test_codes_are_states_or_organisations(offices: list[Row]) -> None:
    assert [f"{where(row)}: {row['code']}" for row in offices if not CODE.fullmatch(row["code"])] == []


def test_terms_are_days_in_order(offices: list[Row]) -> None:
    backwards = []
    for row in offices:
        start, end = term(row)
        if end < start:
            backwards.append(f"{where(row)}: {row['start']} to {row['end']}")
    assert backwards == []


def test_every_term_names_its_source(offices: list[Row]) -> None:
    assert [where(row) for row in offices if not row["source"]] == []


def test_open_terms_say_until_when_they_were_confirmed(offices: list[Row]) -> None:
    confirmed = re.compile(r"confirmed to \d{4}(-\d{2}){1,2}")
    assert [where(row) for row in offices if not row["end"] and not confirmed.search(row["source"])] == []


def test_no_two_holders_of_one_office_overlap(offices: list[Row]) -> None:
    terms: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in offices:
        if row["office"] not in SHARED_OFFICES:
            terms[row["office"], row["code"]].append(row)
    overlaps = [
        f"{where(earlier)} until {earlier['end'] or 'now'}, {where(later)} from {later['start']}"
        for held in terms.values()
        for earlier, later in pairwise(sorted(held, key=term))
        if term(earlier)[1] >= term(later)[0]
    ]
    assert overlaps == []


def test_the_terms_of_part_five_stand_on_two_sources(offices: list[Row]) -> None:
    remark = re.compile(r"confirmed to|end\b|own list")
    lone = [
        where(row)
        for row in offices
        if row["_file"] == "offices_5.tsv"
        and sum(not remark.match(source.strip()) for source in row["source"].split(";")) < 2
    ]
    assert lone == []


@pytest.mark.parametrize(
    ("office", "code", "day", "name"),
    [
        ("prime_minister", "THA", "2024-08-14", "Srettha Thavisin"),
        ("prime_minister", "THA", "2025-05-01", "Paetongtarn Shinawatra"),
        ("president", "XKX", "2021-01-15", "Vjosa Osmani"),
        ("president", "XKX", "2021-03-30", None),
        ("president", "XKX", "2025-06-01", "Vjosa Osmani"),
        ("president", "COM", "2017-02-01", "Azali Assoumani"),
        ("president", "VNM", "2024-10-20", "To Lam"),
        ("president", "VNM", "2024-10-21", "Luong Cuong"),
        ("foreign_minister", "JPN", "2021-11-03", "Toshimitsu Motegi"),
        ("foreign_minister", "JPN", "2021-11-10", "Yoshimasa Hayashi"),
        ("prime_minister", "MLI", "2020-08-01", "Boubou Cissé"),
        ("director_general", "OPCW", "2013-10-11", "Ahmet Uzumcu"),
        ("director_general", "OPCW", "2018-07-25", "Fernando Arias"),
        ("secretary_general", "OPEC", "2020-03-06", "Mohammed Barkindo"),
        ("secretary_general", "OPEC", "2022-07-20", None),
        ("director_general", "UNESCO", "2026-02-01", "Khaled el-Enany"),
        ("prime_minister", "NER", "2021-04-02", "Brigi Rafini"),
        ("prime_minister", "NER", "2021-04-03", "Ouhoumoudou Mahamadou"),
        ("prime_minister", "BFA", "2022-02-15", None),
        ("prime_minister", "MKD", "2020-05-01", "Oliver Spasovski"),
        ("prime_minister", "TCD", "2019-01-01", None),
        ("foreign_minister", "IND", "2019-05-29", "Sushma Swaraj"),
        ("foreign_minister", "IND", "2019-05-30", "Subrahmanyam Jaishankar"),
        ("foreign_minister", "BRA", "2017-03-07", "Aloysio Nunes"),
        ("secretary_general", "OECD", "2021-06-01", "Mathias Cormann"),
        ("commission_chair", "ECOWAS", "2018-03-01", "Jean-Claude Kassi Brou"),
        ("secretary_general", "COMMONWEALTH", "2025-04-01", "Shirley Botchwey"),
    ],
)
def test_the_holder_of_an_office_on_a_day(office: str, code: str, day: str, name: str | None) -> None:
    person = knowledge.load().holder(office, code, dt.date.fromisoformat(day))
    assert (person.name if person else None) == name


@pytest.mark.parametrize(
    ("alias", "name"),
    [("Dmitry Peskov", "Dmitri Peskov"), ("Zelenskyy", "Volodymyr Zelensky"), ("MBS", "Mohammed ben Salmane")],
)
def test_other_spellings_stand_for_the_same_person(alias: str, name: str, persons: list[Row]) -> None:
    assert [row["name"] for row in persons if alias in split_cell(row["aliases"])] == [name]
