"""The commands `depeche gold …`: gold is checked, converted for annotation tools, and two runs are compared."""

# As in `pipeline.cli`, each command imports what it needs.
# ruff: noqa: PLC0415

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli_errors import FINDINGS, here, one_sentence, say

app = typer.Typer(help="Check gold, convert it for annotation tools, compare two runs.", no_args_is_help=True)

Articles = Annotated[Path | None, typer.Option(metavar="FILE|DIR", parser=here, help="Articles that are annotated.")]


class GoldFormat(StrEnum):
    """Formats of `gold convert`; the same as `pipeline.gold_convert.FORMATS`."""

    GOLD = "gold"
    BRAT = "brat"
    LABEL_STUDIO = "label-studio"


@app.command()
def check(
    gold: Annotated[Path, typer.Argument(metavar="FILE|DIR", parser=here, help="Gold, or a folder of gold files.")],
    articles: Articles = None,
) -> None:
    """Say what is wrong in gold: file, line, event and field; with --articles, also what it misquotes."""
    from pipeline.errors import RunError
    from pipeline.gold import GoldError, load_gold
    from pipeline.gold_check import check as problems_of
    from pipeline.gold_run import texts_of

    with one_sentence(GoldError, RunError):
        problems = problems_of(gold, texts_of(articles) if articles else None)
        for problem in problems:
            typer.echo(problem)
        if problems:
            say(f"{len(problems)} problem{'' if len(problems) == 1 else 's'} in {gold}")
            raise typer.Exit(FINDINGS)
        found = load_gold(gold)
    looked_up = "" if articles else "; without --articles nothing was looked up in the texts"
    typer.echo(f"{len(found)} articles, {sum(len(a['events']) for a in found)} events: no problems{looked_up}")


@app.command()
def convert(
    source: Annotated[
        Path, typer.Argument(metavar="FILE|DIR", parser=here, help="Gold, a brat folder or Label Studio JSON.")
    ],
    form: Annotated[GoldFormat, typer.Option("--to", help="gold, brat or label-studio.")],
    out: Annotated[Path, typer.Option(metavar="FILE|DIR", parser=here, help="File to write; for brat a folder.")],
    articles: Articles = None,
) -> None:
    """Convert gold to and from brat stand-off and Label Studio JSON, without loss."""
    from pipeline import gold_convert
    from pipeline.errors import RunError
    from pipeline.gold import GoldError
    from pipeline.gold_run import find_articles, texts_of

    with one_sentence(GoldError, RunError):
        texts = {}
        if gold_convert.needs_texts(source):
            texts = texts_of(articles or find_articles(source))
        converted = gold_convert.read(source, texts)
        gold_convert.write(converted, form.value, out)
    typer.echo(f"{out}: {len(converted)} articles, {sum(len(a.events) for a in converted)} events")


@app.command()
def diff(
    before: Annotated[Path, typer.Argument(metavar="FILE|DIR", parser=here, help="Older run: tables or gold format.")],
    after: Annotated[Path, typer.Argument(metavar="FILE|DIR", parser=here, help="Newer run over the same articles.")],
    articles: Articles = None,
) -> None:
    """Show the events that one run has and another has not, and those that differ, with their sentences."""
    from pipeline import run_diff
    from pipeline.errors import RunError
    from pipeline.gold import GoldError
    from pipeline.gold_run import load_run, texts_of
    from pipeline.tables import TablesError

    with one_sentence(GoldError, RunError, TablesError):
        older, newer = load_run(before), load_run(after)
        texts = texts_of(articles, before, after)
        typer.echo(run_diff.render(run_diff.compare(older, newer), texts))
