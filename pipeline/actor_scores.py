"""Scores the actor layer: which words name an actor or a place, whom they stand for, and by what name.

The gold is a folder of TOML files, one a decade, whose format and rulings `tests/gold/actors/README.md` lays down.
What was found is compared as `pipeline.records.Entity`, the rows of the table `entities`, so that the score sees
what a reader of the tables sees. All figures are micro-averaged and keep their counts.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from pipeline.lexicon import SEPARATOR, split_cell
from pipeline.records import ENTITY_LABELS, Entity
from pipeline.scoring import F1, Ratio

_CELLS = ("text", "label", "codes", "names")
_KEYS = {"id", "date", "text", "mentions"}
_SENTENCE = re.compile(r"[^.!?]*(?:[.!?](?!\s)[^.!?]*)*[.!?]?\s*")
RATIO_FIELDS = ("label", "link", "name", "unlinked")
"""Fields of `ActorScores` that are shares, in the order in which they are printed."""


class ActorGoldError(ValueError):
    """The actor gold cannot be read; names file, text and mention."""


@dataclass(frozen=True, slots=True)
class GoldMention:
    """One mention of the gold; offsets count code points of the text and are half-open.

    Without code and name it must stay unlinked: the text does not say whom it stands for.
    """

    start: int
    end: int
    text: str
    label: str
    codes: frozenset[str]
    names: frozenset[str]

    @property
    def is_unlinked(self) -> bool:
        """Whether the mention must stay without an actor."""
        return not self.codes and not self.names


@dataclass(frozen=True, slots=True)
class ActorText:
    """One text of the gold with its day of publication and its mentions in text order."""

    text_id: str
    date: dt.date
    text: str
    mentions: tuple[GoldMention, ...]


@dataclass(frozen=True, slots=True)
class ActorScores:
    """Figures of the actor layer.

    `mention` counts spans that agree to the character, without those that must stay unlinked. Over the matched
    spans, `label`, `link` and `name` are the shares with the same label, the same set of actor codes (none for a
    place) and the same set of canonical names. `unlinked` is the share of the mentions that must stay unlinked
    over which nothing found bears a code.
    """

    n_texts: int
    mention: F1
    label: Ratio
    link: Ratio
    name: Ratio
    unlinked: Ratio


def load_actor_gold(path: Path) -> list[ActorText]:
    """Read the actor gold.

    Parameters
    ----------
    path : Path
        One TOML file, or a folder of them; files are read in the order of their names.

    Returns
    -------
    list of ActorText
        In the order of the files.

    Raises
    ------
    ActorGoldError
        If there is no file, a file is malformed, an id is taken, or a mention is not in its text or may be at
        several places of it.
    """
    files = sorted(path.glob("*.toml")) if path.is_dir() else [path]
    if not files or not all(file.is_file() for file in files):
        raise ActorGoldError(f"{path}: no actor gold here; it is one TOML file a decade")
    texts: list[ActorText] = []
    taken: set[str] = set()
    for file in files:
        try:
            entries = tomllib.loads(file.read_text(encoding="utf-8"))["texts"]
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError) as error:
            raise ActorGoldError(f"{file.name}: no TOML with [[texts]] ({error})") from error
        for entry in entries:
            text = _text(entry, file.name)
            if text.text_id in taken:
                raise ActorGoldError(f"{file.name}: {text.text_id} is the id of another text too")
            taken.add(text.text_id)
            texts.append(text)
    return texts


def _text(entry: dict[str, Any], file: str) -> ActorText:
    where = f"{file}: {entry.get('id', 'a text without id')}"
    if entry.keys() != _KEYS:
        raise ActorGoldError(f"{where}: has {', '.join(entry)}; expected {', '.join(sorted(_KEYS))}")
    if type(entry["date"]) is not dt.date:
        raise ActorGoldError(f"{where}: the date must be a day without quotes, such as 2015-07-15")
    mentions = [_mention(entry["text"], cells, where) for cells in entry["mentions"]]
    for before, after in pairwise(mentions):
        if after.start < before.end:
            raise ActorGoldError(f"{where}: {after.text!r} stands before the end of {before.text!r}; keep text order")
    return ActorText(entry["id"], entry["date"], entry["text"], tuple(mentions))


def _mention(text: str, cells: list[Any], where: str) -> GoldMention:
    if len(cells) not in (len(_CELLS), len(_CELLS) + 1) or not all(isinstance(c, str) for c in cells[: len(_CELLS)]):
        raise ActorGoldError(f"{where}: {cells!r} is not [text, label, codes, names] with an occurrence behind it")
    words, label, codes, names = cells[: len(_CELLS)]
    if label not in ENTITY_LABELS:
        raise ActorGoldError(f"{where}: {words!r} has the label {label!r}; expected one of {', '.join(ENTITY_LABELS)}")
    starts = [match.start() for match in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]
    if len(cells) == len(_CELLS) and len(starts) > 1:
        raise ActorGoldError(f"{where}: {words!r} stands {len(starts)} times in the text; say which, from 1 on")
    number = cells[len(_CELLS)] if len(cells) > len(_CELLS) else 1
    if number not in range(1, len(starts) + 1):
        raise ActorGoldError(f"{where}: {words!r} does not stand {number} times in the text")
    start = starts[number - 1]
    return GoldMention(
        start, start + len(words), words, label, frozenset(split_cell(codes)), frozenset(split_cell(names))
    )


def score_actors(gold: Sequence[ActorText], found: Sequence[Sequence[Entity]]) -> ActorScores:
    """Compare what was found with the gold.

    Parameters
    ----------
    gold : sequence of ActorText
        From `load_actor_gold`.
    found : sequence of sequence of Entity
        The entities of each text, in the order of `gold`.

    Returns
    -------
    ActorScores
        The figures with their counts.

    Examples
    --------
    >>> score_actors([], []).mention.value is None
    True
    """
    hits = n_system = n_gold = n_unlinked = n_kept_unlinked = 0
    agreeing = dict.fromkeys(("label", "link", "name"), 0)
    for text, entities in zip(gold, found, strict=True):
        open_spans = [mention for mention in text.mentions if mention.is_unlinked]
        n_unlinked += len(open_spans)
        n_kept_unlinked += sum(_wrong_link(mention, entities) is None for mention in open_spans)
        ignored = {(mention.start, mention.end) for mention in open_spans}
        by_span = {span: e for e in entities if (span := (e.start_char, e.end_char)) not in ignored}
        n_system += len(by_span)
        n_gold += len(text.mentions) - len(open_spans)
        for mention in text.mentions:
            entity = by_span.get((mention.start, mention.end))
            if entity is None:
                continue
            hits += 1
            agreeing["label"] += entity.label == mention.label
            agreeing["link"] += _codes(entity) == mention.codes
            agreeing["name"] += _names(entity) == mention.names
    ratios = {name: Ratio(count, hits) for name, count in agreeing.items()}
    return ActorScores(
        len(gold), F1(hits, n_system, n_gold), **ratios, unlinked=Ratio(n_kept_unlinked, n_unlinked)
    )  # fmt: skip


def _codes(entity: Entity) -> frozenset[str]:
    return frozenset(split_cell(entity.actor_code or ""))


def _names(entity: Entity) -> frozenset[str]:
    return frozenset(split_cell(entity.entity_name or ""))


def _wrong_link(mention: GoldMention, entities: Iterable[Entity]) -> Entity | None:
    """Return what bears a code over words that must stay unlinked."""
    for entity in entities:
        if entity.actor_code and entity.start_char < mention.end and mention.start < entity.end_char:
            return entity
    return None


def figures(scores: ActorScores) -> dict[str, F1 | Ratio]:
    """Return every figure under the name of its floor."""
    named: dict[str, F1 | Ratio] = {"actor mention": scores.mention}
    return named | {f"actor {name}": getattr(scores, name) for name in RATIO_FIELDS}


def render_actors(scores: ActorScores) -> str:
    """Return the figures as lines of plain text, each with the counts it comes from."""
    figure = scores.mention
    percents = " ".join(_percent(value) for value in (figure.precision, figure.recall, figure.value))
    lines = [
        f"{scores.n_texts} texts, {figure.n_gold} gold mentions, {scores.unlinked.total} that must stay unlinked",
        "",
        f"{'actors':<14} {'P':>6} {'R':>6} {'F1':>6}   counts (right / system / gold)",
        f"{'mention':<14} {percents}   {figure.hits} / {figure.n_system} / {figure.n_gold}",
    ]
    for name in RATIO_FIELDS:
        ratio: Ratio = getattr(scores, name)
        lines.append(f"{name:<14} {_percent(ratio.value)}   {ratio.hits} / {ratio.total}")
    return "\n".join(lines)


def _percent(value: float | None) -> str:
    return f"{'–':>6}" if value is None else f"{100 * value:6.1f}"


def actor_errors(gold: Sequence[ActorText], found: Sequence[Sequence[Entity]]) -> Iterator[str]:
    """Yield one line for every mention that was missed, made up or resolved otherwise, with its sentence."""
    for text, entities in zip(gold, found, strict=True):
        wanted = {(mention.start, mention.end): mention for mention in text.mentions}
        by_span = {(entity.start_char, entity.end_char): entity for entity in entities}
        for span in sorted(wanted.keys() | by_span.keys()):
            mention, entity = wanted.get(span), by_span.get(span)
            if said := _difference(mention, entity, entities):
                yield f"{text.text_id} {text.date}: {said}\n    {_sentence(text.text, span[0])}"


def _difference(mention: GoldMention | None, entity: Entity | None, entities: Sequence[Entity]) -> str | None:
    """Return in what a gold mention and the entity over the same words differ; one of them may be lacking."""
    if mention is None:
        return None if entity is None else f"spurious {_shown(entity)}"
    if mention.is_unlinked:
        wrong = _wrong_link(mention, entities)
        return f"linked   {mention.text!r} must stay unlinked, is {_shown(wrong)}" if wrong else None
    expected = f"{mention.text!r} {mention.label} {_joined(mention.codes)} {_joined(mention.names)}"
    if entity is None:
        return f"missed   {expected}"
    if _codes(entity) != mention.codes:
        return f"link     {expected}, is {_shown(entity)}"
    if _names(entity) != mention.names:
        return f"name     {expected}, is {_shown(entity)}"
    return f"label    {expected}, is {_shown(entity)}" if entity.label != mention.label else None


def _shown(entity: Entity) -> str:
    codes, names = _joined(_codes(entity)), _joined(_names(entity))
    return f"{entity.text!r} {entity.label} {codes} {names} (by {entity.resolution})"


def _joined(values: frozenset[str]) -> str:
    return SEPARATOR.join(sorted(values)) or "–"


def _sentence(text: str, position: int) -> str:
    """Return the sentence around a position, roughly; it is for the eye only."""
    for match in _SENTENCE.finditer(text):
        if match.start() <= position < match.end():
            return match[0].strip()
    return text
