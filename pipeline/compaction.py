"""Puts the tables of a folder together from the corpus as it is now and all results that hold for it.

Shards are many and small; a table is one file, sorted, in row groups with statistics. DuckDB sorts and joins on the
disk where memory does not suffice, and the rows pass through a few thousand at a time, so that the memory this takes
does not grow with the corpus. The same corpus and the same results give the same bytes, however they came about.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.cache import DOCUMENT_TABLES, ResultCache
from pipeline.checks import conform, to_arrow
from pipeline.provenance import Provenance
from pipeline.records import Article, Reject
from pipeline.schema import SCHEMAS, TABLES
from pipeline.tables import (
    MANIFEST,
    PART,
    article_row,
    part_writer,
    reject_row,
    row_group_size,
    table_path,
    together,
    write_part,
)  # fmt: skip

MEMORY = "400MB"
"""What DuckDB may take before it goes to the disk."""


class Listing:
    """The articles of the corpus as they are read, kept on the disk until the tables are written."""

    def __init__(self, cache: ResultCache) -> None:
        self._path = cache.scratch / "articles.parquet"
        self._writer = pq.ParquetWriter(self._path, SCHEMAS["articles"], compression="lz4")
        self.n_articles = 0

    def add(self, articles: Sequence[Article]) -> None:
        """Note some articles; what was found in them is added when the tables are written."""
        self._writer.write_table(to_arrow("articles", [article_row(article, None, 0) for article in articles]))
        self.n_articles += len(articles)

    def close(self) -> Path:
        """Finish the list and return its file."""
        self._writer.close()
        return self._path


def write(
    folder: Path, listing: Listing, rejects: Iterable[Reject], cache: ResultCache, provenance: Provenance
) -> None:
    """Replace the tables of a folder, all at once.

    Parameters
    ----------
    folder : Path
        Folder of the tables.
    listing : Listing
        Every article of the corpus.
    rejects : iterable of Reject
        What could not be used.
    cache : ResultCache
        Results for all of the articles that are no rejects.
    provenance : Provenance
        Written into the metadata of every file.
    """
    with duckdb.connect(config={"threads": 1}) as db, together(folder) as staging:
        db.execute(f"SET memory_limit = '{MEMORY}'")
        db.execute("SET temp_directory = ?", [str(cache.scratch / "spill")])
        known = cache.scratch / "known.parquet"
        cache.write_known(known)
        db.execute(f"CREATE VIEW listing AS SELECT * FROM read_parquet({_quoted(listing.close())})")
        db.execute(
            "CREATE TABLE chosen AS SELECT k.* FROM listing l "
            f"JOIN read_parquet({_quoted(known)}) k USING (content_hash)"
        )
        counts = {}
        for name in DOCUMENT_TABLES:
            query = _articles() if name == "articles" else _rows(name, cache.folders)
            ordered = f"{query} ORDER BY {', '.join(TABLES[name].order)}"
            reader = db.sql(ordered).to_arrow_reader(row_group_size(name))
            counts[name] = _write_rows(staging, name, reader, provenance)
        found = to_arrow("rejects", sorted((reject_row(reject) for reject in rejects), key=_reject_order))
        write_part(staging / "rejects" / PART, found, provenance)
        counts["rejects"] = found.num_rows
        _write_manifest(staging, counts, db, provenance)


def _quoted(path: Path) -> str:
    escaped = str(path).replace("'", "''")
    return f"'{escaped}'"


def _reject_order(row: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(str(row[column]) for column in TABLES["rejects"].order)


def _articles() -> str:
    columns = [c if c not in ("n_sentences", "n_events") else f"c.{c}" for c in SCHEMAS["articles"].names]
    selected = ", ".join(column if "." in column else f"l.{column}" for column in columns)
    return f"SELECT {selected} FROM listing l JOIN chosen c USING (content_hash)"


def _rows(name: str, folders: Sequence[Path]) -> str:
    """Select the rows of a table that belong to the articles, each from the folder that is to be believed for it."""
    columns = ", ".join(f"t.{column}" for column in SCHEMAS[name].names)
    if not folders:
        return f"SELECT {columns} FROM (SELECT {_nothing(name)} WHERE false) t"
    paths = [_quoted(table_path(folder, name)) for folder in folders]
    numbers = ", ".join(f"({path}, {number})" for number, path in enumerate(paths))
    return (
        f"SELECT {columns} FROM read_parquet([{', '.join(paths)}], filename = 'part') t "
        f"JOIN (VALUES {numbers}) f(part, folder) ON t.part = f.part "
        "JOIN chosen c ON t.doc_id = c.doc_id AND f.folder = c.folder"
    )


def _nothing(name: str) -> str:
    return ", ".join(f"NULL AS {column}" for column in SCHEMAS[name].names)


def _write_rows(staging: Path, name: str, reader: pa.RecordBatchReader, provenance: Provenance) -> int:
    """Write sorted rows in row groups of a fixed size; return how many there are."""
    size, total = row_group_size(name), 0
    with part_writer(staging / name / PART, name, provenance) as writer:
        for table in _in_groups(reader, size):
            checked = conform(name, _cast(name, table))
            writer.write_table(checked.replace_schema_metadata(provenance.metadata()), row_group_size=size)
            total += table.num_rows
    return total


def _in_groups(reader: pa.RecordBatchReader, size: int) -> Iterator[pa.Table]:
    """Cut what comes in batches of any size into groups of one size: it decides the bytes of the file."""
    waiting: list[pa.RecordBatch] = []
    held = 0
    for batch in reader:
        waiting.append(batch)
        held += batch.num_rows
        while held >= size:
            table = pa.Table.from_batches(waiting)
            yield table.slice(0, size).combine_chunks()
            waiting = table.slice(size).to_batches()
            held -= size
    if held:
        yield pa.Table.from_batches(waiting).combine_chunks()


def _cast(name: str, table: pa.Table) -> pa.Table:
    """Give the columns the types of the schema, enums as the strings that `conform` encodes."""
    schema = SCHEMAS[name]
    columns = [table.column(field.name).cast(field.type) for field in schema]
    return pa.Table.from_arrays(columns, schema=schema)


def _write_manifest(
    staging: Path, counts: dict[str, int], db: duckdb.DuckDBPyConnection, provenance: Provenance
) -> None:
    (digest,) = db.execute(
        "SELECT sha256(coalesce(string_agg(content_hash, '' ORDER BY content_hash), '')) FROM chosen"
    ).fetchone() or ("",)
    made_with = {key.decode(): value.decode() for key, value in provenance.metadata().items()}
    content = {"rows": counts, "input_sha256": digest, "made_with": made_with}
    (staging / MANIFEST).write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
