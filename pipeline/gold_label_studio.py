"""Gold as Label Studio JSON: a list of tasks, one an article, to be imported and exported there.

Words are regions of the control `label`: a trigger under the type of its event, an `actor`, a `date`. Regions carry
`status`, `background`, `code` and `note` (the rest of the fields, as JSON); relations lead from a trigger to its
actors (under their role), to its date, and to further mentions (`same_event`). `configuration` is the labelling
interface that fits. Label Studio counts UTF-16 units, as JavaScript does; everything else here counts code points.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from pipeline.gold import GoldError
from pipeline.gold_spans import Argument, MarkedArticle, MarkedEvent, MarkedMention, Offsets
from pipeline.ontology import EVENT_TYPES
from pipeline.records import ROLES, STATUSES

ACTOR, DATE, SAME = "actor", "date", "same_event"
_YES = "yes"

_Result = dict[str, Any]


def configuration() -> str:
    """Return the labelling interface for the types, roles and states of the codebook, as XML."""

    def tags(name: str, values: Iterable[str], indent: str) -> list[str]:
        return [f"{indent}<{name} value={quoteattr(value)}/>" for value in values]

    lines = ["<View>", '  <Labels name="label" toName="text">', *tags("Label", (*EVENT_TYPES, ACTOR, DATE), "    ")]
    lines += ["  </Labels>", '  <Text name="text" value="$text"/>']
    lines += ["  <Relations>", *tags("Relation", (*ROLES, DATE, SAME), "    "), "  </Relations>"]
    for name, values in (("status", STATUSES), ("background", (_YES,))):
        lines += [f'  <Choices name="{name}" toName="text" perRegion="true">', *tags("Choice", values, "    ")]
        lines += ["  </Choices>"]
    lines += [f'  <TextArea name="{name}" toName="text" perRegion="true"/>' for name in ("code", "note")]
    return "\n".join([*lines, "</View>", ""])


def write(articles: Iterable[MarkedArticle], path: Path) -> None:
    """Write articles as tasks, and the labelling interface beside them under the ending `.xml`."""
    tasks = [task(article) for article in articles]
    text = json.dumps(tasks, ensure_ascii=False, indent=1)
    path.write_text(f"{text}\n", encoding="utf-8", newline="\n")
    path.with_suffix(".xml").write_text(configuration(), encoding="utf-8", newline="\n")


def task(article: MarkedArticle) -> dict[str, Any]:
    """Return one article as a task of Label Studio."""
    data = {"doc_id": article.doc_id, "published_at": article.published_at, "text": article.text}
    return {"data": data, "annotations": [{"result": _Writer(article.text).results(article.events)}]}


class _Writer:
    def __init__(self, text: str) -> None:
        self.text = text
        self.units = list(accumulate((1 + (ord(char) > 0xFFFF) for char in text), initial=0))
        self.regions: list[_Result] = []
        self.relations: list[_Result] = []
        self.actors: dict[tuple[str, Offsets, str | None], str] = {}

    def results(self, events: Iterable[MarkedEvent]) -> list[_Result]:
        for event in events:
            first, *others = (self.mention(event.event_type, mention) for mention in event.mentions)
            span = event.mentions[0].trigger
            self.add(first, "status", "choices", span, {"choices": [event.status]})
            if event.background:
                self.add(first, "background", "choices", span, {"choices": [_YES]})
            note = json.dumps(event.note, ensure_ascii=False)
            self.add(first, "note", "textarea", span, {"text": [note]})
            for other in others:
                self.relate(first, other, SAME)
        return self.regions + self.relations

    def add(self, region: str, control: str, kind: str, span: Offsets, value: Mapping[str, Any]) -> None:
        place = {"start": self.units[span[0]], "end": self.units[span[1]]}
        result = {"id": region, "from_name": control, "to_name": "text", "type": kind, "value": place | dict(value)}
        self.regions.append(result)

    def mark(self, label: str, span: Offsets) -> str:
        region = f"r{sum(1 for result in self.regions if result['type'] == 'labels') + 1}"
        self.add(region, "label", "labels", span, {"text": self.text[slice(*span)], "labels": [label]})
        return region

    def shared(self, label: str, span: Offsets, code: str | None = None) -> str:
        """Return the region of words that several mentions may point to."""
        key = (label, span, code)
        if key not in self.actors:
            self.actors[key] = self.mark(label, span)
            if code is not None:
                self.add(self.actors[key], "code", "textarea", span, {"text": [code]})
        return self.actors[key]

    def mention(self, event_type: str, mention: MarkedMention) -> str:
        region = self.mark(event_type, mention.trigger)
        for argument in mention.arguments:
            actor = self.shared(ACTOR, (argument.start, argument.end), argument.code)
            self.relate(region, actor, argument.role)
        if mention.date is not None:
            self.relate(region, self.shared(DATE, mention.date), DATE)
        return region

    def relate(self, start: str, end: str, label: str) -> None:
        self.relations.append(
            {"type": "relation", "from_id": start, "to_id": end, "direction": "right", "labels": [label]}
        )


def read(path: Path) -> Iterator[MarkedArticle]:
    """Read what Label Studio exports as JSON.

    Yields
    ------
    MarkedArticle
        In the order of the tasks; of its annotations, the one that was not cancelled.

    Raises
    ------
    pipeline.gold.GoldError
        If the file is none of Label Studio's, or an annotation does not make an event; names file and task.
    """
    try:
        tasks = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise GoldError(f"{path}: no JSON that can be read ({error})") from error
    if not isinstance(tasks, list):
        raise GoldError(f"{path}: expected a list of tasks, as Label Studio exports them under JSON")
    for number, entry in enumerate(tasks, start=1):
        where = f"{path}: task {number}"
        try:
            data = entry["data"]
            kept = [one for one in entry.get("annotations", []) if not one.get("was_cancelled")]
            if len(kept) > 1:
                raise GoldError(f"{where}: {len(kept)} annotations; keep one, the others were not settled yet")
            results = kept[0]["result"] if kept else []
            events = tuple(_Reader(where, data["text"], results).events())
            yield MarkedArticle(data["doc_id"], data.get("published_at"), data["text"], events)
        except (KeyError, TypeError, AttributeError, IndexError) as error:
            raise GoldError(f"{where}: not in the form that `gold convert` writes ({error!r})") from error


class _Reader:
    """Reads the results of one annotation."""

    def __init__(self, where: str, text: str, results: Iterable[_Result]) -> None:
        self.where = where
        self.text = text
        units = list(accumulate((1 + (ord(char) > 0xFFFF) for char in text), initial=0))
        self.points = {unit: point for point, unit in enumerate(units)}
        self.marks: dict[str, tuple[str, Offsets]] = {}
        self.values: dict[tuple[str, str], str] = {}
        self.relations: list[tuple[str, str, str]] = []
        for result in results:
            self._take(result)

    def _take(self, result: _Result) -> None:
        if result["type"] == "relation":
            label = (result.get("labels") or [""])[0]
            self.relations.append((result["from_id"], result["to_id"], label))
            return
        value = result["value"]
        if result["type"] == "labels":
            (label,) = value["labels"]
            self.marks[result["id"]] = (label, (self.points[value["start"]], self.points[value["end"]]))
        elif found := value.get("choices") or value.get("text"):
            self.values[result["id"], result["from_name"]] = found[0]

    def events(self) -> Iterator[MarkedEvent]:
        mentions = [region for region, (label, _) in self.marks.items() if label in EVENT_TYPES]
        first = {region: region for region in mentions}
        for start, end, label in self.relations:
            if label == SAME:
                if self.marks[start][0] != self.marks[end][0]:
                    raise GoldError(f"{self.where}: {SAME} joins {self.marks[start][0]} and {self.marks[end][0]}")
                known, joined = sorted((first[start], first[end]), key=mentions.index)
                first = {region: known if head == joined else head for region, head in first.items()}
        for head in dict.fromkeys(first.values()):
            members = [region for region in mentions if first[region] == head]
            note = json.loads(self._value(members, "note", "{}"))
            status, background = self._value(members, "status", STATUSES[0]), self._value(members, "background", "")
            marked = tuple(self._mention(region) for region in members)
            yield MarkedEvent(self.marks[head][0], status, background == _YES, marked, note)

    def _value(self, regions: Iterable[str], control: str, default: str) -> str:
        return next((self.values[r, control] for r in regions if (r, control) in self.values), default)

    def _mention(self, region: str) -> MarkedMention:
        arguments: list[Argument] = []
        date: Offsets | None = None
        for start, end, label in self.relations:
            if start != region or label == SAME:
                continue
            kind, span = self.marks[end]
            if kind == DATE:
                date = span
            elif kind == ACTOR and label in ROLES:
                arguments.append(Argument(*span, label, self.values.get((end, "code"))))
            else:
                raise GoldError(f"{self.where}: relation {label!r} leads from {start} to a {kind}")
        return MarkedMention(self.marks[region][1], tuple(arguments), date)
