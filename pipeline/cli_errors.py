"""How the command line speaks of errors: one sentence on the error stream, and an exit code."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from pipeline.storage import place

FINDINGS, UNUSABLE, INTERRUPTED = 1, 2, 130


def say(message: str) -> None:
    """Print a message on the error stream under the name of the program."""
    typer.echo(f"depeche: {message}", err=True)


def here(given: str | Path) -> Path:
    """Return what an option names as a path; refuse a URL, which the command cannot read or write.

    Raises
    ------
    typer.BadParameter
        If it is a URL.
    """
    found = place(given)
    if isinstance(found, str):
        raise typer.BadParameter(
            f"{found}: only `extract`, `status` and `explain` know URLs; copy it to this machine first"
        )
    return found


@contextmanager
def one_sentence(*errors: type[Exception]) -> Iterator[None]:
    """Turn the errors that a user can mend into their message; any other is a bug and keeps its traceback."""
    mendable: tuple[type[Exception], ...] = (*errors, OSError)
    try:
        yield
    except BrokenPipeError:  # the reader of our output had enough, as in `| head`: Typer leaves quietly
        raise
    except mendable as error:
        say(str(error))
        raise typer.Exit(UNUSABLE) from error
