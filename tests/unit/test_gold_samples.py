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


def test_spans_stand_where_the_words_are(gold: list[GoldArticle], articles: dict[str, Article]) -> None:
    marked = [(articles[a["doc_id"]].text, event) for a in gold for event in a["events"] if "mentions" in event]
    assert len(marked) > 0
    for text, event in marked:
        assert [text[slice(*m["trigger"])] for m in event["mentions"]] == event["triggers"]
        for mention in event["mentions"]:
            spans = [span[:2] for span in mention["participants"]] + ([mention["date"]] if mention["date"] else [])
            words = [text[start:end] for start, end in spans]
            assert all(word == word.strip() and word for word in words), (event["triggers"], words)


def test_words_of_participants_are_those_of_the_first_mention(
    gold: list[GoldArticle], articles: dict[str, Article]
) -> None:
    for article in gold:
        text = articles[article["doc_id"]].text
        for event in (event for event in article["events"] if "mentions" in event):
            first = {(role, text[start:end]) for start, end, role, _ in event["mentions"][0]["participants"]}
            assert {(p["role"], p["text"]) for p in event["participants"] if "text" in p} == first
