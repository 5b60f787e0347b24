"""Pairing and counting on hand-made events, each figure worked out by hand."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from pipeline.assignment import best_assignment
from pipeline.scoring import F1, Ratio, align, dates_agree, fold, score

Event = dict[str, Any]


def event(event_type: str, *sides: str, **fields: Any) -> Event:
    """Make an event; a side is `role:code` or `role:code:name`, with `?` for no code."""
    participants = []
    for side in sides:
        role, code, *name = side.split(":")
        participants.append({"role": role, "code": None if code == "?" else code, "name": name[0] if name else code})
    base: Event = {
        "type": event_type, "status": "occurred", "background": False, "participants": participants, "date": None,
        "place": None, "venue": None, "topics": [], "about": [], "reported_by": None, "triggers": [],
    }  # fmt: skip
    return base | fields


def article(*events: Event, doc_id: str = "a") -> dict[str, Any]:
    return {"doc_id": doc_id, "published_at": "2020-01-15", "events": list(events)}


MEETING = ("participant:FRA", "participant:DEU")


def test_identical_events_score_one_everywhere() -> None:
    gold = article(event("meeting", *MEETING, date=["2020-01-14", "2020-01-14"], venue="G7", topics=["trade"]))
    scores = score([gold], [gold])
    assert scores.event == F1(1, 1, 1)
    assert scores.participant == F1(2, 2, 2)
    assert scores.strict == F1(1, 1, 1)
    assert scores.status == scores.date == scores.venue == scores.background == Ratio(1, 1)
    assert scores.name == Ratio(2, 2)
    assert scores.place == scores.null_articles == Ratio(0, 0)
    assert scores.place.value is None


def test_one_common_pair_is_a_match_and_the_rest_counts_as_wrong_and_missed() -> None:
    gold = article(event("threat", "source:USA", "target:IRN"))
    system = article(event("threat", "source:USA", "target:IRQ", "target:SYR"))
    scores = score([gold], [system])
    assert scores.event == F1(1, 1, 1)
    assert scores.participant == F1(1, 3, 2)
    assert scores.strict == F1(0, 1, 1)
    assert (scores.participant.precision, scores.participant.recall) == (1 / 3, 1 / 2)
    assert scores.participant.value == pytest.approx(2 / 5)


def test_same_code_in_another_role_is_no_match() -> None:
    gold, system = (
        article(event("visit", "source:FRA", "target:DEU")),
        article(event("visit", "source:DEU", "target:FRA")),
    )
    scores = score([gold], [system])
    assert scores.event == F1(0, 1, 1)
    assert scores.participant == F1(0, 2, 2)
    assert scores.status == Ratio(0, 0)


def test_another_type_is_no_match() -> None:
    scores = score([article(event("meeting", *MEETING))], [article(event("phone_call", *MEETING))])
    assert scores.event == F1(0, 1, 1)
    assert scores.by_type["meeting"].event == F1(0, 0, 1)
    assert scores.by_type["phone_call"].event == F1(0, 1, 0)


def test_events_of_another_article_are_no_match() -> None:
    gold = [article(event("meeting", *MEETING), doc_id="a"), article(doc_id="b")]
    system = [article(doc_id="a"), article(event("meeting", *MEETING), doc_id="b")]
    scores = score(gold, system)
    assert scores.event == F1(0, 1, 1)
    assert scores.null_articles == Ratio(0, 1)


def test_without_coded_participants_on_both_sides_is_a_match() -> None:
    nobody = event("request", "source:?")
    scores = score([article(nobody)], [article(nobody)])
    assert scores.event == F1(1, 1, 1)
    assert scores.participant == F1(0, 0, 0)


def test_without_coded_participants_on_one_side_is_none() -> None:
    scores = score([article(event("request", "source:?"))], [article(event("request", "source:UN"))])
    assert scores.event == F1(0, 1, 1)


def test_pairing_maximises_the_total_not_the_first_best() -> None:
    # The first gold event shares 2 with either system event, the second shares 3 with the first and 0 with the other.
    sides = [f"participant:{code}" for code in ("FRA", "DEU", "ITA", "ESP", "USA")]
    gold = [event("meeting", *sides[:2]), event("meeting", *sides[2:])]
    system = [event("meeting", *sides), event("meeting", *sides[:2])]
    alignment = align("a", gold, system)
    assert [(gold.index(p.gold), system.index(p.system)) for p in alignment.pairs] == [(0, 1), (1, 0)]
    assert score([article(*gold)], [article(*system)]).participant == F1(5, 7, 5)


@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize(("field", "other"), [("status", "planned"), ("date", ["2020-02-01", "2020-02-01"])])
def test_equal_totals_are_paired_by_status_and_date(field: str, other: Any, reverse: bool) -> None:
    gold = [event("meeting", *MEETING), event("meeting", *MEETING, **{field: other})]
    system = gold[::-1] if reverse else gold
    scores = score([article(*gold)], [article(*system)])
    assert scores.strict == F1(2, 2, 2)


def test_equal_totals_are_paired_for_more_matches() -> None:
    gold = [event("meeting", "participant:FRA", "participant:DEU"), event("meeting", "participant:FRA")]
    system = [event("meeting", "participant:FRA"), event("meeting", "participant:DEU")]
    assert len(align("a", gold, system).pairs) == 2


def test_surplus_events_are_spurious_and_missed() -> None:
    gold = [event("visit", "source:FRA", "target:DEU"), event("threat", "source:USA")]
    system = [event("visit", "source:FRA", "target:DEU"), event("visit", "source:FRA", "target:ITA")]
    alignment = align("a", gold, system)
    assert alignment.missed == (gold[1],)
    assert alignment.spurious == (system[1],)


def test_repeated_role_and_code_count_once() -> None:
    gold = event("detention", "source:IRN", "target:FRA_CIV:Alix", "target:FRA_CIV:Bastien")
    system = event("detention", "source:IRN", "target:FRA_CIV:Bastien")
    scores = score([article(gold)], [article(system)])
    assert scores.participant == F1(2, 2, 2)
    assert scores.name == Ratio(2, 2)
    assert scores.strict == F1(1, 1, 1)


def test_name_is_compared_on_common_pairs_only() -> None:
    gold = event("meeting", "participant:FRA:Élysée", "participant:DEU:Allemagne")
    system = event("meeting", "participant:FRA:France", "participant:ITA:Italie")
    assert score([article(gold)], [article(system)]).name == Ratio(0, 1)


def test_apostrophes_do_not_part_names() -> None:
    gold, system = (event("threat", f"source:FRA:Quai d{mark}Orsay") for mark in "'’")
    assert score([article(gold)], [article(system)]).name == Ratio(1, 1)


@pytest.mark.parametrize(
    ("gold", "system", "agree"),
    [
        (["2020-01-10", "2020-01-10"], ["2020-01-10", "2020-01-10"], True),
        (["2020-01-10", "2020-01-10"], ["2020-01-11", "2020-01-11"], False),
        (["2020-01-10", "2020-01-10"], None, False),
        (["2020-01-01", "2020-01-31"], ["2020-01-01", "2020-01-16"], True),
        (["2020-01-01", "2020-01-31"], ["2020-01-01", "2020-01-15"], False),
        (["2020-01-01", "2020-01-10"], ["2020-01-11", "2020-01-20"], False),
        (["2020-01-01", "2020-01-02"], ["2020-01-02", "2020-01-02"], True),
        (["2020-01-01", "2020-01-03"], ["2020-01-02", "2020-01-02"], False),
        (["2020-01-01", "2020-03-31"], ["2021-01-01", "2021-03-31"], False),
    ],
)
def test_dates_agree_from_half_of_the_union(gold: list[str], system: list[str] | None, agree: bool) -> None:
    assert dates_agree(gold, system) is agree


def test_date_accuracy_leaves_out_gold_without_date_but_strict_does_not() -> None:
    gold, system = event("meeting", *MEETING), event("meeting", *MEETING, date=["2020-01-14", "2020-01-14"])
    scores = score([article(gold)], [article(system)])
    assert scores.date == Ratio(0, 0)
    assert scores.strict == F1(0, 1, 1)


@pytest.mark.parametrize(
    ("place", "full", "country"),
    [
        ({"name": "geneve", "country": "CHE"}, 1, 1),
        ({"name": "Berne", "country": "CHE"}, 0, 1),
        ({"name": "Genève", "country": "FRA"}, 0, 0),
        (None, 0, 0),
    ],
)
def test_place_needs_name_and_country(place: Any, full: int, country: int) -> None:
    gold, system = (event("meeting", *MEETING, place=p) for p in ({"name": "Genève", "country": "CHE"}, place))
    scores = score([article(gold)], [article(system)])
    assert scores.place == Ratio(full, 1)
    assert scores.place_country == Ratio(country, 1)


def test_reporter_and_topics() -> None:
    gold = event(
        "meeting", *MEETING, reported_by={"code": "RUS", "name": "Kremlin"}, topics=["trade", "arms"], about=["SYR"]
    )
    system = event("meeting", *MEETING, reported_by={"code": "RUS", "name": "Russie"}, topics=["trade", "energy"])
    scores = score([article(gold)], [article(system)])
    assert scores.reporter == Ratio(1, 1)
    assert scores.topic == F1(1, 2, 2)
    assert scores.about == F1(0, 0, 1)


def test_null_articles_need_a_system_line() -> None:
    gold = [article(doc_id=name) for name in "abc"]
    system = [article(doc_id="a"), article(event("meeting", *MEETING), doc_id="b"), article(doc_id="z")]
    scores = score(gold, system)
    assert scores.null_articles == Ratio(1, 3)
    assert (scores.n_articles, scores.n_missing_articles) == (3, 1)
    assert scores.event == F1(0, 1, 0)
    assert scores.event.recall is None
    assert scores.event.value == 0


def test_micro_average_and_types_add_up() -> None:
    gold = [article(event("meeting", *MEETING), event("visit", "source:FRA", "target:DEU"))]
    system = [article(event("meeting", *MEETING), event("visit", "source:ITA", "target:ESP"))]
    scores = score(gold, system)
    assert list(scores.by_type) == ["meeting", "visit"]
    assert scores.event.hits == sum(part.event.hits for part in scores.by_type.values()) == 1
    assert scores.participant == F1(2, 4, 4)


def test_fold_drops_case_accents_and_typography() -> None:
    assert fold("Saint‑Pétersbourg") == fold("SAINT PETERSBOURG")
    assert fold("L’Élysée") == "l elysee"


MATRICES = [
    [[(7 * i * i + 5 * j + 3 * i * j + seed * (i + 2 * j)) % 11 for j in range(columns)] for i in range(rows)]
    for rows, columns, seed in itertools.product((1, 2, 3, 4, 5), (1, 2, 3, 4, 5), (0, 1, 2, 3))
]


@pytest.mark.parametrize("weights", MATRICES, ids=lambda m: f"{len(m)}x{len(m[0])}")
def test_assignment_equals_exhaustive_search(weights: list[list[int]]) -> None:
    rows, columns = range(len(weights)), range(len(weights[0]))
    if len(rows) <= len(columns):
        best = max(sum(weights[i][p[i]] for i in rows) for p in itertools.permutations(columns, len(rows)))
    else:
        best = max(sum(weights[p[j]][j] for j in columns) for p in itertools.permutations(rows, len(columns)))
    pairs = best_assignment(weights)
    assert sum(weights[i][j] for i, j in pairs) == best
    assert len(pairs) == len({i for i, _ in pairs}) == len({j for _, j in pairs}) == min(len(rows), len(columns))


def test_assignment_of_nothing_is_empty() -> None:
    assert best_assignment([]) == []
    assert best_assignment([[], []]) == []
