"""The table (type, status) → codes: complete, consistent, and equal to the codebook where that speaks."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from pipeline import ontology
from pipeline.records import STATUSES

SHARED = Path(__file__).parents[2].parent / "shared"
PLANNED_CODES = {
    "phone_call": "036", "meeting": "036", "visit": "036", "summit": "036", "negotiation": "036", "mediation": "039",
    "cooperation": "031", "aid": "033", "treaty_signing": "032", "release": "035", "troop_withdrawal": "035",
    "sanctions_relief": "035", "sanctions": "131", "expulsion": "136", "military_deployment": "138",
    "armed_attack": "138", "relations_downgrade": "131", "request": "020",
}  # fmt: skip
COOPERATION, CONFLICT = {1, 2}, {3, 4}


def test_there_are_29_types_8_of_them_symmetric() -> None:
    assert len(ontology.EVENT_TYPES) == 29
    assert {
        "phone_call", "meeting", "summit", "negotiation", "agreement", "treaty_signing", "ceasefire", "cooperation",
    } == ontology.SYMMETRIC_TYPES  # fmt: skip
    assert ontology.is_symmetric("meeting")
    assert not ontology.is_symmetric("visit")


def test_there_are_26_topics_without_repetition() -> None:
    assert len(ontology.TOPICS) == len(set(ontology.TOPICS)) == 26


@pytest.mark.parametrize(
    "event_type", ["sanctions", "treaty_withdrawal", "military_deployment", "summit", "threat", "aid"]
)
def test_one_participant_suffices(event_type: str) -> None:
    assert event_type in ontology.UNILATERAL_TYPES


@pytest.mark.parametrize("event_type", ["phone_call", "meeting", "visit", "agreement", "detention", "expulsion"])
def test_two_sides_are_needed(event_type: str) -> None:
    assert event_type not in ontology.UNILATERAL_TYPES


@pytest.mark.parametrize(("event_type", "cameo_code"), PLANNED_CODES.items())
def test_planned_events_have_codes_of_intent_or_threat(event_type: str, cameo_code: str) -> None:
    assert ontology.code(event_type, "planned").cameo_code == cameo_code


@pytest.mark.parametrize("event_type", ontology.EVENT_TYPES)
def test_negation_turns_cooperation_into_conflict_and_back(event_type: str) -> None:
    occurred, negated = (ontology.code(event_type, status) for status in ("occurred", "negated"))
    assert (occurred.quad_class in COOPERATION) == (negated.quad_class in CONFLICT)
    assert (occurred.goldstein > 0) == (negated.goldstein < 0)


@pytest.mark.parametrize("event_type", ontology.EVENT_TYPES)
@pytest.mark.parametrize("status", [s for s in STATUSES if s != "occurred"])
def test_the_unreal_is_never_material(event_type: str, status: str) -> None:
    assert ontology.code(event_type, status).quad_class in {1, 3}


def test_planned_consultation_is_agree() -> None:
    assert ontology.code("meeting", "hypothetical") == ontology.Coding("036", "AGREE", None, 4.0, 1)


def test_override_takes_its_values_from_the_cameo_table() -> None:
    assert ontology.code("rejection", "occurred", "129") == ontology.Coding("129", "REJECT", "yield", -5.0, 3)
    assert ontology.code("request", "occurred", "100") == ontology.Coding("100", "REQUEST", None, -5.0, 3)


def test_override_holds_for_what_has_occurred_only() -> None:
    assert ontology.code("rejection", "negated", "129") == ontology.code("rejection", "negated")


def test_override_equal_to_the_default_keeps_the_narrower_plover_mode() -> None:
    assert ontology.code("summit", "occurred", "040").plover_mode == "multilateral"


@pytest.mark.parametrize("override", ["12", "999", "010", ""])
def test_unknown_override_is_an_error_whatever_the_status(override: str) -> None:
    with pytest.raises(KeyError, match=re.escape("cameo.tsv")):
        ontology.code("rejection", "planned", override)


def test_unknown_type_or_status_is_an_error() -> None:
    with pytest.raises(KeyError):
        ontology.code("speech", "occurred")
    with pytest.raises(KeyError):
        ontology.code("meeting", "done")


def _codebook_rows() -> list[list[str]]:
    path = SHARED / "codebook.md"
    if not path.is_file():
        pytest.skip("no ../shared/codebook.md here")
    lines = path.read_text(encoding="utf-8").splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| `")]


def test_occurred_rows_are_the_codebook_columns() -> None:
    rows = _codebook_rows()
    assert tuple(row[0].strip("`") for row in rows) == ontology.EVENT_TYPES
    for name, structure, _covers, _french, plover, cameo, goldstein in rows:
        event_type, coding = name.strip("`"), ontology.code(name.strip("`"), "occurred")
        plover_type, _, mode = plover.partition("/")
        assert ontology.is_symmetric(event_type) == (structure == "∥"), event_type
        assert coding.plover_type == plover_type, event_type
        assert not mode or coding.plover_mode == mode, event_type
        assert coding.cameo_code == cameo[:3], event_type
        assert coding.goldstein == float(goldstein.split("/")[0].replace("−", "-")), event_type


def test_cameo_values_are_those_of_the_shared_table() -> None:
    path = SHARED / "cameo_plover_goldstein.tsv"
    if not path.is_file():
        pytest.skip("no ../shared/cameo_plover_goldstein.tsv here")
    with path.open(encoding="utf-8", newline="") as handle:
        shared = {r["code"]: r for r in csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE)}
    for cameo_code in sorted(ontology.CAMEO_CODES):
        coding = ontology._CAMEO[cameo_code]
        assert coding.goldstein == float(shared[cameo_code]["goldstein"]), cameo_code
        if shared[cameo_code]["plover_type"] != "(dropped)" and cameo_code != "163":
            assert coding.plover_type == shared[cameo_code]["plover_type"], cameo_code
