"""Errors are sorted into classes whose costs add up, and mistyped events are found again."""

from __future__ import annotations

from typing import Any

from made_gold import articles, event

from pipeline.error_classes import NO_TYPE, confusion, error_classes
from pipeline.gold_sentences import marked_sentences, sentence
from pipeline.run_diff import compare, render
from pipeline.scoring import align_all, score


def classes(gold: list[dict[str, Any]], system: list[dict[str, Any]]) -> dict[str, tuple[float, int]]:
    found = error_classes(align_all(articles(gold), articles(system)))
    return {one.label: (one.cost, len(one.cases)) for one in found}


def test_each_kind_of_error_has_its_class_and_cost() -> None:
    gold = [
        event("threat", "IRN"),
        event("aid", "UKR", triggers=["aide"]),
        event("release", "CUB", triggers=["échange"]),
    ]
    system = [event("threat", "IRN", "planned"), event("visit", "FRA", triggers=["arrive"]), event("release", "POL")]
    assert classes(gold, system) == {
        "status: occurred → planned": (2, 1),
        "participant: target lacking": (1, 1),
        "participant: target too many": (1, 1),
        "missed: aid": (1, 1),
        "made up: visit": (1, 1),
    }


def test_a_pair_shares_its_cost_among_its_differences() -> None:
    pair = event("threat", "IRN"), event("threat", "IRN", "negated", date=["2020-01-01", "2020-01-01"])
    assert classes([pair[0]], [pair[1]]) == {"date: made up": (1, 1), "status: occurred → negated": (1, 1)}
    assert list(classes([pair[1]], [pair[0]])) == ["date: absent", "status: negated → occurred"]


def test_one_in_the_wrong_role_is_one_error() -> None:
    turned = event("threat", "IRN")
    turned["participants"][1]["role"] = "source"
    assert classes([event("threat", "IRN")], [turned]) == {"participant: other role": (2, 1)}


def test_costs_are_the_misses_and_false_alarms_of_the_strict_score() -> None:
    gold = [event("threat", "IRN"), event("aid", "UKR"), event("visit", "FRA", "planned", triggers=["ira"])]
    system = [event("threat", "IRN", "planned"), event("sanctions", "UKR"), event("visit", "FRA", "planned")]
    strict = score(articles(gold), articles(system)).strict
    total = sum(cost for cost, _ in classes(gold, system).values())
    assert total == strict.n_gold + strict.n_system - 2 * strict.hits


def test_the_same_words_under_another_type_are_a_confusion() -> None:
    gold = [event("aid", "UKR", triggers=["soutien"]), event("visit", "FRA", triggers=["ira"])]
    system = [event("support_statement", "POL", triggers=["soutien"]), event("threat", "CUB", triggers=["menace"])]
    alignments = align_all(articles(gold), articles(system))
    assert confusion(alignments) == {
        ("aid", "support_statement"): 1,
        ("visit", NO_TYPE): 1,
        (NO_TYPE, "threat"): 1,
    }
    assert "type: aid → support_statement" in classes(gold, system)


def test_events_of_one_type_without_common_words_are_not_paired() -> None:
    gold, system = event("aid", "UKR", triggers=["aide"]), event("aid", "POL", triggers=["don"])
    system["participants"] = [{"role": "source", "code": "DEU", "name": "DEU"}]
    assert classes([gold], [system]) == {"made up: aid": (1, 1), "missed: aid": (1, 1)}
    assert list(classes([gold], [system | {"triggers": ["aide"]}])) == ["all participants wrong: aid"]


TEXT = "Un titre\n\nParis a menacé Rome. Puis tout s'est tu… Berlin part."


def test_the_sentence_of_the_first_trigger_that_is_found() -> None:
    assert sentence(event("threat", "ITA", triggers=["ultimatum", "menacé"]), TEXT) == "Paris a menacé Rome."
    assert sentence(event("threat", "ITA", triggers=["part"]), TEXT) == "Berlin part."
    located = event("threat", "ITA", triggers=["x"], mentions=[{"trigger": [3, 8], "participants": [], "date": None}])
    assert sentence(located, TEXT) == "Un titre"
    assert sentence(event("threat", "ITA", triggers=["ultimatum"]), TEXT) is None
    assert sentence(event("threat", "ITA", triggers=["menacé"]), None) is None


def test_pieces_of_a_sentence_name_what_covers_them() -> None:
    start = TEXT.index("a menacé")
    spans = {"gold": (start, start + 8), "system": (start + 2, start + 8), "none": None}
    (pieces,) = marked_sentences(TEXT, spans)
    assert pieces == [("Paris ", ""), ("a ", "gold"), ("menacé", "gold system"), (" Rome.", "")]


def test_two_runs_are_compared_without_gold() -> None:
    kept, lost, gained = (event(*names) for names in (("threat", "ITA"), ("aid", "UKR"), ("visit", "FRA")))
    before = articles([kept | {"triggers": ["menacé"]}, lost, event("release", "CUB")], [lost])
    after = articles([kept | {"status": "planned"}, gained, event("release", "CUB")], [], [gained])
    diff = compare(before, after)
    assert [(c.doc_id, c.kind, c.event["type"]) for c in diff.changes] == [
        ("d0", "changed", "threat"),
        ("d0", "lost", "aid"),
        ("d0", "gained", "visit"),
        ("d1", "lost", "aid"),
        ("d2", "gained", "visit"),
    ]
    lines = render(diff, {"d0": TEXT}).splitlines()
    assert lines[0] == "3 articles: 2 gained, 2 lost, 1 changed, 1 as before"
    at = lines.index("changed")
    assert lines[at + 1].endswith("[menacé]: status is planned")
    assert lines[at + 2] == "      Paris a menacé Rome."
