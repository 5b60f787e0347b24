"""Finds time expressions in a text and reads them into nodes; nothing here depends on when it was written.

A text is cut into runs of words of time. Runs repeat without end in the news (*mardi*, *la semaine dernière*), so
what a run means is kept once it has been read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate
from typing import NamedTuple

from pipeline.timex.arguments import Args
from pipeline.timex.builders import BUILDERS
from pipeline.timex.grammar import DIGIT, FIGURES, NODE, TOKEN_OR_SPACE, normal
from pipeline.timex.nodes import Node
from pipeline.timex.rules import STAGES, Rule, load_rules

MAX_GAP = 2
"""White space within an expression, in code points; a line break always ends it."""
MAX_FIGURES = 10
CACHED_RUNS = 1 << 16
GLUE, CORE = 1, 2
FIRST_NODE = ord(NODE)


class Run(NamedTuple):
    """Words of time that follow each other, and where each one stands in the text."""

    tokens: tuple[str, ...]
    offsets: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """One expression of a run: its tokens (half-open), what it means, and the rule that read it.

    `unknown_after` are those patterns, of its rule and of the rules of the parts with which it ends, that leave it
    without a value where they match what follows.
    """

    start: int
    end: int
    node: Node
    rule: Rule
    timex_type: str
    unknown_after: tuple[re.Pattern[str], ...]


@dataclass(slots=True)
class _Cell:
    token: str
    start: int
    end: int
    piece: Piece | None = None


@cache
def _token_kinds() -> dict[str, int]:
    rules = load_rules()
    return dict.fromkeys(rules.known, GLUE) | dict.fromkeys(rules.core, CORE)


@cache
def _rules_by_token() -> tuple[dict[str, tuple[Rule, ...]], ...]:
    """Return for each stage the rules that can open with a token."""
    stages: list[dict[str, tuple[Rule, ...]]] = [{} for _ in range(STAGES)]
    for rule in load_rules().rules:
        index = stages[rule.stage - 1]
        for token in rule.compiled.firsts:
            index[token] = (*index.get(token, ()), rule)
    return tuple(stages)


def runs(text: str) -> Iterator[Run]:
    """Cut out the runs of a text that hold at least one word that no expression can do without.

    Parameters
    ----------
    text : str
        Any text.

    Yields
    ------
    Run
        In the order of the text.
    """
    rules, kinds = load_rules(), _token_kinds()
    is_core = rules.core_figures.fullmatch
    tokens = TOKEN_OR_SPACE.findall(normal(text))
    found = list(map(kinds.get, tokens))
    cores = [
        at
        for at, (token, kind) in enumerate(zip(tokens, found, strict=True))
        if kind == CORE or (kind is None and token[0] in FIGURES and is_core(token))
    ]
    if not cores:
        return
    starts = list(accumulate(map(len, tokens), initial=0))
    reached = -1
    for core in cores:
        if core <= reached:
            continue
        low, high = core, core
        while (before := _next_word(tokens, found, low, -1, rules.abbreviations)) is not None:
            low = before
        while (after := _next_word(tokens, found, high, 1, rules.abbreviations)) is not None:
            high = after
        reached = high
        places = [at for at in range(low, high + 1) if not tokens[at].isspace()]
        offsets = [(starts[at], starts[at + 1]) for at in places]
        words = [
            rules.capitals.get(text[start:end], tokens[at]) for at, (start, end) in zip(places, offsets, strict=True)
        ]
        # What cannot open or close an expression is cut off, so that more runs are alike.
        first, last = 0, len(words)
        while words[first] not in rules.firsts and words[first][0] not in FIGURES and places[first] < core:
            first += 1
        while words[last - 1] not in rules.lasts and words[last - 1][0] not in FIGURES and places[last - 1] > core:
            last -= 1
        yield Run(tuple(words[first:last]), tuple(offsets[first:last]))


def _next_word(
    tokens: list[str], kinds: list[int | None], at: int, step: int, abbreviations: frozenset[str]
) -> int | None:
    """Return the place of the word of time that follows on one side with nothing but a space between, if one does."""
    other = at + step
    if 0 <= other < len(tokens) and tokens[other].isspace():
        if len(tokens[other]) > MAX_GAP or "\n" in tokens[other]:
            return None
        other += step
    if not 0 <= other < len(tokens):
        return None
    token = tokens[other]
    if kinds[other] or (token[0] in FIGURES and len(token) <= MAX_FIGURES):
        return other
    return other if token == "." and other and tokens[other - 1] in abbreviations else None


@lru_cache(maxsize=CACHED_RUNS)
def read(tokens: tuple[str, ...], banned: frozenset[tuple[int, str]] = frozenset()) -> tuple[Piece, ...]:
    """Read the expressions of one run.

    Parameters
    ----------
    tokens : tuple of str
        Tokens of a `Run`.
    banned : frozenset of (int, str)
        First tokens and rules that what stands around the run forbids.

    Returns
    -------
    tuple of Piece
        In text order, without overlap: at each stage the longest match from the left.
    """
    cells = [_Cell(token, at, at + 1) for at, token in enumerate(tokens)]
    for index in _rules_by_token():
        cells = _stage(cells, index, banned)
    return tuple(cell.piece for cell in cells if cell.piece)


class _Line:
    """The cells of a run as one canonical text, in which a private character stands for what has been read."""

    def __init__(self, cells: list[_Cell]) -> None:
        self.cells = cells
        self.pieces: list[Piece] = []
        self.offsets: list[int] = []
        self.text = ""
        for cell in cells:
            self.offsets.append(len(self.text))
            if cell.piece:
                self.text += f"{chr(FIRST_NODE + len(self.pieces))} "
                self.pieces.append(cell.piece)
            else:
                self.text += f"{cell.token} "
        self.cell_at = {offset: at for at, offset in enumerate([*self.offsets, len(self.text)])}


def _candidates(cell: _Cell, index: dict[str, tuple[Rule, ...]]) -> tuple[Rule, ...]:
    """Return the rules that can open with a cell."""
    if cell.piece:
        return index.get(NODE, ())
    found = index.get(cell.token, ())
    return (*found, *index.get(DIGIT, ())) if cell.token[0] in FIGURES else found


def _stage(cells: list[_Cell], index: dict[str, tuple[Rule, ...]], banned: frozenset[tuple[int, str]]) -> list[_Cell]:
    candidates = [_candidates(cell, index) for cell in cells]
    if not any(candidates):
        return cells
    line, result, at = _Line(cells), list[_Cell](), 0
    while at < len(cells):
        found = _longest(line, at, candidates[at], banned) if candidates[at] else None
        if found is None:
            result.append(cells[at])
            at += 1
            continue
        piece, end = found
        result += cells[at : at + piece.rule.skip]
        result.append(_Cell("", piece.start, piece.end, piece))
        at = end
    return result


def _longest(
    line: _Line, at: int, candidates: tuple[Rule, ...], banned: frozenset[tuple[int, str]]
) -> tuple[Piece, int] | None:
    """Return the longest expression that begins at a cell, and the cell after it; ties go to the earlier rule."""
    offset = line.offsets[at]
    matches = [(match, rule) for rule in candidates if (match := rule.compiled.regex.match(line.text, offset))]
    for match, rule in sorted(matches, key=lambda pair: -pair[0].end()):
        start = line.cells[at + rule.skip].start
        if (start, rule.rule_id) in banned:
            continue
        args, timex_type = _capture(match, rule, line.pieces)
        node = BUILDERS[rule.build](args)
        if node is not None:
            end = line.cell_at[match.end()]
            last = line.cells[end - 1]
            unknown = (
                *([rule.unknown_after] if rule.unknown_after else ()),
                *(last.piece.unknown_after if last.piece else ()),
            )
            return Piece(start, last.end, node, rule, timex_type, unknown), end
    return None


def _capture(match: re.Match[str], rule: Rule, pieces: list[Piece]) -> tuple[Args, str]:
    """Return the values of the slots of a match, and the TIMEX3 type that they make of it."""
    lexicon = load_rules()
    values, parts, timex_type = dict(rule.args), dict[str, Node](), rule.timex_type
    for key, group in match.groupdict().items():
        name = key.partition("__")[0]
        if group is None or name in parts or name in values:
            continue
        slot_name = rule.compiled.slots[key]
        slot = lexicon.slots[slot_name]
        if slot.is_node:
            inner = pieces[ord(group[0]) - FIRST_NODE]
            parts[name] = inner.node
            timex_type = inner.timex_type if rule.build == "same" and timex_type == "DATE" else timex_type
        else:
            values[name] = slot.words.get(group, group.strip())
        if slot_name in lexicon.time_slots:
            timex_type = "TIME"
    return Args(values, parts), timex_type
