"""What a reader gives: one article as it stood in its file, not yet cleaned, dated or checked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.corpus.faults import Fault


@dataclass(frozen=True, slots=True)
class Draft:
    """One article as written.

    `doc_id` is the id that the author gave, `name_id` the name of a file that is one article, its id where the author
    gave none. `date` is what the author wrote, of any type; `file_date` what the name of the file says, which is
    believed only where nothing more explicit does. `html` is a raw page, read only where `body` is empty.
    """

    position: str = ""
    doc_id: str | None = None
    name_id: str | None = None
    title: str = ""
    body: str = ""
    html: str = ""
    date: object = None
    file_date: dt.date | None = None
    url: str | None = None
    source: str | None = None
    section: str | None = None


Drafts = Iterator[Draft | Fault]
"""What every reader yields, lazily, in the order of the file."""
