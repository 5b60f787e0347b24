"""Checks every lexicon: each is read as a run would read it, and what is wrong is gathered."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import partial

from pipeline import cues, gazetteer, homonyms, knowledge, names, roles, rule_checks, rules, weights
from pipeline.components import attribution, topics
from pipeline.corpus import boilerplate, fields, language
from pipeline.lexicon import LEXICON_DIR, LexiconError, read_text, read_tsv
from pipeline.timex.rules import load_rules as load_time_rules
from pipeline.timex.tense import verbs


def _time_rules() -> None:
    for path in sorted((LEXICON_DIR / "time").glob("*.toml")):
        name = path.relative_to(LEXICON_DIR).as_posix()
        try:
            tomllib.loads(read_text(name))
        except tomllib.TOMLDecodeError as error:
            raise LexiconError(f"{name}: {error}") from error
    load_time_rules()


LOADERS: tuple[tuple[str, Callable[[], object]], ...] = (
    *(("actors", part) for part in knowledge.PARTS),
    ("roles.tsv", roles.role_nouns),
    ("adjectives.tsv", partial(read_tsv, "adjectives.tsv", roles.EXTRA_ADJECTIVE_COLUMNS)),
    ("places.tsv", names.check),
    ("other_names.tsv", partial(read_tsv, "other_names.tsv", ("form",))),
    ("short_names.tsv", homonyms.short_names),
    ("homonyms.tsv", homonyms.check),
    ("cities", gazetteer.check),
    ("cues.tsv", cues.check),
    ("prepositions.tsv", partial(cues.preposition, "")),
    ("gatherings.tsv", attribution.gatherings),
    ("topics.tsv", partial(topics.topic_hits, "")),
    ("weights.tsv", weights.tables),
    ("boilerplate.tsv", boilerplate.load),
    ("corpus_fields.tsv", fields.names),
    ("language_words.tsv", language.languages_of),
    ("time", _time_rules),
    ("time/verbs.tsv", partial(verbs, "")),
)
"""What reads each lexicon, after its name; the ontology was read when the first of these modules was imported."""


def problems() -> list[str]:
    """Return what is wrong with the lexicons and the rules, one sentence a finding; empty where all is well.

    Of each lexicon the first mistake is found; those behind it show when it is mended.
    """
    found: list[str] = []
    for name, load in LOADERS:
        try:
            load()
        except LexiconError as error:
            found.append(str(error))
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            found.append(f"{name}: {type(error).__name__}: {error}")
    of_rules = rules.lint()
    # Where something cannot be read, its words cannot be judged.
    words = [] if found or of_rules else rule_checks.problems()
    # A lexicon that others rest on is told of once.
    return list(dict.fromkeys([*found, *of_rules, *words]))
