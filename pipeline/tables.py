"""Turns what the pipeline found into the rows of the tables, and keeps the tables as Parquet.

A folder of tables holds one folder a table with one file in it, always of the same name. All tables change together
or none does: see `write_tables`.
"""

from __future__ import annotations

import os
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.checks import Row, conform, in_order
from pipeline.provenance import Provenance, from_metadata
from pipeline.records import Article, Event, Extraction, Interval, Reject, stable_id
from pipeline.schema import TABLES
from pipeline.storage import place

if TYPE_CHECKING:
    import pandas as pd

DEFAULT_FOLDER = Path("data/processed")
PART = "part-0.parquet"
STAGING, COMMIT = ".staging", ".commit"
COMPRESSION, COMPRESSION_LEVEL = "zstd", 3
PARQUET_VERSION = "2.6"
ROW_GROUP_SIZE = 100_000
"""All that decides the bytes of a file is said, so that a new default of the library changes none of them."""

TEXT_ROW_GROUP_SIZE = 5_000
"""Rows to a group of `articles`, whose texts are long: some megabytes a group, which is what a reader holds."""

MANIFEST = "manifest.json"
"""File beside the tables that says what they were made from; missing where they were not written by a run."""


class TablesError(Exception):
    """Tables are not where they were looked for; the message says what to run."""


# -- rows ------------------------------------------------------------------------------------------------------------


def rows(extraction: Extraction) -> dict[str, list[Row]]:
    """Return the rows that one article gives.

    Parameters
    ----------
    extraction : Extraction
        All that the pipeline found in one article.

    Returns
    -------
    dict of str to list of dict
        Rows by table, for every table but `rejects`.
    """
    doc_id = extraction.article.doc_id
    events = extraction.events
    return {
        "articles": [article_row(extraction.article, extraction.n_sentences, len(events))],
        "events": [_event_row(event) for event in events],
        "participants": [row for event in events for row in _participant_rows(event)],
        "event_mentions": [row for event in events for row in _mention_rows(event)],
        "entities": [
            {
                "doc_id": doc_id,
                "start_char": entity.start_char,
                "end_char": entity.end_char,
                "text": entity.text,
                "label": entity.label,
                "entity_id": entity.entity_id,
                "entity_name": entity.entity_name,
                "actor_code": entity.actor_code,
                "country_code": entity.country_code,
                "latitude": entity.latitude,
                "longitude": entity.longitude,
            }
            for entity in extraction.entities
        ],
        "time_expressions": [
            {
                "doc_id": doc_id,
                "start_char": timex.start_char,
                "end_char": timex.end_char,
                "text": timex.text,
                "timex_type": timex.timex_type,
                "value_start": timex.value_start,
                "value_end": timex.value_end,
                "granularity": timex.granularity,
            }
            for timex in extraction.time_expressions
        ],
    }


def article_row(article: Article, n_sentences: int | None, n_events: int) -> Row:
    """Return the row of an article, given how many sentences and events were found in it."""
    return {
        "doc_id": article.doc_id,
        "title": article.title,
        "text": article.text,
        "source": article.source,
        "url": article.url,
        "published_date": article.published_date,
        "published_date_origin": article.published_date_origin,
        "language": article.language,
        "section": article.section,
        "n_chars": len(article.text),
        "n_sentences": n_sentences,
        "n_events": n_events,
        "content_hash": article.content_hash,
        "source_path": article.source_path,
    }


def reject_row(reject: Reject) -> Row:
    """Return the row of a piece of input that could not be used."""
    return {
        "source_path": reject.source_path,
        "position": reject.position,
        "reason": reject.reason,
        "detail": reject.detail,
    }


def _ends(interval: Interval | None) -> Interval | tuple[None, None]:
    return (None, None) if interval is None else interval


def _event_row(event: Event) -> Row:
    start, end = _ends(event.date)
    place = event.place
    return {
        "event_id": event.event_id,
        "doc_id": event.doc_id,
        "event_type": event.event_type,
        "status": event.status,
        "is_background": event.is_background,
        "event_date_start": start,
        "event_date_end": end,
        "event_date_granularity": event.date_granularity,
        "event_date_text": event.date_text,
        "place_name": place.name if place else None,
        "place_country_code": place.country_code if place else None,
        "place_latitude": place.latitude if place else None,
        "place_longitude": place.longitude if place else None,
        "venue": event.venue,
        "topics": list(event.topics),
        "about_codes": list(event.about_codes),
        "reporter_name": event.reporter_name,
        "reporter_code": event.reporter_code,
        "cameo_code": event.cameo_code,
        "plover_type": event.plover_type,
        "plover_mode": event.plover_mode,
        "goldstein": event.goldstein,
        "quad_class": event.quad_class,
        "n_mentions": len(event.mentions),
        "confidence": event.confidence,
        "sentence": event.sentence,
    }


