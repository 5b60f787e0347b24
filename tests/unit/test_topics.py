"""Which topics a text names, and where."""

from __future__ import annotations

from pathlib import Path

import pytest

from docs import make_doc, put_trigger
from pipeline import lexicon
from pipeline.components import topics
from pipeline.components.topics import find_topics, topic_hits, topics_between
from pipeline.components.triggers import TRIGGERS
from pipeline.lexicon import LexiconError

TOPICS = {
    "none": ("Paris accuse Rome.", ()),
    "one": ("Un accord sur le nucléaire.", ("nuclear",)),
    "accents and case do not count": ("ACCORD SUR LE NUCLEAIRE", ("nuclear",)),
    "codebook order": ("Le nucléaire et le terrorisme.", ("terrorism", "nuclear")),
    "once": ("Terroristes et terrorisme.", ("terrorism",)),
    "only at the start of a word": ("antiterroriste", ()),
}


@pytest.mark.parametrize(("text", "expected"), TOPICS.values(), ids=TOPICS.keys())
def test_topics_in_a_text(text: str, expected: tuple[str, ...]) -> None:
    assert topics_between(topic_hits(text), 0, len(text)) == expected


def test_topics_between_two_offsets() -> None:
    text = "Le nucléaire. Le terrorisme."
    middle = text.index(".") + 1
    assert topics_between(topic_hits(text), 0, middle) == ("nuclear",)
    assert topics_between(topic_hits(text), middle, len(text)) == ("terrorism",)


def test_offsets_of_topics_are_those_of_the_text() -> None:
    text = "İİİİ nucléaire"
    assert topic_hits(text)[0][0] == text.index("nucléaire")


def test_an_unknown_topic_names_file_and_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicon, "LEXICON_DIR", tmp_path)
    monkeypatch.setattr(topics, "read_tsv", lexicon.read_tsv.__wrapped__)
    (tmp_path / "topics.tsv").write_text("topic\tstem\nnuclear\turanium\ngossip\trumeur\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"topics\.tsv:3: unknown topic 'gossip'"):
        topics._topic_stems.__wrapped__()


def test_topics_of_the_sentence_only() -> None:
    doc = make_doc("Paris/PROPN rencontre/VERB Moscou/PROPN sur/ADP le/DET commerce/NOUN", "nucléaire/NOUN")
    put_trigger(doc, "rencontre", "meeting.x")
    (span,) = find_topics(doc).spans[TRIGGERS]
    assert "trade" in span._.event["topics"]
    assert "nuclear" not in span._.event["topics"]
