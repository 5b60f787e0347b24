"""The gate fails when it should, and no floor falls in silence; on hand-made scores, without the pipeline."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from made_gold import event

from pipeline.actor_scores import ActorScores
from pipeline.actor_scores import figures as actor_figures
from pipeline.records import Entity
from pipeline.scoring import F1, Ratio, score

sys.path.insert(0, str(Path(__file__).parents[1] / "gold"))

import floors
import gate
import known_failures

INPUTS = {"train_sha256": "train", "test_sha256": "test", "actors_sha256": "actors", "corpus_sha256": "corpus"}
THREAT, VISIT, AID = event("threat", "IRN"), event("visit", "FRA"), event("aid", "UKR")
GOLD = [THREAT, VISIT, AID]
MANY = [event("aid", f"A{n:02}") for n in range(20)]


def actor_scores(link: int = 80) -> ActorScores:
    return ActorScores(2, F1(90, 100, 100), Ratio(90, 90), Ratio(link, 90), Ratio(90, 90), Ratio(0, 0))


def run(
    *system: dict[str, Any],
    gold: list[dict[str, Any]] = GOLD,
    inputs: dict[str, str] = INPUTS,
    actors: ActorScores | None = None,
    model: str = gate.MODEL,
    version: str = "model 1.0",
) -> Any:
    """Return what a run over one article of the train part reached."""
    scored = [{"doc_id": "a", "events": gold}], [{"doc_id": "a", "events": list(system)}]
    reached = dict(floors.part_floors("train", score(*scored)))
    for name, figure in actor_figures(actors or actor_scores()).items():
        reached |= floors.figure_floors(name, figure)
    return gate.Run(floors.Measured(model, version, inputs, reached), known_failures.found_ids(*scored))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Pin what a run with two of three events reaches."""
    (tmp_path / "CHANGELOG.md").write_text("# Changelog\n\n## Unreleased\n\n- A line.\n\n## 0.1.0\n", encoding="utf-8")
    assert decide(run(THREAT, VISIT), tmp_path, do_update=True)[0] == 0
    return tmp_path


def decide(of: Any, folder: Path, **options: Any) -> tuple[int, list[str]]:
    code, lines = gate.decide(of, folder, folder / "CHANGELOG.md", **options)
    return code, lines


def test_floors_are_the_figures_rounded_down_with_what_they_were_counted_over() -> None:
    reached = run(THREAT, VISIT).measured.floors
    assert reached["train event precision"] == floors.Floor(1, 2)
    assert reached["train event recall"] == floors.Floor(0.6666, 3)
    assert reached["train event F1"] == floors.Floor(0.8, 2.5)
    assert reached["train participant recall"] == floors.Floor(0.6666, 3), "one decision weighs an event"
    assert reached["train type visit precision"] == floors.Floor(1, 1)
    assert reached["train type aid recall"] == floors.Floor(0, 1)
    assert "train type aid precision" not in reached, "the system gave none"
    assert "train date" not in reached, "no gold event has a date"
    assert reached["actor link"] == floors.Floor(0.8888, 90)
    assert "actor unlinked" not in reached, "no mention must stay unlinked"


@pytest.mark.parametrize(("value", "floor"), [(0.29, 0.29), (2 / 3, 0.6666), (1.0, 1.0), (0.57, 0.57)])
def test_rounding_keeps_exact_decimals(value: float, floor: float) -> None:
    assert floors.round_down(value) == floor


def test_the_same_run_passes(folder: Path) -> None:
    exit_code, lines = decide(run(THREAT, VISIT), folder)
    assert exit_code == 0
    assert lines[0].startswith("PASSED")
    assert len(lines) == 1


def test_a_better_run_passes_and_says_what_could_be_pinned(folder: Path) -> None:
    exit_code, lines = decide(run(*GOLD), folder)
    assert exit_code == 0
    assert "train event recall" in lines[1]
    assert "train type aid recall" in lines[1]


@pytest.mark.parametrize(("n_lost", "exit_code"), [(0, 0), (1, 0), (2, 1)])
def test_one_item_may_be_lost_and_not_two(folder: Path, n_lost: int, exit_code: int) -> None:
    decide(run(*MANY, gold=MANY), folder, do_update=True, reason="other gold")
    code, lines = decide(run(*MANY[n_lost:], gold=MANY), folder)
    assert code == exit_code, lines


