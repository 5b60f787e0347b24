"""Closed word classes of French that the components ask for by group; the words stand in `lexicons/cues.tsv`."""

from __future__ import annotations

from functools import cache

from pipeline.lexicon import LexiconError, read_tsv


def normal(form: str) -> str:
    """Return a word as lexicons hold it: lowercase, with a plain apostrophe, accents kept (*à* is not *a*)."""
    return form.lower().replace("’", "'")


@cache
def _groups() -> dict[str, frozenset[str]]:
    groups: dict[str, set[str]] = {}
    for row in read_tsv("cues.tsv", ("group", "form")):
        groups.setdefault(row["group"], set()).add(normal(row["form"]))
    return {name: frozenset(forms) for name, forms in groups.items()}


def check() -> None:
    """Read the groups of words.

    Raises
    ------
    LexiconError
        If the file is malformed; names the line.
    """
    _groups()


@cache
def group(name: str) -> frozenset[str]:
    """Return the words of one group, in the form that `normal` gives.

    Raises
    ------
    LexiconError
        If `cues.tsv` has no such group.
    """
    try:
        return _groups()[name]
    except KeyError:
        raise LexiconError(f"cues.tsv has no group {name!r}") from None


@cache
def preposition(form: str) -> str:
    """Return the plain preposition behind a contracted or elided one (*aux* → *à*); the form itself otherwise."""
    contracted = {row["form"]: row["preposition"] for row in read_tsv("prepositions.tsv", ("form", "preposition"))}
    return contracted.get(form, form)
