"""Object storage: what stands at a URL such as ``s3://bucket/folder``, read and written with fsspec.

Needs the extra ``cluster``, and for each kind of storage the package that knows it (s3fs, gcsfs, adlfs…). Nothing else
knows fsspec, and it is loaded where a URL is met only.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pipeline.errors import FULL, RunError

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


def place(given: str | Path) -> str | Path:
    """Return a URL as it was given, anything else as a path: from here on, text is a URL."""
    return given if isinstance(given, str) and _URL.match(given) else Path(given)


class Storage:
    """A file or folder at a URL.

    Parameters
    ----------
    url : str
        With its scheme; credentials and options are those that fsspec and the package of the scheme look up.

    Attributes
    ----------
    url : str
        The same for all ways to write it.

    Raises
    ------
    RunError
        If a package is missing, the scheme is not known, or the URL names nothing. All methods raise it where the
        storage refuses or fails.
    """

    def __init__(self, url: str) -> None:
        self._files, root = _reach(url)
        self._root = root.rstrip("/")
        if not self._root:
            raise RunError(f"{url}: names no bucket or folder")
        self.url: str = self._files.unstrip_protocol(self._root)

    def kind(self) -> str | None:
        """Return ``file`` or ``directory``; None where there is nothing."""
        with _told(self.url):
            try:
                return str(self._files.info(self._root)["type"])
            except FileNotFoundError:
                return None

    def files(self, passed_over: Callable[[str], bool]) -> Iterator[str]:
        """Yield the files below the folder, relative to it, in the order of their names, folder by folder.

        Parameters
        ----------
        passed_over : callable
            Tells from the name of a file or folder that it does not count.
        """
        yield from self._files_below("", passed_over)

    def _files_below(self, folder: str, passed_over: Callable[[str], bool]) -> Iterator[str]:
        path = f"{self._root}/{folder}".rstrip("/")
        with _told(f"{self.url}/{folder}"):
            listed = [(entry["name"].rstrip("/"), entry["type"]) for entry in self._files.ls(path, detail=True)]
        # An object that stands for the folder itself may be listed within it.
        for name, kind in sorted((full.rpartition("/")[2], kind) for full, kind in listed if full != path):
            if passed_over(name):
                continue
            if kind == "directory":
                yield from self._files_below(f"{folder}{name}/", passed_over)
            else:
                yield f"{folder}{name}"

    def get(self, name: str, local: Path) -> bool:
        """Fetch a file, the one at the URL itself where the name is empty; return whether there is one."""
        with _told(self._url(name)):
            try:
                self._files.get_file(self._path(name), str(local))
            except FileNotFoundError:
                return False
        return True

    def put(self, local: Path, name: str) -> None:
        """Send a file."""
        with _told(self._url(name)):
            self._files.put_file(str(local), self._path_to_write(name))

    def read(self, name: str) -> bytes | None:
        """Return what a small file holds; None where there is none."""
        with _told(self._url(name)):
            try:
                return bytes(self._files.cat_file(self._path(name)))
            except FileNotFoundError:
                return None

    def write(self, name: str, data: bytes) -> None:
        """Write a small file."""
        with _told(self._url(name)):
            self._files.pipe_file(self._path_to_write(name), data)

    def copy(self, name: str, to: str) -> None:
        """Copy a file within the storage."""
        with _told(self._url(name)):
            self._files.cp_file(self._path(name), self._path_to_write(to))

    def remove(self, name: str) -> None:
        """Remove a file, or a folder with all that is in it."""
        with _told(self._url(name)):
            self._files.rm(self._path(name), recursive=True)

    def _url(self, name: str) -> str:
        return f"{self.url}/{name}".rstrip("/")

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}".rstrip("/")

    def _path_to_write(self, name: str) -> str:
        path = self._path(name)
        # Folders are made where they are real; to make one in a bucket would make the bucket if that is missing.
        if self._files.root_marker == "/":
            self._files.makedirs(path.rpartition("/")[0], exist_ok=True)
        return path


def fetched(url: str, passed_over: Callable[[str], bool], wanted: Callable[[str], bool]) -> Iterator[tuple[str, Path]]:
    """Fetch the file at a URL, or all files below it, one after the other.

    Parameters
    ----------
    url : str
        Of a file or a folder.
    passed_over : callable
        Tells from the name of a file or folder below the URL that it does not count.
    wanted : callable
        Tells from the name of a file that it is to be read; others are not fetched.

    Returns
    -------
    iterator of tuple of str and Path
        The path relative to the folder, or the name of the file; and where it is, until the next one is asked for.
        Nothing is there where the file was not wanted or has gone meanwhile.

    Raises
    ------
    RunError
        At once, if there is nothing at the URL; on the way, if a file cannot be fetched, since to go on without it
        would take its articles out of the tables.
    """
    storage = Storage(url)
    kind = storage.kind()
    if kind is None:
        raise RunError(f"{url}: no such bucket, folder or file to read articles from")

    def one_by_one() -> Iterator[tuple[str, Path]]:
        for path in storage.files(passed_over) if kind == "directory" else [""]:
            source_path = path or storage.url.rpartition("/")[2]
            name = source_path.rpartition("/")[2]
            with tempfile.TemporaryDirectory(prefix="depeche-") as scratch:
                local = Path(scratch, name)
                if wanted(name):
                    storage.get(path, local)
                yield source_path, local

    return one_by_one()


def _reach(url: str) -> tuple[Any, str]:
    """Return the file system of a URL, and its path there."""
    try:
        from fsspec.core import url_to_fs  # noqa: PLC0415  an optional extra
    except ImportError as error:
        raise RunError(
            f"{url}: URLs need fsspec; `make setup` installs it, or pip install '.[cluster]' in a clone"
        ) from error
    try:
        # What was listed once must not hide what others have written since.
        files, path = url_to_fs(url, use_listings_cache=False)
    except ImportError as error:
        raise RunError(f"{url}: the package for this storage is missing ({error}); install it with pip") from error
    except ValueError as error:
        raise RunError(f"{url}: cannot be used ({error})") from error
    return files, path


@contextmanager
def _told(url: str) -> Iterator[None]:
    """Turn whatever a storage raises into a sentence that names the URL."""
    try:
        yield
    except FileNotFoundError as error:
        raise RunError(f"{url}: no such bucket, folder or file") from error
    except PermissionError as error:
        raise RunError(f"{url}: no permission ({error}); see that the credentials are set and allow it") from error
    except Exception as error:  # each package has classes of its own, without a common ancestor
        if isinstance(error, OSError) and error.errno in FULL:  # the disk here, of which the run speaks
            raise
        raise RunError(f"{url}: the storage failed ({type(error).__name__}: {error})") from error
