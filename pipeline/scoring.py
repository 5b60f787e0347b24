"""Pairs gold and system events and counts: section 7 of the codebook, and nothing that is not in it or beside it.

Events are dicts in the gold format (`pipeline.gold`). Scores are micro-averaged and keep their counts, so that
every figure can be printed with what it was computed from.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from pipeline.assignment import best_assignment
from pipeline.gold import GoldArticle, GoldEvent
from pipeline.ontology import EVENT_TYPES

MIN_DATE_OVERLAP = 0.5
"""Intersection over union from which two intervals count as the same date; two single days must be equal."""

_TIE_BASE = 1 << 12
# Each criterion of a pairing outweighs all later ones together, as no article has 4,096 events.

RolePair = tuple[str, str]
"""Role and code of a coded participant."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """A share with its counts; `value` is null where there was nothing to count."""

    hits: int = 0
    total: int = 0

    @property
    def value(self) -> float | None:
        """The share, between 0 and 1."""
        return self.hits / self.total if self.total else None


@dataclass(frozen=True, slots=True)
class F1:
    """Precision, recall and their harmonic mean with the counts behind them; each null without a denominator."""

    hits: int = 0
    n_system: int = 0
    n_gold: int = 0

    @property
    def precision(self) -> float | None:
        """Share of what the system gave that is right."""
        return self.hits / self.n_system if self.n_system else None

    @property
    def recall(self) -> float | None:
        """Share of the gold that the system gave."""
        return self.hits / self.n_gold if self.n_gold else None

    @property
    def value(self) -> float | None:
        """Harmonic mean of precision and recall."""
        both = self.n_system + self.n_gold
        return 2 * self.hits / both if both else None


@dataclass(frozen=True, slots=True)
class Pair:
    """A gold and a system event taken for the same happening: they matched."""

    gold: GoldEvent
    system: GoldEvent


@dataclass(frozen=True, slots=True)
class Alignment:
    """What became of the events of one article, each list in the order of the article."""

    doc_id: str
    pairs: tuple[Pair, ...]
    missed: tuple[GoldEvent, ...]
    spurious: tuple[GoldEvent, ...]


@dataclass(frozen=True, slots=True)
class Scores:
    """All scores of one comparison.

    The first eight are those of the codebook, section 7. `background`, `venue`, `reporter` and `place_country` are
    accuracies over matched pairs where gold has the value, `topic` and `about` F1 over the labels of matched
    pairs: informative only. `null_articles` is empty within `by_type`.
    """

    event: F1
    participant: F1
    strict: F1
    status: Ratio
    date: Ratio
    place: Ratio
    name: Ratio
    null_articles: Ratio
    background: Ratio
    place_country: Ratio
    venue: Ratio
    reporter: Ratio
    topic: F1
    about: F1
    n_articles: int
    n_missing_articles: int
    by_type: Mapping[str, Scores]


def fold(text: str) -> str:
    """Return a name without what spelling may vary: case, accents, kind of apostrophe and of hyphen, spacing."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return re.sub(r"[\W_]+", " ", bare).strip()


def coded_pairs(event: GoldEvent) -> frozenset[RolePair]:
    """Return the (role, code) pairs of an event; participants without code are not scored."""
    return frozenset((p["role"], p["code"]) for p in event["participants"] if p["code"] is not None)


def dates_agree(gold: Sequence[str], system: Sequence[str] | None) -> bool:
    """Return whether two inclusive intervals count as the same date.

    Parameters
    ----------
    gold, system : sequence of str
        First and last day in ISO form; a null `system` never agrees.

    Returns
    -------
    bool
        True where the days in common are at least half of the days in either.
    """
    if system is None:
        return False
    (gold_start, gold_end), (start, end) = (tuple(map(dt.date.fromisoformat, days)) for days in (gold, system))
    common = (min(gold_end, end) - max(gold_start, start)).days + 1
    union = (gold_end - gold_start).days + 1 + (end - start).days + 1 - common
    return common > 0 and common / union >= MIN_DATE_OVERLAP


def same_date(gold: GoldEvent, system: GoldEvent) -> bool:
    """Return whether two events agree in date, an absent date agreeing with an absent one only."""
    if gold["date"] is None:
        return system["date"] is None
    return dates_agree(gold["date"], system["date"])


