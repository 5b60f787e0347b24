"""From a Doc to records: what the components have written, read back, and Docs that survive serialisation."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import spacy
from made_records import article
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from docs import NLP, make_doc, make_rule, mention, put_entities, put_timex, put_trigger, side
from pipeline import extraction, rules
from pipeline.components import mentions as store
from pipeline.components.actors import ActorFinder
from pipeline.components.arguments import ArgumentFinder
from pipeline.components.circumstances import Circumstances
from pipeline.components.coreference import Coreference
from pipeline.components.dating import TIMEX
from pipeline.components.factuality import Factuality
from pipeline.components.mentions import base_code
from pipeline.components.plausibility import Plausibility
from pipeline.components.timex import mark_time_expressions
from pipeline.components.topics import find_topics
from pipeline.components.triggers import TRIGGERS, TriggerFinder
from pipeline.extraction import BATCH_SIZE, docs, extract, from_doc
from pipeline.records import Article, Entity, Extraction, Participant, Place, TimeExpression

SENTENCE = (
    "Macron/PROPN/nsubj/rencontré a/AUX/aux:tense/rencontré/avoir/pres rencontré/VERB///rencontrer/part "
    "Poutine/PROPN/obj/rencontré mardi/NOUN/obl:mod/rencontré à/ADP/case/Hambourg Hambourg/PROPN/obl:mod/rencontré"
)
EVENT: dict[str, Any] = {
    "status": "occurred", "date": ["2018-05-01", "2018-05-01"], "granularity": "day", "date_text": "mardi",
    "place": {"name": "Hambourg", "country": "DEU", "latitude": 53.5, "longitude": 10.0, "probability": 0.5},
    "venue": "G20", "topics": ["trade"], "about": ["SYR"], "reporter": {"name": "Kremlin", "code": "RUS"},
    "is_background": False, "confidence": 0.123456,
    "participants": [
        side("participant", "FRA", actor_id="emmanuel-macron", name="Emmanuel Macron", start_char=0, end_char=6),
        side("participant", "RUS"),
    ],
}  # fmt: skip
BARE = {"date": None, "granularity": None, "date_text": None, "place": None, "venue": None, "topics": [], "about": [],
        "reporter": None}  # fmt: skip


def made(**event: Any) -> Doc:
    doc = make_doc(SENTENCE, "Rome/PROPN")
    put_entities(
        doc,
        mention(doc, "Macron", "FRA", "person", actors=(("emmanuel-macron", "Emmanuel Macron", "FRA"),)),
        mention(doc, "Hambourg", None, "city", country="DEU", latitude=53.5, longitude=10.0),
        mention(doc, "Rome", "ITA+FRA"),
    )
    put_timex(doc, "mardi", "2018-05-01")
    put_trigger(doc, "rencontré", "meeting.x", **EVENT | event)
    return doc


@pytest.fixture(autouse=True)
def rule(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the rule of these tests the only one."""
    found = make_rule("meeting.x", "rencontrer")
    monkeypatch.setattr(extraction, "_rules", lambda: {found.rule_id: found})


def of(doc: Doc) -> Extraction:
    return from_doc(doc, article(text=doc.text))


def test_a_mention_is_read_in_full() -> None:
    doc = made()
    result = of(doc)
    [event] = result.events
    [told] = event.mentions
    assert (told.rule_id, told.event_type, told.status) == ("meeting.x", "meeting", "occurred")
    assert (told.trigger_text, doc.text[told.start_char : told.end_char]) == ("rencontré", "rencontré")
    assert told.sentence_text == doc.text[told.sentence_start : told.sentence_end].strip()
    assert told.participants == (
        Participant("participant", "emmanuel-macron", "Emmanuel Macron", "FRA", "Macron", 0, 6, True, "frame, name"),
        Participant("participant", "RUS", "nom de RUS", "RUS", None, None, None, True, "frame, name"),
    )
    assert told.date == (dt.date(2018, 5, 1), dt.date(2018, 5, 1))
    assert (told.date_granularity, told.date_text) == ("day", "mardi")
    assert told.place == Place("Hambourg", "DEU", 53.5, 10.0)
    assert (told.venue, told.topics, told.about_codes) == ("G20", ("trade",), ("SYR",))
    assert (told.reporter_name, told.reporter_code, told.is_background) == ("Kremlin", "RUS", False)
    assert told.confidence == 0.1235
    assert result.n_sentences == 2


def test_what_the_text_leaves_open_is_null() -> None:
    [event] = of(made(**BARE)).events
    [told] = event.mentions
    assert (told.date, told.date_granularity, told.date_text, told.place, told.venue) == (None, None, None, None, None)
    assert (told.topics, told.about_codes, told.reporter_name, told.reporter_code) == ((), (), None, None)


def test_entities() -> None:
    person, city, several = of(made()).entities
    assert person == Entity(0, 6, "Macron", "PER", "emmanuel-macron", "Emmanuel Macron", "FRA", None, resolution="name")
    assert (city.entity_id, city.entity_name, city.actor_code) == (None, "Hambourg", None)
    assert (city.country_code, city.latitude, city.longitude) == ("DEU", 53.5, 10.0)
    assert (several.entity_id, several.actor_code) == ("ITA|FRA", "ITA|FRA")


def test_an_entity_stands_once() -> None:
    doc = made()
    twice = mention(doc, "Rome", "ITA")
    put_entities(doc, twice, twice)
    assert len(of(doc).entities) == 1


