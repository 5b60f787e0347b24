"""Keeps what a run has already found, so that a stopped run goes on where it was and a new run does new work only.

Results are looked up by `Article.content_hash` in two places: the tables of the last finished run, and the shards
that a run which did not finish has left in `.cache`. Both count only if they were made with the same model, lexicons
and code. Nothing is kept twice: a finished run removes the shards, since all that they held is in its tables. Which
article is known from where stands in a small database on the disk, so that memory does not grow with the corpus.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.errors import RunError
from pipeline.provenance import Provenance
from pipeline.records import Article, stable_id
from pipeline.schema import SCHEMAS, TABLES
from pipeline.tables import MANIFEST, PART, finish_commit, read_provenance, table_path, write_part

if sys.platform != "win32":  # no advisory locks on folders there
    import fcntl

CACHE = ".cache"
SCRATCH = "scratch"
"""Folder below it for what only the run that is going on needs."""

_UNFINISHED = "unfinished-"
_ROWS = 10_000
"""Rows that are looked at together."""

DOCUMENT_TABLES = tuple(name for name, spec in TABLES.items() if any(c.name == "doc_id" for c in spec.columns))
"""Tables whose rows belong to an article; a shard holds these."""

_KNOWN = ("content_hash", "doc_id", "n_sentences", "n_events")
KNOWN_SCHEMA = pa.schema([*(SCHEMAS["articles"].field(name) for name in _KNOWN), pa.field("folder", pa.int32())])


class ResultCache:
    """Results of earlier work that still hold.

    Parameters
    ----------
    out_path : Path
        Folder of the tables.
    provenance : Provenance
        What this run works with; results of anything else are not looked at.
    """

    def __init__(self, out_path: Path, provenance: Provenance) -> None:
        self._root = out_path / CACHE
        self._shards = self._root / provenance.digest
        self._provenance = provenance
        self.scratch = self._root / SCRATCH
        if self.scratch.exists():
            shutil.rmtree(self.scratch)
        self.scratch.mkdir(parents=True)
        self.folders: list[Path] = []
        self._known = sqlite3.connect(self.scratch / "known.sqlite", isolation_level=None)
        self._known.execute("PRAGMA journal_mode = OFF")
        self._known.execute("PRAGMA synchronous = OFF")
        self._known.execute(
            "CREATE TABLE known (content_hash TEXT PRIMARY KEY, doc_id TEXT, n_sentences INT, n_events INT, "
            "folder INT) WITHOUT ROWID"
        )
        finish_commit(out_path)
        if read_provenance(out_path) == provenance and _is_sound(out_path):
            self._add_folder(out_path)
        for folder in sorted(self._shards.glob("*")):
            if folder.name.startswith(_UNFINISHED) or not _is_sound(folder):
                shutil.rmtree(folder)
            else:
                self._add_folder(folder)

    def unknown(self, articles: Sequence[Article]) -> list[Article]:
        """Return those articles whose results are not known."""
        hashes = [article.content_hash for article in articles]
        marks = ",".join("?" * len(hashes))
        found = self._known.execute(f"SELECT content_hash FROM known WHERE content_hash IN ({marks})", hashes)
        known = {content_hash for (content_hash,) in found}
        return [article for article, key in zip(articles, hashes, strict=True) if key not in known]

    def add_shard(self, tables: Mapping[str, pa.Table]) -> None:
        """Store the results for some articles; they count once all of them are on the disk."""
        hashes = tables["articles"]["content_hash"].to_pylist()
        if not hashes:
            return
        name = stable_id("shard", *hashes)
        unfinished, folder = self._shards / f"{_UNFINISHED}{name}", self._shards / name
        for table in DOCUMENT_TABLES:
            write_part(unfinished / table / PART, tables[table], self._provenance)
        rows = {table: tables[table].num_rows for table in DOCUMENT_TABLES}
        (unfinished / MANIFEST).write_text(json.dumps({"input": name, "rows": rows}) + "\n", encoding="utf-8")
        unfinished.rename(folder)
        self._add_folder(folder)

    def write_known(self, path: Path) -> None:
        """Write which article is known from which of `folders` as a Parquet file."""
        cursor = self._known.execute("SELECT * FROM known ORDER BY content_hash")
        with pq.ParquetWriter(path, KNOWN_SCHEMA) as writer:
            while rows := cursor.fetchmany(_ROWS):
                columns = [pa.array(column, field.type) for column, field in zip(zip(*rows), KNOWN_SCHEMA)]  # noqa: B905  as many as the table has
                writer.write_table(pa.Table.from_arrays(columns, schema=KNOWN_SCHEMA))

    def close(self) -> None:
        """Let go of what only the run that made it needs."""
        self._known.close()
        shutil.rmtree(self.scratch, ignore_errors=True)
        with suppress(OSError):  # shards are still in it
            self._root.rmdir()

    def clear(self) -> None:
        """Remove the shards, those of other models and lexicons too."""
        self._known.close()
        if self._root.exists():
            shutil.rmtree(self._root)

    def _add_folder(self, folder: Path) -> None:
        number = len(self.folders)
        self.folders.append(folder)
        # The same article may be in the tables and in a shard when a run stopped between writing and cleaning.
        insert = f"INSERT OR IGNORE INTO known VALUES (?, ?, ?, ?, {number})"
        with pq.ParquetFile(table_path(folder, "articles")) as file:
            for batch in file.iter_batches(_ROWS, columns=list(_KNOWN)):
                columns = [batch.column(name).to_pylist() for name in _KNOWN]
                self._known.execute("BEGIN")
                self._known.executemany(insert, zip(*columns, strict=True))
                self._known.execute("COMMIT")


def _is_sound(folder: Path) -> bool:
    """Tell whether every table of documents can be read to its end; what a damaged one held is made anew."""
    try:
        for name in DOCUMENT_TABLES:
            with pq.ParquetFile(table_path(folder, name)) as file:
                if file.schema_arrow.names != SCHEMAS[name].names:
                    return False
                for batch in file.iter_batches(_ROWS):
                    batch.validate(full=True)
    except (pa.ArrowException, OSError):
        return False
    return True


@contextmanager
def exclusive(folder: Path) -> Iterator[None]:
    """Hold a folder for one run; the system lets go of it however the process ends.

    Raises
    ------
    RunError
        If another run holds it.
    """
    if sys.platform == "win32":
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise RunError(f"{folder}: another run is writing here; wait for it, or choose another --out") from error
        yield
    finally:
        os.close(handle)
