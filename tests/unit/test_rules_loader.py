"""The loader of event rules: what it reads, in which order, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import rules
from pipeline.lexicon import LexiconError
from pipeline.rules import parse_example

FRAMES = """
[act]
doc = "X does something to Y."
source = ["subject"]
target = ["object", "dative"]
fallback = "around"

[mutual]
doc = "X and Y do something."
participant = ["subject", "prep:avec"]
"""

RULE = {
    "id": '"accusation.accuser"',
    "trigger": '["accuser", "mettre en cause"]',
    "pos": '"VERB"',
    "frame": '"act"',
    "examples": '["{Paris|source:FRA} [accuse] {Moscou|target:RUS}."]',
    "counter_examples": '["Paris parle de Moscou."]',
    "source": '"made for a test"',
}


def toml(event_type: str, *tables: dict[str, str]) -> str:
    lines = [f'type = "{event_type}"']
    for table in tables:
        lines += ["[[rule]]", *(f"{key} = {value}" for key, value in table.items())]
    return "\n".join(lines)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder that stands in for `lexicons/rules`, with frames and no rule; nothing is cached."""
    monkeypatch.setattr(rules, "RULE_DIR", tmp_path)
    monkeypatch.setattr(rules, "frames", rules.frames.__wrapped__)
    monkeypatch.setattr(rules, "load", rules.load.__wrapped__)
    (tmp_path / "frames.toml").write_text(FRAMES, encoding="utf-8")
    return tmp_path


def put(folder: Path, *tables: dict[str, str], event_type: str = "accusation") -> None:
    (folder / f"{event_type}.toml").write_text(toml(event_type, *tables), encoding="utf-8")


def test_a_rule_is_read_in_full(folder: Path) -> None:
    extra = {"context": '["Otan"]', "forbid": '["D’ailleurs"]', "follow": '["de"]', "status": '"planned"'}
    put(folder, RULE | extra | {"cameo": '"112"'})
    [rule] = rules.load()
    assert (rule.rule_id, rule.event_type, rule.pos) == ("accusation.accuser", "accusation", "VERB")
    assert rule.triggers == (("accuser",), ("mettre", "en", "cause"))
    assert rule.frame.slots == {"source": ("subject",), "target": ("object", "dative")}
    assert rule.frame.fallback == "around"
    assert (rule.context, rule.forbid, rule.follow) == ({"otan"}, {"d'ailleurs"}, {"de"})
    assert (rule.status, rule.cameo) == ("planned", "112")
    [example] = rule.examples
    assert example.text == "Paris accuse Moscou."
    assert example.text[slice(*example.trigger)] == "accuse"
    assert example.participants == {("source", "FRA"), ("target", "RUS")}
    assert rule.counter_examples == ("Paris parle de Moscou.",)


def test_a_frame_without_fallback_has_none(folder: Path) -> None:
    put(folder, RULE)
    assert rules.frames()["mutual"].fallback == "none"


def without(key: str) -> dict[str, str]:
    return {name: value for name, value in RULE.items() if name != key}


BROKEN_RULES = {
    **{f"no {key}": (without(key), f"no {key}") for key in RULE},
    "no example in the list": (RULE | {"examples": "[]"}, "no examples"),
    "unknown key": (RULE | {"triger": '["x"]'}, r"unknown keys \['triger'\]"),
    "id of another type": (RULE | {"id": '"threat.accuser"'}, "an id opens with its type"),
    "unknown part of speech": (RULE | {"pos": '"ADV"'}, "'ADV'"),
    "unknown frame": (RULE | {"frame": '"nowhere"'}, r"'nowhere' is not in frames\.toml"),
    "frame of a symmetric type": (RULE | {"frame": '"mutual"'}, "does not fit"),
    "cue of several words": (RULE | {"forbid": '["groupe armé"]'}, r"forbid .*'groupe armé'"),
    "id that is a number": (RULE | {"id": "5"}, "id is a text, not 5"),
    "part of speech in a list": (RULE | {"pos": '["VERB"]'}, "pos is a text"),
    "frame in a list": (RULE | {"frame": '["directed"]'}, "frame is a text"),
    "unknown status": (RULE | {"status": '"done"'}, "'done'"),
    "example without trigger": (RULE | {"examples": '["Paris accuse."]'}, "exactly one"),
    "example with an unknown role": (RULE | {"examples": '["{Paris|actor:FRA} [accuse]."]'}, "'actor'"),
}  # fmt: skip


