"""What holds of every time expression, whatever is written around it and whenever: generated, the same on each run."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.records import GRANULARITIES, TIMEX_TYPES
from pipeline.timex import Timex, find
from pipeline.timex.rules import load_rules
from pipeline.timex_export import ends

# Without a database and from a fixed seed, a run never depends on the run before.
repeatably = settings(derandomize=True, database=None, deadline=None, max_examples=300)

RULES = load_rules()
WORDS = sorted({form.replace(" . ", ".").strip() for slot in RULES.slots.values() for form in slot.words})
EXAMPLES = [example.text for rule in RULES.rules for example in rule.examples]
MONTHS = [form.strip() for form in RULES.slots["month"].words]
WEEKDAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]

references = st.dates(dt.date(1950, 1, 1), dt.date(2100, 12, 31))
sides = st.sampled_from([None, "past", "future", "nearest"])
numbers = st.integers(0, 9999).map(str)
figures = st.one_of(
    numbers,
    st.tuples(st.integers(0, 99), st.integers(0, 99), st.integers(0, 9999)).map(
        lambda parts: "/".join(map(str, parts))
    ),
    st.dates().map(dt.date.isoformat),
)
joints = st.sampled_from([" ", "-", ", ", " et ", " au ", " de ", " à ", "'", ". ", "\n", "\u00a0"])
phrases = st.lists(st.tuples(st.one_of(st.sampled_from(WORDS), figures), joints), min_size=1, max_size=8).map(
    lambda parts: "".join(word + joint for word, joint in parts)
)
days = st.dates(dt.date(1000, 1, 1), dt.date(2099, 12, 31))
fillers = st.sampled_from(
    [
        "Ils se sont vus mardi dernier.",
        "Le 4 juin 2015, le ministre a signé.",
        "La veille, Paris avait refusé.",
        "Ils se reverront en juillet.",
        "Le texte compte 2015 mots.",
        "La délégation est repartie trois jours plus tard.",
        "« Rien n'est exclu », a-t-il dit.",
    ]
)


def check(text: str, found: list[Timex]) -> None:
    reached = 0
    for timex in found:
        assert reached <= timex.start < timex.end <= len(text)
        reached = timex.end
        assert text[timex.start : timex.end] == timex.text
        assert timex.timex_type in TIMEX_TYPES
        assert timex.granularity is None or timex.granularity in GRANULARITIES
        for interval in (timex.value, timex.past, timex.future):
            assert interval is None or interval[0] <= interval[1], (timex, text)
        first, after = ends(timex.first, timex.last, timex.bound)
        assert not (first and after) or first < after


def seen_from(side: str | None, text: str, reference: dt.date | None) -> list[Timex]:
    return find(text, reference, (lambda _start, _end: side) if side else None)


@repeatably
@given(phrases, references, sides)
def test_words_of_time_in_any_order_give_ordered_intervals(text: str, reference: dt.date, side: str | None) -> None:
    check(text, seen_from(side, text, reference))


@repeatably
@given(st.text(max_size=200), st.none() | references)
def test_any_text_is_no_error(text: str, reference: dt.date | None) -> None:
    check(text, find(text, reference))


@repeatably
@given(st.sampled_from(EXAMPLES), st.sampled_from(EXAMPLES), references, sides)
def test_expressions_of_the_rules_hold_on_any_day(
    first: str, second: str, reference: dt.date, side: str | None
) -> None:
    text = f"{first} {second}"
    found = seen_from(side, text, reference)
    assert found
    check(text, found)
    assert found == seen_from(side, text, reference)


@repeatably
@given(
    days,
    st.sampled_from(["le {day} {month} {year}", "{weekday} {day} {month} {year}", "{day:02}/{number:02}/{year}"]),
    st.tuples(st.lists(fillers, max_size=3), st.lists(fillers, max_size=3)),
    st.none() | references,
    sides,
)
def test_an_absolute_date_is_that_day_wherever_it_stands(
    day: dt.date, form: str, around: tuple[list[str], list[str]], reference: dt.date | None, side: str | None
) -> None:
    before, after = around
    written = form.format(
        day=day.day,
        month=MONTHS[[int(value) for value in RULES.slots["month"].words.values()].index(day.month)],
        weekday=WEEKDAYS[day.weekday()],
        number=day.month,
        year=day.year,
    )
    sentence = f"L'accord a été signé {written} à Genève."
    start = len(" ".join([*before, ""])) if before else 0
    text = " ".join([*before, sentence, *after])
    at = start + sentence.index(written)
    [timex] = [timex for timex in seen_from(side, text, reference) if timex.start <= at < timex.end]
    assert (timex.value, timex.anchor) == ((day, day), "none")
    assert (timex.past, timex.future) == (None, None)


@repeatably
@given(references, st.sampled_from(WEEKDAYS), st.sampled_from(["past", "future", "nearest"]))
def test_a_weekday_is_that_day_of_the_week_within_a_week(reference: dt.date, weekday: str, side: str) -> None:
    [timex] = seen_from(side, f"Ils se voient {weekday}.", reference)
    assert timex.value is not None
    assert timex.value[0] == timex.value[1]
    assert timex.value[0].weekday() == WEEKDAYS.index(weekday)
    assert abs((timex.value[0] - reference).days) <= 7
