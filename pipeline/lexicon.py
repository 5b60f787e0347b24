"""Loads the lexicons: every French word, every rule and every fact the pipeline knows is data.

A lexicon is checked when it is read. What is wrong names the file, the line and the id, because a
word list with a silent mistake is a rule that never fires.
"""

from __future__ import annotations

import csv
import hashlib
import io
from functools import cache
from pathlib import Path

LEXICON_DIR = Path(__file__).parent / "lexicons"
SEPARATOR = "|"
"""Between the alternatives of one TSV cell."""


class LexiconError(ValueError):
    """A lexicon says something that the loader cannot accept."""


@cache
def read_tsv(name: str, columns: tuple[str, ...]) -> tuple[dict[str, str], ...]:
    """Read one tab-separated lexicon.

    Parameters
    ----------
    name : str
        Path below `pipeline/lexicons`, with its ending.
    columns : tuple of str
        The header that the file must have, in order.

    Returns
    -------
    tuple of dict
        One dict of stripped strings a row, an empty cell as ``""``; ``_line`` holds the line number.
        Lines that open with ``#`` are comments.

    Raises
    ------
    LexiconError
        If the file is not UTF-8, the header differs or a row has another number of cells; names file and line.
    """
    rows: list[dict[str, str]] = []
    header: list[str] | None = None
    lines = io.StringIO(read_text(name), newline="")
    for number, cells in enumerate(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), start=1):
        if not cells or cells[0].startswith("#"):
            continue
        if header is None:
            header = cells
            if tuple(header) != columns:
                raise LexiconError(f"{name}:{number}: columns are {header}, expected {list(columns)}")
            continue
        if len(cells) != len(header):
            raise LexiconError(f"{name}:{number}: {len(cells)} cells, expected {len(header)}")
        row = {key: cell.strip() for key, cell in zip(header, cells, strict=True)}
        rows.append(row | {"_line": str(number)})
    return tuple(rows)


def read_text(name: str) -> str:
    """Return a lexicon as text, its line ends as they are.

    Raises
    ------
    LexiconError
        If it is missing or is not UTF-8; names the file, and the line.
    """
    try:
        data = (LEXICON_DIR / name).read_bytes()
    except FileNotFoundError as error:
        raise LexiconError(f"{name}: no such lexicon") from error
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise LexiconError(f"{name}:{line}: not UTF-8; save the file as UTF-8") from error


def split_cell(cell: str) -> tuple[str, ...]:
    """Return the alternatives of one cell, without empty ones."""
    return tuple(part.strip() for part in cell.split(SEPARATOR) if part.strip())


def number(row: dict[str, str], column: str, file: str) -> float | None:
    """Return the number in a cell of `read_tsv`, None where it is empty.

    Raises
    ------
    LexiconError
        If it is no number.
    """
    try:
        return float(row[column]) if row[column] else None
    except ValueError as error:
        raise LexiconError(f"{file}:{row['_line']}: {column} {row[column]!r} is no number") from error


@cache
def lexicon_hash() -> str:
    """Return a SHA-256 over every lexicon file, in the order of their names; written into every table."""
    digest = hashlib.sha256()
    for path in sorted(p for p in LEXICON_DIR.rglob("*") if p.is_file()):
        digest.update(path.relative_to(LEXICON_DIR).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
