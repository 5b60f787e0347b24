"""How far an event can be trusted, from its mentions together."""

from __future__ import annotations

from dataclasses import replace

import pytest
from made_records import article, mention

from docs import put_weights
from pipeline.confidence import LEAD, features, of_event
from pipeline.records import EventMention, Participant

FIRST = mention(article(), "meeting", "se sont parlé", "meeting.x")
PARIS = Participant("participant", "FRA", "France", "FRA", "Paris", 0, 5, True, "frame, name")
GUESSED = replace(PARIS, actor_id="TUR", actor_name="Turquie", actor_code="TUR", is_direct=False)


def told(confidence: float, **changes: object) -> EventMention:
    return replace(FIRST, confidence=confidence, **changes)


@pytest.mark.parametrize(("confidence", "level"), [(0.5, 0), (0.7, 1), (0.9, 4), (0.95, 6), (1.0, 6)])
def test_the_likeliest_mention_counts(confidence: float, level: int) -> None:
    assert f"level={level}" in features([told(0.3), told(confidence)])


@pytest.mark.parametrize(("times", "expected"), [(1, 1), (3, 3), (7, 4)])
def test_how_often_it_is_told(times: int, expected: int) -> None:
    assert f"told={expected}" in features([told(0.5)] * times)


def test_where_it_is_told_first() -> None:
    places = [
        told(0.5),
        told(0.5, sentence_start=LEAD - 10, start_char=LEAD - 1),
        told(0.5, sentence_start=LEAD, start_char=LEAD),
    ]
    assert [next(f for f in features([m]) if f.startswith("where=")) for m in places] == [
        "where=title", "where=lead", "where=body",
    ]  # fmt: skip


def test_sides_and_how_they_were_found() -> None:
    assert {"sides=0", "direct=True"} <= set(features([told(0.5)]))
    assert {"sides=2", "direct=False"} <= set(features([told(0.5, participants=(PARIS, GUESSED))]))
    assert {"sides=2", "direct=True"} <= set(
        features([told(0.5, participants=(PARIS,)), told(0.5, participants=(GUESSED,))])
    )


def test_the_confidence_is_that_of_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    put_weights(monkeypatch, event={"bias": 0.0, "told=2": 3.0})
    assert of_event([told(0.9)]) == 0.5
    assert of_event([told(0.9), told(0.9)]) > 0.95


def test_what_has_more_evidence_is_trusted_more() -> None:
    assert of_event([told(0.95)]) > of_event([told(0.5)])
