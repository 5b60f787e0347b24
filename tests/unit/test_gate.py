"""The gate fails when it should, and no floor falls in silence; on hand-made scores, without the pipeline."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from pipeline.actor_scores import ActorScores
from pipeline.records import Entity
from pipeline.scoring import F1, Ratio, score

_spec = importlib.util.spec_from_file_location("gate", Path(__file__).parents[1] / "gold" / "gate.py")
assert _spec is not None
assert _spec.loader is not None
gate = importlib.util.module_from_spec(_spec)
sys.modules["gate"] = gate
_spec.loader.exec_module(gate)

INPUTS = gate.Inputs("gold", "corpus", "model 1.0")


def event(event_type: str, target: str, status: str = "occurred") -> dict[str, Any]:
    sides = [{"role": "source", "code": "USA", "name": "USA"}, {"role": "target", "code": target, "name": target}]
    return {
        "type": event_type, "status": status, "background": False, "participants": sides, "date": None, "place": None,
        "venue": None, "topics": [], "about": [], "reported_by": None, "triggers": [],
    }  # fmt: skip


THREAT, VISIT, AID = event("threat", "IRN"), event("visit", "FRA"), event("aid", "UKR")
GOLD = [THREAT, VISIT, AID]


def actor_scores(link: int = 8) -> ActorScores:
    return ActorScores(2, F1(9, 10, 10), Ratio(9, 9), Ratio(link, 9), Ratio(9, 9), Ratio(0, 0))


def measured(*system: dict[str, Any], inputs: Any = INPUTS, actors: ActorScores | None = None) -> Any:
    articles = [{"doc_id": "a", "events": list(events)} for events in (GOLD, system)]
    return gate.measure(score(articles[:1], articles[1:]), actors or actor_scores(), inputs)


@pytest.fixture
def baseline(tmp_path: Path) -> Path:
    """Pin what a run with two of three events reaches."""
    path = tmp_path / "baseline.json"
    assert gate.decide(measured(THREAT, VISIT), path, do_update=True)[0] == 0
    return path


def test_floors_are_the_figures_rounded_down() -> None:
    floors = measured(THREAT, VISIT).floors()
    assert floors["event precision"] == 1
    assert floors["event recall"] == 0.6666
    assert floors["event F1"] == 0.8
    assert floors["events found, visit"] == 1
    assert floors["events found, aid"] == 0
    assert "date" not in floors, "no gold event has a date"
    assert floors["actor mention F1"] == 0.9
    assert floors["actor link"] == 0.8888
    assert "actor unlinked" not in floors, "no mention must stay unlinked"


@pytest.mark.parametrize(("value", "floor"), [(0.29, 0.29), (2 / 3, 0.6666), (1.0, 1.0), (0.57, 0.57)])
def test_rounding_keeps_exact_decimals(value: float, floor: float) -> None:
    assert gate._round_down(value) == floor


def test_the_same_run_passes(baseline: Path) -> None:
    exit_code, lines = gate.decide(measured(THREAT, VISIT), baseline)
    assert exit_code == 0
    assert lines[0].startswith("PASSED")
    assert len(lines) == 1


def test_a_better_run_passes_and_says_what_could_be_pinned(baseline: Path) -> None:
    exit_code, lines = gate.decide(measured(*GOLD), baseline)
    assert exit_code == 0
    assert "event recall" in lines[1]
    assert "events found, aid" in lines[1]


def test_a_score_below_its_floor_fails(baseline: Path) -> None:
    exit_code, lines = gate.decide(measured(THREAT, event("visit", "FRA", "planned")), baseline)
    assert exit_code == 1
    assert "  status is 0.5, below its floor 1" in lines
    assert "  strict F1 is 0.4, below its floor 0.8" in lines


def test_a_type_below_its_floor_fails_although_the_scores_hold(baseline: Path) -> None:
    exit_code, lines = gate.decide(measured(THREAT, AID), baseline)
    assert exit_code == 1
    assert lines[1:-1] == ["  events found, visit is 0, below its floor 1"]


def test_a_worse_actor_layer_fails_and_lowers_no_floor(baseline: Path) -> None:
    worse = measured(THREAT, VISIT, actors=actor_scores(link=7))
    exit_code, lines = gate.decide(worse, baseline)
    assert exit_code == 1
    assert lines[1:-1] == ["  actor link is 0.7777, below its floor 0.8888"]
    with pytest.raises(gate.GateError, match=r"actor link 0\.8888 → 0\.7777"):
        gate.decide(worse, baseline, do_update=True)


def test_a_run_that_finds_nothing_fails(baseline: Path) -> None:
    exit_code, lines = gate.decide(measured(), baseline)
    assert exit_code == 1
    assert "  event precision is 0, below its floor 1" in lines
    assert "  status is 0, below its floor 1" in lines


@pytest.mark.parametrize("field", ["gold_sha256", "corpus_sha256", "model"])
def test_other_inputs_fail_although_the_scores_hold(baseline: Path, field: str) -> None:
    inputs = gate.Inputs(**{"gold_sha256": "gold", "corpus_sha256": "corpus", "model": "model 1.0", field: "other"})
    exit_code, lines = gate.decide(measured(*GOLD, inputs=inputs), baseline)
    assert exit_code == 1
    assert [line for line in lines if field in line and "other" in line]
    assert gate.decide(measured(*GOLD, inputs=inputs), baseline, do_update=True)[0] == 0
    assert gate.decide(measured(*GOLD, inputs=inputs), baseline)[0] == 0


@pytest.mark.parametrize("reason", [None, "", "  "])
def test_update_refuses_to_lower_a_floor_without_a_reason(baseline: Path, reason: str | None) -> None:
    before = baseline.read_bytes()
    with pytest.raises(gate.GateError, match="events found, visit 1 → 0"):
        gate.decide(measured(THREAT, AID), baseline, do_update=True, reason=reason)
    assert baseline.read_bytes() == before


def test_lowering_for_a_reason_is_recorded_and_kept(baseline: Path) -> None:
    gate.decide(measured(THREAT, AID), baseline, do_update=True, reason="visits are coded otherwise")
    gate.decide(measured(*GOLD), baseline, do_update=True)
    lowered = json.loads(baseline.read_text(encoding="utf-8"))["lowered"]
    assert lowered == [
        {"floor": "events found, visit", "before": 1, "after": 0, "reason": "visits are coded otherwise"}
    ]
    assert gate.decide(measured(THREAT, AID), baseline)[0] == 1


def test_a_floor_that_vanishes_counts_as_lowered(baseline: Path) -> None:
    with pytest.raises(gate.GateError, match="status 1 → 0"):
        gate.decide(measured(), baseline, do_update=True)


def test_update_writes_the_same_bytes_twice(baseline: Path) -> None:
    before = baseline.read_bytes()
    gate.decide(measured(THREAT, VISIT), baseline, do_update=True)
    assert baseline.read_bytes() == before


def test_no_baseline_and_a_broken_one_are_errors(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    with pytest.raises(gate.GateError, match="--update"):
        gate.decide(measured(), path)
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(gate.GateError, match="no baseline"):
        gate.decide(measured(), path)


def test_hash_sees_names_and_contents_but_not_the_order_given(tmp_path: Path) -> None:
    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    first.write_text("x", encoding="utf-8")
    second.write_text("y", encoding="utf-8")
    both = gate.hash_files([first, second], tmp_path)
    assert gate.hash_files([second, first], tmp_path) == both
    second.write_text("z", encoding="utf-8")
    assert gate.hash_files([first, second], tmp_path) != both
    second.write_text("y", encoding="utf-8")
    second.rename(tmp_path / "c.txt")
    assert gate.hash_files([first, tmp_path / "c.txt"], tmp_path) != both


def test_allow_lower_without_update_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        gate.main(["--allow-lower", "because"])
    assert caught.value.code == 2
    assert "--update" in capsys.readouterr().err


def test_missing_corpus_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    monkeypatch.setattr(gate, "CORPUS_DIR", tmp_path)
    assert gate.main([]) == 2
    assert "no article in" in capsys.readouterr().err


ACTOR_GOLD = """[[texts]]
id = "essai"
date = 2021-04-27
text = "Ankara a protesté."
mentions = [["Ankara", "LOC", "TUR", "Turquie"]]
"""


def _end_to_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system: list[dict[str, Any]]) -> int:
    gold = {"doc_id": "a", "published_at": None, "events": GOLD}
    (tmp_path / "samples_x.jsonl").write_text(json.dumps(gold), encoding="utf-8")
    (tmp_path / "raw").mkdir(exist_ok=True)
    (tmp_path / "raw" / "a.txt").write_text("…", encoding="utf-8")
    (tmp_path / "actors").mkdir(exist_ok=True)
    (tmp_path / "actors" / "2020s.toml").write_text(ACTOR_GOLD, encoding="utf-8")
    monkeypatch.setattr(gate, "GOLD_DIR", tmp_path)
    monkeypatch.setattr(gate, "CORPUS_DIR", tmp_path / "raw")
    monkeypatch.setattr(gate, "BASELINE", tmp_path / "baseline.json")
    monkeypatch.setattr(gate, "run_pipeline", lambda _gold: (system, "model 1.0"))
    ankara = Entity(0, 6, "Ankara", "LOC", "TUR", "Turquie", "TUR", "TUR", resolution="name")
    monkeypatch.setattr(gate, "run_actors", lambda texts: [(ankara,) for _ in texts])
    return int(gate.main(["--update"])) or int(gate.main([]))


def test_main_updates_then_passes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    assert _end_to_end(tmp_path, monkeypatch, [{"doc_id": "a", "events": [THREAT]}]) == 0
    said = capsys.readouterr().out
    assert "PASSED" in said
    assert "1 texts, 1 gold mentions" in said
    assert json.loads((tmp_path / "baseline.json").read_text(encoding="utf-8"))["scores"]["actor link"] == 1


def test_other_actor_gold_needs_an_update(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    assert _end_to_end(tmp_path, monkeypatch, [{"doc_id": "a", "events": [THREAT]}]) == 0
    (tmp_path / "actors" / "2020s.toml").write_text(ACTOR_GOLD.replace("essai", "autre"), encoding="utf-8")
    assert gate.main([]) == 1
    assert "gold_sha256 is" in capsys.readouterr().out


def test_missing_actor_gold_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    assert _end_to_end(tmp_path, monkeypatch, [{"doc_id": "a", "events": [THREAT]}]) == 0
    (tmp_path / "actors" / "2020s.toml").unlink()
    assert gate.main([]) == 2
    assert "no actor gold here" in capsys.readouterr().err


def test_actor_errors_are_listed_on_request(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    assert _end_to_end(tmp_path, monkeypatch, [{"doc_id": "a", "events": [THREAT]}]) == 0
    monkeypatch.setattr(gate, "run_actors", lambda texts: [() for _ in texts])
    assert gate.main(["--actor-errors"]) == 1
    assert "missed   'Ankara' LOC TUR Turquie" in capsys.readouterr().out


def test_main_needs_every_gold_article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    assert _end_to_end(tmp_path, monkeypatch, [{"doc_id": "b", "events": []}]) == 2
    assert "does not give: a" in capsys.readouterr().err
