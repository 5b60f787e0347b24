"""Gold as brat stand-off: a folder with the text of each article in `NAME.txt` and what is marked in `NAME.ann`.

    T1  meeting 40 56    s'est entretenu       words: a trigger under the type of its event, an `actor`, a `date`
    N1  Reference T2 depeche:FRA    FRA        the code of an actor
    E1  meeting:T1 participant:T2 date:T3      a mention; further participants of a role are participant2, …
    A1  status E1 planned                      status and background, at the first mention of an event
    R1  same_event Arg1:E1 Arg2:E2             a further mention of it
    #1  AnnotatorNotes E1    {"venue": …}      the rest of its fields, as JSON

`annotation.conf` tells brat all names. The ids and days of publication stand in `index.jsonl`; without it the names
of the files are the ids. Offsets count code points. The format: https://brat.nlplab.org/standoff.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from pipeline.gold import GoldError, roles_of
from pipeline.gold_spans import Argument, MarkedArticle, MarkedEvent, MarkedMention, Offsets
from pipeline.ontology import EVENT_TYPES
from pipeline.records import STATUSES, stable_id

INDEX = "index.jsonl"
ACTOR, DATE, SAME = "actor", "date", "same_event"
_DATABASE = "depeche:"
_LINE_END = re.compile(r"[\r\n]+")
_SAFE_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}")


def is_brat(path: Path) -> bool:
    """Tell whether a path is a folder of brat files."""
    return path.is_dir() and ((path / INDEX).is_file() or any(path.glob("*.ann")))


def write(articles: Iterable[MarkedArticle], folder: Path) -> None:
    """Write articles as files for brat.

    Parameters
    ----------
    articles : iterable of MarkedArticle
        From `pipeline.gold_spans.mark`.
    folder : Path
        Made where it is missing.
    """
    folder.mkdir(parents=True, exist_ok=True)
    index: list[str] = []
    taken: set[str] = set()
    for article in articles:
        name = article.doc_id
        if not _SAFE_NAME.fullmatch(name) or name.casefold() in taken:
            name = stable_id("doc", article.doc_id)
        taken.add(name.casefold())
        entry = {"doc_id": article.doc_id, "published_at": article.published_at, "file": name}
        index.append(json.dumps(entry, ensure_ascii=False) + "\n")
        _write_text(folder / f"{name}.txt", article.text)
        _write_text(folder / f"{name}.ann", "".join(f"{line}\n" for line in ann_lines(article)))
    _write_text(folder / INDEX, "".join(index))
    _write_text(folder / "annotation.conf", configuration())


def _write_text(path: Path, text: str) -> None:
    # Bytes, since the line ends of a text are part of its offsets.
    path.write_bytes(text.encode("utf-8"))


def configuration() -> str:
    """Return `annotation.conf`: the types, roles and states of the codebook."""
    lines = ["[entities]", ACTOR, DATE, "", "[events]"]
    for event_type in EVENT_TYPES:
        roles = [f"{role}*:{ACTOR}" for role in roles_of(event_type)]
        lines.append(f"{event_type}\t{', '.join([*roles, f'{DATE}?:{DATE}'])}")
    lines += ["", "[relations]", f"{SAME}\tArg1:<EVENT>, Arg2:<EVENT>", "", "[attributes]"]
    lines += [f"status\tArg:<EVENT>, Value:{'|'.join(STATUSES)}", "background\tArg:<EVENT>", ""]
    return "\n".join(lines)


class _Writer:
    """Numbers the annotations of one article; the same words under the same label are one annotation."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines: list[str] = []
        self.counts: dict[str, int] = {}
        self.marks: dict[tuple[str, int, int, str | None], str] = {}

    def add(self, kind: str, *cells: str) -> str:
        self.counts[kind] = self.counts.get(kind, 0) + 1
        name = f"{kind}{self.counts[kind]}"
        self.lines.append("\t".join((name, *cells)))
        return name

    def mark(self, label: str, start: int, end: int, code: str | None = None) -> str:
        key = (label, start, end, code)
        if key not in self.marks:
            parts = list(_fragments(self.text, start, end))
            places = ";".join(f"{a} {b}" for a, b in parts)
            self.marks[key] = self.add("T", f"{label} {places}", " ".join(self.text[a:b] for a, b in parts))
            if code is not None:
                self.add("N", f"Reference {self.marks[key]} {_DATABASE}{code}", code)
        return self.marks[key]

    def mention(self, event_type: str, mention: MarkedMention) -> str:
        counts: dict[str, int] = {}
        cells = [f"{event_type}:{self.mark(event_type, *mention.trigger)}"]
        for argument in mention.arguments:
            counts[argument.role] = counts.get(argument.role, 0) + 1
            rank = counts[argument.role] if counts[argument.role] > 1 else ""
            cells.append(f"{argument.role}{rank}:{self.mark(ACTOR, argument.start, argument.end, argument.code)}")
        if mention.date is not None:
            cells.append(f"{DATE}:{self.mark(DATE, *mention.date)}")
        return self.add("E", " ".join(cells))


