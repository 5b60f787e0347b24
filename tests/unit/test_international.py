"""Which articles can hold an event, by the words for actors from abroad alone."""

import datetime as dt

import pytest

from pipeline.international import MIN_CHARS, MIN_FOREIGN, codes, is_international

DAY = dt.date(2018, 5, 3)
HOME = "Le maire de Lyon a inauguré la nouvelle ligne de tramway avec le ministre français. "


def test_a_code_for_every_word_that_names_an_actor():
    text = "Donald Trump reçoit à la Maison Blanche les émissaires russes et franco-allemands."
    assert sorted(codes(text, DAY)) == ["DEU", "FRA", "RUS", "USA", "USA"]


def test_who_a_person_stands_for_depends_on_the_day():
    assert list(codes("Barack Obama", dt.date(2010, 1, 1))) == ["USA"]


@pytest.mark.parametrize(
    ("abroad", "expected"), [(0, False), (MIN_FOREIGN - 1, False), (MIN_FOREIGN, True)], ids=["none", "few", "enough"]
)
def test_an_article_must_name_actors_from_abroad(abroad, expected):
    text = HOME * 20 + "La Russie se tait. " * abroad
    assert is_international(text, DAY) is expected


def test_what_is_no_article_is_left_to_the_rules():
    assert is_international(HOME[: MIN_CHARS - 1], DAY)
