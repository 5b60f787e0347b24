"""The attributes that the components write on spaCy objects, each registered once and holding plain values."""

from __future__ import annotations

import datetime as dt

from spacy.tokens import Doc, Span

DOC_ATTRIBUTES = ("published_date", "relevant", "topics")
TEXT = "depeche_text"
SPAN_ATTRIBUTES = ("entity", "timex", "event")

for _name in DOC_ATTRIBUTES:
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=None)
for _name in SPAN_ATTRIBUTES:
    if not Span.has_extension(_name):
        Span.set_extension(_name, default=None)


def text_of(doc: Doc) -> str:
    """Return the text of a document; spaCy puts it together from its words each time that it is asked."""
    text: str | None = doc.user_data.get(TEXT)
    if text is None:
        text = doc.user_data[TEXT] = doc.text
    return text


def published_date(doc: Doc) -> dt.date | None:
    """Return the publication date that a document carries, None where it has none."""
    return dt.date.fromisoformat(doc._.published_date) if doc._.published_date else None
