"""Which articles can tell an event, by their words alone."""

import datetime as dt
import math

import pytest

from docs import put_weights
from pipeline.international import BAR, MIN_CHARS, MIN_FOREIGN, codes, features, may_tell_events

DAY = dt.date(2018, 5, 3)
HOME = "Le maire de Lyon a inauguré la nouvelle ligne de tramway avec le ministre français. "


def test_a_code_for_every_word_that_names_an_actor():
    text = "Donald Trump reçoit à la Maison Blanche les émissaires russes et franco-allemands."
    assert sorted(codes(text, DAY)) == ["DEU", "FRA", "RUS", "USA", "USA"]


def test_who_a_person_stands_for_depends_on_the_day():
    assert list(codes("Barack Obama", dt.date(2010, 1, 1))) == ["USA"]


def odds(probability: float) -> float:
    return math.log(probability / (1 - probability))


@pytest.mark.parametrize(
    ("abroad", "expected"), [(0, False), (MIN_FOREIGN - 1, False), (MIN_FOREIGN, True)], ids=["none", "few", "enough"]
)
def test_an_article_must_name_actors_from_abroad(monkeypatch, abroad, expected):
    put_weights(monkeypatch, article={"bias": odds(0.9)})
    text = HOME * 20 + "La Russie se tait. " * abroad
    assert may_tell_events(text, DAY) is expected


@pytest.mark.parametrize(("likelihood", "expected"), [(BAR - 0.01, False), (BAR + 0.01, True)], ids=["below", "above"])
def test_its_words_must_make_an_event_likely_enough(monkeypatch, likelihood, expected):
    put_weights(monkeypatch, article={"bias": odds(0.5), "word=tait": odds(likelihood)})
    text = HOME * 20 + "La Russie se tait. " * MIN_FOREIGN
    assert may_tell_events(text, DAY) is expected


def test_what_is_observed_of_an_article():
    text = HOME * 8 + "Paris et Moscou se taisent, la Russie aussi. " * 3
    seen = features(text, DAY)
    assert {"foreign=0", "home=4", "codes=1", "top_share=2", "word=moscou", "word=tramway"} <= set(seen)
    assert len(set(seen)) == len(seen)


def test_what_is_no_article_is_left_to_the_rules():
    assert may_tell_events(HOME[: MIN_CHARS - 1], DAY)
