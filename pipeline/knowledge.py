"""What the lexicons know of the world: states, organisations, movements, seats of power, persons and their offices.

The facts themselves are data (`pipeline/lexicons`); this module turns rows into records and answers
the one question that needs a date: who held an office on a day.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache

from pipeline.lexicon import LEXICON_DIR, LexiconError, number, read_tsv, split_cell

STATE_COLUMNS = (
    "code", "name", "article", "aliases", "capital", "capital_aliases", "capital_is_metonym",
    "adjective_ms", "adjective_fs", "adjective_mp", "adjective_fp", "compound_prefix", "lat", "lon",
)  # fmt: skip
ORGANISATION_COLUMNS = ("code", "name", "aliases", "adjectives", "kind", "place", "place_country")
GROUP_COLUMNS = ("code", "name", "aliases", "members", "country", "kind")
RESIDENCE_COLUMNS = ("name", "aliases", "code", "city", "country", "kind", "gender", "office")
PERSON_COLUMNS = ("person_id", "name", "aliases", "gender")
OFFICE_COLUMNS = ("person_id", "office", "code", "start", "end", "source")


@dataclass(frozen=True, slots=True)
class State:
    """A state or a territory that the news treats as an actor."""

    code: str
    name: str
    aliases: tuple[str, ...]
    capital: str
    capital_aliases: tuple[str, ...]
    capital_is_metonym: bool
    adjectives: dict[str, tuple[str, ...]]
    compound_prefixes: tuple[str, ...]
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Organisation:
    """An intergovernmental organisation or one of its bodies."""

    code: str
    name: str
    aliases: tuple[str, ...]
    adjectives: tuple[str, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class Group:
    """An armed or political movement that takes part in a conflict."""

    code: str
    name: str
    aliases: tuple[str, ...]
    members: tuple[str, ...]
    country: str


@dataclass(frozen=True, slots=True)
class Residence:
    """A seat of power, a ministry or an agency whose name stands for a state; `office` is that of its master."""

    name: str
    aliases: tuple[str, ...]
    code: str
    kind: str
    city: str
    country: str
    office: str


@dataclass(frozen=True, slots=True)
class Term:
    """One term of office; an open end means in office as far as the source goes."""

    person_id: str
    office: str
    code: str
    start: dt.date
    end: dt.date | None

    def covers(self, day: dt.date) -> bool:
        """Tell whether `day` lies within the term, both ends included."""
        return self.start <= day and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Person:
    """A leader of a state, an organisation or a movement."""

    person_id: str
    name: str
    aliases: tuple[str, ...]
    gender: str
    terms: tuple[Term, ...]

    def code_on(self, day: dt.date | None) -> str | None:
        """Return the actor that the person stands for on a day.

        Out of office, a person stands for the actor of the last term before the day, or of the first
        one after it: a former president is still spoken of as of that country. Without a date the last
        term counts.
        """
        if not self.terms:
            return None
        if day is None:
            return self.terms[-1].code
        current = [term for term in self.terms if term.covers(day)]
        if current:
            return current[-1].code
        past = [term for term in self.terms if term.start <= day]
        return (past[-1] if past else self.terms[0]).code

    def offices_on(self, day: dt.date | None) -> tuple[str, ...]:
        """Return the offices held on a day; all offices ever held where the day is unknown."""
        return tuple(term.office for term in self.terms if day is None or term.covers(day))


@dataclass(frozen=True)
class Knowledge:
    """All lexicons of actors, indexed."""

    states: dict[str, State]
    organisations: dict[str, Organisation]
    groups: dict[str, Group]
    residences: tuple[Residence, ...]
    persons: dict[str, Person]
    terms_by_office: dict[tuple[str, str], tuple[Term, ...]] = field(repr=False)

    def holder(self, office: str, code: str, day: dt.date | None) -> Person | None:
        """Return who held `office` of `code` on `day`.

        Parameters
        ----------
        office : str
            An office of the closed list in `offices_*.tsv`, e.g. ``president``.
        code : str
            Actor code of the state or body.
        day : datetime.date or None
            The day; without it nobody is returned, since nothing says whose time the text speaks of.

        Returns
        -------
        Person or None
            The holder, or None where the lexicon knows none for that day.
        """
        if day is None:
            return None
        for term in self.terms_by_office.get((office, code), ()):
            if term.covers(day):
                return self.persons[term.person_id]
        return None

    def actor_name(self, code: str) -> str:
        """Return the canonical French name of an actor code; the code itself where no lexicon has it."""
        for table in (self.states, self.organisations, self.groups):
            if code in table:
                return table[code].name
        return code


def _degrees(row: dict[str, str], column: str) -> float:
    value = number(row, column, "states.tsv")
    return math.nan if value is None else value


def _states() -> dict[str, State]:
    states: dict[str, State] = {}
    for row in _coded("states.tsv", STATE_COLUMNS):
        states[row["code"]] = State(
            code=row["code"],
            name=row["name"],
            aliases=split_cell(row["aliases"]),
            capital=row["capital"],
            capital_aliases=split_cell(row["capital_aliases"]),
            capital_is_metonym=row["capital_is_metonym"] == "yes",
            adjectives={form: split_cell(row[f"adjective_{form}"]) for form in ("ms", "fs", "mp", "fp")},
            compound_prefixes=split_cell(row["compound_prefix"]),
            latitude=_degrees(row, "lat"),
            longitude=_degrees(row, "lon"),
        )
    return states


def _date(row: dict[str, str], column: str, file: str) -> dt.date | None:
    if not row[column]:
        return None
    try:
        return dt.date.fromisoformat(row[column])
    except ValueError as error:
        raise LexiconError(f"{file}:{row['_line']}: {column} {row[column]!r} is no ISO date") from error


def _terms() -> tuple[dict[str, list[Term]], dict[str, str]]:
    """Return the terms of each person, and the file and line of the first one for the errors."""
    terms: dict[str, list[Term]] = defaultdict(list)
    places: dict[str, str] = {}
    for path in sorted(LEXICON_DIR.glob("offices_*.tsv")):
        for row in read_tsv(path.name, OFFICE_COLUMNS):
            start = _date(row, "start", path.name)
            if start is None:
                raise LexiconError(f"{path.name}:{row['_line']}: {row['person_id']} has a term without a start")
            end = _date(row, "end", path.name)
            if end is not None and end < start:
                raise LexiconError(f"{path.name}:{row['_line']}: the term of {row['person_id']} ends before it starts")
            places.setdefault(row["person_id"], f"{path.name}:{row['_line']}")
            terms[row["person_id"]].append(Term(row["person_id"], row["office"], row["code"], start, end))
    return terms, places


def _persons() -> dict[str, Person]:
    terms, places = _terms()
    persons: dict[str, Person] = {}
    for path in sorted(LEXICON_DIR.glob("persons_*.tsv")):
        for row in read_tsv(path.name, PERSON_COLUMNS):
            held = tuple(sorted(terms.get(row["person_id"], ()), key=lambda term: (term.start, term.office)))
            if row["person_id"] in persons:
                raise LexiconError(f"{path.name}:{row['_line']}: {row['person_id']} is listed twice")
            persons[row["person_id"]] = Person(
                row["person_id"], row["name"], split_cell(row["aliases"]), row["gender"], held
            )
    for person_id, where in places.items():
        if person_id not in persons:
            raise LexiconError(f"{where}: {person_id} is in no persons_*.tsv")
    return persons


def _organisations() -> dict[str, Organisation]:
    return {
        row["code"]: Organisation(
            row["code"], row["name"], split_cell(row["aliases"]), split_cell(row["adjectives"]), row["kind"]
        )
        for row in _coded("organisations.tsv", ORGANISATION_COLUMNS)
    }


def _groups() -> dict[str, Group]:
    return {
        row["code"]: Group(
            row["code"], row["name"], split_cell(row["aliases"]), split_cell(row["members"]), row["country"]
        )
        for row in _coded("groups.tsv", GROUP_COLUMNS)
    }


def _residences() -> tuple[Residence, ...]:
    return tuple(
        Residence(
            row["name"],
            split_cell(row["aliases"]),
            row["code"],
            row["kind"],
            row["city"],
            row["country"],
            row["office"],
        )
        for row in read_tsv("residences.tsv", RESIDENCE_COLUMNS)
    )


def _coded(file: str, columns: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """Yield the rows of a lexicon whose codes are its key."""
    seen: set[str] = set()
    for row in read_tsv(file, columns):
        if row["code"] in seen:
            raise LexiconError(f"{file}:{row['_line']}: code {row['code']!r} is listed twice")
        seen.add(row["code"])
        yield row


PARTS: tuple[Callable[[], object], ...] = (_states, _organisations, _groups, _residences, _persons)
"""What reads each lexicon of actors by itself, so that a mistake in one does not hide those in another."""


@cache
def load() -> Knowledge:
    """Load every lexicon of actors once.

    Raises
    ------
    LexiconError
        If a lexicon is malformed; names file, line and entry.
    """
    persons = _persons()
    by_office: dict[tuple[str, str], list[Term]] = defaultdict(list)
    for person in persons.values():
        for term in person.terms:
            by_office[term.office, term.code].append(term)
    return Knowledge(
        states=_states(),
        organisations=_organisations(),
        groups=_groups(),
        residences=_residences(),
        persons=persons,
        terms_by_office={key: tuple(sorted(terms, key=lambda term: term.start)) for key, terms in by_office.items()},
    )
