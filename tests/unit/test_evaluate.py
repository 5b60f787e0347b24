"""The report says the figures with their counts, the errors and the changes."""

from __future__ import annotations

from typing import Any

from pipeline.evaluate import run


def threat(target: str, trigger: str, **fields: Any) -> dict[str, Any]:
    base = {
        "type": "threat", "status": "occurred", "background": False,
        "participants": [
            {"role": "source", "code": "USA", "name": "États-Unis"}, {"role": "target", "code": target, "name": target},
        ],
        "date": None, "place": None, "venue": None, "topics": [], "about": [], "reported_by": None,
        "triggers": [trigger],
    }  # fmt: skip
    return base | fields


def articles(*events: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"doc_id": "d1", "published_at": "2020-01-15", "events": list(events)}]


IRAN, CHINA = threat("IRN", "menace"), threat("CHN", "avertit")
VISIT = threat("IRN", "se rend", type="visit")


def test_figures_come_with_their_counts() -> None:
    report = run(articles(IRAN, VISIT), articles(IRAN))
    lines = report.splitlines()
    assert lines[0] == "1 articles, 2 gold events, 1 system events"
    assert "event           100.0   50.0   66.7   1 / 1 / 2" in lines
    assert "participant     100.0   50.0   66.7   2 / 2 / 4" in lines
    assert "status          100.0   1 / 1" in lines
    assert "date                –   0 / 0" in lines


def test_by_type_has_one_line_a_type() -> None:
    lines = run(articles(IRAN, VISIT), articles(IRAN), by_type=True).splitlines()
    assert next(line for line in lines if line.startswith("visit ")).endswith("0 / 0 / 1")
    assert next(line for line in lines if line.startswith("threat ")).endswith("1 / 1 / 1")


def test_missing_articles_are_said() -> None:
    assert "1 articles are not in the system's output" in run(articles(IRAN), [])


def test_errors_name_article_event_and_trigger() -> None:
    changed = threat("IRN", "menace", status="planned", date=["2020-01-20", "2020-01-20"])
    system = articles(changed, threat("CUB", "bloque", type="sanctions"))
    lines = run(articles(IRAN, VISIT), system, errors=True).splitlines()
    start = lines.index("d1")
    assert lines[start + 1 :] == [
        "  missed    visit occurred (s:USA=États-Unis, t:IRN=IRN) no date [se rend]",
        "  spurious  sanctions occurred (s:USA=États-Unis, t:CUB=CUB) no date [bloque]",
        "  differs   threat occurred (s:USA=États-Unis, t:IRN=IRN) no date [menace]"
        ": status is planned; date is 2020-01-20",
    ]


def test_a_perfect_run_has_no_errors() -> None:
    assert run(articles(IRAN), articles(IRAN), errors=True).endswith("No errors.")


def test_against_lists_gains_and_losses() -> None:
    spurious = threat("CUB", "bloque", type="sanctions")
    report = run(articles(IRAN, VISIT), articles(IRAN, spurious), against=articles(VISIT, VISIT))
    tail = report[report.index("gains") - 2 :].splitlines()
    assert tail == [
        "2 gains",
        "  d1: found threat occurred (s:USA=États-Unis, t:IRN=IRN) no date [menace]",
        "  d1: no longer made up visit occurred (s:USA=États-Unis, t:IRN=IRN) no date [se rend]",
        "",
        "2 losses",
        "  d1: lost visit occurred (s:USA=États-Unis, t:IRN=IRN) no date [se rend]",
        "  d1: newly made up sanctions occurred (s:USA=États-Unis, t:CUB=CUB) no date [bloque]",
    ]


def test_against_counts_an_event_that_became_wholly_right() -> None:
    half = threat("CHN", "avertit", status="planned")
    report = run(articles(CHINA), articles(CHINA), against=articles(half))
    assert (
        "  d1: now wholly right threat occurred (s:USA=États-Unis, t:CHN=CHN) no date [avertit]" in report.splitlines()
    )
    assert "strict            0.0  100.0  +100.0" in report.splitlines()
