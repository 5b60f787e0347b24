"""The command `depeche`: reads arguments, calls the package, prints; no logic of its own.

Exit codes: 0 all went well, 1 there are findings (`lint`), an actor is unknown (`actors`) or all input was rejected,
2 the arguments or the input cannot be used.
"""

# Whoever asks for help or mistypes an option must not wait seconds for spaCy: each command imports what it needs.
# ruff: noqa: PLC0415

import datetime as dt
import sys
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pipeline import cli_gold
from pipeline.cli_errors import FINDINGS, INTERRUPTED, UNUSABLE
from pipeline.cli_errors import here as _here
from pipeline.cli_errors import one_sentence as _one_sentence
from pipeline.cli_errors import say as _say

app = typer.Typer(
    help="Reads French news and writes down, as tables, what states and organisations did to and with each other.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

app.add_typer(cli_gold.app, name="gold")

Model = Annotated[str | None, typer.Option(help="spaCy model; without it, the best installed one.")]


class Format(StrEnum):
    """Formats of `export`; the same as `pipeline.exporters.FORMATS`."""

    GOLD = "gold"
    CSV = "csv"
    JSONL = "jsonl"
    CAMEO = "cameo"


def main() -> None:
    """Run the command line and leave with its exit code."""
    try:
        code = app(standalone_mode=False)
    except typer.TyperException as error:
        _say(
            f"{error.format_message().rstrip('.')}; `depeche --help` and `depeche COMMAND --help` say what can be given"
        )
        sys.exit(UNUSABLE)
    except typer.Abort:
        sys.exit(INTERRUPTED)
    sys.exit(code if isinstance(code, int) else 0)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"depeche {version('depeche')}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _root(
    context: typer.Context,
    version: Annotated[  # noqa: ARG001  acted on by its callback
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command()
def extract(  # noqa: PLR0913, PLR0917  each is an option of the command
    input_: Annotated[str, typer.Argument(metavar="INPUT", help="File or folder of articles, or its URL.")],
    out: Annotated[str, typer.Option(metavar="FOLDER", help="Folder of the tables, or its URL.")] = "data/processed",
    model: Model = None,
    jobs: Annotated[int | None, typer.Option(min=1, help="Processes; without it, one for each core.")] = None,
    gate: Annotated[bool, typer.Option("--gate/--no-gate", help="Pass over what can tell no event.")] = True,
    all_entities: Annotated[
        bool, typer.Option("--all-entities", help="Entities and dates also of articles that can tell no event.")
    ] = False,
    scheduler: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Dask scheduler (tcp://HOST:8786), or local for one here.")
    ] = None,
) -> None:
    """Extract a corpus into tables; resumes, and processes only new or changed articles."""
    import os

    from rich.console import Console

    from pipeline.errors import RunError
    from pipeline.lexicon import LexiconError
    from pipeline.nlp import ModelError
    from pipeline.run import run
    from pipeline.storage import place
    from pipeline.summary import summary

    source, folder = place(input_), place(out)
    with _one_sentence(LexiconError, ModelError, RunError):
        try:
            done = run(
                source,
                folder,
                model,
                gate=gate,
                all_entities=all_entities,
                jobs=jobs or len(os.sched_getaffinity(0)),
                scheduler=scheduler,
            )
        except KeyboardInterrupt:
            _say("stopped; the same command goes on from here")
            raise typer.Exit(INTERRUPTED) from None
    Console().print(summary(done))
    if not done.n_articles and done.rejects_by_reason:
        _say(f"nothing of {source} could be used; {folder}/rejects says why")
        raise typer.Exit(FINDINGS)


@app.command()
def status(
    folder: Annotated[
        str, typer.Argument(metavar="FOLDER", help="Folder of the tables, or its URL.")
    ] = "data/processed",
) -> None:
    """Say what is done: what the tables hold, and what a stopped run has left."""
    from pipeline import status as state
    from pipeline.errors import RunError

    with _one_sentence(RunError):
        for line in state.lines(folder):
            typer.echo(line)


@app.command()
def explain(
    text: Annotated[str, typer.Argument(metavar="TEXT|FILE", help="A text, or a file of articles or its URL.")],
    date: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="Day of publication.")] = None,
    model: Model = None,
) -> None:
    """Show the events of a text, and the rule and the words behind each."""
    published = _day(date)
    from rich.console import Console

    from pipeline import explain as explanation
    from pipeline.errors import RunError
    from pipeline.extraction import extract as extract_articles
    from pipeline.lexicon import LexiconError
    from pipeline.nlp import ModelError, build, model_label

    console = Console()
    with _one_sentence(LexiconError, ModelError, RunError):
        articles = explanation.articles(text)
        if published is not None:
            articles = [replace(a, published_date=published, published_date_origin="metadata") for a in articles]
        nlp = build(model)
        if any(article.published_date is None for article in articles):
            _say("no day of publication: relative dates stay open; --date gives one")
        for extraction in extract_articles(articles, nlp):
            console.print(explanation.explain(extraction))
        console.print(f"model {model_label(nlp)}", style="dim", highlight=False)


def _day(date: str | None) -> dt.date | None:
    try:
        return None if date is None else dt.date.fromisoformat(date)
    except ValueError:
        raise typer.BadParameter(f"{date!r} is no day, write it as YYYY-MM-DD", param_hint="--date") from None


