"""Finds the names of the lexicons in a text: states, capitals, bodies, movements, seats of power, persons, regions.

One Aho-Corasick automaton over all spellings reads the text once. Letters lose their accents on both
sides, because agencies write *Etats-Unis* as readily as *États-Unis*; case counts, because *mali* is no state.
"""

from __future__ import annotations

import unicodedata
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

import ahocorasick

from pipeline import knowledge
from pipeline.lexicon import number, read_tsv, split_cell

PLACE_COLUMNS = ("name", "aliases", "kind", "country", "lat", "lon")
OTHER = "other"
"""Kind of what is the name of no actor and no place (*Statut de Rome*); it keeps the name inside from being read."""

KINDS = (OTHER, "residence", "organisation", "state", "person", "group", "capital", "place")
"""Kinds of names; the earlier one wins where two lexicons know one spelling."""

MIN_CAPITALS = 4
"""Shortest name that is also looked for in capitals (*IRAN*); shorter ones are too often acronyms."""

KEPT_TEXTS = 512
"""Texts whose names are remembered: those of two batches, since a text is searched again where it may hold an event."""


@dataclass(frozen=True, slots=True)
class Name:
    """What one spelling may stand for."""

    kind: str
    name: str
    code: str | None
    country: str | None
    person_id: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    is_metonym: bool = True


@dataclass(frozen=True, slots=True)
class NameHit:
    """A spelling found in the text, with all it may stand for, best kind first."""

    start: int
    end: int
    candidates: tuple[Name, ...]


class _Folding(dict[int, str]):
    """What each character is folded to, worked out when it is first met: text is folded at the speed of C."""

    def __missing__(self, point: int) -> str:
        char = chr(point)
        if char in "’‘ʼ`":
            folded = "'"
        elif char in "‐‑":
            folded = "-"
        else:
            base = unicodedata.normalize("NFKD", char)[0]
            folded = base if base.isalpha() == char.isalpha() else char
        self[point] = folded
        return folded


_FOLDING = _Folding()


def fold(text: str) -> str:
    """Return `text` without accents and with plain apostrophes and hyphens; its length never changes."""
    if text.isascii():
        return text
    return text.translate(_FOLDING)


def _state_names() -> Iterator[tuple[str, Name]]:
    for state in knowledge.load().states.values():
        record = Name("state", state.name, state.code, state.code, None, state.latitude, state.longitude)
        for form in (state.name, *state.aliases):
            yield form, record
        if not state.capital or state.capital == state.name:
            continue
        for form in (state.capital, *state.capital_aliases):
            yield form, Name("capital", form, state.code, state.code, is_metonym=state.capital_is_metonym)


def _body_names() -> Iterator[tuple[str, Name]]:
    known = knowledge.load()
    for organisation in known.organisations.values():
        record = Name("organisation", organisation.name, organisation.code, None)
        for form in (organisation.name, *organisation.aliases):
            yield form, record
    for group in known.groups.values():
        record = Name("group", group.name, group.code, group.country or None)
        for form in (group.name, *group.aliases, *group.members):
            yield form, record
            if form.islower():
                yield form.capitalize(), record
    for residence in known.residences:
        record = Name("residence", residence.name, residence.code, residence.country)
        for form in (residence.name, *residence.aliases):
            yield form, record


def _person_names() -> Iterator[tuple[str, Name]]:
    for person in knowledge.load().persons.values():
        record = Name("person", person.name, None, None, person.person_id)
        for form in (person.name, *person.aliases):
            yield form, record


def _place_names() -> Iterator[tuple[str, Name]]:
    for row in read_tsv("places.tsv", PLACE_COLUMNS):
        record = Name(
            "place",
            row["name"],
            None,
            row["country"] or None,
            None,
            number(row, "lat", "places.tsv"),
            number(row, "lon", "places.tsv"),
        )
        for form in (row["name"], *split_cell(row["aliases"])):
            yield form, record


def _other_names() -> Iterator[tuple[str, Name]]:
    for row in read_tsv("other_names.tsv", ("form",)):
        yield row["form"], Name(OTHER, row["form"], None, None)


def _spellings(entries: Iterable[tuple[str, Name]]) -> dict[str, tuple[Name, ...]]:
    spellings: dict[str, list[Name]] = {}
    for form, record in entries:
        keys = [fold(form)]
        if len(form) >= MIN_CAPITALS:
            keys.append(fold(form).upper())
        for key in keys:
            found = spellings.setdefault(key, [])
            if record not in found:
                found.append(record)
    order = {kind: rank for rank, kind in enumerate(KINDS)}
    return {key: tuple(sorted(found, key=lambda name: order[name.kind])) for key, found in spellings.items()}


def check() -> None:
    """Read the list of places, and put the names of all lexicons together.

    Raises
    ------
    LexiconError
        If a lexicon is malformed; names file and line.
    """
    deque(_place_names(), maxlen=0)
    _automaton()


@cache
def _automaton() -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    entries = (*_body_names(), *_state_names(), *_person_names(), *_place_names(), *_other_names())
    for key, candidates in _spellings(entries).items():
        automaton.add_word(key, (len(key), candidates))
    automaton.make_automaton()
    return automaton


@lru_cache(maxsize=KEPT_TEXTS)
def find(text: str) -> tuple[NameHit, ...]:
    """Find every name of the lexicons in a text, the longest one where names overlap.

    Parameters
    ----------
    text : str
        Any text; offsets count its code points.

    Returns
    -------
    tuple of NameHit
        In text order, without overlaps, each standing alone as a word.
    """
    folded = fold(text)
    size = len(folded)
    hits: list[NameHit] = []
    for last, (length, candidates) in _automaton().iter(folded):
        start, end = last - length + 1, last + 1
        if (start and folded[start - 1].isalnum()) or (end < size and folded[end].isalnum()):
            continue
        hits.append(NameHit(start, end, candidates))
    hits.sort(key=lambda hit: (hit.start, -hit.end))
    kept: list[NameHit] = []
    for hit in hits:
        if kept and hit.start < kept[-1].end:
            continue
        kept.append(hit)
    return tuple(kept)
