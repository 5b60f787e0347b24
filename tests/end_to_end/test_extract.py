"""Three sample articles, a text, a page and a line of JSON, from their files to the tables."""

import shutil
from pathlib import Path

import pytest

from pipeline.run import run
from pipeline.tables import read_tables

RAW = Path(__file__).parents[2] / "data" / "raw"
CALL, STRIKE, DOHA = "2025-02-13_trump-poutine-appel", "retraites-premiere-journee", "sample-b-01"

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    corpus, out = tmp_path_factory.mktemp("corpus"), tmp_path_factory.mktemp("tables")
    shutil.copy(RAW / "web" / f"{CALL}.txt", corpus)
    shutil.copy(RAW / "pages" / f"{STRIKE}.html", corpus)
    (line,) = [row for row in (RAW / "agence.jsonl").read_text(encoding="utf-8").splitlines() if f'"{DOHA}"' in row]
    (corpus / "agence.jsonl").write_text(f"{line}\n{line[:40]}\n", encoding="utf-8")
    run(corpus, out, progress=False)
    return read_tables(out)


def events(tables, doc_id, event_type):
    """Return the events of a type with the set of their codes."""
    every = tables["events"]
    found = every[(every["doc_id"] == doc_id) & (every["event_type"] == event_type)]
    sides = tables["participants"].groupby("event_id")["actor_code"].agg(lambda codes: set(codes.dropna()))
    return found.assign(codes=found["event_id"].map(sides))


def test_each_format_gives_its_article_with_title_and_day(tables):
    articles = tables["articles"].set_index("doc_id")
    assert set(articles.index) == {CALL, STRIKE, DOHA}
    assert articles["published_date"].dt.strftime("%Y-%m-%d").to_dict() == {
        CALL: "2025-02-13",
        STRIKE: "2023-01-20",
        DOHA: "2020-03-01",
    }
    assert articles["published_date_origin"].to_dict() == {CALL: "filename", STRIKE: "markup", DOHA: "metadata"}
    assert articles["title"].str.len().min() > 20


def test_boilerplate_is_no_part_of_the_article(tables):
    text = tables["articles"].set_index("doc_id")["text"][CALL]
    for words in ("Toute l'info sur", "En vidéo", "Lire aussi", "Sur le même sujet", "Lire et commenter", "(AFP)"):
        assert words not in text


def test_the_broken_line_is_a_reject_and_nothing_else_is(tables):
    assert tables["rejects"][["source_path", "position", "reason"]].to_numpy().tolist() == [
        ["agence.jsonl", "line 2", "broken_json"]
    ]


def test_the_call_is_told_once_with_both_sides_and_its_day(tables):
    calls = events(tables, CALL, "phone_call").query("not is_background")
    (call,) = [call for call in calls.itertuples() if call.codes == {"USA", "RUS"}]
    assert call.status == "occurred"
    assert f"{call.event_date_start:%Y-%m-%d} {call.event_date_end:%Y-%m-%d}" == "2025-02-12 2025-02-12"
    names = tables["participants"].query("event_id == @call.event_id")["actor_name"]
    assert set(names) == {"Donald Trump", "Vladimir Poutine"}


def test_the_meeting_that_is_to_come_is_planned(tables):
    planned = events(tables, CALL, "meeting").query("status == 'planned'")
    assert {"USA", "RUS"} in planned["codes"].tolist()


def test_the_accord_is_signed_once_in_doha(tables):
    signings = events(tables, DOHA, "treaty_signing").itertuples()
    (signing,) = [signing for signing in signings if signing.codes == {"USA", "TALIBAN"}]
    assert (signing.status, signing.place_name) == ("occurred", "Doha")


def test_domestic_news_has_no_events(tables):
    assert tables["articles"].set_index("doc_id")["n_events"][STRIKE] == 0
    assert STRIKE not in set(tables["events"]["doc_id"])


def test_every_event_has_a_mention_and_who_takes_part(tables):
    ids = set(tables["events"]["event_id"])
    assert len(ids) > 10
    assert set(tables["event_mentions"]["event_id"]) == ids
    assert set(tables["participants"]["event_id"]) == ids
    counts = tables["event_mentions"].groupby("event_id").size()
    assert tables["events"].set_index("event_id")["n_mentions"].to_dict() == counts.to_dict()


def test_every_offset_points_at_its_words(tables):
    texts = tables["articles"].set_index("doc_id")["text"]
    places = [("event_mentions", "trigger_text"), ("entities", "text"), ("time_expressions", "text")]
    for table, words in [*places, ("participants", "mention_text")]:
        rows = tables[table].dropna(subset=[words])
        assert len(rows)
        for row in rows.itertuples():
            assert texts[row.doc_id][row.start_char : row.end_char] == getattr(row, words)
    for row in tables["event_mentions"].itertuples():
        assert texts[row.doc_id][row.sentence_start : row.sentence_end].strip() == row.sentence_text