def _participant_rows(event: Event) -> Iterable[Row]:
    ranks: dict[str, Iterator[int]] = defaultdict(count)
    for participant in event.participants:
        yield {
            "event_id": event.event_id,
            "role": participant.role,
            "position": next(ranks[participant.role]),
            "doc_id": event.doc_id,
            "actor_id": participant.actor_id,
            "actor_name": participant.actor_name,
            "actor_code": participant.actor_code,
            "mention_text": participant.mention_text,
            "start_char": participant.start_char,
            "end_char": participant.end_char,
        }


def _mention_rows(event: Event) -> Iterable[Row]:
    for mention in event.mentions:
        yield {
            # One trigger may tell several events (a tour, mutual accusations): the event is part of the identity.
            "mention_id": stable_id("men", event.event_id, mention.rule_id, mention.start_char, mention.end_char),
            "event_id": event.event_id,
            "doc_id": event.doc_id,
            "rule_id": mention.rule_id,
            "event_type": mention.event_type,
            "status": mention.status,
            "trigger_text": mention.trigger_text,
            "start_char": mention.start_char,
            "end_char": mention.end_char,
            "sentence_text": mention.sentence_text,
            "sentence_start": mention.sentence_start,
            "sentence_end": mention.sentence_end,
        }


# -- files -----------------------------------------------------------------------------------------------------------


def write_tables(folder: str | Path, tables: Mapping[str, pa.Table], provenance: Provenance) -> None:
    """Replace all tables of a folder, at once.

    The new files are written aside first; renaming the folder that holds them is the moment from which they count.
    Whatever stops the program before it leaves the old tables, and after it the new ones: the next reader or writer
    takes what was not yet moved from where it is. The same rows give the same bytes, whatever order they come in.

    Parameters
    ----------
    folder : str or Path
        Made if it is missing. Other files in it are left alone.
    tables : mapping of str to pyarrow.Table
        Every table of `pipeline.schema.TABLES`.
    provenance : Provenance
        Written into the metadata of every file.

    Raises
    ------
    SchemaError
        If a table breaks its schema; nothing has changed then.
    ValueError
        If a table is missing or unknown.
    """
    if tables.keys() != TABLES.keys():
        raise ValueError(f"tables are {sorted(tables)}, expected {sorted(TABLES)}")
    checked = {name: in_order(name, conform(name, table)) for name, table in tables.items()}
    with together(Path(folder)) as staging:
        for name, table in checked.items():
            write_part(staging / name / PART, table, provenance)


@contextmanager
def together(folder: Path) -> Iterator[Path]:
    """Give a folder in which to write all tables anew; they take the place of the old ones when the block ends well."""
    finish_commit(folder)
    staging = folder / STAGING
    if staging.exists():  # of a write that was stopped before it counted
        shutil.rmtree(staging)
    staging.mkdir(parents=True)
    yield staging
    staging.rename(folder / COMMIT)
    finish_commit(folder)


def row_group_size(name: str) -> int:
    """Return how many rows of a table make a row group."""
    return TEXT_ROW_GROUP_SIZE if name == "articles" else ROW_GROUP_SIZE


