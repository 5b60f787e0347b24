"""The floors of the quality gate: what a run reaches, what is pinned, and whether the one holds the other.

Floors are kept for each spaCy model, for each part of the gold, for each score and, with precision and recall apart,
for each event type. Beside its value stands how many items it was counted over. A figure may fall short of its floor
by the weight of **one** of them: on another processor, the arithmetic of the model may tip one decision that was as
good as even, and one item cannot be told from that. Two can. A type that has few events moves far with one, so it is
the totals, which allow one item as well, that hold the types together. The last right item may never go.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.scoring import F1, Ratio, Scores

PARTS = ("train", "test")
F1_FIELDS = ("event", "participant", "strict")
RATIO_FIELDS = ("status", "date", "place", "name", "null_articles")
_DECIMALS = 4


class GateError(ValueError):
    """The gate cannot run, or an update would lower a floor without a reason."""


@dataclass(frozen=True, slots=True)
class Floor:
    """A share from 0 to 1 and the number of items that it was counted over."""

    value: float
    items: float

    @property
    def lowest(self) -> float:
        """What a figure must reach: all of the floor but the weight of one item, and never nothing."""
        if not self.value:
            return 0.0
        least = 10**-_DECIMALS
        # The value was rounded down already, so one more unit of its last digit is in the weight.
        return max(self.value - (1 / self.items if self.items else 0), least)


Floors = Mapping[str, Floor]


@dataclass(frozen=True, slots=True)
class Lowering:
    """A floor that was lowered on purpose."""

    model: str
    floor: str
    before: float
    after: float
    reason: str


@dataclass(frozen=True, slots=True)
class ModelFloors:
    """The floors of one model, and its version when they were measured."""

    version: str
    floors: Floors


@dataclass(frozen=True, slots=True)
class Baseline:
    """What `baseline.json` holds: SHA-256 of the inputs, floors by model, and which were ever lowered."""

    inputs: Mapping[str, str]
    models: Mapping[str, ModelFloors]
    lowered: tuple[Lowering, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Measured:
    """What a run reached: with which model, on which inputs."""

    model: str
    version: str
    inputs: Mapping[str, str]
    floors: Floors


def part_floors(part: str, scores: Scores) -> Iterator[tuple[str, Floor]]:
    """Yield the floors that the scores of one part of the gold just reach."""
    for name in F1_FIELDS:
        # Participants come and go with their events: one decision weighs an event.
        yield from figure_floors(f"{part} {name}", getattr(scores, name), scores.event)
    for name in RATIO_FIELDS:
        yield from figure_floors(f"{part} {name.replace('_', ' ')}", getattr(scores, name))
    for name, of_type in scores.by_type.items():
        for label, floor in figure_floors(f"{part} type {name}", of_type.event):
            if not label.endswith(" F1"):
                yield label, floor


def figure_floors(name: str, figure: F1 | Ratio, items: F1 | None = None) -> Iterator[tuple[str, Floor]]:
    """Yield the floors of one figure, rounded down so that the same run passes them; none without a denominator.

    Parameters
    ----------
    name : str
        What the floors are called.
    figure : F1 or Ratio
        The figure.
    items : F1, optional
        Counts of what one decision weighs, where that is not what the figure counts.
    """
    values: dict[str, tuple[float | None, float]]
    if isinstance(figure, Ratio):
        values = {"": (figure.value, figure.total)}
    else:
        of = items or figure
        values = {
            " precision": (figure.precision, of.n_system),
            " recall": (figure.recall, of.n_gold),
            # One right event more or less is two of the sum in the denominator.
            " F1": (figure.value, (of.n_system + of.n_gold) / 2),
        }
    for suffix, (value, number) in values.items():
        if value is not None:
            yield f"{name}{suffix}", Floor(round_down(value), number)


def round_down(value: float) -> float:
    """Cut a share to four decimals."""
    # The inner rounding keeps 0.29 from becoming 0.2899 through its binary fraction.
    return math.floor(round(value * 10**_DECIMALS, 6)) / 10**_DECIMALS


def problems(measured: Measured, pinned: Baseline) -> list[str]:
    """Return why a run does not pass, one sentence each; empty where it passes.

    A figure that can no longer be computed counts as 0: what is not found at all is below its floor.
    """
    if measured.model not in pinned.models:
        return [f"there are no floors for {measured.model}"]
    known = pinned.models[measured.model]
    found = [
        f"{name} is {measured.inputs.get(name)}, the floors are for {before}"
        for name, before in pinned.inputs.items()
        if measured.inputs.get(name) != before
    ]
    if measured.version != known.version:
        found.append(f"the model is {measured.version}, the floors are for {known.version}")
    for name, floor in known.floors.items():
        value = _value(measured.floors, name)
        if value < floor.lowest:
            found.append(f"{name} is {value:g}, below its floor {floor.value:g} by more than one of {floor.items:g}")
    return found


def _value(floors: Floors, name: str) -> float:
    return floors[name].value if name in floors else 0.0


def raised(measured: Measured, pinned: Baseline) -> list[str]:
    """Return the floors that an update would raise or add."""
    known = pinned.models[measured.model].floors if measured.model in pinned.models else {}
    return [name for name, floor in measured.floors.items() if name not in known or floor.value > known[name].value]


def update(measured: Measured, pinned: Baseline | None, reason: str | None) -> tuple[Baseline, tuple[Lowering, ...]]:
    """Return the new baseline, and the floors that it lowers.

    A figure that is short of its floor by no more than one item leaves the floor where it is. Floors of other models
    stay where gold and corpus are the same; measured on other ones, they say nothing and go.

    Raises
    ------
    GateError
        If a floor would fall or vanish and no reason is given; names the floors.
    """
    models = dict(pinned.models) if pinned and pinned.inputs == measured.inputs else {}
    known = pinned.models[measured.model].floors if pinned and measured.model in pinned.models else {}
    falling = {name: floor for name, floor in known.items() if _value(measured.floors, name) < floor.lowest}
    if falling and not (reason and reason.strip()):
        names = "; ".join(f"{name} {f.value:g} → {_value(measured.floors, name):g}" for name, f in falling.items())
        raise GateError(f'these floors would fall: {names}. Give --allow-lower "REASON" if that is meant.')
    floors = {
        name: floor if name in falling or name not in known else max(floor, known[name], key=lambda one: one.value)
        for name, floor in measured.floors.items()
    }
    models[measured.model] = ModelFloors(measured.version, floors)
    lowered = tuple(
        Lowering(measured.model, name, floor.value, _value(measured.floors, name), (reason or "").strip())
        for name, floor in falling.items()
    )
    return Baseline(measured.inputs, models, (*(pinned.lowered if pinned else ()), *lowered)), lowered


def read_baseline(path: Path) -> Baseline | None:
    """Read the baseline, or return None where there is none yet."""
    if not path.is_file():
        return None
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        models = {
            name: ModelFloors(entry["version"], {label: Floor(*floor) for label, floor in entry["floors"].items()})
            for name, entry in data["models"].items()
        }
        return Baseline(data["inputs"], models, tuple(Lowering(**entry) for entry in data["lowered"]))
    except (json.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
        raise GateError(f"{path} is no baseline ({error!r}); restore it from the last commit") from error


def write_baseline(path: Path, baseline: Baseline) -> None:
    """Write the baseline, always in the same form: one line a floor, so that a change of one is a line of a diff."""
    models = ",\n".join(
        f'    {_json(name)}: {{\n      "version": {_json(entry.version)},\n      "floors": {{\n'
        + ",\n".join(f"        {_json(label)}: {_json([f.value, f.items])}" for label, f in entry.floors.items())
        + "\n      }\n    }"
        for name, entry in sorted(baseline.models.items())
    )
    lowered = ",\n".join(f"    {_json({key: getattr(one, key) for key in one.__slots__})}" for one in baseline.lowered)
    inputs = json.dumps(dict(baseline.inputs), indent=4).replace("\n}", "\n  }")
    text = f'{{\n  "inputs": {inputs},\n  "models": {{\n{models}\n  }},\n  "lowered": [\n{lowered}\n  ]\n}}\n'
    path.write_text(text, encoding="utf-8")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def note_lowering(changelog: Path, lowered: Sequence[Lowering]) -> None:
    """Put lowered floors and the reason into the changelog, under *Unreleased*.

    Raises
    ------
    GateError
        If the changelog has no such heading.
    """
    heading, section = "## Unreleased\n", "### Floors lowered\n"
    text = changelog.read_text(encoding="utf-8")
    if heading not in text:
        raise GateError(f"{changelog}: no heading {heading.strip()!r} to put the reason under")
    before, _, rest = text.partition(heading)
    end = rest.find("\n## ")
    body, after = (rest, "") if end < 0 else (rest[:end], rest[end:])
    entries = "".join(f"- {line}\n" for line in _by_reason(lowered))
    if section in body:
        body = body.replace(f"{section}\n", f"{section}\n{entries}")
    else:
        body = f"{body.rstrip()}\n\n{section}\n{entries}"
    changelog.write_text(f"{before}{heading}{body}{after}", encoding="utf-8")


def _by_reason(lowered: Iterable[Lowering]) -> Iterator[str]:
    for one in lowered:
        yield f"{one.floor} ({one.model}) from {one.before:g} to {one.after:g}: {one.reason}"
