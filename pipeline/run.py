"""Runs the pipeline over a corpus and writes the tables: in shards, going on after a stop, doing new work only."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

import pyarrow as pa
from tqdm import tqdm

from pipeline.cache import DOCUMENT_TABLES, Counts, ResultCache, exclusive
from pipeline.checks import Row, SchemaError, to_arrow
from pipeline.corpus import read_corpus
from pipeline.errors import RunError
from pipeline.extraction import extract
from pipeline.lexicon import LexiconError
from pipeline.nlp import build, model_label
from pipeline.provenance import current
from pipeline.records import Article, Extraction, Reject
from pipeline.schema import EXTRACTION_FAILED, SCHEMAS
from pipeline.tables import article_row, reject_row, rows, write_tables

if TYPE_CHECKING:
    from spacy.language import Language

SHARD_SIZE = 100
"""Articles between two saves: some seconds of work that a stopped run loses at most."""

ROWS_AT_ONCE = 1_000
"""Rows held as Python objects before they become Arrow."""

LOG_SECONDS = 30.0
"""Between two lines of progress where there is no terminal to draw a bar on."""

NOT_THE_ARTICLE = (LexiconError, OSError, MemoryError)
"""Errors that stop a run: the article they are met on has no part in them, the next one would fail as well."""

Tables = dict[str, pa.Table]


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What a run did.

    `n_reused` of the `n_articles` came from earlier work; the others were processed now.
    """

    out_path: Path
    model: str
    n_articles: int
    n_reused: int
    n_events: int
    events_by_type: dict[str, int]
    rejects_by_reason: dict[str, int]


def run(input_path: str | Path, out_path: str | Path, model: str | None = None, progress: bool = True) -> RunSummary:
    """Extract a corpus into the tables of a folder.

    An article is processed only if no earlier run has, with the same model, lexicons and code; an article on which
    the pipeline raises becomes a reject and the others go on.

    Parameters
    ----------
    input_path : str or Path
        File or folder that `pipeline.corpus.read_corpus` reads.
    out_path : str or Path
        Folder of the tables; made if it is missing, replaced whole if it has tables.
    model : str, optional
        spaCy model; the best installed one by default.
    progress : bool
        Whether to tell on stderr how far the work is.

    Returns
    -------
    RunSummary

    Raises
    ------
    RunError
        If the input is missing or has no file, the output would be read as input, or another run writes there.
    pipeline.nlp.ModelError
        If the model cannot be used.

    Examples
    --------
    >>> run("data/raw", "data/processed").n_events  # doctest: +SKIP
    """
    source, out = Path(input_path), Path(out_path)
    _check_paths(source, out)
    nlp = build(model)
    provenance = current(model_label(nlp))
    articles, rejects = _read(source)
    if not articles and not rejects:
        raise RunError(f"{source}: no article in this folder, and no file to read one from; the output is as it was")
    out.mkdir(parents=True, exist_ok=True)
    with exclusive(out):
        cache = ResultCache(out, provenance)
        pending = [article for article in articles if cache.counts(article) is None]
        with _Progress(len(pending), shown=progress) as bar:
            for start in range(0, len(pending), SHARD_SIZE):
                tables, failures = process(pending[start : start + SHARD_SIZE], nlp, bar)
                cache.add_shard(tables)
                rejects.extend(failures)
        tables = _gather(articles, rejects, cache)
        write_tables(out, tables, provenance)
        cache.clear()
    return RunSummary(
        out_path=out,
        model=provenance.model,
        n_articles=tables["articles"].num_rows,
        n_reused=len(articles) - len(pending),
        n_events=tables["events"].num_rows,
        events_by_type=_tally(tables["events"]["event_type"]),
        rejects_by_reason=_tally(tables["rejects"]["reason"]),
    )


def process(articles: Sequence[Article], nlp: Language, bar: _Progress | None = None) -> tuple[Tables, list[Reject]]:
    """Run the pipeline over some articles and turn what it finds into checked tables.

    Parameters
    ----------
    articles : sequence of Article
        One shard.
    nlp : spacy.Language
        Built by `pipeline.nlp.build`.
    bar : optional
        Told of each article that is done.

    Returns
    -------
    tuple of dict and list
        The tables of documents, and a reject for each article on which the pipeline raised or whose rows break
        the schema.
    """
    found, failures = _extract(articles, nlp, bar)
    try:
        return _tables(found), failures
    except SchemaError:  # some article breaks it: the check of each one alone says which
        sound = []
        for extraction in found:
            try:
                _tables([extraction])
            except SchemaError as error:
                failures.append(_failure(extraction.article, error))
            else:
                sound.append(extraction)
        return _tables(sound), failures