def _fragments(text: str, start: int, end: int) -> Iterator[Offsets]:
    """Cut a span at its line ends, which no line of an .ann file can hold."""
    for line_end in _LINE_END.finditer(text, start, end):
        yield start, line_end.start()
        start = line_end.end()
    yield start, end


def ann_lines(article: MarkedArticle) -> list[str]:
    """Return the lines of the .ann file of an article, without their ends."""
    writer = _Writer(article.text)
    for event in article.events:
        first, *others = (writer.mention(event.event_type, mention) for mention in event.mentions)
        writer.add("A", f"status {first} {event.status}")
        if event.background:
            writer.add("A", f"background {first}")
        for other in others:
            writer.add("R", f"{SAME} Arg1:{first} Arg2:{other}")
        writer.add("#", f"AnnotatorNotes {first}", json.dumps(event.note, ensure_ascii=False))
    return writer.lines


def read(folder: Path) -> Iterator[MarkedArticle]:
    """Read a folder of brat files.

    Yields
    ------
    MarkedArticle
        In the order of the index, or of the names of the files.

    Raises
    ------
    pipeline.gold.GoldError
        If a file is missing or a line cannot be read; names file and line.
    """
    for doc_id, published_at, name in _index(folder):
        text = _read_text(folder / f"{name}.txt")
        path = folder / f"{name}.ann"
        lines = _read_text(path).split("\n")
        yield MarkedArticle(doc_id, published_at, text, _Reader(path, text).read(lines))


def _index(folder: Path) -> list[tuple[str, str | None, str]]:
    path = folder / INDEX
    if not path.is_file():
        return [(file.stem, None, file.stem) for file in sorted(folder.glob("*.ann"))]
    entries = []
    for number, line in enumerate(_read_text(path).split("\n"), start=1):
        if not line:
            continue
        try:
            entry = json.loads(line)
            entries.append((entry["doc_id"], entry["published_at"], entry["file"]))
        except (ValueError, KeyError, TypeError) as error:
            raise GoldError(f"{path}:{number}: expected doc_id, published_at and file in JSON ({error!r})") from error
    return entries


def _read_text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError as error:
        raise GoldError(f"{path}: no such file") from error
    except UnicodeDecodeError as error:
        raise GoldError(f"{path}: not UTF-8 at byte {error.start}") from error