@pytest.mark.parametrize(("table", "message"), BROKEN_RULES.values(), ids=BROKEN_RULES.keys())
def test_a_malformed_rule_names_file_and_rule(folder: Path, table: dict[str, str], message: str) -> None:
    put(folder, table)
    with pytest.raises(LexiconError, match=message) as caught:
        rules.load()
    assert "accusation.toml" in str(caught.value)
    if "id" in table:
        assert table["id"].strip('"') in str(caught.value)
    assert rules.lint() == [str(caught.value)]


UNSAFE_RULES = {
    "trigger that is no list": RULE | {"trigger": '"accuser"'},
    "context that is no list": RULE | {"context": '"otan"'},
    "empty trigger": RULE | {"trigger": '[""]'},
    "reflexive pronoun alone": RULE | {"trigger": '["se"]'},
    "unknown CAMEO code": RULE | {"cameo": '"999"'},
}


@pytest.mark.parametrize("table", UNSAFE_RULES.values(), ids=UNSAFE_RULES.keys())
def test_a_rule_that_can_never_fire_as_meant_is_refused(folder: Path, table: dict[str, str]) -> None:
    put(folder, table)
    with pytest.raises(LexiconError, match=r"accusation\.toml.*accusation\.accuser"):
        rules.load()


def test_an_id_used_twice_is_refused(folder: Path) -> None:
    put(folder, RULE, RULE)
    with pytest.raises(LexiconError, match=r"accusation\.toml: rule accusation\.accuser is defined twice"):
        rules.load()


BROKEN_FILES = {
    "no TOML": ("accusation.toml", "type = ", r"accusation\.toml: "),
    "no type": ("accusation.toml", "", r"accusation\.toml: type None"),
    "unknown type": ("gossip.toml", 'type = "gossip"', r"gossip\.toml: type 'gossip'"),
    "type of another file": ("threat.toml", 'type = "accusation"', r"threat\.toml: type 'accusation'"),
}


