"""Finding and resolving time expressions in plain text."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.records import GRANULARITIES, TIMEX_TYPES
from pipeline.timex import Timex, find
from pipeline.timex.rules import load_rules

D = dt.date
WEDNESDAY = D(2017, 5, 3)
RULES = load_rules().rules
EXAMPLES = [example for rule in RULES for example in rule.examples]


def only(text: str, reference: D | None = WEDNESDAY, side: str | None = None) -> Timex:
    found = find(text, reference, (lambda _start, _end: side) if side else None)
    assert len(found) == 1, [timex.text for timex in found]
    return found[0]


def test_offsets_are_those_of_the_text() -> None:
    text = "« L’accord » signé\u00a0: mardi\u00a02 mai 2017, à Genève — puis le 9 juin."
    for timex in find(text, WEDNESDAY):
        assert text[timex.start : timex.end] == timex.text
    assert [timex.text for timex in find(text, WEDNESDAY)] == ["mardi\u00a02 mai 2017", "le 9 juin"]


def test_expression_does_not_cross_a_line() -> None:
    assert [timex.text for timex in find("Réunion mardi\n2 mai 2017", WEDNESDAY)] == ["mardi", "2 mai 2017"]


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "\u00a0", "Rien ici.", "été", "12", "-", "'", "l'", "\ue000 mardi\ue001", "İİ mars"]
)
def test_odd_text_is_no_error(text: str) -> None:
    for timex in find(text, WEDNESDAY):
        assert text[timex.start : timex.end] == timex.text


@pytest.mark.parametrize(
    "text",
    ["mardi", "hier", "la semaine dernière", "début juillet", "en mai", "depuis trois mois", "l'été dernier", "Noël"],
)
def test_without_publication_date_relative_values_stay_unknown(text: str) -> None:
    timex = only(text, None)
    assert timex.value is None
    assert (timex.past, timex.future) == (None, None)


@pytest.mark.parametrize(("text", "day"), [("le 3 mai 2017", D(2017, 5, 3)), ("02/05/2017", D(2017, 5, 2))])
def test_without_publication_date_absolute_values_hold(text: str, day: D) -> None:
    timex = only(text, None)
    assert timex.value == (day, day)
    assert timex.anchor == "none"


@pytest.mark.parametrize(
    ("text", "side", "day"),
    [
        ("mardi", "past", D(2017, 5, 2)),
        ("mardi", "future", D(2017, 5, 9)),
        ("mardi", "nearest", D(2017, 5, 2)),
        ("samedi", "nearest", D(2017, 5, 6)),
        ("le 9 juin", "future", D(2017, 6, 9)),
        ("le 12 avril", "past", D(2017, 4, 12)),
    ],
)
def test_direction_picks_the_side(text: str, side: str, day: D) -> None:
    assert only(text, side=side).value == (day, day)


def test_far_side_gives_way() -> None:
    assert only("le 9 juin", side="past").value == (D(2017, 6, 9), D(2017, 6, 9))
    assert only("le 9 juin").value == (D(2016, 6, 9), D(2016, 6, 9))
    assert only("le 12 avril", side="future").value == (D(2017, 4, 12), D(2017, 4, 12))


def test_weekday_of_publication_is_that_day() -> None:
    timex = only("mercredi", side="future")
    assert timex.value == (WEDNESDAY, WEDNESDAY)
    assert timex.past == (WEDNESDAY, WEDNESDAY)
    assert timex.future == (D(2017, 5, 10), D(2017, 5, 10))


@pytest.mark.parametrize(
    ("text", "day", "anchor"),
    [
        ("Il avait refusé la veille.", D(2017, 5, 2), "publication"),
        ("Le 4 juin 2015, il signe. La veille, il refusait.", D(2015, 6, 3), "mention"),
        ("Le 4 juin 2015, il signe. Le lendemain, il part.", D(2015, 6, 5), "mention"),
        ("Le 4 juin 2015, il signe. Deux jours plus tard, il part.", D(2015, 6, 6), "mention"),
        ("En juin 2015, il signe. La veille, il refusait.", D(2017, 5, 2), "publication"),
    ],
)
def test_what_leans_on_an_earlier_day(text: str, day: D, anchor: str) -> None:
    timex = find(text, WEDNESDAY)[-1]
    assert timex.value == (day, day)
    assert timex.anchor == anchor


@pytest.mark.parametrize("text", ["la veille du sommet", "trois jours après l'attaque", "jusqu'à la veille du scrutin"])
def test_what_leans_on_an_event_is_unknown(text: str) -> None:
    assert only(text).value is None


@pytest.mark.parametrize(
    ("text", "bound", "first", "last"),
    [
        ("depuis lundi", "since", D(2017, 5, 1), WEDNESDAY),
        ("jusqu'au 9 juin", "until", None, D(2017, 6, 9)),
        ("avant 2010", "before", None, D(2009, 12, 31)),
        ("avant la fin de l'année", "before", None, D(2017, 12, 31)),
        ("après 2010", "after", D(2011, 1, 1), None),
        ("d'ici juillet", "by", WEDNESDAY, D(2017, 7, 31)),
        ("dès lundi prochain", "from", D(2017, 5, 8), D(2017, 5, 8)),
    ],
)
def test_bounds(text: str, bound: str, first: D | None, last: D | None) -> None:
    timex = only(text)
    assert (timex.bound, timex.first, timex.last) == (bound, first, last)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("L'armée a tué mardi 2 soldats.", "mardi"),
        ("La Chine a rapporté vendredi 25 nouveaux cas.", "vendredi"),
        ("Il était au pouvoir dans les années 2010 à 2018.", "2010 à 2018"),
        ("Le 3 mai 12 personnes sont mortes.", "Le 3 mai"),
    ],
)
def test_a_shorter_reading_takes_the_place_of_a_forbidden_one(text: str, left: str) -> None:
    assert only(text).text == left


@pytest.mark.parametrize(
    "text",
    [
        "Il n'en peut mais.",
        "Elle a été reçue.",
        "Le score est de 3-2.",
        "Il coûte 2015 euros.",
        "Plus de 2000 soldats sont partis.",
        "Marie Lenoir, 54 ans, a signé.",
        "Un garçon de 12 ans.",
        "Le service est ouvert 24/7.",
        "Il a eu 12/20.",
        "Le vol 1234 est en retard.",
    ],
)
def test_what_is_no_time_is_left_alone(text: str) -> None:
    assert [timex.text for timex in find(text, WEDNESDAY)] == []


@pytest.mark.parametrize(
    "reference", [D(year, month, day) for year in range(1950, 2101, 6) for month, day in ((1, 1), (2, 28), (12, 31))]
)
def test_any_publication_date_gives_ordered_intervals(reference: D) -> None:
    for example in EXAMPLES:
        for side in (None, "past", "future", "nearest"):
            for timex in find(example.text, reference, (lambda _s, _e, side=side: side) if side else None):
                assert timex.timex_type in TIMEX_TYPES
                assert timex.granularity is None or timex.granularity in GRANULARITIES
                assert timex.anchor in ("publication", "mention", "none")
                for interval in (timex.value, timex.past, timex.future):
                    assert interval is None or interval[0] <= interval[1], (example.source, reference, side)


@pytest.mark.parametrize("reference", [dt.date.min, dt.date.max])
def test_the_ends_of_the_calendar_are_no_error(reference: D) -> None:
    for example in EXAMPLES:
        assert find(example.text, reference)


ABSOLUTE = [
    example for example in EXAMPLES if example.value and find(example.text, None) and find(example.text, None)[0].value
]


@pytest.mark.parametrize("example", ABSOLUTE, ids=lambda example: example.source)
def test_sentences_around_never_change_an_absolute_date(example) -> None:
    alone = {timex.text: timex.value for timex in find(example.text, None)}
    around = f"Ils se sont vus le 4 juin 2015 et la veille. {example.text} Ils se reverront mardi, en juillet."
    among = {timex.text: timex.value for timex in find(around, WEDNESDAY)}
    for text, value in alone.items():
        if value is not None:
            assert among[text] == value


@pytest.mark.parametrize(
    ("text", "side", "first"),
    [
        ("dès vendredi", "past", D(2017, 5, 5)),
        ("dès lundi", "past", D(2017, 5, 1)),
        ("dès novembre", "past", D(2016, 11, 1)),
        ("dès août", None, D(2017, 8, 1)),
    ],
)
def test_what_begins_with_a_day_is_near(text: str, side: str | None, first: D) -> None:
    assert only(text, side=side).first == first


def test_what_comes_later_than_an_untold_past_has_no_value() -> None:
    assert only("Il est parti trois décennies plus tard.", side="past").value is None
    assert only("Il partira trois jours plus tard.", side="future").value == (D(2017, 5, 6), D(2017, 5, 6))


@pytest.mark.parametrize(
    ("reference", "side", "first"),
    [
        (D(2020, 5, 12), "past", D(2020, 10, 1)),
        (D(2020, 1, 12), "past", D(2019, 10, 1)),
        (D(2020, 5, 12), "future", D(2020, 10, 1)),
    ],
)
def test_the_end_of_the_year_is_last_years_only_when_it_is_young(reference: D, side: str, first: D) -> None:
    [found] = find("Ils espéraient un accord à la fin de l'année.", reference, lambda *_: side)
    assert found.first == first


@pytest.mark.parametrize("gap", [" ", "  ", "\u00a0"])
def test_a_run_goes_on_over_short_gaps(gap: str) -> None:
    [found] = find(f"Ils se sont vus le{gap}3{gap}mai{gap}2017.", None)
    assert found.first == D(2017, 5, 3)


@pytest.mark.parametrize(("text", "count"), [("Publié le 3 janv. 2017.", 1), ("Ce fut mardi. Mercredi fut calme.", 2)])
def test_a_dot_belongs_to_abbreviations_alone(text: str, count: int) -> None:
    assert len(find(text, D(2017, 5, 3))) == count


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Depuis mai 2019, Rome riposte à la décision prise un an plus tôt.", D(2018, 5, 1)),
        ("Le conflit dure depuis avril 2019. À cette date, Rome avait attaqué.", D(2019, 4, 1)),
    ],
)
def test_what_leans_on_a_bound_counts_from_its_day(text: str, first: D) -> None:
    assert find(text, D(2020, 7, 2))[-1].first == first


def test_a_few_days_far_away_are_those_to_come() -> None:
    [found] = find("Le vote a été fixé aux 23 et 26 mai.", D(2019, 3, 20), lambda *_: "past")
    assert found.value == (D(2019, 5, 23), D(2019, 5, 26))
