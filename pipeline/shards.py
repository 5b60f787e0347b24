"""One shard of articles, from texts to checked tables: the function that every engine runs, free of any engine.

What comes out depends on the articles and the settings alone, not on who runs it or beside what.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from pipeline.cache import DOCUMENT_TABLES
from pipeline.checks import Row, SchemaError, to_arrow
from pipeline.components.reading import CHECK, RELEVANT
from pipeline.extraction import extract
from pipeline.lexicon import LexiconError
from pipeline.records import Article, Extraction, Reject
from pipeline.schema import EXTRACTION_FAILED
from pipeline.tables import rows

if TYPE_CHECKING:
    from spacy.language import Language

SHARD_SIZE = 250
"""Articles between two saves: a second or two of work that a stopped run loses at most."""

NOT_THE_ARTICLE = (LexiconError, OSError, MemoryError)
"""Errors that stop a run: the article they are met on has no part in them, the next one would fail as well."""

Tables = dict[str, pa.Table]


@dataclass(frozen=True, slots=True)
class Settings:
    """What a worker must know to do a shard.

    `gate` says whether articles and sentences that can tell no event are passed over (the same tables either way),
    `all_entities` whether their entities and time expressions are wanted all the same.
    """

    model: str | None = None
    gate: bool = True
    all_entities: bool = False

    @property
    def scope(self) -> str:
        """How much the model reads; see `pipeline.components.reading`."""
        return RELEVANT if self.gate else CHECK


@dataclass(frozen=True, slots=True)
class ShardResult:
    """What a shard gave: the tables of documents, and a reject for each article that could not be done."""

    tables: Tables
    failures: tuple[Reject, ...]

    @property
    def n_articles(self) -> int:
        """Articles that are done with."""
        return int(self.tables["articles"].num_rows) + len(self.failures)


def process(articles: Sequence[Article], nlp: Language, all_entities: bool = False) -> ShardResult:
    """Run the pipeline over some articles and turn what it finds into checked tables.

    Parameters
    ----------
    articles : sequence of Article
        One shard.
    nlp : spacy.Language
        Built by `pipeline.nlp.build`.
    all_entities : bool
        See `Settings`.

    Returns
    -------
    ShardResult
        With a reject for each article on which the pipeline raised or whose rows break the schema.
    """
    found, failures = _extract(articles, nlp, all_entities)
    try:
        return ShardResult(_tables(found), tuple(failures))
    except SchemaError:  # some article breaks it: the check of each one alone says which
        sound = []
        for extraction in found:
            try:
                _tables([extraction])
            except SchemaError as error:
                failures.append(failure(extraction.article, error))
            else:
                sound.append(extraction)
        return ShardResult(_tables(sound), tuple(failures))


def _extract(articles: Sequence[Article], nlp: Language, all_entities: bool) -> tuple[list[Extraction], list[Reject]]:
    found: dict[str, Extraction] = {}
    failures: list[Reject] = []
    # What raises, and what is lost with it, comes out below where each article that is not done is tried alone.
    with suppress(Exception), nlp.memory_zone():
        for extraction in extract(articles, nlp, all_entities):
            found[extraction.article.doc_id] = extraction
    for article in articles:
        if article.doc_id in found:
            continue
        try:
            with nlp.memory_zone():
                (found[article.doc_id],) = extract([article], nlp, all_entities)
        except NOT_THE_ARTICLE:
            raise
        except Exception as error:
            failures.append(failure(article, error))
    return [found[article.doc_id] for article in articles if article.doc_id in found], failures


def _tables(extractions: Sequence[Extraction]) -> Tables:
    gathered: dict[str, list[Row]] = {name: [] for name in DOCUMENT_TABLES}
    for extraction in extractions:
        for name, some in rows(extraction).items():
            gathered[name].extend(some)
    return {name: to_arrow(name, some) for name, some in gathered.items()}


def empty_result(*failures: Reject) -> ShardResult:
    """Return the result of a shard of which nothing came out but failures."""
    return ShardResult(_tables([]), failures)


def failure(article: Article, error: Exception | str) -> Reject:
    """Return the reject of an article that could not be done."""
    what = error if isinstance(error, str) else f"{type(error).__name__}: {error}"
    detail = f"{what}; the other articles went on, please report this one"
    return Reject(article.source_path, f"article {article.doc_id}", EXTRACTION_FAILED, detail)
