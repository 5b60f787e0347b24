"""Gold goes to brat and Label Studio and comes back byte for byte; what is edited there comes back as gold."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline import gold_brat, gold_convert, gold_label_studio
from pipeline.gold import GoldError, article_problems, load_gold, roles_of
from pipeline.gold_run import texts_of
from pipeline.gold_spans import gold_lines, mark, unmark
from pipeline.ontology import EVENT_TYPES, TOPICS
from pipeline.records import STATUSES

ROOT = Path(__file__).parents[2]
TEXT = "Rencontre à Vienne\n\nLes ministres français et russe se sont 🤝 vus\nmardi à Vienne. Ils se sont revus jeudi."


def _span(words: str) -> list[int]:
    return [TEXT.index(words), TEXT.index(words) + len(words)]


ARTICLE: dict[str, Any] = {
    "doc_id": "vienne", "published_at": "2018-05-03", "events": [{
        "type": "meeting", "status": "planned", "background": True,
        "participants": [
            {"role": "participant", "code": "FRA", "name": "France", "text": "ministres français"},
            {"role": "participant", "code": "RUS", "name": "Russie"},
            {"role": "participant", "code": None, "name": "la communauté"},
        ],
        "date": ["2018-05-01", "2018-05-01"], "place": {"name": "Vienne", "country": "AUT"}, "venue": None,
        "topics": ["trade"], "about": [], "reported_by": None, "triggers": ["vus\nmardi", "revus"],
        "mentions": [
            {"trigger": _span("vus\nmardi"), "date": _span("mardi"), "participants": [
                [*_span("ministres français et russe"), "participant", "FRA"],
                [*_span("ministres français et russe"), "participant", "RUS"],
            ]},
            {"trigger": _span("revus"), "date": None, "participants": [[*_span("Ils"), "participant", None]]},
        ],
    }, {
        "type": "threat", "status": "occurred", "background": False,
        "participants": [{"role": "source", "code": "FRA", "name": "France"}],
        "date": None, "place": None, "venue": "G7", "topics": [], "about": ["IRN"],
        "reported_by": {"code": None, "name": "x"}, "triggers": ["introuvable"],
    }],
}  # fmt: skip


def there_and_back(gold: list[dict[str, Any]], texts: dict[str, str], folder: Path) -> list[bytes]:
    """Return gold as it comes back from brat, from Label Studio, and from one by way of the other."""
    source = folder / "gold.jsonl"
    source.write_bytes("".join(f"{line}\n" for line in gold_lines(gold)).encode())
    steps = {"brat": ("brat",), "label-studio": ("label-studio.json",), "both": ("brat", "label-studio.json", "brat")}
    came_back = []
    for name, forms in steps.items():
        path = source
        for number, form in enumerate(forms):
            out = folder / f"{name}{number}-{form}"
            gold_convert.write(gold_convert.read(path, texts), form.removesuffix(".json"), out)
            path = out
        back = folder / f"{name}.back.jsonl"
        gold_convert.write(gold_convert.read(path, {}), "gold", back)
        came_back.append(back.read_bytes())
    return came_back


@pytest.mark.parametrize("path", sorted((ROOT / "tests" / "gold").glob("*.jsonl")), ids=lambda path: path.name)
def test_the_gold_of_the_project_comes_back_byte_for_byte(path: Path, tmp_path: Path) -> None:
    texts = texts_of(ROOT / "data" / "raw")
    assert there_and_back(load_gold(path), texts, tmp_path) == [path.read_bytes()] * 3


def test_every_event_of_the_project_is_marked_in_its_text() -> None:
    texts = texts_of(ROOT / "data" / "raw")
    gold = [article for path in (ROOT / "tests" / "gold").glob("*.jsonl") for article in load_gold(path)]
    assert {article["doc_id"] for article in gold} == set(texts)
    marked = [
        (article["doc_id"], event) for article in gold for event in mark(article, texts[article["doc_id"]]).events
    ]
    # Words that are not found in the text are carried in the note, where no annotator sees them.
    assert [doc_id for doc_id, event in marked if {"mentions", "triggers"} & event.note.keys()] == []


def test_mentions_codes_and_words_over_a_line_end_come_back(tmp_path: Path) -> None:
    assert list(article_problems(ARTICLE)) == []
    expected = (json.dumps(ARTICLE, ensure_ascii=False) + "\n").encode()
    ordered = "".join(f"{line}\n" for line in gold_lines([ARTICLE])).encode()
    assert json.loads(expected) == json.loads(ordered)
    assert there_and_back([ARTICLE], {"vienne": TEXT}, tmp_path) == [ordered] * 3


words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
codes = st.one_of(st.none(), st.sampled_from(["FRA", "RUS", "SYR_OPP", "UN", "G7"]))
days = st.dates(dt.date(1995, 1, 1), dt.date(2026, 1, 1)).map(str)


@st.composite
def golds(draw: st.DrawFn) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """Draw articles with any text and well-formed gold for it, located or not."""
    texts = draw(st.dictionaries(words, st.text(st.characters(exclude_categories=["Cs"]), max_size=60), max_size=3))
    texts = {doc_id: f"{text}mot" for doc_id, text in texts.items()}
    gold = [
        {
            "doc_id": doc_id,
            "published_at": draw(st.none() | days),
            "events": draw(st.lists(events(text), max_size=3)),
        }
        for doc_id, text in texts.items()
    ]
    return gold, texts


@st.composite
def events(draw: st.DrawFn, text: str) -> dict[str, Any]:
    event_type = draw(st.sampled_from(list(EVENT_TYPES)))
    spans = st.tuples(*[st.integers(0, len(text))] * 2).filter(lambda s: s[0] != s[1]).map(sorted)
    participants = draw(st.lists(sides(event_type), min_size=1, max_size=3))
    keys = [(p["role"], p["code"]) for p in participants]
    event: dict[str, Any] = {
        "type": event_type, "status": draw(st.sampled_from(STATUSES)), "background": draw(st.booleans()),
        "participants": participants, "date": draw(st.none() | st.lists(days, min_size=2, max_size=2).map(sorted)),
        "place": draw(st.none() | st.fixed_dictionaries({"name": words, "country": st.sampled_from([None, "FRA"])})),
        "venue": draw(st.none() | words), "topics": draw(st.lists(st.sampled_from(TOPICS), max_size=2)),
        "about": draw(st.lists(st.sampled_from(["IRN", "UN"]), max_size=2)),
        "reported_by": draw(st.none() | st.fixed_dictionaries({"code": codes, "name": words})),
        "triggers": draw(st.lists(spans.map(lambda s: text[s[0] : s[1]]) | words, max_size=3)),
    }  # fmt: skip
    if draw(st.booleans()):
        located = st.tuples(spans, st.sampled_from(keys)).map(lambda pair: [*pair[0], *pair[1]])
        count = len(event["triggers"])
        mention = st.fixed_dictionaries(
            {"trigger": spans, "participants": st.lists(located, max_size=3), "date": st.none() | spans}
        )
        event["mentions"] = draw(st.lists(mention, min_size=count, max_size=count))
    return event


@st.composite
def sides(draw: st.DrawFn, event_type: str) -> dict[str, Any]:
    side = {"role": draw(st.sampled_from(roles_of(event_type))), "code": draw(codes), "name": draw(words)}
    return side | ({"text": draw(words)} if draw(st.booleans()) else {})


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(golds())
def test_any_gold_comes_back_byte_for_byte(
    tmp_path_factory: pytest.TempPathFactory, case: tuple[list[dict[str, Any]], dict[str, str]]
) -> None:
    gold, texts = case
    assert [problem for article in gold for problem in article_problems(article)] == []
    expected = "".join(f"{line}\n" for line in gold_lines(gold)).encode()
    assert there_and_back(gold, texts, tmp_path_factory.mktemp("gold")) == [expected] * 3


def brat(folder: Path, ann: str) -> list[dict[str, Any]]:
    (folder / "a.txt").write_text("Paris accuse Moscou lundi.", encoding="utf-8")
    (folder / "a.ann").write_text(ann, encoding="utf-8")
    return [unmark(article) for article in gold_brat.read(folder)]


FRESH = """E1\taccusation:T1 source:T2 target:T3 date:T4
T1\taccusation 6 12\taccuse
T2\tactor 0 5\tParis
N1\tReference T2 depeche:FRA\tFrance
T3\tactor 13 19\tMoscou
T4\tdate 20 25\tlundi
"""


def test_what_was_marked_in_brat_alone_becomes_gold(tmp_path: Path) -> None:
    (article,) = brat(tmp_path, FRESH)
    (event,) = article["events"]
    assert article["doc_id"] == "a"
    assert list(article_problems(article)) == []
    assert (event["type"], event["status"], event["triggers"]) == ("accusation", "occurred", ["accuse"])
    assert [(p["role"], p["code"], p["name"]) for p in event["participants"]] == [
        ("source", "FRA", "Paris"),
        ("target", None, "Moscou"),
    ]
    assert event["mentions"][0]["date"] == [20, 25]


def test_status_and_further_mentions_are_edited_in_brat(tmp_path: Path) -> None:
    more = "T5\taccusation 13 19\tMoscou\nE2\taccusation:T5\nR1\tsame_event Arg1:E2 Arg2:E1\nA1\tstatus E2 negated\n"
    (event,) = brat(tmp_path, FRESH + more)[0]["events"]
    assert (event["status"], event["triggers"]) == ("negated", ["accuse", "Moscou"])


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("T9\tactor 0 5\tRome", r"a\.ann:7: T9 quotes 'Rome', the text says 'Paris'"),
        ("T9\tactor 0 x\tRome", r"a\.ann:7: .* cannot be read"),
        ("E9\taccusation:T7", r"a\.ann:7: .* cannot be read"),
        ("E9\tthreat:T1", r"a\.ann:7: E9 is of type threat, its trigger accusation"),
        ("A9\tstatus E7 planned", r"a\.ann:7: A9: expected"),
        ("N9\tReference T2 Wikipedia:12\tx", r"a\.ann:7: N9: expected"),
        ("#9\tAnnotatorNotes E1\t[1]", r"a\.ann:7: #9: expected a JSON object"),
        ("*\tEquiv T1 T2", r"a\.ann:7: .* is none of T, E, A"),
        ("T8\taccusation 6 12\taccuse\nE9\taccusation:T8 source:T1", r"a\.ann:8: source:T1: expected an actor"),
    ],
)
def test_what_brat_cannot_mean_names_its_line(tmp_path: Path, line: str, message: str) -> None:
    with pytest.raises(GoldError, match=message):
        brat(tmp_path, f"{FRESH}{line}\n")


def test_a_missing_text_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.ann").write_text("", encoding="utf-8")
    with pytest.raises(GoldError, match=r"a\.txt: no such file"):
        list(gold_brat.read(tmp_path))
    with pytest.raises(GoldError, match="no text of 1 articles"):
        gold_convert.read(_write(tmp_path / "g.jsonl", ARTICLE), {})


def _write(path: Path, article: dict[str, Any]) -> Path:
    path.write_text(json.dumps(article), encoding="utf-8")
    return path


def test_offsets_of_label_studio_count_utf_16_units() -> None:
    task = gold_label_studio.task(mark(ARTICLE, TEXT))
    regions = [result["value"] for result in task["annotations"][0]["result"] if result["type"] == "labels"]
    units = TEXT.encode("utf-16-le")
    for value in regions:
        assert units[2 * value["start"] : 2 * value["end"]].decode("utf-16-le") == value["text"]


@pytest.mark.parametrize(
    ("tasks", "message"),
    [
        ({}, "expected a list of tasks"),
        ([{"data": {"text": "x"}}], "task 1: not in the form"),
        ([{"data": {}, "annotations": [{"result": []}, {"result": []}]}], "task 1: 2 annotations"),
    ],
)
def test_what_is_not_of_label_studio_is_said(tmp_path: Path, tasks: Any, message: str) -> None:
    path = tmp_path / "tasks.json"
    path.write_text(json.dumps(tasks), encoding="utf-8")
    with pytest.raises(GoldError, match=message):
        list(gold_label_studio.read(path))


def test_cancelled_annotations_are_passed_over(tmp_path: Path) -> None:
    task = gold_label_studio.task(mark(ARTICLE, TEXT))
    task["annotations"].insert(0, {"was_cancelled": True, "result": [{"type": "nothing"}]})
    path = tmp_path / "tasks.json"
    path.write_text(json.dumps([task]), encoding="utf-8")
    assert [unmark(article) for article in gold_label_studio.read(path)] == [ARTICLE]


def test_marks_that_make_no_gold_are_refused(tmp_path: Path) -> None:
    marked = mark(ARTICLE, TEXT)
    broken = json.loads(json.dumps(ARTICLE))
    broken["events"][0]["participants"][0]["role"] = "source"
    with pytest.raises(GoldError, match=r"vienne: event 1: participants\[1\]\.role"):
        gold_convert.write([mark(broken, TEXT)], "gold", tmp_path / "out.jsonl")
    assert not (tmp_path / "out.jsonl").exists()
    with pytest.raises(GoldError, match="its text ends at 3"):
        mark(ARTICLE, "mot")
    assert unmark(marked) == ARTICLE