@contextmanager
def part_writer(path: Path, name: str, provenance: Provenance) -> Iterator[pq.ParquetWriter]:
    """Open a Parquet file of a table for writing, and bring it down to the disk when the block ends well."""
    path.parent.mkdir(parents=True, exist_ok=True)
    schema = TABLES[name].schema.with_metadata(provenance.metadata())
    with _named(path), path.open("wb") as handle:
        with pq.ParquetWriter(
            handle,
            schema,
            compression=COMPRESSION,
            compression_level=COMPRESSION_LEVEL,
            version=PARQUET_VERSION,
            write_page_index=True,
        ) as writer:
            yield writer
        handle.flush()
        os.fsync(handle.fileno())


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Have the errors of the disk say which file they are about; those of a file that is open do not."""
    try:
        yield
    except OSError as error:
        if error.errno is None or error.filename is not None:
            raise
        raise OSError(error.errno, error.strerror, str(path)) from error


def write_part(path: Path, table: pa.Table, provenance: Provenance) -> None:
    """Write one Parquet file, down to the disk, in the folder that bears the name of its table."""
    name = path.parent.name
    with part_writer(path, name, provenance) as writer:
        stamped = table.combine_chunks().replace_schema_metadata(provenance.metadata())
        writer.write_table(stamped, row_group_size=row_group_size(name))


def finish_commit(folder: Path) -> None:
    """Move the tables of a write that was stopped half-way to where they belong; nothing to do otherwise."""
    commit = folder / COMMIT
    if not commit.is_dir():
        return
    for name in TABLES:
        part = commit / name / PART
        if part.exists():
            (folder / name).mkdir(exist_ok=True)
            part.replace(folder / name / PART)
    if (commit / MANIFEST).exists():
        (commit / MANIFEST).replace(folder / MANIFEST)
    shutil.rmtree(commit)


def table_path(folder: Path, name: str) -> Path:
    """Return where the current file of a table is, also after a write that was stopped half-way."""
    pending = folder / COMMIT / name / PART
    return pending if pending.exists() else folder / name / PART


def read_arrow(folder: str | Path, name: str) -> pa.Table:
    """Read one table as Arrow, enums encoded with their whole vocabulary.

    Raises
    ------
    TablesError
        If the folder or the table is missing, or its file is damaged.
    """
    folder = place(folder)
    if isinstance(folder, str):
        raise TablesError(f"{folder}: tables are read from this machine; copy the folder first")
    path = table_path(folder, name)
    if not path.is_file():
        what = f"{folder}: no table {name!r} in this folder" if folder.is_dir() else f"{folder}: no such folder"
        raise TablesError(f"{what}; run `make extract` (or `depeche extract INPUT --out {folder}`)")
    try:
        return conform(name, pq.read_table(path, partitioning=None))
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise TablesError(f"{path}: damaged, or no table; run `depeche extract INPUT --out {folder}` again") from error


def read_provenance(folder: str | Path) -> Provenance | None:
    """Return what all tables of a folder were made with; None where one is missing or damaged, or they differ."""
    found: set[Provenance | None] = set()
    for name in TABLES:
        path = table_path(Path(folder), name)
        try:
            found.add(from_metadata(pq.read_schema(path).metadata) if path.is_file() else None)
        except (pa.ArrowException, OSError):
            return None
    return found.pop() if len(found) == 1 else None


def read_tables(path: str | Path = DEFAULT_FOLDER, tables: Iterable[str] | None = None) -> dict[str, pd.DataFrame]:
    """Read tables into pandas.

    Parameters
    ----------
    path : str or Path
        Folder that `depeche extract` wrote.
    tables : iterable of str, optional
        Which ones; all by default.

    Returns
    -------
    dict of str to pandas.DataFrame
        Enums are categories in the order of the codebook, dates `datetime64`, numbers that may be missing the
        nullable `Int32`, lists Python lists.

    Raises
    ------
    TablesError
        If the folder or a table is missing, or no table has this name.

    Examples
    --------
    >>> events = read_tables("data/processed", ["events"])["events"]  # doctest: +SKIP
    >>> events.groupby("event_type", observed=True).size()  # doctest: +SKIP
    """
    names = list(TABLES) if tables is None else list(tables)
    for name in names:
        if name not in TABLES:
            raise TablesError(f"no table is called {name!r}; there are {', '.join(TABLES)}")
    return {name: _to_pandas(read_arrow(path, name)) for name in names}


def _to_pandas(table: pa.Table) -> pd.DataFrame:
    import pandas as pd  # noqa: PLC0415  a second that only who reads tables should wait

    frame: pd.DataFrame = table.to_pandas(date_as_object=False)
    for field in table.schema:
        if pa.types.is_list(field.type):
            frame[field.name] = pd.Series(table.column(field.name).to_pylist(), index=frame.index, dtype=object)
        elif field.nullable and pa.types.is_integer(field.type):
            frame[field.name] = frame[field.name].astype(pd.Int32Dtype())
    return frame
