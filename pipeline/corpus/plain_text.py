"""Plain text: one article a file, with or without `key: value` lines at its top."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import BinaryIO

from pipeline.corpus.dates import date_in_name
from pipeline.corpus.decode import decode, read_all
from pipeline.corpus.draft import Draft, Drafts
from pipeline.corpus.faults import CorpusError, Fault
from pipeline.corpus.fields import draft_of, field_of

FENCE = "---"
MAX_TITLE = 250
"""Characters; a first line longer than that is a paragraph. The longest of 7,100 press titles has 172."""

MAX_WRAPPED = 100
"""Characters of a line that an editor may have wrapped; mail and terminals wrap at 72 to 80."""

_KEY = re.compile(r"(?P<key>[^\W\d_][\w-]{0,30})\s?:(?:\s+(?P<value>.*))?")
_NEWLINE = re.compile(r"\r\n?|\u2028|\u2029")


def read(handle: BinaryIO, stem: str) -> Drafts:
    """Read one article; without an `id` of its own, the name of the file is its id.

    Raises
    ------
    CorpusError
        `not_utf8`, `too_long`, or `bad_front_matter` where the lines at the top are no `key: value` lines.
    """
    rows = _NEWLINE.sub("\n", decode(read_all(handle))).split("\n")
    head, rows = split_front_matter(rows)
    # The body has no column here, so the check for one is given what it looks for.
    fields = draft_of({**head, "text": "\n".join(unwrap(rows))}, "")
    title, body = fields.title, fields.body.strip()
    if not title:
        first, _, rest = body.partition("\n")
        if rest.strip() and len(first) <= MAX_TITLE:
            title, body = first, rest
    yield Draft(
        doc_id=fields.doc_id,
        name_id=stem,
        title=title,
        body=body,
        date=fields.date,
        file_date=date_in_name(stem),
        url=fields.url,
        source=fields.source,
        section=fields.section,
    )


def split_front_matter(rows: list[str]) -> tuple[dict[str, str], list[str]]:
    """Part the `key: value` lines at the top from the text.

    Between two ``---`` every key is allowed. Without the opening one the lines count only where their
    keys are fields of an article, since a title may have a colon too.

    Parameters
    ----------
    rows : list of str
        Lines of the file.

    Returns
    -------
    tuple
        Keys and values as written, and the lines of the text.

    Raises
    ------
    CorpusError
        `bad_front_matter`, with the line.
    """
    start = next((i for i, row in enumerate(rows) if row.strip()), len(rows))
    fenced = start < len(rows) and rows[start].strip() == FENCE
    found: dict[str, str] = {}
    at = start + fenced
    while at < len(rows):
        row = rows[at].strip()
        if row == FENCE or (not row and not fenced):
            return found, rows[at + 1 :] if found or fenced else rows
        match = _KEY.fullmatch(row)
        known = match is not None and field_of(match["key"]) not in (None, "text", "html")
        if fenced and row and match is None:
            raise CorpusError(Fault("bad_front_matter", f"no key before a colon in {row[:60]!r}", f"line {at + 1}"))
        if not fenced and not known:
            if len(found) > 1:
                raise CorpusError(Fault("bad_front_matter", f"unknown key in {row[:60]!r}", f"line {at + 1}"))
            return {}, rows
        if match is not None:
            found[match["key"]] = (match["value"] or "").strip().strip("\"'")
        at += 1
    if fenced:
        raise CorpusError(Fault("bad_front_matter", "the second --- is missing", f"line {start + 1}"))
    return found, []


def unwrap(rows: list[str]) -> list[str]:
    """Join the lines of paragraphs that an editor wrapped at a fixed width.

    A block between blank lines counts as wrapped where its lines but the last are of like length and one
    of them breaks off in mid-sentence; elsewhere each line is a paragraph.
    """
    joined: list[str] = []
    block: list[str] = []
    for row in [*(row.strip() for row in rows), ""]:
        if row:
            block.append(row)
            continue
        joined.extend([" ".join(block)] if _is_wrapped(block) else block)
        joined.append("")
        block = []
    return joined


def _is_wrapped(block: list[str]) -> bool:
    widest = max(map(len, block), default=0)
    if len(block) < 2 or widest > MAX_WRAPPED or min(map(len, block[:-1])) < 0.6 * widest:
        return False
    return any(before[-1].isalnum() and after[0].islower() for before, after in pairwise(block))
