"""The mutation check counts what no test notices, samples without chance and fails above its limit."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.timex import find

_spec = importlib.util.spec_from_file_location("mutate_rules", Path(__file__).parents[2] / "tools" / "mutate_rules.py")
assert _spec is not None
assert _spec.loader is not None
mutation = importlib.util.module_from_spec(_spec)
sys.modules["mutate_rules"] = mutation
_spec.loader.exec_module(mutation)


def mutant(name: str, noticed: bool, same: bool = False) -> Any:
    return mutation.Mutant(name, lambda: mutation.Verdict(noticed, same))


def test_survivors_and_what_only_its_id_tells() -> None:
    mutants = [mutant("a", True), mutant("b", False, True), mutant("c", True, True)]
    assert mutation.survivors(mutants) == (["b"], ["c"])


def test_a_sample_is_the_same_whatever_the_order() -> None:
    mutants = [mutant(f"rule {n}", True) for n in range(50)]
    names = [m.name for m in mutation.sampled(mutants, 10)]
    assert len(names) == 10
    assert [m.name for m in mutation.sampled(mutants[::-1], 10)] == names
    assert names != [f"rule {n}" for n in range(10)]
    assert mutation.sampled(mutants, None) == mutants


class Events:
    """Stands for the mutants of the event rules: one rule of twenty survives, and one condition of ten."""

    def rules(self) -> Iterator[Any]:
        yield from (mutant(f"rule {n}", noticed=n > 0) for n in range(20))

    def conditions(self) -> Iterator[Any]:
        yield from (mutant(f"condition {n}", noticed=n > 0) for n in range(10))


class Times:
    """Stands for the mutants of the time rules: there are none."""

    def rules(self) -> Iterator[Any]:
        return iter(())


@pytest.mark.parametrize(
    ("options", "exit_code", "said"),
    [
        ([], 1, ["rule 0", "condition 0"]),
        (["--most", "0.1"], 0, ["rule 0", "condition 0"]),
        (["--only", "rules"], 0, ["rule 0"]),
        (["--only", "rules", "--most", "0.04"], 1, ["rule 0"]),
        (["--only", "conditions"], 1, ["condition 0"]),
    ],
)
def test_too_many_survivors_of_either_kind_fail(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    options: list[str],
    exit_code: int,
    said: list[str],
) -> None:
    monkeypatch.setattr(mutation, "EventMutants", Events)
    monkeypatch.setattr(mutation, "TimeMutants", Times)
    assert mutation.main(options) == exit_code
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(": ")[1] for line in lines if "no test notices" in line] == said


def test_the_loss_of_a_time_rule_is_noticed_and_forgotten_again() -> None:
    times = mutation.TimeMutants()
    before = [(hit.rule_id, hit.first) for hit in find("Ils se sont vus le 3 mai 2017.", None)]
    (rule_id, _), *_ = before
    assert times.judge(rule_id).noticed
    assert [(hit.rule_id, hit.first) for hit in find("Ils se sont vus le 3 mai 2017.", None)] == before
