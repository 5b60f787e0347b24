"""Fields of record formats: which column holds what, whatever its name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from pipeline.corpus.draft import Draft
from pipeline.corpus.faults import CorpusError, Fault
from pipeline.lexicon import LexiconError, read_tsv, split_cell

LEXICON = "corpus_fields.tsv"
FIELDS = ("doc_id", "title", "text", "html", "date", "url", "source", "section")


@cache
def names() -> Mapping[str, tuple[str, ...]]:
    """Return the names of each field, folded, best first.

    Raises
    ------
    LexiconError
        If the lexicon knows other fields than `FIELDS`, or uses one name for two.
    """
    found: dict[str, tuple[str, ...]] = {}
    owner: dict[str, str] = {}
    for row in read_tsv(LEXICON, ("field", "names")):
        field, line = row["field"], row["_line"]
        if field not in FIELDS or field in found:
            raise LexiconError(f"{LEXICON}:{line}: {field!r} is unknown or stands twice; fields are {FIELDS}")
        found[field] = tuple(fold_name(name) for name in split_cell(row["names"]))
        for name in found[field]:
            if owner.setdefault(name, field) != field:
                raise LexiconError(f"{LEXICON}:{line}: {name!r} already names {owner[name]}")
    if missing := set(FIELDS) - set(found):
        raise LexiconError(f"{LEXICON}: no names for {sorted(missing)}")
    return found


@lru_cache(maxsize=1024)
def fold_name(name: str) -> str:
    """Return a column name without case, accents, and differences of spaces, hyphens and underscores."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[\s_-]+", "_", plain.strip().casefold())


@lru_cache(maxsize=1024)
def field_of(column: str) -> str | None:
    """Return the field that a column of this name holds, or None."""
    folded = fold_name(column)
    return next((field for field, known in names().items() if folded in known), None)


def require_text(columns: Iterable[str], position: str = "") -> None:
    """Check that some column can hold the body of an article.

    Raises
    ------
    CorpusError
        `missing_column`, naming the columns there are.
    """
    columns = list(columns)
    if not any(field_of(column) in ("text", "html") for column in columns):
        listed = ", ".join(map(str, columns)) or "none"
        raise CorpusError(Fault("missing_column", f"no column holds a text; columns are: {listed}", position))


def draft_of(record: Mapping[str, object], position: str) -> Draft:
    """Return the draft that one record describes.

    Parameters
    ----------
    record : mapping
        Column name to value; None and ``""`` count as absent, a list of strings as paragraphs.
    position : str
        Where the record stands in its file.

    Raises
    ------
    CorpusError
        `missing_column` where no column can hold the body, `wrong_type` where a field is no string.

    Examples
    --------
    >>> draft_of({"Titre": "Accord signé", "texte": "Paris et Rome ont signé."}, "row 1").title
    'Accord signé'
    """
    require_text(record, position)
    values: dict[str, object] = {}
    ranks: dict[str, int] = {}
    for column, value in record.items():
        field = field_of(column)
        if field is None or value is None or value == "":
            continue
        rank = names()[field].index(fold_name(column))
        if field not in values or rank < ranks[field]:
            values[field], ranks[field] = value, rank

    def text(field: str) -> str:
        return _as_text(values.get(field, ""), field, position)

    return Draft(
        position=position,
        doc_id=text("doc_id").strip() or None,
        title=text("title"),
        body=text("text"),
        html=text("html"),
        date=values.get("date"),
        url=text("url").strip() or None,
        source=text("source").strip() or None,
        section=text("section").strip() or None,
    )


def _as_text(value: object, field: str, position: str) -> str:
    if isinstance(value, str):
        return value
    if field in ("text", "html", "section") and isinstance(value, list) and all(isinstance(v, str) for v in value):
        return ("\n" if field != "section" else ", ").join(value)
    # Ids are often numbers, and so are titles that a spreadsheet took for one.
    if field in ("doc_id", "title") and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise CorpusError(Fault("wrong_type", f"field {field!r} is {type(value).__name__}", position))
