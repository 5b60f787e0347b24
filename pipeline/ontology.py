"""Event types and what follows from them: the one table (type, status) → CAMEO, PLOVER, Goldstein, quad class.

The types stand in `lexicons/event_types.tsv`, the table in `lexicons/ontology.tsv`, the CAMEO codes that a rule
may name instead in `lexicons/cameo.tsv`. All three are read and checked when this module is imported.

References: CAMEO codebook 1.1b3 (Schrodt 2012); Goldstein, *A Conflict-Cooperation Scale for WEIS Events Data*
(1992); PLOVER manual 2.0 (Open Event Data Alliance).
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from pipeline.lexicon import LexiconError, read_tsv
from pipeline.records import STATUSES

if TYPE_CHECKING:
    from collections.abc import Mapping

QUAD_CLASSES: Mapping[int, str] = MappingProxyType(
    {1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict", 4: "material conflict"}
)

TOPICS = (
    "terrorism",
    "nuclear",
    "chemical_weapons",
    "arms",
    "military",
    "conflict",
    "peace_process",
    "trade",
    "economy",
    "energy",
    "climate",
    "environment",
    "migration",
    "human_rights",
    "humanitarian",
    "health",
    "cyber",
    "intelligence",
    "territory",
    "elections",
    "justice",
    "space",
    "culture",
    "diplomatic_relations",
    "technology",
    "other",
)
"""What an event may be about, in the order of the codebook."""

_TYPES_FILE = "event_types.tsv"
_TABLE_FILE = "ontology.tsv"
_CAMEO_FILE = "cameo.tsv"
_CODING_COLUMNS = ("cameo_code", "plover_type", "plover_mode", "goldstein", "quad_class")


@dataclass(frozen=True, slots=True)
class Coding:
    """What a type and a status mean in the vocabularies of event data.

    `plover_mode` is null where PLOVER has no mode for the code; `goldstein` runs from -10 (conflict) to
    10 (cooperation); `quad_class` is a key of `QUAD_CLASSES`.
    """

    cameo_code: str
    plover_type: str
    plover_mode: str | None
    goldstein: float
    quad_class: int


def _parse_coding(row: Mapping[str, str], file: str, code_column: str) -> Coding:
    where = f"{file}:{row['_line']}"
    try:
        goldstein, quad_class = float(row["goldstein"]), int(row["quad_class"])
    except ValueError as error:
        raise LexiconError(f"{where}: goldstein and quad_class must be numbers ({error})") from error
    if not -10 <= goldstein <= 10 or quad_class not in QUAD_CLASSES:
        raise LexiconError(f"{where}: goldstein {goldstein} or quad_class {quad_class} is out of range")
    if not row["plover_type"]:
        raise LexiconError(f"{where}: plover_type is empty")
    return Coding(row[code_column], row["plover_type"], row["plover_mode"] or None, goldstein, quad_class)


def _load_cameo() -> dict[str, Coding]:
    columns = ("code", "name", "goldstein", "plover_type", "plover_mode", "quad_class")
    codings: dict[str, Coding] = {}
    for row in read_tsv(_CAMEO_FILE, columns):
        if row["code"] in codings:
            raise LexiconError(f"{_CAMEO_FILE}:{row['_line']}: code {row['code']} appears twice")
        codings[row["code"]] = _parse_coding(row, _CAMEO_FILE, "code")
    return codings


def _load_types() -> dict[str, dict[str, str]]:
    allowed = {"structure": ("symmetric", "directed"), "unilateral": ("yes", "no"), "speech_act": ("yes", "no")}
    types: dict[str, dict[str, str]] = {}
    for row in read_tsv(_TYPES_FILE, ("event_type", *allowed)):
        where = f"{_TYPES_FILE}:{row['_line']}"
        if row["event_type"] in types:
            raise LexiconError(f"{where}: event type {row['event_type']} appears twice")
        for column, values in allowed.items():
            if row[column] not in values:
                raise LexiconError(f"{where}: {column} is {row[column]!r}, expected one of {', '.join(values)}")
        types[row["event_type"]] = row
    return types


def _load_table(types: Mapping[str, object], cameo: Mapping[str, Coding]) -> dict[tuple[str, str], Coding]:
    table: dict[tuple[str, str], Coding] = {}
    for row in read_tsv(_TABLE_FILE, ("event_type", "status", *_CODING_COLUMNS)):
        where, key = f"{_TABLE_FILE}:{row['_line']}", (row["event_type"], row["status"])
        if key[0] not in types or key[1] not in STATUSES:
            raise LexiconError(f"{where}: unknown event type or status in {key}")
        if key in table:
            raise LexiconError(f"{where}: {key} appears twice")
        coding = _parse_coding(row, _TABLE_FILE, "cameo_code")
        general = cameo.get(coding.cameo_code)
        # The PLOVER columns may be narrower than the code's; its Goldstein value and quad class may not differ.
        if general is None or (general.goldstein, general.quad_class) != (coding.goldstein, coding.quad_class):
            raise LexiconError(
                f"{where}: CAMEO code {coding.cameo_code} has other values in {_CAMEO_FILE}, or is not there"
            )
        table[key] = coding
    missing = [(name, status) for name in types for status in STATUSES if (name, status) not in table]
    if missing:
        raise LexiconError(f"{_TABLE_FILE}: no row for {missing}")
    return table


_CAMEO = _load_cameo()
_TYPES = _load_types()
_TABLE = _load_table(_TYPES, _CAMEO)

EVENT_TYPES: tuple[str, ...] = tuple(_TYPES)
"""All event types, in the order of the codebook."""

SYMMETRIC_TYPES: frozenset[str] = frozenset(n for n, row in _TYPES.items() if row["structure"] == "symmetric")
"""Types whose sides all have the role `participant`; in the others a `source` acts on a `target`."""

UNILATERAL_TYPES: frozenset[str] = frozenset(n for n, row in _TYPES.items() if row["unilateral"] == "yes")
"""Types where one participant makes an event; the others need two."""

SPEECH_ACT_TYPES: frozenset[str] = frozenset(n for n, row in _TYPES.items() if row["speech_act"] == "yes")
"""Types that absorb the unreal, demanded or generic act that they speak of."""

CAMEO_CODES: frozenset[str] = frozenset(_CAMEO)
"""Codes that a rule may name as its override."""

PLOVER_TYPES: tuple[str, ...] = tuple(sorted({c.plover_type for c in (*_TABLE.values(), *_CAMEO.values())}))
"""Every PLOVER type that `code` can give, in alphabetical order."""


def is_symmetric(event_type: str) -> bool:
    """Return whether the sides of a type are equal.

    Parameters
    ----------
    event_type : str
        One of `EVENT_TYPES`.

    Returns
    -------
    bool
        True where every side is a `participant`, False where a `source` acts on a `target`.

    Raises
    ------
    KeyError
        If the type is unknown.
    """
    return _TYPES[event_type]["structure"] == "symmetric"


def code(event_type: str, status: str, cameo_override: str | None = None) -> Coding:
    """Derive the codes of an event from its type and status.

    Parameters
    ----------
    event_type : str
        One of `EVENT_TYPES`.
    status : str
        One of `pipeline.records.STATUSES`.
    cameo_override : str, optional
        A more specific CAMEO code that the rule names, as *veto* does with 129. It holds for what has
        occurred only: a veto that is threatened or withdrawn is coded by the table.

    Returns
    -------
    Coding
        CAMEO code, PLOVER type and mode, Goldstein value and quad class.

    Raises
    ------
    KeyError
        If the type, the status or the override is unknown.

    Examples
    --------
    >>> code("meeting", "planned").cameo_code
    '036'
    >>> code("rejection", "occurred", "129").goldstein
    -5.0
    """
    if cameo_override is not None and cameo_override not in _CAMEO:
        raise KeyError(f"CAMEO code {cameo_override!r} is not in {_CAMEO_FILE}")
    coding = _TABLE[event_type, status]
    if status != "occurred" or cameo_override in (None, coding.cameo_code):
        return coding
    return _CAMEO[cameo_override]