@pytest.mark.parametrize(("n_added", "exit_code"), [(1, 0), (2, 1)])
def test_one_item_may_be_made_up_and_not_two(folder: Path, n_added: int, exit_code: int) -> None:
    decide(run(*MANY, gold=MANY), folder, do_update=True, reason="other gold")
    code, _ = decide(run(*MANY, *[event("aid", f"B{n:02}") for n in range(n_added)], gold=MANY), folder)
    assert code == exit_code


def test_what_is_short_by_one_item_does_not_move_its_floor(folder: Path) -> None:
    decide(run(*MANY, gold=MANY), folder, do_update=True, reason="other gold")
    assert decide(run(*MANY[1:], gold=MANY), folder, do_update=True)[0] == 0
    with pytest.raises(gate.GateError, match=r"train event recall 1 → 0\.9"):
        decide(run(*MANY[2:], gold=MANY), folder, do_update=True)


def test_the_last_right_item_may_not_go(folder: Path) -> None:
    exit_code, lines = decide(run(THREAT, AID), folder)
    assert exit_code == 1
    assert lines[1:-1] == [
        "  train type visit precision is 0, below its floor 1 by more than one of 1",
        "  train type visit recall is 0, below its floor 1 by more than one of 1",
    ], "although the totals hold"


def test_precision_and_recall_of_a_type_stand_apart(folder: Path) -> None:
    decide(run(*MANY, gold=MANY), folder, do_update=True, reason="other gold")
    _, lines = decide(run(*MANY, *[event("aid", f"B{n:02}") for n in range(4)], gold=MANY), folder)
    text = "\n".join(lines)
    assert "train type aid precision is 0.8333" in text
    assert "train type aid recall" not in text


def test_a_worse_actor_layer_fails_and_lowers_no_floor(folder: Path) -> None:
    worse = run(THREAT, VISIT, actors=actor_scores(link=70))
    exit_code, lines = decide(worse, folder)
    assert exit_code == 1
    assert lines[1:-1] == ["  actor link is 0.7777, below its floor 0.8888 by more than one of 90"]
    with pytest.raises(gate.GateError, match=r"actor link 0\.8888 → 0\.7777"):
        decide(worse, folder, do_update=True)


def test_a_run_that_finds_nothing_fails(folder: Path) -> None:
    exit_code, lines = decide(run(), folder)
    assert exit_code == 1
    for name in ("event precision", "status"):
        assert any(line.startswith(f"  train {name} is 0, below its floor 1") for line in lines)


@pytest.mark.parametrize("field", [*INPUTS, "model"])
def test_other_inputs_fail_although_the_scores_hold(folder: Path, field: str) -> None:
    inputs = {name: "other" if name == field else value for name, value in INPUTS.items()}
    other = run(*GOLD, inputs=inputs, version="other" if field == "model" else "model 1.0")
    exit_code, lines = decide(other, folder)
    assert exit_code == 1
    assert [line for line in lines if field in line and "other" in line]
    assert decide(other, folder, do_update=True)[0] == 0
    assert decide(other, folder)[0] == 0


def test_each_model_has_floors_of_its_own(folder: Path) -> None:
    large = run(THREAT, model="large")
    assert decide(large, folder) == (1, ["FAILED", "  there are no floors for large", decide(large, folder)[1][-1]])
    decide(large, folder, do_update=True)
    assert decide(large, folder)[0] == 0
    assert decide(run(THREAT, VISIT), folder)[0] == 0
    assert decide(run(THREAT), folder)[0] == 1, "the floors of the one are not those of the other"
    decide(run(*GOLD, inputs=INPUTS | {"corpus_sha256": "new"}), folder, do_update=True)
    assert decide(large, folder)[1][1] == "  there are no floors for large", "they were measured on another corpus"


@pytest.mark.parametrize("reason", [None, "", "  "])
def test_update_refuses_to_lower_a_floor_without_a_reason(folder: Path, reason: str | None) -> None:
    before = [path.read_bytes() for path in sorted(folder.iterdir())]
    with pytest.raises(gate.GateError, match="train type visit recall 1 → 0"):
        decide(run(THREAT, AID), folder, do_update=True, reason=reason)
    assert [path.read_bytes() for path in sorted(folder.iterdir())] == before


