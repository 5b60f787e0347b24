"""Runs the pipeline over a corpus and writes the tables: in shards, going on after a stop, doing new work only."""

from __future__ import annotations

import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from types import TracebackType
from typing import Self

import duckdb
import pyarrow.compute as pc
import pyarrow.parquet as pq
from tqdm import tqdm

from pipeline import cluster, compaction, mirror, storage, workers
from pipeline.cache import ResultCache, exclusive
from pipeline.compaction import Listing
from pipeline.corpus import read_corpus
from pipeline.errors import FULL, RunError
from pipeline.nlp import build, installed_label
from pipeline.provenance import current
from pipeline.records import Article, Reject
from pipeline.shards import SHARD_SIZE, Settings, ShardResult, process
from pipeline.tables import table_path

ROWS_AT_ONCE = 1_000
"""Articles that are looked up together."""

LOG_SECONDS = 30.0
"""Between two lines of progress where there is no terminal to draw a bar on."""

SAYS_FULL = ("No space left", "disk is full")
"""What DuckDB and SQLite say then, which give no number."""


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What a run did.

    `n_reused` of the `n_articles` came from earlier work; the others were processed now.
    """

    out_path: Path | str
    model: str
    n_articles: int
    n_reused: int
    n_events: int
    events_by_type: dict[str, int]
    rejects_by_reason: dict[str, int]


def run(  # noqa: PLR0913  each is an option of the command
    input_path: str | Path,
    out_path: str | Path,
    model: str | None = None,
    progress: bool = True,
    *,
    gate: bool = True,
    all_entities: bool = False,
    jobs: int = 1,
    scheduler: str | None = None,
) -> RunSummary:
    """Extract a corpus into the tables of a folder.

    An article is processed only if no earlier run has, with the same model, lexicons and code; an article on which
    the pipeline raises becomes a reject and the others go on.

    Parameters
    ----------
    input_path : str or Path
        File or folder that `pipeline.corpus.read_corpus` reads, or the URL of one.
    out_path : str or Path
        Folder of the tables, or its URL; made if it is missing, replaced whole if it has tables.
    model : str, optional
        spaCy model; the best installed one by default.
    progress : bool
        Whether to tell on stderr how far the work is.
    gate : bool
        Whether to pass over what can tell no event; the tables are the same either way.
    all_entities : bool
        Whether the entities and time expressions of articles that can tell no event are wanted too.
    jobs : int
        Processes; one works within this process.
    scheduler : str, optional
        Address of a Dask scheduler to run on instead, or ``local``.

    Returns
    -------
    RunSummary

    Raises
    ------
    RunError
        If the input is missing or has no file, the output would be read as input, another run writes there, the
        disk is full, or a storage fails.
    pipeline.nlp.ModelError
        If the model cannot be used.

    Examples
    --------
    >>> run("data/raw", "data/processed").n_events  # doctest: +SKIP
    """
    source, out = storage.place(input_path), storage.place(out_path)
    folder = mirror.working_folder(out) if isinstance(out, str) else out
    _check_paths(source, folder)
    if isinstance(out, str):
        mirror.check(out, source)
    provenance = current(installed_label(model), all_entities)
    pieces = _with_a_first_one(source)
    folder.mkdir(parents=True, exist_ok=True)
    with (
        exclusive(folder),
        _told_if_full(folder),
        mirror.mirrored(out, folder) if isinstance(out, str) else nullcontext(),
        closing(ResultCache(folder, provenance)) as cache,
    ):
        listing = Listing(cache)
        rejects: list[Reject] = []
        n_new = 0
        settings = Settings(model, gate, all_entities)
        pending = _pending(pieces, cache, listing, rejects)
        with _Progress(shown=progress) as bar:
            for result in _results(pending, settings, jobs, scheduler):
                cache.add_shard(result.tables)
                rejects.extend(result.failures)
                n_new += result.n_articles
                bar.step(result.n_articles)
        compaction.write(folder, listing, rejects, cache, provenance)
        cache.clear()
        failed = sum(reject.reason == "extraction_failed" for reject in rejects)
        done = _summary(folder, provenance.model, n_new - failed)
    return replace(done, out_path=out)


@contextmanager
def _told_if_full(out: Path) -> Iterator[None]:
    """Say what to do where the disk is full, whoever of those that write finds it so."""
    try:
        yield
    except (OSError, sqlite3.Error, duckdb.Error) as error:
        if getattr(error, "errno", None) not in FULL and not any(sign in str(error) for sign in SAYS_FULL):
            raise
        raise RunError(
            f"{out}: the disk is full ({error}); make room and give the same command again: it goes on where it "
            "stopped, and until then the tables are as they were"
        ) from error


def _summary(folder: Path, model: str, n_new: int) -> RunSummary:
    n_articles = pq.read_metadata(table_path(folder, "articles")).num_rows
    return RunSummary(
        out_path=folder,
        model=model,
        n_articles=n_articles,
        n_reused=n_articles - n_new,
        n_events=pq.read_metadata(table_path(folder, "events")).num_rows,
        events_by_type=_tally(folder, "events", "event_type"),
        rejects_by_reason=_tally(folder, "rejects", "reason"),
    )


def _check_paths(source: str | Path, out: Path) -> None:
    if isinstance(source, Path) and not source.exists():
        raise RunError(f"{source}: no such file or folder to read articles from")
    if out.exists() and not out.is_dir():
        raise RunError(f"{out}: is a file, --out needs a folder")
    if isinstance(source, Path) and source.is_dir() and out.resolve().is_relative_to(source.resolve()):
        raise RunError(f"{out}: lies in the input folder {source}, its tables would be read as articles")


def _with_a_first_one(source: str | Path) -> Iterator[Article | Reject]:
    """Return the pieces of a corpus; refuse one that has none before anything is written."""
    pieces = read_corpus(source)
    first = next(pieces, None)
    if first is None:
        raise RunError(f"{source}: no article in this folder, and no file to read one from; the output is as it was")

    def all_of_them() -> Iterator[Article | Reject]:
        yield first
        yield from pieces

    return all_of_them()


def _pending(
    pieces: Iterator[Article | Reject], cache: ResultCache, listing: Listing, rejects: list[Reject]
) -> Iterator[Article]:
    """Yield the articles whose results are not known; note them all, and what could not be read."""
    while batch := list(islice(pieces, ROWS_AT_ONCE)):
        articles = [piece for piece in batch if isinstance(piece, Article)]
        rejects.extend(piece for piece in batch if isinstance(piece, Reject))
        listing.add(articles)
        yield from cache.unknown(articles)


def _shards(articles: Iterator[Article]) -> Iterator[list[Article]]:
    while some := list(islice(articles, SHARD_SIZE)):
        yield some


def _results(
    articles: Iterator[Article], settings: Settings, jobs: int, scheduler: str | None
) -> Iterator[ShardResult]:
    """Do the articles where they are to be done; nothing is loaded or started where there are none."""
    first = next(articles, None)
    if first is None:
        return
    shards = _shards(chain([first], articles))
    if scheduler is not None:
        yield from cluster.run(shards, settings, scheduler, jobs)
    elif jobs > 1:
        yield from workers.run(shards, settings, jobs)
    else:
        nlp = build(settings.model, settings.scope)
        for shard in shards:
            yield process(shard, nlp, settings.all_entities)


def _tally(folder: Path, name: str, column: str) -> dict[str, int]:
    """Count the values of a column, most frequent first."""
    values = pq.read_table(table_path(folder, name), columns=[column], partitioning=None).column(column)
    counts = {row["values"]: row["counts"] for row in pc.value_counts(values.cast("string")).to_pylist()}
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


class _Progress:
    """A bar on a terminal, a line now and then elsewhere; both on stderr."""

    def __init__(self, *, shown: bool) -> None:
        terminal = sys.stderr.isatty()
        self._bar = tqdm(unit=" articles", disable=not (shown and terminal), file=sys.stderr)
        self._log = shown and not terminal
        self._done = 0
        self._start = self._last = time.monotonic()

    def step(self, number: int) -> None:
        """Count some articles."""
        self._bar.update(number)
        self._done += number
        now = time.monotonic()
        if self._log and now - self._last >= LOG_SECONDS:
            self._last = now
            print(
                f"{self._done} articles, {self._done / (now - self._start):.1f} articles/s", file=sys.stderr, flush=True
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.close()