@app.command()
def evaluate(  # noqa: PLR0913, PLR0917  each is an option of the command
    gold: Annotated[Path, typer.Option(metavar="FILE|DIR", parser=_here, help="Gold to score against.")],
    system: Annotated[
        Path | None,
        typer.Option(metavar="FILE|DIR", parser=_here, help="Run to score, tables or gold format; else one is made."),
    ] = None,
    articles: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE|DIR", parser=_here, help="Its articles, for that run; else those beside it, or data/raw."
        ),
    ] = None,
    by_type: Annotated[bool, typer.Option("--by-type", help="A line for every event type.")] = False,
    errors: Annotated[bool, typer.Option("--errors", help="List what was missed, made up or differs.")] = False,
    against: Annotated[
        Path | None, typer.Option(metavar="FILE|DIR", parser=_here, help="Older run; list what was gained and lost.")
    ] = None,
    intervals: Annotated[bool, typer.Option("--intervals", help="The 95 % interval of every figure.")] = False,
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", parser=_here, help="Report to write, for a browser.")
    ] = None,
    model: Model = None,
) -> None:
    """Score a run against gold."""
    from pipeline import evaluate as scores
    from pipeline import gold_run, report_html
    from pipeline.breakdown import break_down
    from pipeline.errors import RunError
    from pipeline.lexicon import LexiconError
    from pipeline.nlp import ModelError
    from pipeline.tables import TablesError

    with _one_sentence(scores.GoldError, LexiconError, ModelError, RunError, TablesError):
        gold_articles = scores.load_gold(gold)
        older = gold_run.load_run(against) if against else None
        corpus = articles
        if system is not None:
            found = gold_run.load_run(system)
        else:
            corpus = articles or gold_run.find_articles(gold)
            found, label = gold_run.run_over(gold_articles, corpus, model)
            typer.echo(f"model {label}, articles {corpus}\n")
        typer.echo(scores.run(gold_articles, found, by_type, errors, older))
        texts = gold_run.article_texts(corpus, *([system] if system else [])) if html or intervals else {}
        if intervals:
            kinds = {doc_id: article.kind for doc_id, article in texts.items()}
            typer.echo(f"\n{scores.render_intervals(break_down(gold_articles, found, kinds))}")
        if html is not None:
            report_html.write(html, gold_articles, found, texts, older)
            typer.echo(f"\nwrote {html}")


@app.command()
def export(
    form: Annotated[Format, typer.Option("--format", help="gold, csv, jsonl or cameo.")],
    folder: Annotated[Path, typer.Option("--from", parser=_here, help="Folder of the tables.")] = Path(
        "data/processed"
    ),
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", parser=_here, help="File to write; else the terminal.")
    ] = None,
) -> None:
    """Write the events of a run in another format."""
    from pipeline.exporters import export as lines
    from pipeline.tables import TablesError

    with _one_sentence(TablesError):
        text = lines(folder, form.value)
        if out is None:
            for line in text:
                typer.echo(line)
        else:
            with out.open("w", encoding="utf-8", newline="\n") as handle:
                handle.writelines(f"{line}\n" for line in text)


@app.command()
def timex(
    jsonl: Annotated[Path, typer.Option(metavar="FILE", parser=_here, help='Lines of {"id", "text", "ref_date"}.')],
    out: Annotated[
        Path,
        typer.Option(
            metavar="FILE", parser=_here, help="File to write; a hit is [start, end, first day, day after the last]."
        ),
    ],
    model: Model = None,
) -> None:
    """Write the time expressions of texts, one line of {"id", "hits"} each."""
    from pipeline import timex_export
    from pipeline.components.reading import ALL
    from pipeline.errors import RunError
    from pipeline.lexicon import LexiconError
    from pipeline.nlp import ModelError, build

    with _one_sentence(LexiconError, ModelError, RunError):
        nlp = build(model, ALL)
        lines = timex_export.read(jsonl, nlp.max_length)
        with out.open("w", encoding="utf-8", newline="\n") as handle:
            handle.writelines(f"{line}\n" for line in timex_export.export(lines, nlp))


@app.command()
def actors(
    words: Annotated[str, typer.Argument(metavar="WORDS", help="A name or a role phrase.")],
    date: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="Day that the words are spoken on.")] = None,
) -> None:
    """Say whom a name or a role phrase stands for, from the lexicons."""
    day = _day(date)
    from pipeline import actor_lookup
    from pipeline.lexicon import LexiconError

    with _one_sentence(LexiconError):
        try:
            found = actor_lookup.look_up(words, day)
        except actor_lookup.UnknownActorError as error:
            _say(str(error))
            raise typer.Exit(FINDINGS) from error
    for answer in found:
        typer.echo(actor_lookup.describe(answer))


@app.command()
def lint() -> None:
    """Check the rules and word lists."""
    from pipeline.lexicon import LexiconError

    try:  # the ontology is read when it is imported
        from pipeline import lint as checks
        from pipeline import rules

        problems = checks.problems()
    except LexiconError as error:
        problems = [str(error)]
    for problem in problems:
        typer.echo(problem)
    if problems:
        _say(f"{len(problems)} problem{'' if len(problems) == 1 else 's'} in the lexicons")
        raise typer.Exit(FINDINGS)
    typer.echo(", ".join(f"{number} {name}" for name, number in rules.statistics().items()) + ": no problems")
