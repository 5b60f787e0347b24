"""The readers on real news, where that is at hand: nothing is refused, and no sentence is taken for boilerplate."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from pathlib import Path

import pytest

from pipeline.corpus import read_corpus
from pipeline.corpus.html_page import extract
from pipeline.corpus.repair import paragraphs, repair
from pipeline.records import Article

DATA = Path(__file__).parents[3] / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="no ../shared/data beside the project: real news not tested")


def rows(name: str) -> list[dict[str, str]]:
    with gzip.open(DATA / name, "rt", encoding="utf-8") as handle:
        return [json.loads(line) for line in handle]


@pytest.mark.parametrize(("name", "most_removed"), [("world_news.jsonl.gz", 0.007), ("newsroom_mix.jsonl.gz", 0.02)])
def test_removals(name: str, most_removed: float) -> None:
    raw = {row["id"]: paragraphs(repair(row["text"])) for row in rows(name)}
    read = {piece.doc_id: piece for piece in read_corpus(DATA / name) if isinstance(piece, Article)}
    assert set(read) == set(raw)
    gone = [
        line for doc_id, lines in raw.items() for line in (Counter(lines) - Counter(read[doc_id].text.split("\n\n")))
    ]
    # A title may come twice, as the first line of the body; all else that goes is no sentence.
    sentences = [line for line in gone if line.endswith(".") and line.count(" ") > 6]
    assert sentences == []
    assert 0 < sum(map(len, gone)) / sum(len(line) for lines in raw.values() for line in lines) <= most_removed


def test_pages() -> None:
    expected = rows("html_pages.jsonl.gz")
    shared = total_found = total_expected = 0
    for row in expected:
        page = extract(row["html"])
        assert repair(page.title).split() == repair(row["title"]).split()
        assert str(page.date) == row["published_at"]
        found, wanted = (Counter(re.findall(r"\w+", repair(text))) for text in (page.body, row["text"]))
        shared += (found & wanted).total()
        total_found += found.total()
        total_expected += wanted.total()
    assert shared / total_found > 0.96
    assert shared / total_expected > 0.96


def test_one_page_of_labels() -> None:
    (article,) = read_corpus(DATA / "lci_2017-05-03.txt")
    assert isinstance(article, Article)
    assert (str(article.published_date), article.published_date_origin) == ("2017-05-03", "filename")
    assert len(article.text.split("\n\n")) == 8
    assert not re.search("(?i)lire aussi|voir aussi|en vidéo|toute l'info|et aussi|international\n", article.text)