def _extract(
    articles: Sequence[Article], nlp: Language, bar: _Progress | None
) -> tuple[list[Extraction], list[Reject]]:
    found: dict[str, Extraction] = {}
    failures: list[Reject] = []
    # What raises, and what is lost with it, comes out below where each article that is not done is tried alone.
    with suppress(Exception):
        for extraction in extract(articles, nlp):
            found[extraction.article.doc_id] = extraction
            if bar is not None:
                bar.step()
    for article in articles:
        if article.doc_id in found:
            continue
        try:
            (found[article.doc_id],) = extract([article], nlp)
        except NOT_THE_ARTICLE:
            raise
        except Exception as error:
            failures.append(_failure(article, error))
        if bar is not None:
            bar.step()
    return list(found.values()), failures


def _tables(extractions: Sequence[Extraction]) -> Tables:
    gathered: dict[str, list[Row]] = {name: [] for name in DOCUMENT_TABLES}
    for extraction in extractions:
        for name, some in rows(extraction).items():
            gathered[name].extend(some)
    return {name: to_arrow(name, some) for name, some in gathered.items()}


def _failure(article: Article, error: Exception) -> Reject:
    detail = f"{type(error).__name__}: {error}; the other articles went on, please report this one"
    return Reject(article.source_path, f"article {article.doc_id}", EXTRACTION_FAILED, detail)


def _check_paths(source: Path, out: Path) -> None:
    if not source.exists():
        raise RunError(f"{source}: no such file or folder to read articles from")
    if out.exists() and not out.is_dir():
        raise RunError(f"{out}: is a file, --out needs a folder")
    if source.is_dir() and out.resolve().is_relative_to(source.resolve()):
        raise RunError(f"{out}: lies in the input folder {source}, its tables would be read as articles")


def _read(source: Path) -> tuple[list[Article], list[Reject]]:
    articles: list[Article] = []
    rejects: list[Reject] = []
    for item in read_corpus(source):
        if isinstance(item, Article):
            articles.append(item)
        else:
            rejects.append(item)
    return articles, rejects


def _gather(articles: Sequence[Article], rejects: Sequence[Reject], cache: ResultCache) -> Tables:
    tables = cache.gather(articles)
    counted = [(article, counts) for article in articles if (counts := cache.counts(article)) is not None]
    chunks = [SCHEMAS["articles"].empty_table()]
    chunks.extend(to_arrow("articles", batch) for batch in _article_batches(counted))
    tables["articles"] = pa.concat_tables(chunks)
    tables["rejects"] = to_arrow("rejects", [reject_row(reject) for reject in rejects])
    return tables


def _article_batches(counted: Sequence[tuple[Article, Counts]]) -> Iterator[list[Row]]:
    for start in range(0, len(counted), ROWS_AT_ONCE):
        yield [article_row(a, c.n_sentences, c.n_events) for a, c in counted[start : start + ROWS_AT_ONCE]]


def _tally(column: pa.ChunkedArray) -> dict[str, int]:
    """Count the values of a column, most frequent first."""
    counts = Counter[str](column.to_pylist())
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


class _Progress:
    """A bar on a terminal, a line now and then elsewhere; both on stderr."""

    def __init__(self, total: int, *, shown: bool) -> None:
        terminal = sys.stderr.isatty()
        self._bar = tqdm(total=total, unit=" articles", disable=not (shown and terminal), file=sys.stderr)
        self._log = shown and not terminal
        self._total, self._done = total, 0
        self._start = self._last = time.monotonic()

    def step(self) -> None:
        """Count one article."""
        self._bar.update()
        self._done += 1
        now = time.monotonic()
        if self._log and now - self._last >= LOG_SECONDS:
            self._last = now
            rate = self._done / (now - self._start)
            left = (self._total - self._done) / rate
            line = f"{self._done} of {self._total} articles, {rate:.1f} articles/s, {left:.0f} s left"
            print(line, file=sys.stderr, flush=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.close()
