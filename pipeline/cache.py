"""Keeps what a run has already found, so that a stopped run goes on where it was and a new run does new work only.

Results are looked up by `Article.content_hash` in two places: the tables of the last finished run, and the shards
that a run which did not finish has left in `.cache`. Both count only if they were made with the same model, lexicons
and code. Nothing is kept twice: a finished run removes the shards, since all that they held is in its tables.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.errors import RunError
from pipeline.provenance import Provenance
from pipeline.records import Article, stable_id
from pipeline.schema import SCHEMAS, TABLES
from pipeline.tables import PART, TablesError, finish_commit, read_arrow, read_provenance, write_part

if sys.platform != "win32":  # no advisory locks on folders there
    import fcntl

CACHE = ".cache"
_UNFINISHED = "unfinished-"
DOCUMENT_TABLES = tuple(name for name, spec in TABLES.items() if any(c.name == "doc_id" for c in spec.columns))
"""Tables whose rows belong to an article; a shard holds these."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What the row of an article says about the others."""

    n_sentences: int
    n_events: int


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
        self._folders: list[Path] = []
        self._counts: dict[str, Counts] = {}
        finish_commit(out_path)
        if read_provenance(out_path) == provenance and _is_sound(out_path):
            self._add_folder(out_path)
        for folder in sorted(self._shards.glob("*")):
            if folder.name.startswith(_UNFINISHED) or not _is_sound(folder):
                shutil.rmtree(folder)
            else:
                self._add_folder(folder)

    def counts(self, article: Article) -> Counts | None:
        """Return the counts of an article whose results are known, else None."""
        return self._counts.get(article.content_hash)

    def add_shard(self, tables: Mapping[str, pa.Table]) -> None:
        """Store the results for some articles; they count once all of them are on the disk."""
        hashes = tables["articles"]["content_hash"].to_pylist()
        if not hashes:
            return
        name = stable_id("shard", *hashes)
        unfinished, folder = self._shards / f"{_UNFINISHED}{name}", self._shards / name
        for table in DOCUMENT_TABLES:
            write_part(unfinished / table / PART, tables[table], self._provenance)
        unfinished.rename(folder)
        self._add_folder(folder)

    def gather(self, articles: Collection[Article]) -> dict[str, pa.Table]:
        """Return the rows of these articles in every table of documents but `articles`, in no special order.

        Those of `articles` are made anew by the caller: where an article stands and who published it may change
        without a change of its text.
        """
        wanted = {article.content_hash for article in articles}
        names = [name for name in DOCUMENT_TABLES if name != "articles"]
        found: dict[str, list[pa.Table]] = {name: [SCHEMAS[name].empty_table()] for name in names}
        for folder in self._folders:
            known = read_arrow(folder, "articles").select(["doc_id", "content_hash"]).to_pylist()
            doc_ids = [row["doc_id"] for row in known if row["content_hash"] in wanted]
            # The same article may be in the tables and in a shard when a run stopped between writing and cleaning.
            wanted.difference_update(row["content_hash"] for row in known)
            if not doc_ids:
                continue
            values = pa.array(doc_ids, pa.string())
            for name in names:
                table = read_arrow(folder, name)
                found[name].append(table.filter(pc.is_in(table["doc_id"], value_set=values)))
        return {name: pa.concat_tables(tables) for name, tables in found.items()}

    def clear(self) -> None:
        """Remove the shards, those of other models and lexicons too."""
        if self._root.exists():
            shutil.rmtree(self._root)

    def _add_folder(self, folder: Path) -> None:
        articles = read_arrow(folder, "articles").select(["content_hash", "n_sentences", "n_events"])
        for row in articles.to_pylist():
            self._counts.setdefault(row["content_hash"], Counts(row["n_sentences"], row["n_events"]))
        self._folders.append(folder)


def _is_sound(folder: Path) -> bool:
    """Tell whether every table of documents can be read; what a damaged one held is made anew."""
    try:
        for name in DOCUMENT_TABLES:
            read_arrow(folder, name)
    except TablesError:
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
