"""Which mentions and participants are kept, with weights made for the purpose; and the logistic model itself."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
from spacy.tokens import Doc

from docs import make_doc, mention, put_entities, put_trigger, put_weights, side
from pipeline import lexicon, weights
from pipeline.components.plausibility import (
    ARTICLE_THRESHOLD,
    MIN_SENTENCES,
    THRESHOLD,
    ArticleView,
    Plausibility,
    mention_features,
    participant_features,
)
from pipeline.components.triggers import TRIGGERS
from pipeline.lexicon import LexiconError
from pipeline.weights import bucket, probability

S, T = "source", "target"
ACT = [side(S, "FRA"), side(T, "RUS", kind="capital", slot="object")]
YES, NO = 5.0, -5.0
BETWEEN = (THRESHOLD + ARTICLE_THRESHOLD) / 2
MAYBE = math.log(BETWEEN / (1 - BETWEEN))
"""Weight of a mention that is likely enough to be kept and not likely enough to speak for its article."""


def made(sentences: int = MIN_SENTENCES, **event: Any) -> Doc:
    """Return a Doc with an accusation in the first sentence, a threat in the second and nothing in the others."""
    doc = make_doc(
        "Paris/PROPN/nsubj/accuse accuse/VERB Moscou/PROPN/obj/accuse",
        "Moscou/PROPN/nsubj/menace menace/VERB Paris/PROPN/obj/menace",
        *["rien/PRON"] * (sentences - 2),
    )
    put_entities(doc, mention(doc, "Paris", "FRA"), mention(doc, "Moscou", "RUS"))
    values = {"status": "occurred", "topics": [], "participants": ACT}
    put_trigger(doc, "accuse", "accusation.x", **values | event)
    put_trigger(doc, "menace", "threat.x", **values)
    return doc


def kept(doc: Doc) -> list[str]:
    return [span.text for span in Plausibility()(doc).spans[TRIGGERS]]


# id: (weights of mentions, of participants, triggers that are kept)
CASES = {
    "all likely": ({"bias": YES}, {"bias": YES}, ["accuse", "menace"]),
    "none likely": ({"bias": NO}, {"bias": YES}, []),
    "one likely": ({"bias": NO, "type=accusation": 2 * YES}, {"bias": YES}, ["accuse"]),
    "one is likely, the other one likely enough": (
        {"bias": MAYBE, "type=accusation": YES}, {"bias": YES}, ["accuse", "menace"],
    ),
    "an article with no likely mention has none": ({"bias": MAYBE}, {"bias": YES}, []),
    "no participant is likely": ({"bias": YES}, {"bias": NO}, []),
    "one participant is left, who may act alone": (
        {"bias": YES}, {"bias": NO, "role=source": 2 * YES}, ["accuse", "menace"],
    ),
    "one participant is left, who may not": ({"bias": YES}, {"bias": NO, "role=target": 2 * YES}, []),
}  # fmt: skip


@pytest.mark.parametrize(("mentions", "participants", "expected"), CASES.values(), ids=CASES.keys())
def test_what_is_kept(
    mentions: dict[str, float], participants: dict[str, float], expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    put_weights(monkeypatch, mention=mentions, participant=participants)
    assert kept(made()) == expected


def test_a_text_too_short_for_an_article_keeps_all(monkeypatch: pytest.MonkeyPatch) -> None:
    put_weights(monkeypatch, mention={"bias": NO}, participant={"bias": NO})
    doc = made(MIN_SENTENCES - 1)
    assert kept(doc) == ["accuse", "menace"]
    assert [span._.event["confidence"] for span in doc.spans[TRIGGERS]] == pytest.approx([0.007, 0.007], abs=0.001)


def test_confidence_is_the_probability_of_the_mention(monkeypatch: pytest.MonkeyPatch) -> None:
    put_weights(monkeypatch, mention={"bias": 1.0, "type=threat": 1.0}, participant={"bias": YES})
    doc = Plausibility()(made())
    assert [span._.event["confidence"] for span in doc.spans[TRIGGERS]] == pytest.approx([0.731, 0.881], abs=0.001)


def test_only_likely_participants_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    put_weights(monkeypatch, mention={"bias": YES}, participant={"bias": YES, "role=target": 2 * NO})
    doc = Plausibility()(made())
    found = doc.spans[TRIGGERS][0]
    assert [p["code"] for p in found._.event["participants"]] == ["FRA"]
    assert found._.event["status"] == "occurred"


def test_a_document_without_triggers() -> None:
    doc = make_doc("Paris/PROPN")
    put_entities(doc)
    doc.spans[TRIGGERS] = []
    assert kept(doc) == []


def features(doc: Doc) -> list[str]:
    return mention_features(doc.spans[TRIGGERS][0], ArticleView.of(doc))


OBSERVED = {
    "type": ({}, "type=accusation"),
    "rule": ({}, "rule=accusation.x"),
    "status": ({"status": "planned"}, "status=planned"),
    "both sides": ({}, "n2"),
    "source": ({}, "source=coded"),
    "no target": ({"participants": [side(S, "FRA")]}, "target=none"),
    "no source": ({"participants": [side(T, "FRA"), side(T, "RUS")]}, "source=none"),
    "coded target": ({}, "target=coded"),
    "unknown target": ({"participants": [side(S, "FRA"), side(T, None)]}, "target=unknown"),
    "topic": ({"topics": ["nuclear"]}, "topic=nuclear"),
    "private source": ({"participants": [side(S, "FRA_CIV"), side(T, "RUS")]}, "private_source"),
    "domestic": ({"participants": [side(S, "FRA"), side(T, "FRA_CIV")]}, "domestic"),
    "first sentence": ({}, "position=0"),
}


@pytest.mark.parametrize(("event", "expected"), OBSERVED.values(), ids=OBSERVED.keys())
def test_what_is_observed_of_a_mention(event: dict[str, Any], expected: str) -> None:
    assert expected in features(made(**event))


UNOBSERVED = {"public source": "private_source", "international": "domestic", "target": "target=none"}


@pytest.mark.parametrize("feature", UNOBSERVED.values(), ids=UNOBSERVED.keys())
def test_what_is_not_observed_of_a_mention(feature: str) -> None:
    assert feature not in features(made())


def test_observations_are_the_same_each_time_and_none_counts_twice() -> None:
    first, second = features(made()), features(made())
    assert first == second
    assert len(set(first)) == len(first)
    doc = made()
    found = participant_features(doc.spans[TRIGGERS][0], ACT[0], ArticleView.of(doc))
    assert len(set(found)) == len(found)


def test_view_of_the_article() -> None:
    doc = make_doc("Paris/PROPN à/ADP Rome/PROPN", "Français/PROPN et/CCONJ Moscou/PROPN")
    put_entities(
        doc, mention(doc, "Paris", "FRA"), mention(doc, "Rome", "ITA", locative=True),
        mention(doc, "Français", "FRA_CIV", "demonym", country=None), mention(doc, "Moscou", "RUS"),
    )  # fmt: skip
    put_trigger(doc, "Paris", "meeting.x", participants=[side(S, "FRA"), side(T, "RUS")])
    put_trigger(doc, "Moscou", "meeting.x", participants=[side(S, "FRA"), side(T, "RUS", how="main_actor")])
    view = ArticleView.of(doc)
    # Citizens count with their state; where something happens is in its sentence, not among the actors.
    assert view.codes == {"FRA": 2, "RUS": 1}
    assert view.sentence_codes == {0: {"FRA", "ITA"}, 3: {"FRA", "RUS"}}
    assert (view.n_triggers, view.n_bilateral) == (2, 1)


PROBABILITIES = {
    "nothing known": ([], 0.5), "bias alone": (["x"], 0.5), "likely": (["good"], 0.881), "unlikely": (["bad"], 0.119),
    "they add up": (["good", "bad"], 0.5), "unknown ones weigh nothing": (["good", "never seen"], 0.881),
}  # fmt: skip


@pytest.mark.parametrize(("observed", "expected"), PROBABILITIES.values(), ids=PROBABILITIES.keys())
def test_probability(observed: list[str], expected: float, monkeypatch: pytest.MonkeyPatch) -> None:
    put_weights(monkeypatch, mention={"good": 2.0, "bad": -2.0})
    assert probability(observed, "mention") == pytest.approx(expected, abs=0.001)


def test_bias_counts_always(monkeypatch: pytest.MonkeyPatch) -> None:
    put_weights(monkeypatch, date={"bias": 2.0})
    assert probability([], "date") == pytest.approx(0.881, abs=0.001)
    assert probability([], "place") == 0.5


BUCKETS = {"below": (0, 0), "on an edge": (1, 1), "between": (2, 1), "on the last edge": (3, 2), "above": (9, 2)}


@pytest.mark.parametrize(("value", "expected"), BUCKETS.values(), ids=BUCKETS.keys())
def test_bucket(value: float, expected: int) -> None:
    assert bucket(value, (1, 3)) == expected


BROKEN = {"unknown model": "mood\tx\t1.0", "no number": "date\tx\tmuch"}


@pytest.mark.parametrize("row", BROKEN.values(), ids=BROKEN.keys())
def test_malformed_weights_name_file_and_line(row: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicon, "LEXICON_DIR", tmp_path)
    monkeypatch.setattr(weights, "read_tsv", lexicon.read_tsv.__wrapped__)
    (tmp_path / "weights.tsv").write_text(f"model\tfeature\tweight\ndate\tbias\t1\n{row}\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"weights\.tsv:3"):
        weights.tables.__wrapped__()


def test_every_model_has_weights() -> None:
    assert all(weights.tables()[model] for model in weights.MODELS)
