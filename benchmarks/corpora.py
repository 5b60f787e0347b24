"""The corpora that speed is measured on: sets of real articles where they are there, else the sample corpus."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import count, islice
from pathlib import Path

from pipeline.corpus import read_corpus
from pipeline.records import Article

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "data"
SETS = {"newsroom mix": SHARED / "newsroom_mix.jsonl.gz", "world news": SHARED / "world_news.jsonl.gz"}
SAMPLE = ROOT / "data" / "raw"


def sets() -> dict[str, Path]:
    """Return the sets that are there, by name; the sample corpus, which is all world news, where none is."""
    found = {name: path for name, path in SETS.items() if path.exists()}
    return found or {"sample corpus": SAMPLE}


def articles(path: Path, number: int, start: int = 0) -> Iterator[Article]:
    """Yield so many articles of a set, repeated with other ids and dates where it has not so many."""
    once = [piece for piece in read_corpus(path) if isinstance(piece, Article)]
    repeated = (_copy(article, copy) for copy in count() for article in once)
    yield from islice(repeated, start, start + number)


def _copy(article: Article, copy: int) -> Article:
    day = article.published_date
    return replace(
        article,
        doc_id=f"{article.doc_id}-{copy}" if copy else article.doc_id,
        published_date=day + dt.timedelta(days=copy) if day else None,
    )


def write(path: Path, some: Iterator[Article]) -> None:
    """Write articles as a corpus of one file."""
    with path.open("w", encoding="utf-8") as handle:
        for article in some:
            body = article.text.removeprefix(article.title).strip()
            day = article.published_date.isoformat() if article.published_date else None
            record = {"id": article.doc_id, "title": article.title, "date": day, "text": body}
            handle.write(json.dumps(record, ensure_ascii=False) + "\n")
