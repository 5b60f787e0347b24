"""Takes articles through the language pipeline, in batches, and gives what each of them tells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any, cast

from spacy.tokens import Doc, Span

from pipeline import documents, rules
from pipeline.components import mentions as store
from pipeline.components.arguments import DIRECT
from pipeline.components.dating import TIMEX
from pipeline.components.extensions import text_of
from pipeline.components.reading import CHECK
from pipeline.components.sentences import boundaries
from pipeline.components.triggers import TRIGGERS
from pipeline.international import may_tell_events
from pipeline.records import (
    Article,
    Entity,
    EventMention,
    Extraction,
    Participant,
    Place,
    TimeExpression,
)  # fmt: skip
from pipeline.rules import Rule

if TYPE_CHECKING:
    from spacy.language import Language

    from pipeline.components.reading import SentenceReader
    from pipeline.components.sentences import SentenceMarker

READER = "depeche_reader"
"""Component that knows which sentences matter."""

BATCH_SIZE = 256
"""Articles to a batch: enough for their sentences to be read in batches of similar length."""


@cache
def _rules() -> dict[str, Rule]:
    return rules.by_id()


def extract(articles: Iterable[Article], nlp: Language, all_entities: bool = True) -> Iterator[Extraction]:
    """Extract the events of articles.

    Parameters
    ----------
    articles : iterable of Article
        Read lazily, one batch at a time.
    nlp : spacy.language.Language
        From `pipeline.nlp.build`.
    all_entities : bool
        Whether to give the entities and time expressions of articles that can hold no event too; without them, such an
        article costs next to nothing.

    Yields
    ------
    Extraction
        One for each article, in the same order.
    """
    if all_entities:
        for doc, article in docs(articles, nlp):
            yield from_doc(doc, article)
        return
    reader = cast("SentenceReader", nlp.get_pipe(READER))
    mark = cast("SentenceMarker", nlp.get_pipe("depeche_sentences"))
    rest = iter(articles)
    while batch := list(islice(rest, BATCH_SIZE)):
        hopeful: dict[int, Doc] = {}
        for number, article in enumerate(batch):
            if may_tell_events(article.text, article.published_date):
                doc = mark(_doc(article, nlp))
                if reader.relevant(doc):
                    hopeful[number] = doc
        checked = reader.scope == CHECK
        todo = (hopeful.get(number) or _doc(article, nlp) for number, article in enumerate(batch))
        done = nlp.pipe(todo if checked else hopeful.values(), batch_size=BATCH_SIZE)
        for number, article in enumerate(batch):
            found = from_doc(next(done), article) if checked or number in hopeful else _nothing(article)
            yield found if number in hopeful else replace(_nothing(article), events=found.events)


def _nothing(article: Article) -> Extraction:
    """Return what is known of an article that can hold no event: not even how many sentences it has."""
    return Extraction(article, None, (), (), ())


def docs(articles: Iterable[Article], nlp: Language) -> Iterator[tuple[Doc, Article]]:
    """Take articles through a pipeline and yield each with its Doc, in the same order."""
    inputs = ((_doc(article, nlp), article) for article in articles)
    yield from nlp.pipe(inputs, as_tuples=True, batch_size=BATCH_SIZE)


def _doc(article: Article, nlp: Language) -> Doc:
    doc = nlp.make_doc(article.text)
    doc._.published_date = article.published_date.isoformat() if article.published_date else None
    return doc


def from_doc(doc: Doc, article: Article) -> Extraction:
    """Read what the components have written on a Doc into records."""
    mentions = [_mention(span) for span in doc.spans[TRIGGERS]]
    return Extraction(
        article=article,
        n_sentences=len(boundaries(doc)),
        entities=tuple(_entities(doc)),
        time_expressions=tuple(_time_expressions(doc)),
        events=documents.merge(article, mentions, _rules()),
    )


def _entities(doc: Doc) -> Iterator[Entity]:
    seen: set[tuple[int, int]] = set()
    for span in doc.spans[store.ENTITIES]:
        values = span._.entity
        if (span.start_char, span.end_char) in seen:
            continue
        seen.add((span.start_char, span.end_char))
        actors = values["actors"]
        yield Entity(
            start_char=span.start_char,
            end_char=span.end_char,
            text=span.text,
            label=values["label"],
            entity_id="|".join(actor[0] for actor in actors) or None,
            entity_name="|".join(actor[1] for actor in actors) or values["name"],
            actor_code="|".join(actor[2] for actor in actors if actor[2]) or None,
            country_code=values["country"],
            latitude=values["latitude"],
            longitude=values["longitude"],
            resolution=values["how"],
        )


def _time_expressions(doc: Doc) -> Iterator[TimeExpression]:
    for span in doc.spans[TIMEX]:
        values = span._.timex
        start, end = values["value_start"], values["value_end"]
        yield TimeExpression(
            start_char=span.start_char,
            end_char=span.end_char,
            text=span.text,
            timex_type=span.label_,
            value_start=dt.date.fromisoformat(start) if start else None,
            value_end=dt.date.fromisoformat(end) if end else None,
            granularity=values["granularity"],
        )


def _mention(span: Span) -> EventMention:
    event: dict[str, Any] = span._.event
    text = text_of(span.doc)
    participants = tuple(
        Participant(
            p["role"], p["actor_id"], p["name"], p["code"],
            None if p["start_char"] is None else text[p["start_char"] : p["end_char"]], p["start_char"], p["end_char"],
            p["how"] in DIRECT,
            ", ".join(dict.fromkeys((p["how"], p["resolved"]))),
        )
        for p in event["participants"]
    )  # fmt: skip
    place, reporter, date = event["place"], event["reporter"], event["date"]
    return EventMention(
        rule_id=event["rule_id"],
        event_type=span.label_,
        status=event["status"],
        trigger_text=span.text,
        start_char=span.start_char,
        end_char=span.end_char,
        sentence_start=span.sent.start_char,
        sentence_end=span.sent.end_char,
        sentence_text=span.sent.text.strip(),
        participants=participants,
        date=(dt.date.fromisoformat(date[0]), dt.date.fromisoformat(date[1])) if date else None,
        date_granularity=event["granularity"],
        date_text=event["date_text"],
        place=Place(place["name"], place["country"], place["latitude"], place["longitude"]) if place else None,
        place_probability=place["probability"] if place else 0.0,
        venue=event["venue"],
        topics=tuple(event["topics"]),
        about_codes=tuple(event["about"]),
        reporter_name=reporter["name"] if reporter else None,
        reporter_code=reporter["code"] if reporter else None,
        is_background=event["is_background"],
        confidence=round(event["confidence"], 4),
    )
