"""The actor gold is read or refused with a reason, and the figures are what a hand count gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import knowledge
from pipeline.actor_scores import (
    ActorGoldError,
    ActorText,
    actor_errors,
    figures,
    load_actor_gold,
    render_actors,
    score_actors,
)
from pipeline.components.mentions import base_code
from pipeline.records import Entity

ACTOR_GOLD = Path(__file__).parents[1] / "gold" / "actors"
TEXT = "Ankara accuse Paris. Il part à Paris avec un diplomate et Mme Durand."
MENTIONS = (
    '["Ankara", "LOC", "TUR", "Turquie"]',
    '["Paris", "LOC", "FRA", "France", 1]',
    '["Il", "PRON", "", ""]',
    '["Paris", "LOC", "", "Paris", 2]',
    '["diplomate", "ROLE", "", ""]',
    '["Durand", "PER", "", "Durand"]',
)


def write(folder: Path, *mentions: str, text: str = TEXT, date: str = "2021-04-27", text_id: str = "essai") -> Path:
    rows = ",\n".join(mentions)
    path = folder / "2020s.toml"
    path.write_text(f'[[texts]]\nid = "{text_id}"\ndate = {date}\ntext = "{text}"\nmentions = [{rows}]\n', "utf-8")
    return path


@pytest.fixture
def gold(tmp_path: Path) -> list[ActorText]:
    return load_actor_gold(write(tmp_path, *MENTIONS))


def entity(text: str, label: str, code: str | None, name: str | None, nth: int = 1) -> Entity:
    start = -1
    for _ in range(nth):
        start = TEXT.index(text, start + 1)
    return Entity(start, start + len(text), text, label, code, name, code, code, resolution="name")


RIGHT = (
    entity("Ankara", "LOC", "TUR", "Turquie"),
    entity("Paris", "LOC", "FRA", "France"),
    entity("Paris", "LOC", None, "Paris", nth=2),
    entity("Durand", "PER", None, "Durand"),
)


def test_occurrences_are_counted_over_whole_words(gold: list[ActorText]) -> None:
    assert [TEXT[m.start : m.end] for m in gold[0].mentions] == [
        "Ankara",
        "Paris",
        "Il",
        "Paris",
        "diplomate",
        "Durand",
    ]
    assert gold[0].mentions[3].start == TEXT.rindex("Paris")
    assert [m.is_unlinked for m in gold[0].mentions] == [False, False, True, False, True, False]


def test_a_perfect_run_scores_one_and_has_no_errors(gold: list[ActorText]) -> None:
    assert {figure.value for figure in figures(score_actors(gold, [RIGHT])).values()} == {1.0}
    assert list(actor_errors(gold, [RIGHT])) == []


def test_every_figure_counts_its_own_error(gold: list[ActorText]) -> None:
    found = [
        RIGHT[0],
        entity("Paris", "ORG", "FRA", "Paris"),
        entity("Paris", "LOC", "FRA", "Paris", nth=2),
        entity("diplomate", "ROLE", "TUR", "Turquie"),
        entity("Mme Durand", "PER", None, "Durand"),
    ]
    scores = score_actors(gold, [found])
    assert (scores.mention.hits, scores.mention.n_system, scores.mention.n_gold) == (3, 4, 4)
    assert (scores.label.hits, scores.link.hits, scores.name.hits) == (2, 2, 2)
    assert (scores.unlinked.hits, scores.unlinked.total) == (1, 2)
    kinds = [line.split(": ", 1)[1].split()[0] for line in actor_errors(gold, [found])]
    assert kinds == ["name", "link", "linked", "spurious", "missed"]


def test_several_actors_are_compared_as_sets(tmp_path: Path) -> None:
    gold = load_actor_gold(write(tmp_path, '["Il", "PRON", "TUR|FRA", "Turquie|France"]'))
    swapped = Entity(21, 23, "Il", "PRON", "FRA|TUR", "France|Turquie", "FRA|TUR", None)
    half = Entity(21, 23, "Il", "PRON", "FRA", "France", "FRA", None)
    assert score_actors(gold, [[swapped]]).link.value == 1
    assert score_actors(gold, [[half]]).link.value == 0


def test_what_is_silent_over_unlinked_mentions_costs_nothing(gold: list[ActorText]) -> None:
    uncoded = entity("diplomate", "ROLE", None, None)
    assert score_actors(gold, [[*RIGHT, uncoded]]) == score_actors(gold, [RIGHT])


def test_errors_show_the_sentence(gold: list[ActorText]) -> None:
    (missed,) = actor_errors(gold, [RIGHT[1:]])
    assert missed == "essai 2021-04-27: missed   'Ankara' LOC TUR Turquie\n    Ankara accuse Paris."


def test_report_gives_shares_and_counts(gold: list[ActorText]) -> None:
    lines = render_actors(score_actors(gold, [RIGHT[1:]])).splitlines()
    assert lines[0] == "1 texts, 4 gold mentions, 2 that must stay unlinked"
    assert "mention         100.0   75.0   85.7   3 / 3 / 4" in lines
    assert "link            100.0   3 / 3" in lines


@pytest.mark.parametrize(
    ("mention", "reason"),
    [
        ('["Moscou", "LOC", "RUS", "Russie"]', "'Moscou' does not stand 1 times"),
        ('["Paris", "LOC", "FRA", "France"]', "stands 2 times in the text; say which"),
        ('["Paris", "LOC", "FRA", "France", 3]', "'Paris' does not stand 3 times"),
        ('["Paris", "LOC", "FRA", "France", 0]', "'Paris' does not stand 0 times"),
        ('["Ankara", "CITY", "TUR", "Turquie"]', "has the label 'CITY'"),
        ('["Ankara", "LOC", "TUR"]', "is not"),
        ('["Paris", "LOC", "", "Paris", 1], ["Ankara", "LOC", "TUR", "Turquie"]', "keep text order"),
    ],
)
def test_a_wrong_mention_is_refused_with_its_place(tmp_path: Path, mention: str, reason: str) -> None:
    with pytest.raises(ActorGoldError, match=r"2020s\.toml: essai: ") as caught:
        load_actor_gold(write(tmp_path, mention))
    assert reason in str(caught.value)


def test_wrong_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ActorGoldError, match="no actor gold here"):
        load_actor_gold(tmp_path)
    path = write(tmp_path, MENTIONS[0], date='"2021-04-27"')
    with pytest.raises(ActorGoldError, match="without quotes"):
        load_actor_gold(path)
    path.write_text("texts = 3 = 4", encoding="utf-8")
    with pytest.raises(ActorGoldError, match="no TOML"):
        load_actor_gold(path)
    path.write_text('[[texts]]\nid = "a"\n', encoding="utf-8")
    with pytest.raises(ActorGoldError, match="expected date, id, mentions, text"):
        load_actor_gold(path)
    write(tmp_path, MENTIONS[0])
    (tmp_path / "2021s.toml").write_bytes(path.read_bytes())
    with pytest.raises(ActorGoldError, match="id of another text"):
        load_actor_gold(tmp_path)


def test_the_gold_of_the_project_is_large_and_its_codes_are_known() -> None:
    texts = load_actor_gold(ACTOR_GOLD)
    mentions = [mention for text in texts for mention in text.mentions]
    assert len(texts) >= 32
    assert len(mentions) >= 270
    assert {text.date.year // 10 for text in texts} == {199, 200, 201, 202}
    assert {mention.label for mention in mentions} == {"PER", "ORG", "LOC", "ROLE", "PRON"}
    assert sum(mention.is_unlinked for mention in mentions) >= 10
    known = knowledge.load()
    codes = {base_code(code) for mention in mentions for code in mention.codes}
    assert codes - known.states.keys() - known.organisations.keys() - known.groups.keys() == set()
