"""Loads the boilerplate lexicon: what stands on news pages without being part of the article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

from pipeline.lexicon import LexiconError, read_tsv, split_cell

LEXICON = "boilerplate.tsv"
COLUMNS = ("id", "kind", "pattern", "example", "counter_example", "source")
NAMES, LABELS = "names", ("label", "announce", "announce_list", "section")
PATTERNS = ("line", "byline", "prefix", "suffix", "signoff")
IGNORE_CASE = ("line", "byline")
LINE_BREAK = "⏎"

_PLACEHOLDER = re.compile(r"%(\w+)%")
_MARKED = re.compile(r"\[\[.*?\]\]")
_BULLETS = "►▶>→•*·–—-  "
_AFTER_LABEL = " :>»→…"


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the lexicon, with its placeholders filled in."""

    rule_id: str
    kind: str
    example: str
    counter_example: str


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """The lexicon, ready to use: kind by folded label, and patterns by kind."""

    rules: tuple[Rule, ...]
    labels: Mapping[str, str]
    patterns: Mapping[str, tuple[re.Pattern[str], ...]]
    announced: re.Pattern[str]
    """A label that announces a headline, with the headline on the same line."""


def fold_label(line: str) -> str:
    """Return a line as labels are compared: no case, straight apostrophes, no bullets, no colon at its end."""
    return line.strip(_BULLETS).rstrip(_AFTER_LABEL).replace("’", "'").casefold()


def outside_marks(example: str) -> str:
    """Return what stays of an example."""
    return _MARKED.sub("", example)


@cache
def load() -> Boilerplate:
    """Return the lexicon of the package; see `compile_rows` for what is checked."""
    return compile_rows(read_tsv(LEXICON, COLUMNS))


def compile_rows(rows: Sequence[Mapping[str, str]]) -> Boilerplate:
    """Check the rows of the lexicon and make them ready to use.

    Parameters
    ----------
    rows : sequence of mapping
        By column, as `pipeline.lexicon.read_tsv` gives them.

    Raises
    ------
    LexiconError
        For an unknown kind or placeholder, an id or a label that stands twice, a pattern that is none, a
        rule without example or counter-example; names the line.
    """
    names: dict[str, str] = {}
    labels: dict[str, str] = {}
    patterns: dict[str, list[re.Pattern[str]]] = {kind: [] for kind in PATTERNS}
    rules: dict[str, Rule] = {}
    for row in rows:
        where = f"{LEXICON}:{row['_line']}: {row['id']}"
        if row["id"] in rules or row["id"] in names:
            raise LexiconError(f"{where} stands twice")
        if row["kind"] == NAMES:
            names[row["id"]] = _fill(row["pattern"], names, where)
            continue
        if not _MARKED.search(row["example"]) or not row["counter_example"]:
            raise LexiconError(f"{where} needs an example with [[ ]] and a counter-example")
        if row["kind"] in LABELS:
            for label in _literals(row["pattern"], names, where):
                if labels.setdefault(fold_label(label), row["kind"]) != row["kind"]:
                    raise LexiconError(f"{where}: {label!r} is also a label of another kind")
        elif row["kind"] in PATTERNS:
            patterns[row["kind"]].append(_compile(row, names, where))
        else:
            raise LexiconError(f"{where}: unknown kind {row['kind']!r}")
        rules[row["id"]] = Rule(row["id"], row["kind"], row["example"], row["counter_example"])
    announcing = sorted((label for label, kind in labels.items() if kind.startswith("announce")), key=len, reverse=True)
    # The label in any case, then a colon or an arrow, then the headline.
    announced = re.compile(rf"(?:{'|'.join(map(re.escape, announcing))})\s?[:>→]\s*(?P<headline>.+)", re.IGNORECASE)
    frozen = {kind: tuple(found) for kind, found in patterns.items()}
    return Boilerplate(tuple(rules.values()), labels, frozen, announced)


def _fill(pattern: str, names: Mapping[str, str], where: str) -> str:
    def expand(match: re.Match[str]) -> str:
        if match[1] not in names:
            raise LexiconError(f"{where}: %{match[1]}% is not the id of an earlier row of names")
        return f"(?:{names[match[1]]})"

    return _PLACEHOLDER.sub(expand, pattern)


def _literals(pattern: str, names: Mapping[str, str], where: str) -> Iterator[str]:
    """Yield every label of a cell, one for each name that a placeholder stands for."""
    for label in split_cell(pattern):
        used = _PLACEHOLDER.findall(label)
        if unknown := [name for name in used if name not in names]:
            raise LexiconError(f"{where}: {unknown} are not ids of earlier rows of names")
        for values in product(*(names[name].split("|") for name in used)):
            filled = label
            for name, value in zip(used, values, strict=True):
                filled = filled.replace(f"%{name}%", value, 1)
            yield filled


def _compile(row: Mapping[str, str], names: Mapping[str, str], where: str) -> re.Pattern[str]:
    flags = re.IGNORECASE if row["kind"] in IGNORE_CASE else 0
    try:
        return re.compile(_fill(row["pattern"], names, where), flags)
    except re.error as error:
        raise LexiconError(f"{where}: {error}") from error