class _Reader:
    """Reads one .ann file; whatever refers to what the file does not have is an error with its line."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.text = text
        self.marks: dict[str, tuple[str, int, int]] = {}
        self.codes: dict[str, str] = {}
        self.mentions: dict[str, tuple[str, Sequence[str], int]] = {}
        self.first: dict[str, str] = {}
        self.status: dict[str, str] = {}
        self.background: set[str] = set()
        self.notes: dict[str, dict[str, Any]] = {}

    def read(self, lines: Sequence[str]) -> tuple[MarkedEvent, ...]:
        readers: dict[str, Callable[..., None]] = {
            "T": self._mark, "N": self._code, "E": self._mention, "A": self._attribute, "M": self._attribute,
            "R": self._relation, "#": self._note,
        }  # fmt: skip
        kept = [(number, line.removesuffix("\r")) for number, line in enumerate(lines, start=1) if line.strip()]
        # What refers to others is read after them, wherever it stands.
        for number, line in sorted(kept, key=lambda item: "TENAM#R".find(item[1][0])):
            reader = readers.get(line[0])
            cells = line.split("\t", 2)
            if reader is None or len(cells) < 2:
                raise self._error(number, f"{line!r} is none of T, E, A, N, R and # with its cells")
            try:
                reader(number, *cells)
            except (KeyError, ValueError, TypeError) as error:
                if isinstance(error, GoldError):
                    raise
                raise self._error(number, f"{line!r} cannot be read ({error!r})") from error
        return tuple(self._events())

    def _error(self, number: int, message: str) -> GoldError:
        return GoldError(f"{self.path}:{number}: {message}")

    def _mark(self, number: int, name: str, where: str, words: str) -> None:
        label, _, places = where.partition(" ")
        parts = [tuple(map(int, place.split(" "))) for place in places.split(";")]
        quoted = " ".join(self.text[start:end] for start, end in parts)
        if quoted != words:
            raise self._error(number, f"{name} quotes {words!r}, the text says {quoted!r}")
        self.marks[name] = (label, parts[0][0], parts[-1][1])

    def _code(self, number: int, name: str, what: str, _: str = "") -> None:
        _, mark, reference = what.split(" ")
        if not reference.startswith(_DATABASE) or mark not in self.marks:
            raise self._error(number, f"{name}: expected a T and {_DATABASE}CODE")
        self.codes[mark] = reference.removeprefix(_DATABASE)

    def _mention(self, number: int, name: str, what: str, _: str = "") -> None:
        event_type, _, trigger = what.split(" ", maxsplit=1)[0].partition(":")
        if self.marks[trigger][0] != event_type:
            raise self._error(number, f"{name} is of type {event_type}, its trigger {self.marks[trigger][0]}")
        self.mentions[name] = (event_type, what.split(), number)
        self.first[name] = name

    def _attribute(self, number: int, name: str, what: str, _: str = "") -> None:
        label, mention, *values = what.split(" ")
        if label == "status" and len(values) == 1 and mention in self.mentions:
            self.status[mention] = values[0]
        elif label == "background" and mention in self.mentions:
            self.background.add(mention)
        else:
            raise self._error(number, f"{name}: expected `status E1 VALUE` or `background E1`")

    def _relation(self, number: int, name: str, what: str, _: str = "") -> None:
        label, *sides = what.split(" ")
        one, other = (side.partition(":")[2] for side in sides)
        if label != SAME or self.mentions[one][0] != self.mentions[other][0]:
            raise self._error(number, f"{name}: expected {SAME} between two mentions of one type")
        known, joined = sorted((self.first[one], self.first[other]), key=list(self.mentions).index)
        self.first = {mention: known if first == joined else first for mention, first in self.first.items()}

    def _note(self, number: int, name: str, what: str, words: str = "") -> None:
        _, mention = what.split(" ")
        note = json.loads(words)
        if not isinstance(note, dict) or mention not in self.mentions:
            raise self._error(number, f"{name}: expected a JSON object at an event")
        self.notes[mention] = note

    def _events(self) -> Iterator[MarkedEvent]:
        groups: dict[str, list[str]] = {}
        for name in self.mentions:
            groups.setdefault(self.first[name], []).append(name)
        for first, names in groups.items():
            # A mention that joined another one may have been given the status or the note.
            status = next((self.status[name] for name in names if name in self.status), STATUSES[0])
            note = next((self.notes[name] for name in names if name in self.notes), {})
            background = any(name in self.background for name in names)
            mentions = tuple(self._marked(*self.mentions[name]) for name in names)
            yield MarkedEvent(self.mentions[first][0], status, background, mentions, note)

    def _marked(self, event_type: str, cells: Sequence[str], number: int) -> MarkedMention:
        arguments: list[Argument] = []
        date: Offsets | None = None
        for cell in cells[1:]:
            role, _, mark = cell.partition(":")
            if mark not in self.marks or self.marks[mark][0] not in (ACTOR, DATE):
                raise self._error(number, f"{cell}: expected an {ACTOR} or a {DATE}")
            label, start, end = self.marks[mark]
            if label == DATE:
                date = (start, end)
            else:
                arguments.append(Argument(start, end, role.rstrip("0123456789"), self.codes.get(mark)))
        return MarkedMention(self._span(cells[0], event_type), tuple(arguments), date)

    def _span(self, cell: str, event_type: str) -> Offsets:
        _, start, end = self.marks[cell.removeprefix(f"{event_type}:")]
        return start, end