def test_lowering_for_a_reason_is_recorded_and_lands_in_the_changelog(folder: Path) -> None:
    decide(run(THREAT, AID), folder, do_update=True, reason="visits are coded otherwise")
    decide(run(*GOLD), folder, do_update=True)
    lowered = json.loads((folder / "baseline.json").read_text(encoding="utf-8"))["lowered"]
    assert lowered[1] == {
        "model": gate.MODEL, "floor": "train type visit recall", "before": 1, "after": 0,
        "reason": "visits are coded otherwise",
    }  # fmt: skip
    changelog = (folder / "CHANGELOG.md").read_text(encoding="utf-8")
    line = f"- train type visit recall ({gate.MODEL}) from 1 to 0: visits are coded otherwise"
    assert line in changelog.splitlines()
    assert changelog.index("## Unreleased") < changelog.index("### Floors lowered") < changelog.index("## 0.1.0")
    assert decide(run(THREAT, AID), folder)[0] == 1
    decide(run(THREAT, AID), folder, do_update=True, reason="once more")
    assert (folder / "CHANGELOG.md").read_text(encoding="utf-8").count("### Floors lowered") == 1


def test_without_a_place_for_the_reason_nothing_is_lowered(folder: Path) -> None:
    (folder / "CHANGELOG.md").write_text("# Changelog\n", encoding="utf-8")
    before = (folder / "baseline.json").read_bytes()
    with pytest.raises(gate.GateError, match="no heading '## Unreleased'"):
        decide(run(THREAT, AID), folder, do_update=True, reason="because")
    assert (folder / "baseline.json").read_bytes() == before


def test_a_floor_that_vanishes_counts_as_lowered(folder: Path) -> None:
    with pytest.raises(gate.GateError, match="train status 1 → 0"):
        decide(run(), folder, do_update=True)


def test_update_writes_the_same_bytes_twice(folder: Path) -> None:
    path = folder / "baseline.json"
    before = path.read_bytes()
    decide(run(THREAT, VISIT), folder, do_update=True)
    assert path.read_bytes() == before
    assert '        "train event recall": [0.6666, 3],' in before.decode().splitlines(), "one line a floor"


def test_no_baseline_and_a_broken_one_are_errors(tmp_path: Path) -> None:
    with pytest.raises(gate.GateError, match="--update"):
        decide(run(), tmp_path)
    for text in ("{}", "[]", '{"models": {"m": 7}}'):
        (tmp_path / "baseline.json").write_text(text, encoding="utf-8")
        with pytest.raises(gate.GateError, match="no baseline"):
            decide(run(), tmp_path)


def failures(folder: Path, *lines: str) -> Path:
    path = folder / "known_failures.txt"
    path.write_text("\n".join(("# why", *lines, "")), encoding="utf-8")
    return path


def test_a_known_failure_that_is_found_by_now_fails_until_it_is_taken_off(folder: Path) -> None:
    path = failures(folder, "a#3.aid\tout of reach", "a#1.threat\tfound long ago")
    exit_code, lines = decide(run(THREAT, VISIT), folder)
    assert exit_code == 1
    assert lines[1:-1] == ["  known failure a#1.threat passes now; take it off the list (--update does)"]
    decide(run(THREAT, VISIT), folder, do_update=True)
    assert path.read_text(encoding="utf-8") == "# why\na#3.aid\tout of reach\n"
    assert decide(run(THREAT, VISIT), folder) == (0, ["PASSED: 22 floors hold; 1 known failures"])


def test_known_failures_are_those_of_the_one_model(folder: Path) -> None:
    failures(folder, "a#1.threat\tthe small model does not see it")
    decide(run(THREAT, model="large"), folder, do_update=True)
    assert decide(run(THREAT, model="large"), folder)[0] == 0


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("a#9.aid\twhy", "known failure a#9.aid is no event of the gold"),
        ("a#3.visit\twhy", "known failure a#3.visit is no event of the gold"),
    ],
)
def test_a_known_failure_must_be_an_event_of_the_gold(folder: Path, line: str, message: str) -> None:
    failures(folder, line)
    assert f"  {message}" in decide(run(THREAT, VISIT), folder)[1]


