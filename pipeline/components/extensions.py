"""The attributes that the components write on spaCy objects, each registered once and holding plain values."""

from __future__ import annotations

from spacy.tokens import Doc, Span

DOC_ATTRIBUTES = ("published_date", "topics")
SPAN_ATTRIBUTES = ("entity", "timex", "event")

for _name in DOC_ATTRIBUTES:
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=None)
for _name in SPAN_ATTRIBUTES:
    if not Span.has_extension(_name):
        Span.set_extension(_name, default=None)