def is_match(gold: GoldEvent, system: GoldEvent) -> bool:
    """Return whether a pair counts as matched: a (role, code) in common, or no coded participant on either side."""
    gold_pairs, system_pairs = coded_pairs(gold), coded_pairs(system)
    return bool(gold_pairs & system_pairs) or not (gold_pairs or system_pairs)


def is_strict_match(gold: GoldEvent, system: GoldEvent) -> bool:
    """Return whether a matched pair also agrees in status, in all its (role, code) pairs and in date."""
    return gold["status"] == system["status"] and coded_pairs(gold) == coded_pairs(system) and same_date(gold, system)


def _weight(gold: GoldEvent, system: GoldEvent) -> int:
    """Rank a pair: shared (role, code) pairs first, then, among equal totals, what else speaks for the pair."""
    words = {fold(trigger) for trigger in gold["triggers"]} & {fold(trigger) for trigger in system["triggers"]}
    criteria = (
        len(coded_pairs(gold) & coded_pairs(system)),
        is_match(gold, system),
        is_strict_match(gold, system),
        gold["status"] == system["status"],
        same_date(gold, system),
        bool(words),
    )
    weight = 0
    for criterion in criteria:
        weight = weight * _TIE_BASE + int(criterion)
    return weight


def align(doc_id: str, gold: Sequence[GoldEvent], system: Sequence[GoldEvent]) -> Alignment:
    """Pair the events of one article, type by type.

    Parameters
    ----------
    doc_id : str
        Id of the article.
    gold, system : sequence of dict
        Its events in the gold format.

    Returns
    -------
    Alignment
        The matched pairs of the one-to-one pairing whose total of shared (role, code) pairs is the largest, and
        what is left. Among equal totals the pairing with more matches, then more agreement in status, date and
        trigger words is taken; what is equal still goes by the order of the lists.
    """
    matched: dict[int, int] = {}
    for event_type in {event["type"] for event in gold}:
        rows = [i for i, event in enumerate(gold) if event["type"] == event_type]
        columns = [j for j, event in enumerate(system) if event["type"] == event_type]
        weights = [[_weight(gold[i], system[j]) for j in columns] for i in rows]
        for row, column in best_assignment(weights):
            if is_match(gold[rows[row]], system[columns[column]]):
                matched[rows[row]] = columns[column]
    taken = set(matched.values())
    return Alignment(
        doc_id=doc_id,
        pairs=tuple(Pair(gold[i], system[j]) for i, j in sorted(matched.items())),
        missed=tuple(event for i, event in enumerate(gold) if i not in matched),
        spurious=tuple(event for j, event in enumerate(system) if j not in taken),
    )


def align_all(gold: Iterable[GoldArticle], system: Iterable[GoldArticle]) -> list[Alignment]:
    """Pair the events of every gold article, in the order of the gold.

    Articles of the system that gold does not have are left out; one that the system does not have counts as an
    article without events.
    """
    found = {article["doc_id"]: article["events"] for article in system}
    return [align(a["doc_id"], a["events"], found.get(a["doc_id"], [])) for a in gold]


def score(gold: Sequence[GoldArticle], system: Sequence[GoldArticle]) -> Scores:
    """Compute the scores of the codebook, section 7.

    Parameters
    ----------
    gold, system : sequence of dict
        Articles in the gold format.

    Returns
    -------
    Scores
        Over all gold articles; `by_type` holds the same for every type that either side has. An article that the
        system lacks has missed all its events and never counts as a correct null article.
    """
    alignments = align_all(gold, system)
    known = {article["doc_id"] for article in system}
    null = [a for a in alignments if not (a.pairs or a.missed)]
    null_hits = sum(1 for a in null if not a.spurious and a.doc_id in known)
    n_missing = sum(1 for a in alignments if a.doc_id not in known)
    tallies: defaultdict[str, _Tally] = defaultdict(_Tally)
    total = _Tally()
    for alignment in alignments:
        for event_type, pair in _events_of(alignment):
            total.add(*pair)
            tallies[event_type].add(*pair)
    by_type = {
        name: tallies[name].scores(Ratio(), len(alignments), n_missing, {}) for name in EVENT_TYPES if name in tallies
    }
    return total.scores(Ratio(null_hits, len(null)), len(alignments), n_missing, by_type)


