"""What a table was made with: written into every Parquet file, and the test of whether old results still hold."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from functools import cache
from importlib.metadata import version

from pipeline.lexicon import LEXICON_DIR, lexicon_hash
from pipeline.schema import SCHEMA_VERSION

PACKAGE = "depeche"
KEPT, EVERY = "kept", "all"
"""Whose entities and time expressions the tables hold: those of articles that can tell an event, or of all."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """All that the result for an article depends on, besides the article."""

    schema_version: str
    package_version: str
    source_hash: str
    lexicon_hash: str
    spacy_version: str
    model: str
    entities: str = KEPT

    def metadata(self) -> dict[bytes, bytes]:
        """Return it as the metadata of a Parquet file."""
        return {key.encode(): value.encode() for key, value in asdict(self).items()}

    @property
    def digest(self) -> str:
        """Sixteen hexadecimal digits that differ whenever one of the parts differs."""
        joined = "\x1f".join(f"{key}={value}" for key, value in asdict(self).items())
        return hashlib.sha256(joined.encode()).hexdigest()[:16]


def current(model: str, all_entities: bool = False) -> Provenance:
    """Return what the tables of a run with this model are made with.

    Parameters
    ----------
    model : str
        Name and version of the spaCy model, as `pipeline.nlp.model_label` gives it.
    all_entities : bool
        Whether entities and time expressions of articles without any chance of an event are wanted too.

    Returns
    -------
    Provenance
    """
    return Provenance(
        schema_version=SCHEMA_VERSION,
        package_version=version(PACKAGE),
        source_hash=source_hash(),
        lexicon_hash=lexicon_hash(),
        spacy_version=version("spacy"),
        model=model,
        entities=EVERY if all_entities else KEPT,
    )


def from_metadata(metadata: Mapping[bytes, bytes] | None) -> Provenance | None:
    """Read it back from the metadata of a Parquet file; None where a part is missing."""
    if metadata is None:
        return None
    names = [field.name for field in fields(Provenance)]
    if any(name.encode() not in metadata for name in names):
        return None
    return Provenance(**{name: metadata[name.encode()].decode() for name in names})


@cache
def source_hash() -> str:
    """Return a SHA-256 over the package's Python files: an edited rule engine must not meet old results."""
    root = LEXICON_DIR.parent
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*.py"), key=lambda path: path.relative_to(root).as_posix()):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
