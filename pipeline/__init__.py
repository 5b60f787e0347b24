"""Diplomatic events from French news: who did what to whom, when and where, as tables.

Five names are public: `load` builds the language pipeline, `extract` takes articles through it, `read_tables` reads
what `depeche extract` has written, `SCHEMAS` describes it, `__version__` is the version. Each is imported when it is
first asked for, so that ``import pipeline`` costs nothing.

Examples
--------
>>> from pathlib import Path
>>> import pipeline
>>> from pipeline.corpus import read_corpus
>>> from pipeline.records import Article
>>> pieces = read_corpus(Path("data/raw"))  # doctest: +SKIP
>>> articles = (piece for piece in pieces if isinstance(piece, Article))  # doctest: +SKIP
>>> for found in pipeline.extract(articles, pipeline.load()):  # doctest: +SKIP
...     print(found.article.title, len(found.events))
>>> tables = pipeline.read_tables("data/processed")  # doctest: +SKIP
>>> tables["events"]["event_type"].value_counts()  # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.extraction import extract
    from pipeline.nlp import build as load
    from pipeline.schema import SCHEMAS
    from pipeline.tables import read_tables

    __version__: str

__all__ = ["SCHEMAS", "__version__", "extract", "load", "read_tables"]

_HOMES = {
    "SCHEMAS": ("pipeline.schema", "SCHEMAS"),
    "extract": ("pipeline.extraction", "extract"),
    "load": ("pipeline.nlp", "build"),
    "read_tables": ("pipeline.tables", "read_tables"),
}
"""Module and name behind each public name."""


def __getattr__(name: str) -> object:
    """Import a public name when it is first used."""
    if name == "__version__":
        return import_module("importlib.metadata").version("depeche")
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, original = _HOMES[name]
    return getattr(import_module(module), original)


def __dir__() -> list[str]:
    """List the public names beside what is loaded already."""
    return sorted({*globals(), *__all__})
