"""The sample gold covers the codebook, and its spans are words of the sample articles."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from pipeline.corpus import read_corpus
from pipeline.gold import GoldArticle, load_gold
from pipeline.ontology import EVENT_TYPES
from pipeline.records import STATUSES, Article

ROOT = Path(__file__).parents[2]
FEWEST_PER_TYPE = 12
FEWEST_PER_STATUS = 25
FEWEST_WITHOUT_EVENT = 20


@pytest.fixture(scope="module")
def gold() -> list[GoldArticle]:
    return [article for path in sorted((ROOT / "tests/gold").glob("samples_*.jsonl")) for article in load_gold(path)]


@pytest.fixture(scope="module")
def articles() -> dict[str, Article]:
    return {piece.doc_id: piece for piece in read_corpus(ROOT / "data/raw") if isinstance(piece, Article)}


def test_every_sample_article_has_gold_and_the_same_date(gold: list[GoldArticle], articles: dict[str, Article]) -> None:
    dates = {doc_id: str(article.published_date) for doc_id, article in articles.items()}
    assert {article["doc_id"]: article["published_at"] for article in gold} == dates


def test_every_type_and_status_is_there_often_enough(gold: list[GoldArticle]) -> None:
    events = [event for article in gold for event in article["events"]]
    types = Counter(event["type"] for event in events)
    statuses = Counter(event["status"] for event in events)
    assert [name for name in EVENT_TYPES if types[name] < FEWEST_PER_TYPE] == []
    assert [name for name in STATUSES if statuses[name] < FEWEST_PER_STATUS] == []
    assert sum(not article["events"] for article in gold) >= FEWEST_WITHOUT_EVENT


def test_every_event_has_a_mention_at_its_trigger(gold: list[GoldArticle], articles: dict[str, Article]) -> None:
    for article in gold:
        text = articles[article["doc_id"]].text
        for number, event in enumerate(article["events"], start=1):
            found = [text[slice(*mention["trigger"])] for mention in event.get("mentions", [])]
            assert found, (article["doc_id"], number, "no mention")
            assert found == event["triggers"], (article["doc_id"], number)


def test_spans_are_whole_words(gold: list[GoldArticle], articles: dict[str, Article]) -> None:
    for article in gold:
        text = articles[article["doc_id"]].text
        for mention in (mention for event in article["events"] for mention in event["mentions"]):
            spans = [mention["trigger"], *(span[:2] for span in mention["participants"])]
            for start, end in spans + ([mention["date"]] if mention["date"] else []):
                words = text[start:end]
                assert words, (article["doc_id"], start, end)
                assert words == words.strip(), (article["doc_id"], words)
                edges = [text[edge - 1 : edge + 1] for edge in (start, end) if 0 < edge < len(text)]
                assert not any(edge.isalnum() for edge in edges), (article["doc_id"], words)


def test_words_of_participants_are_those_of_the_first_mention(
    gold: list[GoldArticle], articles: dict[str, Article]
) -> None:
    for article in gold:
        text = articles[article["doc_id"]].text
        for event in article["events"]:
            first = {(role, text[start:end]) for start, end, role, _ in event["mentions"][0]["participants"]}
            assert {(p["role"], p["text"]) for p in event["participants"] if "text" in p} == first
