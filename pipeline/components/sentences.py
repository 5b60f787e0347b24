"""Sentence boundaries that the layout implies: headings stay apart, and no clause is split at a comma or a quote."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

TERMINATORS = frozenset({".", "!", "?", "…", "...", "!!", "?!", ";"})
"""Signs behind which a sentence may end; the parser decides whether it does."""

CLOSERS = frozenset({'"', "»", "”", ")", "]", "'", "’"})
"""Signs that may stand between the end of a sentence and the next one."""

NEVER_FIRST = frozenset({",", ";", ":", ".", ")", "»", "…", "?", "!"})
"""Signs that no sentence starts with."""


@Language.component("depeche_sentences")
def mark_paragraphs(doc: Doc) -> Doc:
    """Start a sentence after every line break and forbid some starts; the parser keeps to it and splits the rest.

    Parameters
    ----------
    doc : spacy.tokens.Doc
        Tokenised, not parsed yet.

    Returns
    -------
    spacy.tokens.Doc
        The same document.
    """
    after_break, ended = True, False
    for token in doc:
        if after_break:
            token.is_sent_start = True
        elif not ended or token.text in NEVER_FIRST:
            # Left alone, the parser splits clauses in two where a headline or a quotation confuses it.
            token.is_sent_start = False
        after_break = token.is_space and "\n" in token.text
        ended = token.text in TERMINATORS or (ended and (token.text in CLOSERS or token.is_space))
    return doc
