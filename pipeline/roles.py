"""Nouns that stand for an actor (*ministre*, *armée*, *ressortissant*) and adjectives that name one (*russe*)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache

from pipeline import knowledge
from pipeline.lexicon import LexiconError, read_tsv, split_cell
from pipeline.names import fold

ROLE_COLUMNS = ("form", "kind", "number", "gender", "offices")
CODE_SUFFIX = {"official": "", "body": "", "people": "_CIV", "opposition": "_OPP", "business": "_BUS"}
"""What each kind of noun adds to the code of its state (codebook, section 3)."""

EXTRA_ADJECTIVE_COLUMNS = ("form", "code", "number")


@dataclass(frozen=True, slots=True)
class RoleNoun:
    """One noun or fixed phrase for those who act for a state, an organisation or a movement."""

    words: tuple[str, ...]
    kind: str
    number: str
    gender: str
    offices: tuple[str, ...]

    @property
    def suffix(self) -> str:
        """Suffix of the actor code."""
        return CODE_SUFFIX[self.kind]


@dataclass(frozen=True, slots=True)
class Demonym:
    """An adjective, also used as a noun, that names one or several actors (*irano-américain* names two)."""

    codes: tuple[str, ...]
    number: str
    gender: str


def words_of(form: str) -> tuple[str, ...]:
    """Split a phrase as the French tokeniser does: at spaces and behind apostrophes."""
    return tuple(fold(form.lower()).replace("'", "' ").split())


@cache
def role_nouns() -> dict[str, tuple[RoleNoun, ...]]:
    """Return the role nouns by their first word, the longest phrase first.

    Raises
    ------
    LexiconError
        If a row has an unknown kind or number.
    """
    index: dict[str, list[RoleNoun]] = defaultdict(list)
    for row in read_tsv("roles.tsv", ROLE_COLUMNS):
        if not row["form"]:
            raise LexiconError(f"roles.tsv:{row['_line']}: no form")
        if row["kind"] not in CODE_SUFFIX or row["number"] not in ("s", "p"):
            raise LexiconError(f"roles.tsv:{row['_line']}: unknown kind or number for {row['form']!r}")
        words = words_of(row["form"])
        noun = RoleNoun(words, row["kind"], row["number"], row["gender"], split_cell(row["offices"]))
        index[words[0]].append(noun)
    return {first: tuple(sorted(nouns, key=lambda noun: -len(noun.words))) for first, nouns in index.items()}


@cache
def _simple_demonyms() -> dict[str, Demonym]:
    known = knowledge.load()
    table: dict[str, Demonym] = {}
    for state in known.states.values():
        for form, adjectives in state.adjectives.items():
            for adjective in adjectives:
                key = fold(adjective)
                found = table.get(key)
                # A form that serves both genders or numbers (*russe*, *français*) keeps only what is sure.
                gender = form[0] if found is None or found.gender == form[0] else ""
                number = form[1] if found is None or found.number == form[1] else ""
                table[key] = Demonym((state.code,), number, gender)
    for organisation in known.organisations.values():
        for adjective in organisation.adjectives:
            table.setdefault(fold(adjective), Demonym((organisation.code,), "", ""))
    for row in read_tsv("adjectives.tsv", EXTRA_ADJECTIVE_COLUMNS):
        table[fold(row["form"])] = Demonym((row["code"],), row["number"], "")
    return table


@cache
def _compound_prefixes() -> dict[str, str]:
    return {
        fold(prefix): state.code for state in knowledge.load().states.values() for prefix in state.compound_prefixes
    }


@lru_cache(maxsize=65536)
def demonym(form: str) -> Demonym | None:
    """Return what a folded lowercase adjective names, compounds such as *franco-allemand* included."""
    found = _simple_demonyms().get(form)
    if found or "-" not in form:
        return found
    first, _, second = form.partition("-")
    left = _compound_prefixes().get(first)
    if left is None and (other := _simple_demonyms().get(first)):
        left = other.codes[0]
    right = demonym(second)
    if left and right:
        return Demonym((left, *right.codes), right.number, right.gender)
    return None
