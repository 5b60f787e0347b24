"""Walks a corpus: which file is read by which reader, and what became of each piece."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, cast

from pipeline.corpus import csv_records, html_page, json_records, parquet_records, plain_text
from pipeline.corpus.build import build_article
from pipeline.corpus.draft import Drafts
from pipeline.corpus.faults import CorpusError, Fault
from pipeline.records import Article, Reject

READERS: dict[str, Callable[[BinaryIO, str], Drafts]] = {
    ".txt": plain_text.read,
    ".jsonl": json_records.read_lines,
    ".ndjson": json_records.read_lines,
    ".json": json_records.read_document,
    ".csv": csv_records.read,
    ".tsv": csv_records.read,
    ".parquet": parquet_records.read,
    ".html": html_page.read,
    ".htm": html_page.read,
}
"""Reader of each ending. One more format is one more module and one more row here."""

GZIP = ".gz"
NO_GZIP = (".parquet",)
"""Compressed inside; a gzip around it would have to be unpacked to be read at all."""

SKIPPED_NAME = "readme"


def read_corpus(path: Path) -> Iterator[Article | Reject]:
    """Read a file, or all files below a folder, in the order of their names.

    Formats may be mixed. Hidden files and files named README are passed over in silence; all else that
    gives no article gives a `Reject`. Articles come one by one: the corpus is never in memory, only the
    ids that have been seen.

    Parameters
    ----------
    path : Path
        A file or a folder. `Article.source_path` is relative to the folder, or the name of the file.

    Returns
    -------
    iterator of Article or Reject
        In the same order on every run.

    Raises
    ------
    FileNotFoundError
        At once, if there is nothing at `path`.

    Examples
    --------
    >>> articles = [a for a in read_corpus(Path("data/raw")) if isinstance(a, Article)]  # doctest: +SKIP
    """
    if not path.exists():
        raise FileNotFoundError(f"{path}: no such file or folder")
    root = path if path.is_dir() else path.parent
    return _without_duplicates(_pieces(path, root))


def _pieces(path: Path, root: Path) -> Iterator[tuple[str, Article | Reject]]:
    """Yield what each piece of each file became, after its position in the file."""
    for file in _files(path):
        source_path = file.relative_to(root).as_posix()
        for piece in _read_file(file):
            try:
                became = piece.as_reject(source_path) if isinstance(piece, Fault) else build_article(piece, source_path)
            except CorpusError as error:
                became = error.fault.as_reject(source_path)
            yield piece.position, became


def _files(path: Path, inside: frozenset[Path] = frozenset()) -> Iterator[Path]:
    """Yield the files at or below `path`; `inside` are the folders it is in, so that no link leads in circles."""
    if not path.is_dir():
        yield path
        return
    folder = path.resolve()
    if folder in inside:
        return
    for entry in sorted(path.iterdir()):
        if not entry.name.startswith(".") and entry.stem.casefold() != SKIPPED_NAME:
            yield from _files(entry, inside | {folder})


def _read_file(file: Path) -> Drafts:
    zipped = file.suffix.casefold() == GZIP
    bare = Path(file.name[: -len(GZIP)] if zipped else file.name)
    ending = bare.suffix.casefold()
    reader = READERS.get(ending)
    if reader is None or (zipped and ending in NO_GZIP):
        yield Fault("unknown_format", f"no reader for files that end in {''.join(file.suffixes[-2:]) or 'nothing'!r}")
        return
    try:
        with gzip.open(file) if zipped else file.open("rb") as handle:
            yield from reader(cast("BinaryIO", handle), bare.stem)
    except CorpusError as error:
        yield error.fault
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        yield Fault("broken_gzip", str(error))
    except OSError as error:
        yield Fault("unreadable_file", error.strerror or str(error))


def _without_duplicates(pieces: Iterator[tuple[str, Article | Reject]]) -> Iterator[Article | Reject]:
    seen: dict[str, tuple[str, str]] = {}
    for position, piece in pieces:
        if isinstance(piece, Reject):
            yield piece
            continue
        # Half the hash tells two articles of one id apart as well as the whole, in half the memory.
        digest = piece.content_hash[:32]
        if piece.doc_id not in seen:
            seen[piece.doc_id] = (digest, piece.source_path)
            yield piece
            continue
        known, first_path = seen[piece.doc_id]
        reason = "duplicate" if known == digest else "duplicate_id"
        found = f"{piece.doc_id!r} was read before, from {first_path}"
        yield Fault(reason, found, position).as_reject(piece.source_path)
