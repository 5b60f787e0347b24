"""Finds time expressions in a text and reads them into nodes; nothing here depends on when it was written.

A text is cut into runs of words of time. Runs repeat without end in the news (*mardi*, *la semaine dernière*), so
what a run means is kept once it has been read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate, repeat
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
KEPT_TOKENS = 1 << 16
FIRST_NODE = ord(NODE)

OTHER, SPACE, GLUE, CORE, FIGURE, CORE_FIGURE, SHORT, CORE_SHORT, DOT = b"osgcfFaA."
"""Kinds of tokens, a letter each so that a text of them can be searched: what no expression holds, a space that
does not end one, words and figures of time with which a run can go on or (core) be one, abbreviations, and the dot,
which belongs to an abbreviation."""

_CORES = re.compile(rb"[cFA]")
_ONWARD = re.compile(rb"(?:s?(?:[gcfFaA]|(?<=[aA])\.))*")
_BACKWARD = re.compile(rb"(?:s?(?:[gcfFaA]|\.(?=[aA])))*")


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


class _Kinds(dict[str, int]):
    """The kind of each token; what is not in the lexicon is judged once and remembered."""

    def __missing__(self, token: str) -> int:
        kind = OTHER
        if token.isspace():
            kind = OTHER if len(token) > MAX_GAP or "\n" in token else SPACE
        elif token[0] in FIGURES:
            kind = FIGURE if len(token) <= MAX_FIGURES else OTHER
            kind = CORE_FIGURE if load_rules().core_figures.fullmatch(token) else kind
        if len(self) < KEPT_TOKENS:
            self[token] = kind
        return kind


@cache
def _token_kinds() -> _Kinds:
    rules = load_rules()
    kinds = dict.fromkeys(rules.known, GLUE) | dict.fromkeys(rules.core, CORE) | {".": DOT}
    short = {token: CORE_SHORT if kinds[token] == CORE else SHORT for token in rules.abbreviations}
    return _Kinds(kinds | short)


@lru_cache(maxsize=CACHED_RUNS)
def _rules_at(stage: int, first: str, second: str) -> tuple[Rule, ...]:
    """Return the rules of a stage that can open with a token which another follows; `NODE` is what has been read."""
    return tuple(
        rule
        for rule in load_rules().rules
        if rule.stage == stage
        and _is_of(first, rule.compiled.firsts)
        and (rule.compiled.single or _is_of(second, rule.compiled.seconds))
    )


def _is_of(token: str, tokens: frozenset[str]) -> bool:
    return token in tokens or (token[:1] in FIGURES and DIGIT in tokens)


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
    rules = load_rules()
    bare = {normal(capital) for capital in rules.capitals}
    tokens = TOKEN_OR_SPACE.findall(normal(text))
    kinds = bytes(map(_token_kinds().__getitem__, tokens))
    backwards, starts = kinds[::-1], list(accumulate(map(len, tokens), initial=0))
    reached = 0
    for found in _CORES.finditer(kinds):
        core = found.start()
        if core < reached:
            continue
        low = len(kinds) - _end(_BACKWARD, backwards, len(kinds) - core)
        reached = _end(_ONWARD, kinds, core + 1)
        places = [at for at in range(low, reached) if kinds[at] != SPACE]
        offsets = [(starts[at], starts[at + 1]) for at in places]
        words = [tokens[at] for at in places]
        if not bare.isdisjoint(words):
            words = [
                rules.capitals.get(text[start:end], word) for word, (start, end) in zip(words, offsets, strict=True)
            ]
        # What cannot open or close an expression is cut off, so that more runs are alike.
        first, last = 0, len(words)
        while words[first] not in rules.firsts and words[first][0] not in FIGURES and places[first] < core:
            first += 1
        while words[last - 1] not in rules.lasts and words[last - 1][0] not in FIGURES and places[last - 1] > core:
            last -= 1
        yield Run(tuple(words[first:last]), tuple(offsets[first:last]))


def _end(pattern: re.Pattern[bytes], kinds: bytes, start: int) -> int:
    """Return where the words of time that follow each other from a place on end."""
    match = pattern.match(kinds, start)
    return match.end() if match else start


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
    for stage in range(1, STAGES + 1):
        cells = _stage(cells, stage, banned)
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


def _stage(cells: list[_Cell], stage: int, banned: frozenset[tuple[int, str]]) -> list[_Cell]:
    keys = [*(NODE if cell.piece else cell.token for cell in cells), ""]
    candidates = list(map(_rules_at, repeat(stage), keys, keys[1:]))
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
