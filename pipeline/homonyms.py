"""Names that the rest of the article decides on: *l'Alliance* once NATO is named, *la Géorgie* of the Americans."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pipeline import knowledge
from pipeline.lexicon import LexiconError, read_tsv, split_cell
from pipeline.names import Name

SHORT_COLUMNS = ("form", "kind", "name", "code", "needs", "unless")
HOMONYM_COLUMNS = ("form", "kind", "country", "present", "absent")
HOMONYM_KINDS = ("place", "state")


@dataclass(frozen=True, slots=True)
class ShortName:
    """A short name, what it stands for, and the actors that the article has to name, or must not."""

    name: Name
    needs: frozenset[str]
    unless: frozenset[str]

    def holds(self, codes: frozenset[str]) -> bool:
        """Tell whether an article that names these actors means the body."""
        return self.needs <= codes and not self.unless & codes


@cache
def short_names() -> dict[str, ShortName]:
    """Return the short names by their form.

    Raises
    ------
    LexiconError
        If `short_names.tsv` is malformed or has an unknown code; names the line.
    """
    rows, known = read_tsv("short_names.tsv", SHORT_COLUMNS), knowledge.load()
    table = {}
    for row in rows:
        needs, unless = frozenset(split_cell(row["needs"])), frozenset(split_cell(row["unless"]))
        for code in (row["code"], *sorted(needs | unless)):
            if code not in known.states and code not in known.organisations and code not in known.groups:
                raise LexiconError(f"short_names.tsv:{row['_line']}: unknown code {code!r}")
        country = row["code"] if row["code"] in known.states else None
        table[row["form"]] = ShortName(Name(row["kind"], row["name"], row["code"], country), needs, unless)
    return table


@cache
def _homonyms() -> dict[str, tuple[Name, re.Pattern[str], re.Pattern[str]]]:
    rows, known = read_tsv("homonyms.tsv", HOMONYM_COLUMNS), knowledge.load()
    table = {}
    for row in rows:
        if row["country"] not in known.states:
            raise LexiconError(f"homonyms.tsv:{row['_line']}: unknown country {row['country']!r}")
        if not row["present"] or not row["absent"]:
            raise LexiconError(f"homonyms.tsv:{row['_line']}: {row['form']!r} needs words present and absent")
        if row["kind"] not in HOMONYM_KINDS:
            raise LexiconError(f"homonyms.tsv:{row['_line']}: unknown kind {row['kind']!r} for {row['form']!r}")
        if row["kind"] == "state":
            name = Name("state", known.actor_name(row["country"]), row["country"], row["country"])
        else:
            name = Name("place", row["form"], None, row["country"])
        table[row["form"]] = (name, _any_of(row["present"]), _any_of(row["absent"]))
    return table


def _any_of(cell: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, split_cell(cell)))})\b")


def homonyms_in(text: str) -> dict[str, Name]:
    """Return the names that mean another place in this text than in most, by their form."""
    return dict(_meant(text))


def _meant(text: str) -> Iterator[tuple[str, Name]]:
    for form, (name, present, absent) in _homonyms().items():
        if form in text and present.search(text) and not absent.search(text):
            yield form, name


def check() -> None:
    """Read the homonyms.

    Raises
    ------
    LexiconError
        If `homonyms.tsv` is malformed or has an unknown country; names the line.
    """
    _homonyms()
