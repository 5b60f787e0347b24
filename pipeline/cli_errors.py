"""How the command line speaks of errors: one sentence on the error stream, and an exit code."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import typer

FINDINGS, UNUSABLE, INTERRUPTED = 1, 2, 130


def say(message: str) -> None:
    """Print a message on the error stream under the name of the program."""
    typer.echo(f"depeche: {message}", err=True)


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
