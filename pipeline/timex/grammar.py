"""The pattern language of the time rules, and its translation to regular expressions.

A pattern is a row of elements over tokens: ``word``, ``[optional]``, ``(one|or the other)``, ``{slot}`` or
``{slot:name}`` and ``<macro>``. A slot is a list of words with values, a regular expression for one token (a day,
a year), or a time expression that an earlier stage has already read. Text is matched in a canonical form in
which one space follows each token, so that no pattern needs to care about spaces, hyphens and apostrophes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

_TOKEN = r"[^\W\d]\w*'?|\d{4}-\d\d-\d\d(?!\w)|\d+(?:[.,/:]\d+)+(?!\w)|\w+|[^\w\s]"
TOKEN = re.compile(_TOKEN)
"""One token: a word with its apostrophe, a date or number in figures, or one other sign."""
TOKEN_OR_SPACE = re.compile(rf"{_TOKEN}|\s+")
"""The same and what lies between, so that the tokens make up the text."""
FIGURES = frozenset("0123456789")

_APOSTROPHES = "\u2019\u02bc\u2018`\u00b4"
_HYPHENS = "\u2010\u2011\u2012\u2013\u2014\u2212"
_SPACES = "\u00a0\u202f\u2007\u2009\t"
SIGNS = dict.fromkeys(_APOSTROPHES, "'") | dict.fromkeys(_HYPHENS, "-") | dict.fromkeys(_SPACES, " ")

NODE = "\ue000"
"""First of the private characters that stand for an expression read at an earlier stage."""
NODE_RANGE = "[\ue000-\uf8ff]"
DIGIT = "0"
"""Key under which rules are indexed that may open with a token in figures."""

PATTERN_PART = re.compile(r"\{(\w+)(?::(\w+))?\}|([\[\](|)])|([^\s{}\[\](|)]+)")


class PatternError(ValueError):
    """A pattern does not follow the pattern language."""


def normal(text: str) -> str:
    """Return the text in lower case with plain apostrophes, hyphens and spaces, of the same length.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        As many code points as `text`, so that offsets hold for both.
    """
    for sign, plain in SIGNS.items():  # faster than a translation, as most texts hold few of them
        text = text.replace(sign, plain)
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


@lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[str, ...]:
    """Split a normal text into tokens."""
    return tuple(TOKEN.findall(text))


def canonical(text: str) -> str:
    """Return the canonical form of a normal text: each token with one space behind it."""
    return "".join(f"{token} " for token in tokens(text))


@dataclass(frozen=True, slots=True)
class Slot:
    """What a slot accepts.

    Attributes
    ----------
    words : mapping of str to str
        Canonical form of each word, and its value.
    figures : str or None
        Regular expression of one token in figures; its value is the token itself.
    is_node : bool
        Whether it stands for an expression that an earlier stage has read.
    """

    words: Mapping[str, str] = field(default_factory=dict)
    figures: str | None = None
    is_node: bool = False

    def regex(self) -> str:
        """Return the regular expression, longest words first so that none hides another."""
        parts = [NODE_RANGE + " "] if self.is_node else []
        if self.figures:
            parts.append(f"(?:{self.figures}) ")
        parts += [re.escape(form) for form in sorted(self.words, key=lambda form: (-len(form), form))]
        return "(?:" + "|".join(parts) + ")"

    def part(self, name: str) -> _Part:
        """Return it as a piece of a pattern; `NODE` and `DIGIT` stand for their kinds of tokens."""
        forms = [form.split() for form in self.words]
        kinds = ({NODE} if self.is_node else set()) | ({DIGIT} if self.figures else set())
        return _Part(
            f"(?P<{name}>{self.regex()})",
            firsts=frozenset(kinds | {form[0] for form in forms}),
            lasts=frozenset(kinds | {form[-1] for form in forms}),
            seconds=frozenset(form[1] for form in forms if len(form) > 1),
            single=bool(kinds) or any(len(form) == 1 for form in forms),
        )


@dataclass(frozen=True, slots=True)
class Compiled:
    """A pattern ready to match.

    Attributes
    ----------
    regex : re.Pattern
        Matches the canonical form; its groups are ``name__position``.
    firsts, seconds, lasts : frozenset of str
        Tokens it can open with, that can follow these, and that it can close with.
    single : bool
        Whether it can match one token, so that any other may follow.
    slots : mapping of str to str
        The slot of each group.
    literals : frozenset of str
        Tokens that the pattern itself spells.
    """

    regex: re.Pattern[str]
    firsts: frozenset[str]
    seconds: frozenset[str]
    lasts: frozenset[str]
    single: bool
    slots: Mapping[str, str]
    literals: frozenset[str]


class _Part(NamedTuple):
    """One piece of a pattern: its regular expression, the tokens at its places, and what lengths it can have."""

    regex: str
    firsts: frozenset[str]
    lasts: frozenset[str]
    seconds: frozenset[str] = frozenset()
    single: bool = False
    empty: bool = False


class _Compiler:
    """Recursive descent over one pattern."""

    def __init__(self, pattern: str, slots: Mapping[str, Slot]) -> None:
        self.known = slots
        self.parts = list(PATTERN_PART.finditer(pattern))
        if "".join(part[0] for part in self.parts) != re.sub(r"\s", "", pattern):
            raise PatternError(f"pattern {pattern!r} has a sign that means nothing here")
        self.at = 0
        self.slots: dict[str, str] = {}
        self.literals: set[str] = set()

    def peek(self) -> str | None:
        """Return the bracket or bar that comes next, if one does."""
        return self.parts[self.at][3] if self.at < len(self.parts) else None

    def choice(self) -> _Part:
        """Read alternatives."""
        options = [self.row()]
        while self.peek() == "|":
            self.at += 1
            options.append(self.row())
        if len(options) == 1:
            return options[0]
        return _Part(
            "(?:" + "|".join(option.regex for option in options) + ")",
            frozenset[str]().union(*(option.firsts for option in options)),
            frozenset[str]().union(*(option.lasts for option in options)),
            frozenset[str]().union(*(option.seconds for option in options)),
            any(option.single for option in options),
            any(option.empty for option in options),
        )

    def row(self) -> _Part:
        """Read elements one after the other."""
        whole = _Part("", frozenset(), frozenset(), empty=True)
        while self.at < len(self.parts) and self.peek() not in {"|", ")", "]"}:
            part = self.element()
            whole = _Part(
                whole.regex + part.regex,
                whole.firsts | part.firsts if whole.empty else whole.firsts,
                whole.lasts | part.lasts if part.empty else part.lasts,
                whole.seconds
                | (part.firsts if whole.single else frozenset())
                | (part.seconds if whole.empty else frozenset()),
                (whole.single and part.empty) or (whole.empty and part.single),
                whole.empty and part.empty,
            )
        return whole

    def element(self) -> _Part:
        """Read one word, slot or bracketed group."""
        part = self.parts[self.at]
        self.at += 1
        if part[3]:
            return self.group(part[3])
        if part[1]:
            if part[1] not in self.known:
                raise PatternError(f"unknown slot {{{part[1]}}}")
            # The same name may stand in several alternatives; a group of a regular expression may not.
            name = f"{part[2] or part[1]}__{len(self.slots)}"
            self.slots[name] = part[1]
            return self.known[part[1]].part(name)
        words = tokens(part[4])
        self.literals.update(words)
        regex = re.escape("".join(f"{word} " for word in words))
        return _Part(
            regex, frozenset({words[0]}), frozenset({words[-1]}), frozenset(words[1:2]), single=len(words) == 1
        )

    def group(self, opener: str) -> _Part:
        """Read what stands in brackets."""
        closer = {"[": "]", "(": ")"}.get(opener)
        inner = self.choice()
        if closer is None or self.peek() != closer:
            raise PatternError(f"bracket {opener!r} is not closed")
        self.at += 1
        if opener == "[":
            return inner._replace(regex=f"(?:{inner.regex})?", empty=True)
        return inner._replace(regex=f"(?:{inner.regex})")


def _expand(pattern: str, macros: Mapping[str, str]) -> Iterator[str]:
    for piece in re.split(r"(<\w+>)", pattern):
        name = piece[1:-1]
        if piece.startswith("<") and piece.endswith(">"):
            if name not in macros:
                raise PatternError(f"unknown macro {piece}")
            yield from _expand(macros[name], macros)
        else:
            yield piece


def compile_pattern(pattern: str, slots: Mapping[str, Slot], macros: Mapping[str, str]) -> Compiled:
    """Translate one pattern.

    Parameters
    ----------
    pattern : str
        In the pattern language of this module.
    slots : mapping of str to Slot
        Every slot that may be named.
    macros : mapping of str to str
        Parts of patterns that many rules share.

    Raises
    ------
    PatternError
        If the pattern is malformed, can match nothing at all, or names what does not exist.

    Examples
    --------
    >>> compiled = compile_pattern("[le] {n} mai", {"n": Slot(figures="[0-9]+")}, {})
    >>> compiled.regex.match("le 3 mai ").groupdict()
    {'n__0': '3 '}
    """
    compiler = _Compiler("".join(_expand(pattern, macros)), slots)
    whole = compiler.choice()
    if compiler.at < len(compiler.parts):
        raise PatternError(f"pattern {pattern!r} closes a bracket that it did not open")
    if whole.empty:
        raise PatternError(f"pattern {pattern!r} matches the empty text")
    return Compiled(
        regex=re.compile(whole.regex),
        firsts=whole.firsts,
        seconds=whole.seconds,
        lasts=whole.lasts,
        single=whole.single,
        slots=compiler.slots,
        literals=frozenset(compiler.literals),
    )
