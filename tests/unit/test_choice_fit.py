"""The fit of a choice, on questions whose best weights are known."""

from __future__ import annotations

import math
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))

from choice_fit import Question, fit, is_right


def asked(*answers: tuple[str, bool]) -> Question:
    return Question("doc", tuple(((feature,), right) for feature, right in answers))


def test_weights_give_the_shares_that_were_seen() -> None:
    questions = [asked(("a", True), ("b", False))] * 30 + [asked(("a", False), ("b", True))] * 10
    weights = fit(questions, penalty=1e-6, min_count=1)
    assert weights["a"] - weights["b"] == pytest.approx(math.log(3), abs=1e-3)


def test_either_of_two_right_answers_will_do() -> None:
    questions = [asked(("a", True), ("b", True), ("c", False))] * 20 + [asked(("a", True), ("c", False))] * 20
    weights = fit(questions, penalty=0.1, min_count=1)
    assert weights["a"] > weights["c"]
    assert weights["b"] > weights["c"]


def test_a_penalty_draws_weights_to_nought() -> None:
    questions = [asked(("a", True), ("b", False))] * 30
    loose, tight = (fit(questions, penalty, 1)["a"] for penalty in (0.1, 10.0))
    assert loose > tight > 0


def test_rare_features_get_no_weight() -> None:
    questions = [asked(("a", True), ("b", False))] * 5 + [asked(("a", True), ("rare", False))]
    assert set(fit(questions, 1.0, min_count=2)) == {"a", "b"}


DOUBTS = {"no doubt": (1.0, False), "doubt enough": (0.4, True)}


@pytest.mark.parametrize(("doubt", "expected"), DOUBTS.values(), ids=DOUBTS.keys())
def test_the_first_answer_needs_better_odds(doubt: float, expected: bool) -> None:
    question = asked(("none", False), ("day", True))
    assert is_right(question, [math.log(2), 0.0], doubt) is expected
