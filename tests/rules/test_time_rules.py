"""Every example and counter-example of the time lexicon is one test."""

from __future__ import annotations

import pytest

from pipeline.timex import find
from pipeline.timex.rules import Example, load_rules

RULES = load_rules()
EXAMPLES = [
    pytest.param(rule.rule_id, ex, id=f"{rule.rule_id}: {ex.source}") for rule in RULES.rules for ex in rule.examples
]
COUNTERS = [
    pytest.param(rule.rule_id, text, id=f"{rule.rule_id}: {text}")
    for rule in RULES.rules
    for text in rule.counter_examples
]


@pytest.mark.parametrize(("rule_id", "example"), EXAMPLES)
def test_example_gives_its_value(rule_id: str, example: Example) -> None:
    found = {(timex.start, timex.end): timex for timex in find(example.text, example.reference)}
    assert (example.start, example.end) in found, f"found {[t.text for t in found.values()]}"
    timex = found[example.start, example.end]
    assert timex.rule_id == rule_id
    if example.value is None:
        assert (timex.first, timex.last) == (None, None)
    elif example.future is not None:
        assert (timex.past, timex.future) == (example.value, example.future)
    else:
        assert (timex.first, timex.last) == example.value


@pytest.mark.parametrize(("rule_id", "text"), COUNTERS)
def test_counter_example_is_not_read_by_its_rule(rule_id: str, text: str) -> None:
    assert rule_id not in {timex.rule_id for timex in find(text, None)}


@pytest.mark.parametrize("text", [pytest.param(text, id=f"{stop}: {text}") for stop, text in RULES.stop_examples])
def test_name_with_a_word_of_time_is_left_alone(text: str) -> None:
    assert [timex.text for timex in find(text, None)] == []
