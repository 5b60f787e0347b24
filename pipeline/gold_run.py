"""Gets a run to score: from the tables or the gold file of an earlier one, or by running over the gold's texts."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from tqdm import tqdm

from pipeline.actor_scores import ActorText
from pipeline.components.reading import ALL
from pipeline.corpus import read_corpus
from pipeline.errors import RunError
from pipeline.export import to_gold
from pipeline.exporters import gold_articles
from pipeline.extraction import extract
from pipeline.gold import GoldArticle, load_gold
from pipeline.nlp import build, model_label
from pipeline.records import Article, Entity
from pipeline.schema import TABLES
from pipeline.tables import read_arrow, table_path

SAMPLE_CORPUS = Path("data/raw")
"""The articles that the gold of the project itself belongs to."""


_ONE_ARTICLE = (".txt", ".html", ".htm")


class ArticleText(NamedTuple):
    """What a report shows of an article: its text, and its kind after its folder or file."""

    text: str
    kind: str


def load_run(path: Path) -> list[GoldArticle]:
    """Read what an earlier run gave, in the gold format.

    Parameters
    ----------
    path : Path
        Folder of tables, gold file, or folder of gold files.

    Raises
    ------
    pipeline.gold.GoldError
        If it is none of these.
    """
    return gold_articles(path) if has_tables(path) else load_gold(path)


def has_tables(path: Path) -> bool:
    """Tell whether a path is a folder of tables."""
    return any(table_path(path, name).is_file() for name in TABLES)


def article_texts(corpus: Path | None, *runs: Path) -> dict[str, ArticleText]:
    """Return the texts of articles by their id.

    Parameters
    ----------
    corpus : Path, optional
        File or folder that `pipeline.corpus.read_corpus` reads.
    *runs : Path
        Runs, for when no corpus is given: those that are tables have the texts of their articles.

    Raises
    ------
    RunError
        If the corpus is missing.
    """
    if corpus is not None:
        if not corpus.exists():
            raise RunError(f"{corpus}: no such file or folder to read articles from")
        found = (piece for piece in read_corpus(corpus) if isinstance(piece, Article))
        return {a.doc_id: ArticleText(a.text, _kind(a.source_path)) for a in found}
    rows = (row for run in runs if has_tables(run) for row in read_arrow(run, "articles").to_pylist())
    return {row["doc_id"]: ArticleText(row["text"], _kind(row["source_path"])) for row in rows}


def texts_of(corpus: Path | None, *runs: Path) -> dict[str, str]:
    """Return the bare texts that `article_texts` finds."""
    return {doc_id: article.text for doc_id, article in article_texts(corpus, *runs).items()}


def _kind(source_path: str) -> str:
    """Return the folder of a file that holds one article, the name of a file that holds many."""
    path = PurePosixPath(source_path.removesuffix(".gz"))
    folder = path.parent.name or path.suffix.removeprefix(".")
    return folder if path.suffix in _ONE_ARTICLE else path.stem


def find_articles(gold_path: Path) -> Path:
    """Return where the articles of a gold file are: beside it under its name, else the sample corpus.

    Raises
    ------
    RunError
        If they are in neither place.
    """
    beside = gold_path.with_name(gold_path.name.replace("gold", "articles"))
    if beside != gold_path and beside.is_file():
        return beside
    if SAMPLE_CORPUS.is_dir():
        return SAMPLE_CORPUS
    raise RunError(f"{gold_path}: no {beside.name} beside it and no {SAMPLE_CORPUS}; name its articles with --articles")


def run_over(gold: Sequence[GoldArticle], corpus: Path, model: str | None) -> tuple[list[GoldArticle], str]:
    """Run the pipeline over the articles that gold has.

    Parameters
    ----------
    gold : sequence of dict
        Articles in the gold format; only their `doc_id` is looked at.
    corpus : Path
        File or folder that `pipeline.corpus.read_corpus` reads.
    model : str, optional
        spaCy model; the best installed one by default.

    Returns
    -------
    tuple of list and str
        What was found, in the gold format, and the model it was found with.

    Raises
    ------
    RunError
        If the corpus is missing or has none of the articles.
    """
    if not corpus.exists():
        raise RunError(f"{corpus}: no such file or folder to read articles from")
    wanted = {article["doc_id"] for article in gold}
    articles = [item for item in read_corpus(corpus) if isinstance(item, Article) and item.doc_id in wanted]
    if not articles:
        raise RunError(f"{corpus}: has none of the {len(wanted)} articles of the gold; name theirs with --articles")
    nlp = build(model)
    bar = tqdm(extract(articles, nlp), total=len(articles), unit=" articles", disable=None, file=sys.stderr)
    return [to_gold(extraction) for extraction in bar], model_label(nlp)


def find_actors(texts: Sequence[ActorText], model: str | None) -> list[tuple[Entity, ...]]:
    """Run the pipeline over the texts of the actor gold.

    Parameters
    ----------
    texts : sequence of ActorText
        From `pipeline.actor_scores.load_actor_gold`.
    model : str, optional
        spaCy model; the best installed one by default.

    Returns
    -------
    list of tuple of Entity
        The entities of each text, in the same order.
    """
    articles = [Article(t.text_id, "", t.text, t.date, "metadata", t.text_id) for t in texts]
    return [extraction.entities for extraction in extract(articles, build(model, ALL))]
