"""What can be wrong with a piece of input: a closed list of reasons, each with its remedy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from pipeline.records import Reject

REASONS: Mapping[str, str] = MappingProxyType(
    {
        "unknown_format": "give the file one of the endings .txt .jsonl .ndjson .json .csv .tsv .parquet .html .htm,"
        " or take it out of the folder",
        "unreadable_file": "check that the file exists and that you may read it",
        "reader_failed": "take the file out or write it anew, the others went on; please report this one",
        "broken_gzip": "compress the file again; it is cut off or is not gzip",
        "not_utf8": "save the file as UTF-8, for example with `iconv -f WINDOWS-1252 -t UTF-8`",
        "empty": "give the article a body, or take it out",
        "too_long": "split it: one piece is one article",
        "not_french": "take it out; the pipeline reads French only",
        "bad_front_matter": "write `key: value` lines and close them with `---` or a blank line",
        "broken_json": "check the JSON at this place; one object a line in .jsonl, a list of objects in .json",
        "not_an_object": 'write each article as an object, {"title": …, "text": …}',
        "broken_row": "check the quotes and the number of cells of this row",
        "missing_column": "name the column with the body `text` (or text's synonyms in corpus_fields.tsv)",
        "wrong_type": "write this field as a string",
        "bad_date": "write the date as YYYY-MM-DD, or leave it out",
        "unreadable_html": "check that the page holds an article and not only scripts or links",
        "unreadable_parquet": "write the file again; it is cut off or is not Parquet",
        "duplicate": "nothing to do; the first copy was kept",
        "duplicate_id": "give each article an id of its own; the first article with this id was kept",
    }
)
"""Every reason a `Reject` can carry, and what its reader can do about it."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong at one place of one file.

    `position` is ``line 12``, ``row 3``, ``item 3`` or ``byte 1042``, and empty for the whole file;
    `found` says what stood there.
    """

    reason: str
    found: str
    position: str = ""

    def as_reject(self, source_path: str) -> Reject:
        """Return the row for the table of rejects: what was found, and the remedy."""
        return Reject(source_path, self.position, self.reason, f"{self.found}; {REASONS[self.reason]}")


class CorpusError(Exception):
    """Carries a `Fault` to where it becomes a `Reject`; never leaves `pipeline.corpus`."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.found)
        self.fault = fault
