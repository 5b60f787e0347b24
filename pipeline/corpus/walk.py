"""Walks a corpus: which file is read by which reader, and what became of each piece."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, cast

from pipeline.corpus import csv_records, html_page, json_records, parquet_records, plain_text
from pipeline.corpus.build import build_article
from pipeline.corpus.draft import Draft, Drafts
from pipeline.corpus.faults import CorpusError, Fault
from pipeline.lexicon import LexiconError
from pipeline.records import Article, Reject
from pipeline.storage import fetched, place

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

NOT_THE_FILE = (LexiconError, MemoryError)
"""Errors that stop the reading: the file that they are met on has no part in them."""

PATH_DIGITS = 8
"""Hexadecimal digits of the path in the id of an article whose file has the name of another one."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """What a piece became, where it stands in its file, and whether the name of the file is its id."""

    position: str
    became: Article | Reject
    named: bool


def read_corpus(path: str | Path) -> Iterator[Article | Reject]:
    """Read a file, or all files below a folder, in the order of their names.

    Formats may be mixed. Hidden files and files named README are passed over in silence; all else that
    gives no article gives a `Reject`. Articles come one by one: the corpus is never in memory, only the
    ids that have been seen.

    Parameters
    ----------
    path : Path or str
        A file or a folder, or the URL of one, whose files are fetched one by one. `Article.source_path` is relative
        to the folder, or the name of the file.

    Returns
    -------
    iterator of Article or Reject
        In the same order on every run.

    Raises
    ------
    FileNotFoundError
        At once, if there is nothing at `path`.
    RunError
        If the file or folder at a URL is missing or cannot be read.

    Examples
    --------
    >>> articles = [a for a in read_corpus(Path("data/raw")) if isinstance(a, Article)]  # doctest: +SKIP
    """
    path = place(path)
    if isinstance(path, str):
        return _without_duplicates(_pieces(fetched(path, _is_passed_over, has_reader)))
    if not path.exists():
        raise FileNotFoundError(f"{path}: no such file or folder")
    root = path if path.is_dir() else path.parent
    return _without_duplicates(_pieces((file.relative_to(root).as_posix(), file) for file in _files(path)))


def read_text(text: str) -> Article | Reject:
    """Return the article that a text is, cleaned and checked as one of a file; its id and its path are ``text``."""
    return _become(Draft(doc_id="text", body=text), "text")


def has_reader(name: str) -> bool:
    """Tell whether a file of this name could be read, by its ending."""
    bare = Path(name[: -len(GZIP)] if name.casefold().endswith(GZIP) else name)
    return bare.suffix.casefold() in READERS


def _is_passed_over(name: str) -> bool:
    """Tell from its name that a file or folder is none of the corpus."""
    return name.startswith(".") or Path(name).stem.casefold() == SKIPPED_NAME


def _pieces(files: Iterable[tuple[str, Path]]) -> Iterator[_Piece]:
    for source_path, file in files:
        for piece in _read_file(file):
            named = isinstance(piece, Draft) and piece.doc_id is None and piece.name_id is not None
            yield _Piece(piece.position, _become(piece, source_path), named)


def _become(piece: Draft | Fault, source_path: str) -> Article | Reject:
    try:
        return piece.as_reject(source_path) if isinstance(piece, Fault) else build_article(piece, source_path)
    except CorpusError as error:
        return error.fault.as_reject(source_path)
    except NOT_THE_FILE:
        raise
    except Exception as error:
        return _failed(error, piece.position).as_reject(source_path)


def _failed(error: Exception, position: str = "") -> Fault:
    return Fault("reader_failed", f"{type(error).__name__}: {error}", position)


def _files(path: Path, inside: frozenset[Path] = frozenset()) -> Iterator[Path]:
    """Yield the files at or below `path`; `inside` are the folders it is in, so that no link leads in circles."""
    if not path.is_dir():
        yield path
        return
    folder = path.resolve()
    if folder in inside:
        return
    for entry in sorted(path.iterdir()):
        if not _is_passed_over(entry.name):
            yield from _files(entry, inside | {folder})


def _read_file(file: Path) -> Drafts:
    zipped = file.suffix.casefold() == GZIP
    bare = Path(file.name[: -len(GZIP)] if zipped else file.name)
    ending = bare.suffix.casefold()
    reader = READERS.get(ending)
    if reader is None or (zipped and ending in NO_GZIP):
        yield Fault("unknown_format", f"no reader for files that end in {''.join(file.suffixes[-2:]) or 'nothing'!r}")
        return
    if file.exists() and not file.is_file():  # a pipe would be waited for, for ever; a dangling link fails below
        yield Fault("unreadable_file", "neither a file nor a folder")
        return
    n_pieces = 0
    try:
        with gzip.open(file) if zipped else file.open("rb") as handle:
            for piece in reader(cast("BinaryIO", handle), bare.stem):
                n_pieces += 1
                yield piece
        if not n_pieces:
            yield Fault("empty", "the file holds no article")
    except CorpusError as error:
        yield error.fault
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        yield Fault("broken_gzip", str(error))
    except OSError as error:
        yield Fault("unreadable_file", error.strerror or str(error))
    except NOT_THE_FILE:
        raise
    except Exception as error:  # a reader that fails costs its file, not the corpus
        yield _failed(error)


def _without_duplicates(pieces: Iterator[_Piece]) -> Iterator[Article | Reject]:
    seen: dict[str, tuple[str, str]] = {}
    namesakes: dict[tuple[str, str], str] = {}
    for piece in pieces:
        article = piece.became
        if isinstance(article, Reject):
            yield article
            continue
        name, digest = article.doc_id, _digest(article)
        first_digest, first_path = seen.get(name, ("", ""))
        if piece.named and first_path and digest != first_digest:
            if (name, digest) in namesakes:
                first_digest, first_path = digest, namesakes[name, digest]
            else:
                namesakes[name, digest] = article.source_path
                article = _with_path_in_id(article)
                digest = _digest(article)
                first_digest, first_path = seen.get(article.doc_id, ("", ""))
        if not first_path:
            seen[article.doc_id] = (digest, article.source_path)
            yield article
            continue
        reason = "duplicate" if first_digest == digest else "duplicate_id"
        found = f"{article.doc_id!r} was read before, from {first_path}"
        yield Fault(reason, found, piece.position).as_reject(article.source_path)


def _digest(article: Article) -> str:
    # Half the hash tells two articles of one id apart as well as the whole, in half the memory.
    return article.content_hash[:32]


def _with_path_in_id(article: Article) -> Article:
    """Return the article under an id that tells it from another one whose file has the same name."""
    digits = hashlib.sha256(article.source_path.encode("utf-8", "surrogateescape")).hexdigest()[:PATH_DIGITS]
    return replace(article, doc_id=f"{article.doc_id}-{digits}")