def test_time_expressions() -> None:
    doc = made()
    put_timex(doc, "Rome", None, label="SET", granularity=None)
    day = dt.date(2018, 5, 1)
    start = doc.text.index("mardi")
    first, second = of(doc).time_expressions
    assert first == TimeExpression(start, start + 5, "mardi", "DATE", day, day, "day")
    assert (second.timex_type, second.value_start, second.value_end, second.granularity) == ("SET", None, None, None)


def test_a_document_that_tells_nothing() -> None:
    doc = make_doc("Rome/PROPN")
    put_entities(doc)
    doc.spans[TIMEX] = []
    doc.spans[TRIGGERS] = []
    result = of(doc)
    assert (result.entities, result.time_expressions, result.events, result.n_sentences) == ((), (), (), 1)


def test_a_doc_survives_a_doc_bin() -> None:
    doc = made()
    data = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    [copy] = DocBin().from_bytes(data).get_docs(NLP.vocab)
    assert copy._.published_date == doc._.published_date
    assert of(copy) == of(doc)
    assert store.read(copy, store.ENTITIES) == store.read(doc, store.ENTITIES)
    again = DocBin(store_user_data=True, docs=[copy]).to_bytes()
    [third] = DocBin().from_bytes(again).get_docs(NLP.vocab)
    assert of(third) == of(doc)


def components(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Return all own components behind the parser, with the one rule of these tests."""
    monkeypatch.setattr(rules, "load", lambda: (make_rule("meeting.x", "rencontrer", frame=rules.frames()["mutual"]),))
    return [
        mark_time_expressions, ActorFinder(), Coreference(), TriggerFinder(), ArgumentFinder(), Factuality(),
        find_topics, Plausibility(), Circumstances(),
    ]  # fmt: skip


TOLD = "Emmanuel/PROPN/nsubj/rencontré " + SENTENCE.replace(
    "Macron/PROPN/nsubj/rencontré", "Macron/PROPN/flat:name/Emmanuel"
)


def test_all_components_leave_plain_values_and_the_same_ones_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = components(monkeypatch)
    results = []
    for _ in range(2):
        doc = make_doc(TOLD, "Il/PRON/nsubj/parle parle/VERB", ents=["Hambourg|LOC"])
        for step in steps:
            doc = step(doc)
        [copy] = DocBin().from_bytes(DocBin(store_user_data=True, docs=[doc]).to_bytes()).get_docs(NLP.vocab)
        assert of(copy) == of(doc)
        results.append(of(doc))
    assert results[0] == results[1]
    [event] = results[0].events
    assert (event.event_type, event.status) == ("meeting", "occurred")
    assert {(p.actor_name, p.actor_code) for p in event.participants} == {
        ("Emmanuel Macron", "FRA"), ("Vladimir Poutine", "RUS"),
    }  # fmt: skip
    assert {e.text for e in results[0].entities} >= {"Emmanuel Macron", "Poutine", "Hambourg"}
    assert [t.text for t in results[0].time_expressions] == ["mardi"]


@Language.component("test_extraction_nothing")
def nothing(doc: Doc) -> Doc:
    """Write what the last component leaves on a Doc in which nothing was found."""
    put_entities(doc)
    doc.spans[TIMEX] = []
    doc.spans[TRIGGERS] = []
    return doc


def blank() -> Language:
    nlp = spacy.blank("fr")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("test_extraction_nothing")
    return nlp


def articles(n: int) -> list[Article]:
    return [article(f"a-{i}", text=f"Phrase numéro {i}.") for i in range(n)]


def test_one_extraction_for_each_article_in_order() -> None:
    given = articles(BATCH_SIZE + 3)
    assert [result.article for result in extract(given, blank())] == given


def test_articles_are_read_lazily() -> None:
    read: list[str] = []

    def source() -> Any:
        for one in articles(3 * BATCH_SIZE):
            read.append(one.doc_id)
            yield one

    next(iter(extract(source(), blank())))
    assert len(read) <= 2 * BATCH_SIZE


def test_the_doc_carries_text_and_day_of_the_article() -> None:
    dated, undated = article(text="Un texte."), article(text="Un autre.", published_date=None)
    (first, _), (second, other) = docs([dated, undated], blank())
    assert (first.text, first._.published_date) == ("Un texte.", "2020-06-16")
    assert (second.text, second._.published_date) == ("Un autre.", None)
    assert other is undated


BASES = {
    "state": ("FRA", "FRA"), "citizens": ("FRA_CIV", "FRA"), "firms": ("CHN_BUS", "CHN"),
    "opposition is an actor of its own": ("SYR_OPP", "SYR_OPP"), "movement": ("AL_QAEDA", "AL_QAEDA"),
}  # fmt: skip


@pytest.mark.parametrize(("code", "expected"), BASES.values(), ids=BASES.keys())
def test_base_code(code: str, expected: str) -> None:
    assert base_code(code) == expected


def test_a_mention_reads_back_as_it_was_written() -> None:
    doc = make_doc("Rome/PROPN Paris/PROPN")
    given = mention(
        doc, "Paris", "FRA+DEU", "pair", number="p", gender="f", offices=("president",), how="pair", locative=True,
        latitude=1.5,
    )  # fmt: skip
    store.store(doc, store.ENTITIES, [given, mention(doc, "Rome", "ITA")])
    first, second = store.read(doc, store.ENTITIES)
    assert (first.name, second) == ("Rome", given)
    assert second.codes == ("FRA", "DEU")


def test_nothing_is_read_where_no_component_has_run() -> None:
    assert store.read(make_doc("Rome/PROPN"), store.ENTITIES) == []
