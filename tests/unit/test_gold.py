"""The gold reader accepts the codebook's format and names what is none of it."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.export import to_gold
from pipeline.gold import GoldError, article_problems, load_gold
from pipeline.records import Article, Event, EventMention, Extraction, Participant, Place

SHARED = Path(__file__).parents[2].parent / "shared" / "data"
ARTICLE: dict[str, Any] = {
    "doc_id": "d1",
    "published_at": "2020-01-15",
    "events": [
        {
            "type": "visit", "status": "planned", "background": False,
            "participants": [
                {"role": "source", "code": "FRA", "name": "France", "text": "Paris"},
                {"role": "target", "code": None, "name": "la région"},
            ],
            "date": ["2020-02-01", "2020-02-10"], "place": {"name": "Golfe", "country": None}, "venue": None,
            "topics": ["trade"], "about": ["SYR", "UN"], "reported_by": None, "triggers": ["se rendra"],
        }
    ],
}  # fmt: skip


def changed(**fields: Any) -> dict[str, Any]:
    article: dict[str, Any] = json.loads(json.dumps(ARTICLE))
    article["events"][0].update(fields)
    return article


def write(path: Path, *articles: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(a, ensure_ascii=False) + "\n" for a in articles), encoding="utf-8")
    return path


def test_a_right_article_has_no_problem() -> None:
    assert list(article_problems(ARTICLE)) == []


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"type": "vist"}, "unknown type 'vist'"),
        ({"status": "done"}, "unknown status 'done'"),
        ({"topics": ["commerce"]}, "unknown topic 'commerce'"),
        ({"about": ["syr"]}, "'syr' is no code"),
        ({"type": "meeting"}, "role 'source' does not go with meeting"),
        ({"participants": []}, "participants: no list, or empty"),
        ({"participants": [{"role": "source", "code": "fra", "name": "France"}]}, "'fra' is no code"),
        ({"participants": [{"role": "source", "code": "FRA", "name": ""}]}, "participants[1].name: ''"),
        ({"participants": [{"role": "source", "code": "FRA", "name": "F", "id": 1}]}, "unknown keys ['id']"),
        ({"date": ["2020-02-30", "2020-03-01"]}, "expected [start, end]"),
        ({"date": ["20200201", "20200202"]}, "expected [start, end]"),
        ({"date": "2020-02-01"}, "expected [start, end]"),
        ({"date": ["2020-02-02", "2020-02-01"]}, "ends before it starts"),
        ({"place": {"name": "Golfe", "country": "FR"}}, "place.country: 'FR' is no code"),
        ({"place": "Golfe"}, "place: 'Golfe'"),
        ({"reported_by": {"name": "Kremlin", "code": "rus"}}, "'rus' is no code"),
        ({"venue": 7}, "venue: 7"),
        ({"background": None}, "background: None"),
        ({"triggers": "se rendra"}, "triggers: 'se rendra'"),
        ({"trigger": "se rendra"}, "unknown keys ['trigger']"),
    ],
)
def test_what_the_codebook_does_not_know_is_an_error(tmp_path: Path, fields: dict[str, Any], message: str) -> None:
    path = write(tmp_path / "g.jsonl", ARTICLE | {"doc_id": "d0"}, changed(**fields))
    with pytest.raises(GoldError) as caught:
        load_gold(path)
    assert message in str(caught.value)
    assert f"{path}:2: event 1: " in str(caught.value)


def test_missing_key_broken_line_and_double_article_are_errors(tmp_path: Path) -> None:
    path = tmp_path / "g.jsonl"
    short = {"doc_id": "d2", "events": []}
    path.write_text("\n".join([json.dumps(ARTICLE), "{", json.dumps(short), "", json.dumps(ARTICLE)]), encoding="utf-8")
    with pytest.raises(GoldError) as caught:
        load_gold(path)
    lines = str(caught.value).splitlines()
    assert lines[0].startswith(f"{path}:2: no JSON")
    assert lines[1] == f"{path}:3: missing keys ['published_at']"
    assert lines[2] == f"{path}:5: doc_id: article d1 stands at {path}:1 already"


def test_a_line_of_another_format_is_told_once(tmp_path: Path) -> None:
    path = write(tmp_path / "events.jsonl", {"event_id": "e1", "event_type": "visit"})
    with pytest.raises(GoldError) as caught:
        load_gold(path)
    (line,) = str(caught.value).splitlines()
    assert line.startswith(f"{path}:1: no article in the gold format")


def test_many_problems_are_cut(tmp_path: Path) -> None:
    path = write(tmp_path / "g.jsonl", *(changed(status="done") | {"doc_id": f"d{n}"} for n in range(30)))
    with pytest.raises(GoldError, match="and 10 more"):
        load_gold(path)


def test_a_folder_is_read_in_the_order_of_names(tmp_path: Path) -> None:
    for name in "ba":
        write(tmp_path / f"{name}.jsonl", ARTICLE | {"doc_id": name})
    assert [article["doc_id"] for article in load_gold(tmp_path)] == ["a", "b"]


def test_no_file_is_an_error(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.jsonl"):
        with pytest.raises(GoldError, match="no gold file here"):
            load_gold(path)


def test_real_gold_is_accepted() -> None:
    if not SHARED.is_dir():
        pytest.skip("no ../shared/data here")
    assert len(load_gold(SHARED / "dev_gold.jsonl")) == 39


def _mention(trigger: str, start: int) -> EventMention:
    return EventMention(
        rule_id="visit.x", event_type="visit", status="planned", trigger_text=trigger, start_char=start,
        end_char=start + len(trigger), sentence_start=0, sentence_end=99, sentence_text="", participants=(), date=None,
        date_granularity=None, date_text=None, place=None, venue=None, topics=(), about_codes=(), reporter_name=None,
        reporter_code=None, is_background=False, confidence=1.0,
    )  # fmt: skip


def _event(event_id: str, place: Place | None, *mentions: EventMention) -> Event:
    return Event(
        event_id=event_id, doc_id="d1", event_type="visit", status="planned", is_background=False,
        participants=(
            Participant("source", "FRA", "France", "FRA", "Paris", 0, 5),
            Participant("target", None, "la région", None),
        ),
        date=(dt.date(2020, 2, 1), dt.date(2020, 2, 10)), date_granularity="span", date_text=None, place=place,
        venue=None, topics=("trade",), about_codes=("SYR", "UN"), reporter_name=None, reporter_code=None,
        cameo_code="036", plover_type="AGREE", plover_mode=None, goldstein=4.0, quad_class=1, confidence=1.0,
        sentence="", mentions=mentions,
    )  # fmt: skip


def test_export_writes_the_gold_format() -> None:
    article = Article("d1", "", "", dt.date(2020, 1, 15), "metadata", "x.txt")
    late = _event("evt-2", None, _mention("visite", 90))
    early = _event("evt-1", Place("Golfe", None, 26.0, 52.0), _mention("voyage", 70), _mention("se rendra", 10))
    line = to_gold(Extraction(article, 3, (), (), (late, early)))
    assert list(article_problems(line)) == []
    first, second = line["events"]
    assert first["triggers"] == ["se rendra", "voyage"]
    assert first | {"triggers": ["se rendra"]} == ARTICLE["events"][0]
    assert second["place"] is None
    assert (line["doc_id"], line["published_at"]) == ("d1", "2020-01-15")


def test_export_of_an_undated_article_without_events() -> None:
    article = Article("d1", "", "", None, "none", "x.txt")
    assert to_gold(Extraction(article, 3, (), (), ())) == {"doc_id": "d1", "published_at": None, "events": []}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("é\n".encode("latin-1"), r"gold\.jsonl: not UTF-8 at byte 0"),
        (b"PAR1\x15\x04\x15\xff\xfe", r"gold\.jsonl: not UTF-8 at byte 7"),
        (b"[" * 100_000, r"gold\.jsonl:1: no JSON that can be read"),
        (b'{"doc_id": ' + b"9" * 5_000 + b"}", r"gold\.jsonl:1: no JSON that can be read"),
    ],
    ids=["latin-1", "parquet", "nested", "digits"],
)
def test_what_is_no_gold_at_all_is_one_sentence(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_bytes(content)
    with pytest.raises(GoldError, match=message) as raised:
        load_gold(path)
    assert "\n" not in str(raised.value)


def test_a_line_separator_within_a_string_ends_no_line(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(ARTICLE | {"doc_id": "a\u2028b\x85c"}, ensure_ascii=False) + "\n", encoding="utf-8")
    assert [article["doc_id"] for article in load_gold(path)] == ["a\u2028b\x85c"]