@pytest.mark.parametrize("lines", [["a#3.aid"], ["a#3.aid\t "], ["a#3.aid\twhy", "a#3.aid\twhy"]])
def test_a_known_failure_needs_a_reason_and_a_line_of_its_own(folder: Path, lines: list[str]) -> None:
    failures(folder, *lines)
    with pytest.raises(gate.GateError, match=rf"known_failures\.txt:{len(lines) + 1}: "):
        decide(run(THREAT, VISIT), folder)


def test_gold_is_split_by_article(tmp_path: Path) -> None:
    gold = [{"doc_id": name, "published_at": None, "events": []} for name in "abc"]
    train = tmp_path / "train.txt"
    with pytest.raises(gate.GateError, match=r"no train\.txt"):
        gate.split(gold, train)
    train.write_text("# seen\nb\n", encoding="utf-8")
    parts = gate.split(gold, train)
    assert {part: [a["doc_id"] for a in articles] for part, articles in parts.items()} == {
        "train": ["b"],
        "test": ["a", "c"],
    }
    train.write_text("b\nd\n", encoding="utf-8")
    with pytest.raises(gate.GateError, match="have no gold: d"):
        gate.split(gold, train)


def test_the_hash_of_a_part_depends_on_its_gold_alone() -> None:
    first, second = ({"doc_id": name, "published_at": None, "events": [THREAT]} for name in "ab")
    assert gate.hash_gold([first, second]) == gate.hash_gold([second, first])
    assert gate.hash_gold([first, second]) != gate.hash_gold([first])
    assert gate.hash_gold([first]) != gate.hash_gold([first | {"events": [VISIT]}])


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
    monkeypatch.setattr(gate, "CHANGELOG", tmp_path / "CHANGELOG.md")
    (tmp_path / "train.txt").write_text("a\n", encoding="utf-8")
    monkeypatch.setattr(gate, "run_pipeline", lambda _gold, _model: (system, "model 1.0"))
    ankara = Entity(0, 6, "Ankara", "LOC", "TUR", "Turquie", "TUR", "TUR", resolution="name")
    monkeypatch.setattr(gate, "run_actors", lambda texts, _model: [(ankara,) for _ in texts])
    return int(gate.main(["--update"])) or int(gate.main([]))


def test_main_updates_then_passes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    assert _end_to_end(tmp_path, monkeypatch, [{"doc_id": "a", "events": [THREAT]}]) == 0
    said = capsys.readouterr().out
    assert "PASSED" in said
    assert "1 texts, 1 gold mentions" in said
    models = json.loads((tmp_path / "baseline.json").read_text(encoding="utf-8"))["models"]
    assert models[gate.MODEL]["floors"]["actor link"] == [1, 1]


def test_other_actor_gold_needs_an_update(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    assert _end_to_end(tmp_path, monkeypatch, [{"doc_id": "a", "events": [THREAT]}]) == 0
    (tmp_path / "actors" / "2020s.toml").write_text(ACTOR_GOLD.replace("essai", "autre"), encoding="utf-8")
    assert gate.main([]) == 1
    assert "actors_sha256 is" in capsys.readouterr().out


def test_missing_actor_gold_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    assert _end_to_end(tmp_path, monkeypatch, [{"doc_id": "a", "events": [THREAT]}]) == 0
    (tmp_path / "actors" / "2020s.toml").unlink()
    assert gate.main([]) == 2
    assert "no actor gold here" in capsys.readouterr().err


def test_actor_errors_are_listed_on_request(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    assert _end_to_end(tmp_path, monkeypatch, [{"doc_id": "a", "events": [THREAT]}]) == 0
    monkeypatch.setattr(gate, "run_actors", lambda texts, _model: [() for _ in texts])
    assert gate.main(["--actor-errors"]) == 1
    assert "missed   'Ankara' LOC TUR Turquie" in capsys.readouterr().out


def test_main_needs_every_gold_article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    assert _end_to_end(tmp_path, monkeypatch, [{"doc_id": "b", "events": []}]) == 2
    assert "does not give: a" in capsys.readouterr().err
