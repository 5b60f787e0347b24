"""Makes an `Article` of a `Draft`: characters, boilerplate, date, language, id."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from pipeline.corpus import html_page
from pipeline.corpus.boilerplate import fold_label
from pipeline.corpus.clean import Cleaned, clean
from pipeline.corpus.dates import parse_published
from pipeline.corpus.draft import Draft
from pipeline.corpus.faults import CorpusError, Fault
from pipeline.corpus.language import other_language
from pipeline.corpus.repair import paragraphs, repair
from pipeline.records import Article, stable_id

MAX_CHARS = 1_000_000
"""Characters of one article: above that spaCy refuses a text, for the memory that its parser needs."""

PARAGRAPH_BREAK = "\n\n"


def build_article(draft: Draft, source_path: str) -> Article:
    """Clean, date and check one article.

    Parameters
    ----------
    draft : Draft
        As a reader gave it.
    source_path : str
        Path of its file, relative to the root of the corpus.

    Raises
    ------
    CorpusError
        `empty`, `too_long`, `bad_date`, `not_french` or `unreadable_html`, at the draft's position.
    """
    try:
        return _build(draft, source_path)
    except CorpusError as error:
        raise CorpusError(replace(error.fault, position=draft.position or error.fault.position)) from error


def _build(draft: Draft, source_path: str) -> Article:
    draft, markup_date = _with_page(draft)
    if len(draft.body) > MAX_CHARS:
        raise CorpusError(Fault("too_long", f"the text has {len(draft.body):,} characters, the limit is {MAX_CHARS:,}"))
    title = " ".join(repair(draft.title).split())
    cleaned = clean(_without_title(paragraphs(repair(draft.body)), title))
    if not cleaned.paragraphs:
        raise CorpusError(Fault("empty", "no text" if not draft.body.strip() else "no text but boilerplate"))
    text = PARAGRAPH_BREAK.join([title, *cleaned.paragraphs] if title else cleaned.paragraphs)
    if language := other_language(text):
        raise CorpusError(Fault("not_french", f"the language looks like {language!r}"))
    date, origin = _dated(draft, markup_date, cleaned)
    return Article(
        doc_id=draft.doc_id or draft.name_id or stable_id("doc", date, title, text),
        title=title,
        text=text,
        published_date=date,
        published_date_origin=origin,
        source_path=source_path,
        source=draft.source,
        url=draft.url,
        section=draft.section,
    )


def _with_page(draft: Draft) -> tuple[Draft, dt.date | None]:
    """Read the page of a draft that has no body; what the record says itself goes before what the page says."""
    if draft.body.strip() or not draft.html.strip():
        return draft, None
    page = html_page.extract(draft.html)
    filled = replace(
        draft,
        title=draft.title or page.title,
        body=page.body,
        url=draft.url or page.url,
        source=draft.source or page.source,
        section=draft.section or page.section,
    )
    return filled, page.date


def _without_title(lines: Sequence[str], title: str) -> Sequence[str]:
    return lines[1:] if lines and title and fold_label(lines[0]) == fold_label(title) else lines


def _dated(draft: Draft, markup_date: dt.date | None, cleaned: Cleaned) -> tuple[dt.date | None, str]:
    if isinstance(draft.date, str) and not draft.date.strip():
        draft = replace(draft, date=None)
    if draft.date is not None:
        try:
            return parse_published(draft.date), "metadata"
        except ValueError as error:
            raise CorpusError(Fault("bad_date", str(error))) from error
    for date, origin in ((markup_date, "markup"), (draft.file_date, "filename"), (cleaned.date, "text")):
        if date is not None:
            return date, origin
    return None, "none"
