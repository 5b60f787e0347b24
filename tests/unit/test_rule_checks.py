"""What rules forbid are senses of words: names, weekdays and numbers are found out."""

from __future__ import annotations

import pytest

from docs import make_rule
from pipeline import rule_checks, rules


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("japon", "the name"),
        ("nouvelle-zélande", "the name"),
        ("otan", "the name"),
        ("poutine", "the name"),
        ("hezbollah", "the name"),
        ("kremlin", "the name"),
        ("mardi", "a weekday"),
        ("2020", "a number"),
    ],
)
def test_what_names_something_is_a_finding(word: str, reason: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "load", lambda: (make_rule("accusation.x", "accuser", forbid={word}),))
    assert rule_checks.problems() == [f"accusation.x: forbid holds {reason} {word!r}; name what tells the other sense"]


@pytest.mark.parametrize("word", ["tribunal", "marge", "g20", "deux", "demi-finale"])
def test_common_words_and_forums_are_none(word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "load", lambda: (make_rule("accusation.x", "accuser", forbid={word}),))
    assert rule_checks.problems() == []


def test_the_rules_of_the_project_forbid_no_names() -> None:
    assert rule_checks.problems() == []
