"""The pattern language of the time rules."""

from __future__ import annotations

import pytest

from pipeline.timex.grammar import PatternError, Slot, canonical, compile_pattern, normal

SLOTS = {"n": Slot(figures=r"\d+"), "unit": Slot(words={"jour ": "day", "mois ": "month"}), "node": Slot(is_node=True)}
MACROS = {"about": "[environ]"}


def matches(pattern: str, text: str) -> bool:
    compiled = compile_pattern(pattern, SLOTS, MACROS)
    return compiled.regex.fullmatch(canonical(normal(text))) is not None


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("il y a {n} {unit}", "Il y a 3 mois"),
        ("il y a <about> {n} {unit}", "il y a environ 3 mois"),
        ("il y a <about> {n} {unit}", "il y a 3 mois"),
        ("[(le|ce)] jour", "ce jour"),
        ("[(le|ce)] jour", "jour"),
        ("aujourd'hui", "aujourd’hui"),
        ("week-end", "week‑end"),
        ("{n} (jours|{unit})", "3 mois"),
        ("{n} - {n} {n:last}", "1-2 3"),
    ],
)
def test_pattern_matches(pattern: str, text: str) -> None:
    assert matches(pattern, text)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [("il y a {n} {unit}", "il y a trois mois"), ("[le] jour", "la jour"), ("jour", "jours"), ("mois", "un mois")],
)
def test_pattern_does_not_match(pattern: str, text: str) -> None:
    assert not matches(pattern, text)


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("[le", "not closed"),
        ("le]", "did not open"),
        ("(le|la", "not closed"),
        ("{month}", "unknown slot"),
        ("<clock>", "unknown macro"),
        ("[le]", "empty text"),
    ],
)
def test_malformed_pattern_is_refused(pattern: str, message: str) -> None:
    with pytest.raises(PatternError, match=message):
        compile_pattern(pattern, SLOTS, MACROS)


@pytest.mark.parametrize(
    ("pattern", "seconds", "single"),
    [
        ("[le] {n} {unit}", {"0", "jour", "mois"}, False),
        ("(le [même] jour|hier)", {"même", "jour"}, True),
        ("{node} [[,] {n}]", {",", "0"}, True),
        ("aujourd'hui", {"hui"}, False),
    ],
)
def test_what_can_follow_the_first_token_is_known(pattern: str, seconds: set[str], single: bool) -> None:
    compiled = compile_pattern(pattern, SLOTS, MACROS)
    assert (compiled.seconds, compiled.single) == (seconds, single)


def test_first_and_last_tokens_are_known() -> None:
    compiled = compile_pattern("[(le|ce)] {unit} [passé]", SLOTS, MACROS)
    assert compiled.firsts == {"le", "ce", "jour", "mois"}
    assert compiled.lasts == {"jour", "mois", "passé"}
    assert compiled.literals == {"le", "ce", "passé"}


def test_one_name_may_stand_in_two_alternatives() -> None:
    compiled = compile_pattern("({unit} {n}|{n} {unit})", SLOTS, MACROS)
    groups = {key.partition("__")[0] for key, value in compiled.regex.match("3 mois ").groupdict().items() if value}
    assert groups == {"n", "unit"}


@pytest.mark.parametrize("text", ["L’été", "MARDI – 3 MAI", "İstanbul, le 3 mai", "a\u00a0b\u202fc", "ǅ ẞ"])
def test_normal_form_keeps_every_offset(text: str) -> None:
    assert len(normal(text)) == len(text)


def test_canonical_form_has_one_space_behind_each_token() -> None:
    assert canonical("l'été  2018, week-end du 02/05/2017") == "l' été 2018 , week - end du 02/05/2017 "
