"""The tables of a run at a URL: worked on in a folder of this machine, and sent from there as a whole.

Object storage replaces one file at once, never several. So all files are sent aside first, then a manifest with their
hashes; from then on they are the tables, and are copied to their places within the storage, the manifest last. A stop
before that leaves the old tables, a stop after it is made good by the next run.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pipeline.errors import RunError
from pipeline.records import stable_id
from pipeline.schema import TABLES
from pipeline.storage import Storage
from pipeline.tables import MANIFEST, PART, STAGING, together

PARTS = tuple(f"{name}/{PART}" for name in TABLES)

STAGED_MANIFEST = f"{STAGING}/{MANIFEST}"
"""Once it is there, what was sent aside counts."""

NOTED = "exchanged.json"
"""File of the working folder: the manifest of the tables that were last fetched or sent."""

FILES = "files"
"""Key of the manifest for the hashes of the files."""


def working_folder(url: str) -> Path:
    """Return the folder of this machine that belongs to a URL: below `$XDG_CACHE_HOME`, else `~/.cache`."""
    caches = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(caches, "depeche", stable_id("url", Storage(url).url))


def check(url: str, source: str | Path) -> None:
    """Refuse a URL that is no folder, or lies in the folder that articles are read from.

    Raises
    ------
    RunError
        If it is one of these, or the storage cannot be reached.
    """
    out = Storage(url)
    if out.kind() == "file":
        raise RunError(f"{url}: is a file, --out needs a folder")
    read = Storage(source).url if isinstance(source, str) else source.resolve().as_uri()
    if f"{out.url}/".startswith(f"{read}/"):
        raise RunError(f"{url}: lies in the input folder {source}, its tables would be read as articles")


def read_manifest(url: str) -> tuple[dict[str, Any] | None, bool]:
    """Return the manifest of the tables at a URL, or None, and whether newer ones are only half in their places."""
    storage = Storage(url)
    return _parsed(storage.read(MANIFEST)), storage.read(STAGED_MANIFEST) is not None


@contextmanager
def mirrored(url: str, folder: Path) -> Iterator[None]:
    """Bring the working folder of a URL up to date, and send its tables there when the block ends well.

    Parameters
    ----------
    url : str
        Folder of the tables.
    folder : Path
        Its working folder, held by this run alone.

    Raises
    ------
    RunError
        If the storage cannot be read or written.
    """
    storage = Storage(url)
    _finish_switch(storage)
    # That nothing can be written there is to be found out now, not after hours of work.
    storage.write(f"{STAGING}/probe", b"")
    storage.remove(STAGING)
    _fetch(storage, folder)
    yield
    _send(storage, folder)


def _fetch(storage: Storage, folder: Path) -> None:
    """Fetch the tables unless they are those of the last exchange; the folder may hold newer ones, not yet sent."""
    data = storage.read(MANIFEST)
    noted = folder / NOTED
    manifest = _parsed(data)
    if data is None or manifest is None or (noted.is_file() and noted.read_bytes() == data):
        return
    try:
        with together(folder) as staging:
            _fetch_parts(storage, staging, manifest.get(FILES, {}))
            (staging / MANIFEST).write_bytes(data)
    except _UnsoundError:
        return
    noted.write_bytes(data)


class _UnsoundError(Exception):
    """Tables at a URL are not those of their manifest: as of damaged ones, nothing of them is built upon."""


def _fetch_parts(storage: Storage, staging: Path, hashes: Mapping[str, str]) -> None:
    """Fetch each table; a folder that was copied to the URL by other means has no hashes to compare."""
    for part in PARTS:
        local = staging / part
        local.parent.mkdir()
        if not storage.get(part, local) or (part in hashes and hashes[part] != _hash(local)):
            raise _UnsoundError


def _send(storage: Storage, folder: Path) -> None:
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    manifest[FILES] = {part: _hash(folder / part) for part in PARTS}
    data = (json.dumps(manifest, indent=1) + "\n").encode()
    if storage.read(MANIFEST) != data:
        for part in PARTS:
            storage.put(folder / part, f"{STAGING}/{part}")
        storage.write(STAGED_MANIFEST, data)
        _finish_switch(storage)
    (folder / NOTED).write_bytes(data)


def _finish_switch(storage: Storage) -> None:
    """Put tables that were sent whole in their places; nothing to do where there are none."""
    data = storage.read(STAGED_MANIFEST)
    if data is None:
        return
    for part in PARTS:
        storage.copy(f"{STAGING}/{part}", part)
    storage.write(MANIFEST, data)
    storage.remove(STAGED_MANIFEST)  # before the files, without which it must never stand
    storage.remove(STAGING)


def _parsed(data: bytes | None) -> dict[str, Any] | None:
    """Return a manifest; None where there is none, or something else under its name."""
    try:
        found = None if data is None else json.loads(data)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _hash(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
