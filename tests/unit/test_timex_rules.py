"""What the loader of the time rules refuses."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.lexicon import LexiconError
from pipeline.timex import rules

GOOD = """[[rule]]
id = "day.test"
pattern = "le {day} {month}"
build = "calendar"
examples = ["Ils se verront [le 9 juin]. @2017-05-03 => 2016-06-09 | 2017-06-09"]
counter_examples = ["Le 9, ils se verront."]
"""


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def load_with(text: str):
        folder = tmp_path / "time"
        shutil.copytree(rules.TIME_DIR, folder)
        (folder / "test.toml").write_text(text, encoding="utf-8")
        monkeypatch.setattr(rules, "TIME_DIR", folder)
        return rules.load_rules.__wrapped__()

    return load_with


def test_a_good_rule_is_read(load) -> None:
    [rule] = [rule for rule in load(GOOD).rules if rule.rule_id == "day.test"]
    assert (rule.stage, rule.timex_type, rule.build) == (1, "DATE", "calendar")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('id = "day.test"', 'id = "day.written"', "used twice"),
        ("{month}", "{moon}", "unknown slot"),
        ('"calendar"', '"moon"', "no builder"),
        ("build =", "biuld =", "unknown keys"),
        ('counter_examples = ["Le 9, ils se verront."]', "", "counter_examples is missing"),
        ("[le 9 juin]", "le 9 juin", "is not of the form"),
        ("=> 2016-06-09", "=> 2016-06-31", "day is out of range|Invalid"),
        ('build = "calendar"', 'build = "calendar"\ntype = "MOON"', "type must be one of"),
        ('build = "calendar"', 'build = "calendar"\nnot_after = "("', "not_after"),
        ('build = "calendar"', 'build = "calendar"\nstage = 9', "stage 1 to"),
    ],
)
def test_a_bad_rule_is_named(load, old: str, new: str, message: str) -> None:
    assert old in GOOD
    with pytest.raises(LexiconError, match=message) as error:
        load(GOOD.replace(old, new))
    assert "time" in str(error.value)


@pytest.mark.parametrize(
    ("source", "reference", "value", "future"),
    [
        ("[mardi] @2017-05-03 => 2017-05-02", "2017-05-03", ("2017-05-02", "2017-05-02"), None),
        ("[mars] @none => null", None, None, None),
        ("[avant 2010] @none => ..2009-12-31", None, (None, "2009-12-31"), None),
        ("[x] @2017-05-03 => 2017-05-02 | 2017-05-09", "2017-05-03", ("2017-05-02", "2017-05-02"), ("2017-05-09",) * 2),
    ],
)
def test_parse_example(source: str, reference, value, future) -> None:
    example = rules.parse_example(source, "test")

    def iso(pair):
        return tuple(day.isoformat() if day else None for day in pair) if pair else None

    assert (example.reference.isoformat() if example.reference else None) == reference
    assert iso(example.value) == value
    assert iso(example.future) == future
