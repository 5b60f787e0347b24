"""Shows what was found in one text and why: the text with its triggers and entities, then each event in full."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from pipeline.corpus import has_reader, read_corpus, read_text
from pipeline.errors import RunError
from pipeline.records import Article, Entity, Event, EventMention, Extraction, Interval, Participant
from pipeline.storage import place

TRIGGER_STYLE = "bold reverse"
ENTITY_STYLES = {"PER": "magenta", "ORG": "blue", "LOC": "green", "ROLE": "cyan", "PRON": "yellow"}
TIMEX_STYLE = "underline"
_NOT_SAID = "–"


def articles(text_or_file: str) -> list[Article]:
    """Return the articles of a file, or one article made of a text.

    Parameters
    ----------
    text_or_file : str
        Path or URL of a file or folder that `pipeline.corpus.read_corpus` reads, else a text.

    Raises
    ------
    RunError
        If the text is empty or not French, a piece of the file cannot be read as an article, or there is none.
    """
    if not text_or_file.strip():
        raise RunError("the text to explain is empty")
    if not _is_path(text_or_file):
        if len(text_or_file.split()) == 1 and has_reader(text_or_file):
            raise RunError(f"{text_or_file}: no such file to explain")
        found, what = [read_text(text_or_file)], "the text to explain"
    else:
        found, what = list(read_corpus(text_or_file)), text_or_file
    for item in found:
        if not isinstance(item, Article):
            raise RunError(f"{what}: {f'{item.position}: ' if item.position else ''}{item.reason}: {item.detail}")
    if not found:
        raise RunError(f"{what}: no article in this folder")
    return [item for item in found if isinstance(item, Article)]


def _is_path(text: str) -> bool:
    if isinstance(place(text), str):
        return len(text.split()) == 1  # else a text that begins with a URL
    try:
        return Path(text).exists()
    except (OSError, ValueError):  # longer than a file name may be, or with a null character: a text
        return False


def explain(extraction: Extraction) -> RenderableType:
    """Return what one article gave, ready for a rich console.

    Parameters
    ----------
    extraction : Extraction
        All that the pipeline found in the article.

    Returns
    -------
    rich renderable
        The text, a legend, a table of entities and one table an event.
    """
    events = extraction.events
    head = Text(f"{len(events)} event{'' if len(events) == 1 else 's'}", style="bold")
    return Group(highlight(extraction), Text(), _legend(), Text(), *_entities(extraction), head, *map(_event, events))


def highlight(extraction: Extraction) -> Text:
    """Return the text of the article with its entities, time expressions and triggers in style."""
    text = Text(extraction.article.text)
    for entity in extraction.entities:
        text.stylize(ENTITY_STYLES[entity.label], entity.start_char, entity.end_char)
    for timex in extraction.time_expressions:
        text.stylize(TIMEX_STYLE, timex.start_char, timex.end_char)
    for event in extraction.events:
        for mention in event.mentions:
            text.stylize(TRIGGER_STYLE, mention.start_char, mention.end_char)
    return text


def _legend() -> Text:
    legend = Text("trigger", style=TRIGGER_STYLE)
    for name, style in (*ENTITY_STYLES.items(), ("time", TIMEX_STYLE)):
        legend.append("  ", style="not bold not reverse").append(name, style=f"not bold not reverse {style}")
    return legend


def _entities(extraction: Extraction) -> Iterator[RenderableType]:
    if not extraction.entities:
        return
    table = Table(title="entities", title_justify="left")
    for column in ("at", "words", "label", "stands for", "code", "country", "by"):
        table.add_column(column, overflow="fold")
    for entity in extraction.entities:
        table.add_row(str(entity.start_char), Text(entity.text), entity.label, *_resolution(entity), entity.resolution)
    yield table


def _resolution(entity: Entity) -> tuple[str, str, str]:
    if entity.entity_name is None and entity.actor_code is None:
        return "unresolved", _NOT_SAID, entity.country_code or _NOT_SAID
    name = entity.entity_name or _NOT_SAID
    return name, entity.actor_code or _NOT_SAID, entity.country_code or _NOT_SAID


def _event(event: Event) -> Table:
    table = Table(show_header=False, title=f"{event.event_type} · {event.status}", title_justify="left")
    table.add_column(style="bold")
    table.add_column(overflow="fold")
    for mention in event.mentions:
        table.add_row("trigger", Text(_trigger(mention)))
    for participant in event.participants:
        table.add_row(participant.role, Text(_participant(participant)))
    for label, value in _fields(event):
        if value:
            table.add_row(label, Text(value))
    return table


def _trigger(mention: EventMention) -> str:
    return f"“{mention.trigger_text}” at {mention.start_char}, rule {mention.rule_id}, {mention.status}"


def _participant(participant: Participant) -> str:
    actor = f"{participant.actor_name} [{participant.actor_code or 'no code'}]"
    by = f" ({participant.resolution})" if participant.resolution else ""
    if participant.mention_text is None:
        return f"{actor}, implied{by}"
    at = "" if participant.start_char is None else f" at {participant.start_char}"
    return f"{actor} from “{participant.mention_text}”{at}{by}"


def _fields(event: Event) -> Iterator[tuple[str, str | None]]:
    place = event.place
    yield "date", _date(event.date, event.date_granularity, event.date_text)
    yield "place", f"{place.name} [{place.country_code or 'no country'}]" if place else None
    yield "venue", event.venue
    yield "topics", ", ".join(event.topics)
    yield "about", ", ".join(event.about_codes)
    yield "reported by", f"{event.reporter_name} [{event.reporter_code or 'no code'}]" if event.reporter_name else None
    yield "background", "yes" if event.is_background else None
    mode = f"/{event.plover_mode}" if event.plover_mode else ""
    yield "codes", f"CAMEO {event.cameo_code}, PLOVER {event.plover_type}{mode}, Goldstein {event.goldstein}"
    yield "confidence", f"{event.confidence:.2f}"


def _date(date: Interval | None, granularity: str | None, words: str | None) -> str | None:
    source = f" from “{words}”" if words else ""
    if date is None:
        return f"unknown{source}" if words else None
    days = date[0].isoformat() if date[0] == date[1] else f"{date[0].isoformat()} to {date[1].isoformat()}"
    return f"{days} ({granularity}){source}"
