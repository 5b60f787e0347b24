"""Gold events that the rules are known to miss, by id, each with its reason.

The id is ``ARTICLE#NUMBER.TYPE``, the number counting the events of the article in the gold from 1; a tab and the
reason follow. What is listed is out of reach for now; once it is found, the list is wrong and the gate fails.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from floors import GateError

from pipeline.gold import GoldArticle
from pipeline.scoring import align_all

SEPARATOR = "\t"


def event_ids(article: GoldArticle) -> list[str]:
    """Return the ids of the events of a gold article, in their order."""
    return [f"{article['doc_id']}#{n}.{event['type']}" for n, event in enumerate(article["events"], start=1)]


def found_ids(gold: Sequence[GoldArticle], system: Sequence[GoldArticle]) -> dict[str, bool]:
    """Return for every gold event whether the system has found it."""
    found: dict[str, bool] = {}
    for article, alignment in zip(gold, align_all(gold, system), strict=True):
        matched = {id(pair.gold) for pair in alignment.pairs}
        found |= {name: id(e) in matched for name, e in zip(event_ids(article), article["events"], strict=True)}
    return found


def read(path: Path) -> dict[str, str]:
    """Return the reasons by id; empty where there is no list.

    Raises
    ------
    GateError
        If a line has no reason, or an id stands twice; names the line.
    """
    listed: dict[str, str] = {}
    if not path.is_file():
        return listed
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        name, _, reason = line.partition(SEPARATOR)
        if not reason.strip() or name in listed:
            raise GateError(f"{path.name}:{number}: expected an id that is new here, a tab and a reason, not {line!r}")
        listed[name] = reason.strip()
    return listed


def problems(listed: Iterable[str], found: Mapping[str, bool]) -> list[str]:
    """Return what is wrong with the list: ids that gold does not have, and events that are found by now."""
    wrong = []
    for name in listed:
        if name not in found:
            wrong.append(f"known failure {name} is no event of the gold")
        elif found[name]:
            wrong.append(f"known failure {name} passes now; take it off the list (--update does)")
    return wrong


def without_found(path: Path, found: Mapping[str, bool]) -> int:
    """Take off the list what is found by now or no longer in the gold; return how many lines went."""
    if not path.is_file():
        return 0
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [
        line
        for line in lines
        if not line.strip() or line.startswith("#") or not found.get(line.partition(SEPARATOR)[0], True)
    ]
    path.write_text("".join(kept), encoding="utf-8")
    return len(lines) - len(kept)