def _events_of(alignment: Alignment) -> Iterator[tuple[str, tuple[GoldEvent | None, GoldEvent | None]]]:
    for pair in alignment.pairs:
        yield pair.gold["type"], (pair.gold, pair.system)
    for event in alignment.missed:
        yield event["type"], (event, None)
    for event in alignment.spurious:
        yield event["type"], (None, event)


class _Tally:
    """Counts for one type, or for all."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def add(self, gold: GoldEvent | None, system: GoldEvent | None) -> None:
        self._add_set("participant", coded_pairs(gold) if gold else set(), coded_pairs(system) if system else set())
        self._add_set("event", {0} if gold else set(), {0} if system else set())
        if gold and system:
            self._add_pair(gold, system)

    def _add_set(self, name: str, gold: Any, system: Any) -> None:
        self.counts.update(
            {f"{name}.hits": len(gold & system), f"{name}.gold": len(gold), f"{name}.system": len(system)}
        )

    def _add_ratio(self, name: str, hit: bool) -> None:
        self.counts.update({f"{name}.hits": int(hit), f"{name}.total": 1})

    def _add_pair(self, gold: GoldEvent, system: GoldEvent) -> None:
        self.counts["strict.hits"] += is_strict_match(gold, system)
        self._add_ratio("status", gold["status"] == system["status"])
        self._add_ratio("background", gold["background"] == system["background"])
        if gold["date"] is not None:
            self._add_ratio("date", dates_agree(gold["date"], system["date"]))
        if gold["place"] is not None:
            country = system["place"] is not None and gold["place"]["country"] == system["place"]["country"]
            self._add_ratio("place_country", country)
            self._add_ratio("place", country and fold(gold["place"]["name"]) == fold(system["place"]["name"]))
        if gold["venue"] is not None:
            self._add_ratio("venue", fold(gold["venue"]) == fold(system["venue"] or ""))
        if gold["reported_by"] is not None:
            self._add_ratio("reporter", (system["reported_by"] or {}).get("code") == gold["reported_by"]["code"])
        gold_names, system_names = _names(gold), _names(system)
        for key in sorted(gold_names.keys() & system_names.keys()):
            self._add_ratio("name", bool(gold_names[key] & system_names[key]))
        self._add_set("topic", set(gold["topics"]), set(system["topics"]))
        self._add_set("about", set(gold["about"]), set(system["about"]))

    def scores(self, null: Ratio, n_articles: int, n_missing: int, by_type: dict[str, Scores]) -> Scores:
        event = self._f1("event")
        return Scores(
            event=event,
            participant=self._f1("participant"),
            strict=F1(self.counts["strict.hits"], event.n_system, event.n_gold),
            status=self._ratio("status"),
            date=self._ratio("date"),
            place=self._ratio("place"),
            name=self._ratio("name"),
            null_articles=null,
            background=self._ratio("background"),
            place_country=self._ratio("place_country"),
            venue=self._ratio("venue"),
            reporter=self._ratio("reporter"),
            topic=self._f1("topic"),
            about=self._f1("about"),
            n_articles=n_articles,
            n_missing_articles=n_missing,
            by_type=MappingProxyType(by_type),
        )

    def _f1(self, name: str) -> F1:
        return F1(self.counts[f"{name}.hits"], self.counts[f"{name}.system"], self.counts[f"{name}.gold"])

    def _ratio(self, name: str) -> Ratio:
        return Ratio(self.counts[f"{name}.hits"], self.counts[f"{name}.total"])


def _names(event: GoldEvent) -> dict[RolePair, set[str]]:
    """Return the names under each (role, code) pair, with the typographic apostrophe made plain."""
    names: defaultdict[RolePair, set[str]] = defaultdict(set)
    for participant in event["participants"]:
        if participant["code"] is not None:
            name = unicodedata.normalize("NFC", participant["name"]).replace("’", "'")
            names[participant["role"], participant["code"]].add(name)
    return names