@pytest.mark.parametrize(("name", "text", "message"), BROKEN_FILES.values(), ids=BROKEN_FILES.keys())
def test_a_malformed_file_is_named(folder: Path, name: str, text: str, message: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(LexiconError, match=message):
        rules.load()


def test_a_misspelt_table_of_rules_is_refused(folder: Path) -> None:
    (folder / "accusation.toml").write_text(toml("accusation", RULE).replace("[[rule]]", "[[rules]]"), encoding="utf-8")
    with pytest.raises(LexiconError, match=r"accusation\.toml.*rules"):
        rules.load()


BROKEN_FRAMES = {
    "unknown key": ('[act]\nsubject = ["x"]', r"frame act has unknown keys \['subject'\]"),
    "unknown fallback": ('[act]\nfallback = "often"', "frame act has unknown fallback 'often'"),
}


@pytest.mark.parametrize(("text", "message"), BROKEN_FRAMES.values(), ids=BROKEN_FRAMES.keys())
def test_a_malformed_frame_is_named(folder: Path, text: str, message: str) -> None:
    (folder / "frames.toml").write_text(text, encoding="utf-8")
    with pytest.raises(LexiconError, match=rf"frames\.toml: {message}"):
        rules.frames()


UNSAFE_FRAMES = {
    "no TOML": "[act",
    "unknown slot": '[act]\ndoc = "x"\nsource = ["subjet"]\ntarget = ["object"]',
    "slots that are no list": '[act]\ndoc = "x"\nsource = "subject"',
}


@pytest.mark.parametrize("text", UNSAFE_FRAMES.values(), ids=UNSAFE_FRAMES.keys())
def test_a_frame_that_can_never_be_filled_is_refused(folder: Path, text: str) -> None:
    (folder / "frames.toml").write_text(text, encoding="utf-8")
    with pytest.raises(LexiconError, match=r"frames\.toml"):
        rules.frames()


EXAMPLES = {
    "occurred unless said": ("[accuse]", "accuse", "occurred"),
    "status": ("{Paris|source:FRA} va [accuser] Moscou. => planned", "Paris va accuser Moscou.", "planned"),
    "negated": ("Paris n'a pas [accusé] Moscou. => negated", "Paris n'a pas accusé Moscou.", "negated"),
    "role without code marks nothing": ("{Paris} [accuse].", "{Paris} accuse.", "occurred"),
}


@pytest.mark.parametrize(("markup", "text", "status"), EXAMPLES.values(), ids=EXAMPLES.keys())
def test_example_markup(markup: str, text: str, status: str) -> None:
    example = parse_example(markup, "file")
    assert (example.text, example.status) == (text, status)
    assert f"[{example.text[slice(*example.trigger)]}]" in markup


BROKEN_EXAMPLES = {
    "two triggers": ("[Paris] [accuse]", "exactly one"),
    "unknown status": ("[accuse] => maybe", "unknown status 'maybe'"),
}


@pytest.mark.parametrize(("markup", "message"), BROKEN_EXAMPLES.values(), ids=BROKEN_EXAMPLES.keys())
def test_a_malformed_example_says_where(markup: str, message: str) -> None:
    with pytest.raises(LexiconError, match=rf"threat\.toml: rule threat\.x: .*{message}"):
        parse_example(markup, "threat.toml: rule threat.x")


def test_index_puts_the_more_specific_trigger_first(folder: Path) -> None:
    put(
        folder,
        RULE | {"id": '"accusation.c"', "trigger": '["mettre"]'},
        RULE | {"id": '"accusation.b"', "trigger": '["mettre"]', "context": '["otan"]'},
        RULE | {"id": '"accusation.a"', "trigger": '["mettre en cause"]'},
        RULE | {"id": '"accusation.d"', "trigger": '["se plaindre"]'},
    )
    index = rules.by_anchor()
    assert [rule.rule_id for _, rule in index["mettre"]] == ["accusation.a", "accusation.b", "accusation.c"]
    assert [trigger for trigger, _ in index["plaindre"]] == [("se", "plaindre")]
    assert "se" not in index


def test_twins_are_reported(folder: Path) -> None:
    put(folder, RULE, RULE | {"id": '"accusation.autre"', "trigger": '["accuser"]'})
    [finding] = rules.lint()
    assert "accusation.autre" in finding
    assert "accusation.accuser" in finding
    assert "'accuser'" in finding


def test_rules_that_ask_for_other_words_are_no_twins(folder: Path) -> None:
    put(folder, RULE, RULE | {"id": '"accusation.autre"', "context": '["otan"]'})
    assert rules.lint() == []


def test_statistics_count_per_type(folder: Path) -> None:
    put(folder, RULE, RULE | {"id": '"accusation.autre"'})
    put(folder, RULE | {"id": '"threat.x"'}, event_type="threat")
    assert rules.statistics() == {"accusation": 2, "threat": 1}


def test_the_rules_of_the_project_are_clean() -> None:
    assert rules.lint() == []


@pytest.mark.parametrize("field", ["context", "forbid", "follow"])
def test_no_cue_of_the_project_is_more_than_one_word(field: str) -> None:
    assert [(r.rule_id, word) for r in rules.load() for word in getattr(r, field) if len(word.split()) != 1] == []


@pytest.mark.parametrize("name", ["accusation.toml", "frames.toml"])
def test_a_file_that_is_not_utf8_is_named(folder: Path, name: str) -> None:
    put(folder, RULE)
    (folder / name).write_bytes("# déjà".encode("latin-1"))
    with pytest.raises(LexiconError, match=rf"^{name}: .*utf-8"):
        rules.load()


@pytest.mark.parametrize("text", ["rule = 5", "rule = [5]"])
def test_rules_that_are_no_tables_are_refused(folder: Path, text: str) -> None:
    (folder / "accusation.toml").write_text(f'type = "accusation"\n{text}\n', encoding="utf-8")
    with pytest.raises(LexiconError, match=r"accusation\.toml: rule is no list of tables"):
        rules.load()
