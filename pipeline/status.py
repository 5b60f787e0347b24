"""Says what is done in a folder of tables: what its tables hold and were made from, and what a stopped run has left."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline import mirror, storage
from pipeline.cache import CACHE
from pipeline.errors import RunError
from pipeline.tables import MANIFEST, finish_commit


def lines(given: str | Path) -> Iterator[str]:
    """Yield what there is to say of a folder, a line each.

    Parameters
    ----------
    given : Path or str
        Folder of tables, or its URL.

    Raises
    ------
    RunError
        If there is no such folder.
    """
    place = storage.place(given)
    if isinstance(place, str):
        folder = mirror.working_folder(place)
        manifest, switching = mirror.read_manifest(place)
        if manifest is None and not switching and not folder.is_dir():
            raise RunError(f"{place}: no tables there; `depeche extract INPUT --out {place}` makes them")
        if switching:
            yield "newer tables are half in their places; `depeche extract` finishes that"
    else:
        folder = place
        if not folder.is_dir():
            raise RunError(f"{folder}: no such folder; `depeche extract INPUT --out {folder}` makes it")
        finish_commit(folder)
        manifest = _read(folder / MANIFEST)
    if manifest is None:
        yield "tables    none yet"
    else:
        yield "tables    " + ", ".join(f"{number} {name}" for name, number in manifest["rows"].items())
        yield "made with " + ", ".join(f"{key} {_short(key, value)}" for key, value in manifest["made_with"].items())
        yield f"input     SHA-256 {manifest['input_sha256']}"
    for root in sorted(path for path in (folder / CACHE).glob("*") if path.is_dir()):
        shards = [found for path in sorted(root.glob(f"*/{MANIFEST}")) if (found := _read(path)) is not None]
        articles = sum(shard["rows"]["articles"] for shard in shards)
        if shards:
            yield f"unfinished run {root.name}: {articles} articles in {len(shards)} shards; `depeche extract` goes on"


def _short(key: str, value: str) -> str:
    """Return a value as one line has room for it: the beginning of a hash."""
    return value[:16] if key.endswith("hash") else value


def _read(path: Path) -> dict[str, Any] | None:
    """Return a manifest; None where there is none or a stop has left half of it."""
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found
