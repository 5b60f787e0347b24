"""The check names file, line, event and field of what is wrong, in gold alone and against the texts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from made_gold import event
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.gold_check import check

TEXT = "Washington menace Téhéran mardi."
LOCATED: dict[str, Any] = {
    "trigger": [11, 17], "participants": [[0, 10, "source", "USA"], [18, 25, "target", "IRN"]], "date": [26, 31],
}  # fmt: skip


def write(folder: Path, **fields: Any) -> Path:
    threat = event("threat", "IRN", triggers=["menace"]) | fields
    path = folder / "gold.jsonl"
    path.write_text(
        "\n" + json.dumps({"doc_id": "d", "published_at": None, "events": [threat]}) + "\n", encoding="utf-8"
    )
    return path


def test_located_gold_has_no_problem(tmp_path: Path) -> None:
    assert check(write(tmp_path, mentions=[LOCATED]), {"d": TEXT}) == []


@pytest.mark.parametrize(
    ("mentions", "problem"),
    [
        ({}, "mentions: {}, expected a list"),
        ([], "mentions: 0 of them, but 1 triggers"),
        ([7], "mentions[1]: 7, expected an object"),
        ([{"trigger": [11, 17], "participants": []}], "mentions[1]: missing keys ['date']"),
        ([LOCATED | {"trigger": [17, 11]}], "mentions[1].trigger: [17, 11], expected [start, end]"),
        ([LOCATED | {"trigger": [True, 17]}], "mentions[1].trigger: [True, 17], expected [start, end]"),
        ([LOCATED | {"date": [1]}], "mentions[1].date: [1], expected [start, end] or null"),
        ([LOCATED | {"participants": 0}], "mentions[1].participants: 0, expected a list"),
        (
            [LOCATED | {"participants": [[0, 10]]}],
            "mentions[1].participants[1]: [0, 10], expected [start, end, role, code]",
        ),
        (
            [LOCATED | {"participants": [[0, 10, "participant", "USA"]]}],
            "mentions[1].participants[1].role: role 'participant' does not go with threat; it takes source and target",
        ),
        (
            [LOCATED | {"participants": [[0, 10, "source", "FRA"]]}],
            "mentions[1].participants[1]: source FRA is no participant of the event",
        ),
        (
            [LOCATED | {"participants": [[0, 10, "source", ["USA"]]]}],
            "mentions[1].participants[1]: code ['USA'], expected a code or null",
        ),
    ],
)
def test_what_mentions_cannot_be_names_its_field(tmp_path: Path, mentions: Any, problem: str) -> None:
    path = write(tmp_path, mentions=mentions)
    assert f"{path}:2: event 1: {problem}" in check(path)


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"triggers": ["menacent"]}, "triggers[1]: 'menacent' is not in the text"),
        (
            {"participants": [{"role": "source", "code": "USA", "name": "x", "text": "Rome"}]},
            "participants[1].text: 'Rome' is not in the text",
        ),
        (
            {"mentions": [LOCATED | {"trigger": [11, 16]}]},
            "mentions[1].trigger: 'menac' stands there, not 'menace'",
        ),
        ({"mentions": [LOCATED | {"date": [26, 40]}]}, "mentions[1].date: ends at 40, the text at 32"),
        (
            {"mentions": [LOCATED | {"participants": [[18, 99, "target", "IRN"]]}]},
            "mentions[1].participants[1]: ends at 99, the text at 32",
        ),
    ],
)
def test_what_the_text_does_not_say_names_its_field(tmp_path: Path, fields: dict[str, Any], problem: str) -> None:
    path = write(tmp_path, **fields)
    assert check(path) == [], "nothing is looked up without the texts"
    assert check(path, {"d": TEXT}) == [f"{path}:2: event 1: {problem}"]


def test_an_article_that_is_not_there(tmp_path: Path) -> None:
    path = write(tmp_path)
    assert check(path, {}) == [f"{path}:2: doc_id: there is no article d"]


def test_problems_are_all_listed_and_leave_with_1(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    lines = [json.dumps({"doc_id": f"d{n}", "published_at": "today", "events": []}) for n in range(30)]
    path.write_text("\n".join(lines), encoding="utf-8")
    done = CliRunner().invoke(app, ["gold", "check", str(path)])
    assert done.exit_code == 1
    assert f"{path}:30: published_at: 'today', expected YYYY-MM-DD or null" in done.output
    assert "30 problems in" in done.output
