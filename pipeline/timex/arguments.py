"""What a pattern captured and a rule adds, as the builders read it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.timex.nodes import Node

Value = str | int


class Args:
    """What a pattern captured and a rule adds, by name.

    Parameters
    ----------
    values : mapping of str to str or int
        Words of slots by their value in the lexicon, tokens in figures as they stand, constants of the rule.
    parts : mapping of str to Node
        Expressions read at an earlier stage.
    """

    def __init__(self, values: Mapping[str, Value], parts: Mapping[str, Node]) -> None:
        self.values = values
        self.parts = parts

    def number(self, name: str) -> int | None:
        """Return a whole number, from its leading figures where a suffix follows; None if it was not captured."""
        value = self.values.get(name)
        if value is None or isinstance(value, int):
            return value
        match = re.match(r"-?\d+", value)
        return int(match[0]) if match else None

    def need(self, name: str) -> int:
        """Return a whole number that the pattern cannot do without."""
        number = self.number(name)
        if number is None:
            raise KeyError(f"slot {name!r} holds no number")
        return number

    def text(self, name: str) -> str:
        """Return a captured value or a constant as text, empty if there is none."""
        return str(self.values.get(name, ""))

    def node(self, name: str = "node") -> Node:
        """Return an expression of an earlier stage."""
        return self.parts[name]
