"""Mentions of one article merged into events."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest
from made_records import article

from docs import make_rule
from pipeline import ontology
from pipeline.documents import merge
from pipeline.records import Event, EventMention, Participant, Place

ARTICLE = article()
VERB, NOUN = "VERB", "NOUN"
RULES = {
    f"{event_type}.{pos}": make_rule(f"{event_type}.{pos}", "x", pos=pos)
    for event_type in ontology.EVENT_TYPES
    for pos in (VERB, NOUN)
}


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def when(start: str, end: str | None = None, granularity: str = "day") -> dict[str, Any]:
    return {"date": (day(start), day(end or start)), "date_granularity": granularity, "date_text": start}


def sides(*codes: str, role: str = "participant") -> tuple[Participant, ...]:
    return tuple(Participant(role, code, f"nom de {code}", code) for code in codes)


def act(source: str | None, target: str | None) -> tuple[Participant, ...]:
    return (*(sides(source, role="source") if source else ()), *(sides(target, role="target") if target else ()))


def told(
    start: int, participants: tuple[Participant, ...], event_type: str = "meeting", pos: str = VERB, **changes: Any
) -> EventMention:
    """Return a mention that starts at this character."""
    made = EventMention(
        rule_id=f"{event_type}.{pos}", event_type=event_type, status="occurred", trigger_text="x", start_char=start,
        end_char=start + 1, sentence_start=0, sentence_end=1, sentence_text=f"phrase {start}",
        participants=participants, date=None, date_granularity=None, date_text=None, place=None, venue=None, topics=(),
        about_codes=(), reporter_name=None, reporter_code=None, is_background=False, confidence=0.5,
    )  # fmt: skip
    return replace(made, **changes)


TOUR = (*sides("DEU", role="source"), *sides("GRC", "TUR", role="target"))
MUTUAL = (*sides("CHN", "IND", role="source"), *sides("CHN", "IND", role="target"))


def events(*mentions: EventMention) -> tuple[Event, ...]:
    return merge(ARTICLE, mentions, RULES)


PAIR = sides("FRA", "RUS")
CALL = "phone_call"
ACCUSE = act("FRA", "TUR")

# id: (mentions, starts of the mentions of each event)
CASES = {
    "no mention": ([], []),
    "one call told three times": ([told(0, PAIR, CALL), told(5, PAIR, CALL), told(9, PAIR, CALL)], [[0, 5, 9]]),
    "the second time with one side only": ([told(0, PAIR), told(5, sides("RUS"))], [[0, 5]]),
    "the first time with one side only": ([told(0, sides("RUS")), told(5, PAIR)], [[0, 5]]),
    "no side named": ([told(0, PAIR), told(5, ())], [[0, 5]]),
    "another partner": ([told(0, PAIR), told(5, sides("FRA", "DEU"))], [[0], [5]]),
    "one side of each": ([told(0, sides("FRA")), told(5, sides("RUS"))], [[0], [5]]),
    "a call is no meeting": ([told(0, PAIR), told(5, PAIR, CALL)], [[0], [5]]),
    "two meetings on two days": (
        [told(0, PAIR, **when("2020-06-01")), told(5, PAIR, **when("2020-06-08"))], [[0], [5]],
    ),
    "a day within its month": (
        [told(0, PAIR, **when("2020-06-01", "2020-06-30", "month")), told(5, PAIR, **when("2020-06-08"))], [[0, 5]],
    ),
    "a date and none": ([told(0, PAIR), told(5, PAIR, **when("2020-06-08"))], [[0, 5]]),
    "undated does not bridge two days": (
        [told(0, PAIR, **when("2020-06-01")), told(3, PAIR), told(5, PAIR, **when("2020-06-08"))], [[0, 3], [5]],
    ),
    "planned and hypothetical": (
        [told(0, PAIR, status="planned"), told(5, PAIR, status="hypothetical")], [[0, 5]],
    ),
    "one has happened, one is planned": (
        [told(0, PAIR), told(5, PAIR, status="planned")], [[0], [5]],
    ),
    "one has happened, one was cancelled": ([told(0, PAIR), told(5, PAIR, status="negated")], [[0], [5]]),
    "a bare noun fits any stage": (
        [told(0, PAIR, status="planned"), told(5, PAIR, pos=NOUN)], [[0, 5]],
    ),
    "a bare noun does not bridge two stages": (
        [told(0, PAIR, status="planned"), told(3, PAIR, pos=NOUN), told(5, PAIR)], [[0, 3], [5]],
    ),
    "repeated accusation": ([told(0, ACCUSE, "accusation"), told(5, ACCUSE, "accusation")], [[0, 5]]),
    "accusation with its target left open": (
        [told(0, ACCUSE, "accusation"), told(5, act("FRA", None), "accusation")], [[0, 5]],
    ),
    "mutual accusations": (
        [told(0, ACCUSE, "accusation"), told(5, act("TUR", "FRA"), "accusation")], [[0], [5]],
    ),
    "two accusers": ([told(0, ACCUSE, "accusation"), told(5, act("DEU", "TUR"), "accusation")], [[0], [5]]),
    "a tour with three hosts": (
        [told(i, act("FRA", host), "visit") for i, host in enumerate(["MLI", "TCD", "NER"])], [[0], [1], [2]],
    ),
    "a third target is not bridged by an open one": (
        [
            told(0, act("FRA", "MLI"), "visit"), told(3, act("FRA", None), "visit"),
            told(5, act("FRA", "TCD"), "visit"),
        ], [[0, 3], [5]],
    ),
    "citizens are not their state": (
        [told(0, act("TUR", "USA_CIV"), "detention"), told(5, act("TUR", "USA"), "detention")], [[0], [5]],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("mentions", "expected"), CASES.values(), ids=CASES.keys())
def test_which_mentions_are_one_event(mentions: list[EventMention], expected: list[list[int]]) -> None:
    assert [[m.start_char for m in event.mentions] for event in events(*mentions)] == expected


STATUSES = {
    "most advanced": (["hypothetical", "planned"], "planned"),
    "whichever comes first": (["planned", "hypothetical"], "planned"),
    "alone": (["negated"], "negated"),
}


@pytest.mark.parametrize(("statuses", "expected"), STATUSES.values(), ids=STATUSES.keys())
def test_status_is_the_most_advanced_stage(statuses: list[str], expected: str) -> None:
    [event] = events(*(told(i, PAIR, status=status) for i, status in enumerate(statuses)))
    assert event.status == expected


@pytest.mark.parametrize("status", ["planned", "hypothetical", "negated"])
def test_a_bare_noun_does_not_make_it_happen(status: str) -> None:
    [event] = events(told(0, PAIR, pos=NOUN), told(5, PAIR, status=status))
    assert event.status == status


def test_bare_nouns_alone_have_happened() -> None:
    [event] = events(told(0, PAIR, pos=NOUN), told(5, PAIR, pos=NOUN))
    assert event.status == "occurred"


def test_the_codes_follow_the_merged_status() -> None:
    [event] = events(told(0, PAIR, status="hypothetical"), told(5, PAIR, status="planned"))
    coding = ontology.code("meeting", "planned")
    assert (event.cameo_code, event.plover_type, event.goldstein) == (
        coding.cameo_code, coding.plover_type, coding.goldstein,
    )  # fmt: skip


def test_a_rule_may_name_the_cameo_code() -> None:
    special = {"rejection.veto": make_rule("rejection.veto", "x", cameo="129")}
    mentions = (
        told(0, act("RUS", None), "rejection"),
        told(5, act("RUS", None), "rejection", rule_id="rejection.veto"),
    )
    [event] = merge(ARTICLE, mentions, RULES | special)
    assert event.cameo_code == "129"


def test_the_most_precise_date_wins() -> None:
    [event] = events(
        told(0, PAIR, **when("2020-06-01", "2020-06-30", "month")),
        told(3, PAIR, **when("2020-06-08", "2020-06-14", "week")),
        told(5, PAIR, **when("2020-06-09")),
    )
    assert (event.date, event.date_granularity, event.date_text) == (
        (day("2020-06-09"), day("2020-06-09")), "day", "2020-06-09",
    )  # fmt: skip


def test_of_dates_as_precise_the_first_one_wins() -> None:
    [event] = events(
        told(5, PAIR, **when("2020-06-08", "2020-06-14", "week")),
        told(0, PAIR, **when("2020-06-10", "2020-06-16", "week")),
    )
    assert event.date_text == "2020-06-10"


@pytest.mark.parametrize("names", [["Emmanuel Macron", "France"], ["France", "Emmanuel Macron"]])
def test_who_acts_is_named_as_at_first(names: list[str]) -> None:
    ids = {"Emmanuel Macron": "emmanuel-macron", "France": "FRA"}
    told_by = [Participant("source", ids[name], name, "FRA") for name in names]
    mentions = (told(5 * i, (source, *sides("TUR", role="target")), "request") for i, source in enumerate(told_by))
    [event] = events(*mentions)
    assert [p.actor_name for p in event.participants] == [names[0], "nom de TUR"]


def test_a_person_names_who_meets_rather_than_the_state_behind() -> None:
    person = Participant("participant", "emmanuel-macron", "Emmanuel Macron", "FRA", "Macron", 3, 9)
    state = Participant("participant", "FRA", "France", "FRA")
    for first, second in ((person, state), (state, person)):
        [event] = events(told(0, (first, *sides("RUS"))), told(5, (second, *sides("RUS"))))
        assert [p.actor_name for p in event.participants] == ["Emmanuel Macron", "nom de RUS"]


def test_sides_of_all_mentions_come_together_once() -> None:
    [event] = events(told(0, sides("RUS")), told(5, PAIR))
    assert [p.actor_code for p in event.participants] == ["RUS", "FRA"]


def test_sides_without_code_are_kept_by_name() -> None:
    unknown = Participant("target", None, "communauté internationale", None)
    [event] = events(told(0, (*act("FRA", None), unknown), "request"), told(5, (*act("FRA", None), unknown), "request"))
    assert [p.actor_name for p in event.participants] == ["nom de FRA", "communauté internationale"]


def test_what_any_mention_tells_is_told_of_the_event() -> None:
    nice = Place("Nice", "FRA")
    [event] = events(
        told(0, PAIR, topics=("trade",), about_codes=("SYR", "RUS"), is_background=True),
        told(
            5, PAIR, topics=("terrorism",), about_codes=("LBY",), place=nice, venue="G20", reporter_name="Kremlin",
            reporter_code="RUS", confidence=0.8,
        ),
    )  # fmt: skip
    assert event.topics == ("terrorism", "trade")
    assert event.about_codes == ("LBY", "SYR")
    assert (event.place, event.venue) == (nice, "G20")
    assert (event.reporter_name, event.reporter_code) == ("Kremlin", "RUS")
    assert 0.0 < event.confidence < 1.0
    assert event.sentence == "phrase 0"
    assert event.is_background is False


def test_background_only_if_every_mention_is() -> None:
    [event] = events(told(0, PAIR, is_background=True), told(5, PAIR, is_background=True))
    assert event.is_background is True


MANY = (
    told(0, PAIR, status="planned"), told(4, PAIR, pos=NOUN), told(8, PAIR, CALL), told(12, ACCUSE, "accusation"),
)  # fmt: skip


def test_the_order_of_the_mentions_does_not_matter() -> None:
    expected = events(*MANY)
    assert [event.mentions[0].start_char for event in expected] == [0, 8, 12]
    assert all(events(*order) == expected for order in permutations(MANY))


def test_ids_are_stable_and_their_own() -> None:
    first, again = events(*MANY), events(*MANY)
    ids = [event.event_id for event in first]
    assert ids == [event.event_id for event in again]
    assert len(set(ids)) == 3
    assert all(event_id.startswith("evt-") for event_id in ids)
    other = merge(article("a-2"), MANY, RULES)
    assert not {event.event_id for event in other} & set(ids)


def test_a_later_mention_leaves_the_id_as_it_was() -> None:
    [alone] = events(told(0, PAIR))
    [together] = events(told(0, PAIR), told(9, PAIR))
    assert alone.event_id == together.event_id


def roles(event: Event) -> list[tuple[str, str | None]]:
    return [(p.role, p.actor_code) for p in event.participants]


def test_a_side_that_is_only_guessed_makes_no_other_event() -> None:
    guessed = (*sides("FRA"), replace(sides("DEU")[0], is_direct=False))
    [meeting] = events(told(0, PAIR), told(5, guessed))
    assert [p.actor_code for p in meeting.participants] == ["FRA", "RUS"]


def test_a_tour_is_a_visit_to_each_host() -> None:
    tour = events(told(0, TOUR, "visit"), told(5, act("DEU", "TUR"), "visit"))
    assert [roles(visit) for visit in tour] == [
        [("source", "DEU"), ("target", "GRC")],
        [("source", "DEU"), ("target", "TUR")],
    ]
    assert [[m.start_char for m in visit.mentions] for visit in tour] == [[0], [0, 5]]
    assert len({visit.event_id for visit in tour}) == 2


def test_mutual_accusations_are_two() -> None:
    assert [roles(event) for event in events(told(0, MUTUAL, "accusation"))] == [
        [("source", "CHN"), ("target", "IND")],
        [("source", "IND"), ("target", "CHN")],
    ]


@pytest.mark.parametrize("event_type", ["threat", "release"])
def test_other_mutual_acts_are_one(event_type: str) -> None:
    assert len(events(told(0, MUTUAL, event_type))) == 1


def test_the_place_is_the_one_that_the_mentions_together_make_likeliest() -> None:
    geneva, syria = Place("Genève", "CHE"), Place("Syrie", "SYR")
    weak = [told(5 * n, PAIR, place=syria, place_probability=0.25) for n in (1, 2)]
    [event] = events(told(0, PAIR, place=geneva, place_probability=0.7), *weak)
    assert event.place == geneva
    [event] = events(told(0, PAIR, place=geneva, place_probability=0.4), *weak)
    assert event.place == syria
