"""Checks of the event rules that need the other lexicons: the words of `forbid` are senses of words, not names.

A rule that keeps silent wherever a certain state or weekday is near has been fitted to the articles at hand. What
tells another sense of a trigger are common words; of names only forums (*G20*) may stand in `forbid`, as occasions.
"""

from __future__ import annotations

from pipeline import knowledge, names, rules
from pipeline.lexicon import read_tsv

FORUM = "forum"
"""Kind of the organisations that are occasions rather than actors."""

NAMED = frozenset(names.KINDS) - {"place"}


def _weekdays() -> frozenset[str]:
    rows = read_tsv("time/words.tsv", ("category", "forms", "value"))
    return frozenset(row["forms"] for row in rows if row["category"] == "weekday")


def _is_name(word: str) -> bool:
    """Tell whether a word, with capitals, is the name of an actor of the lexicons."""
    organisations = knowledge.load().organisations
    for form in {word.capitalize(), word.title(), word.upper()}:
        whole = [hit for hit in names.find(form) if (hit.start, hit.end) == (0, len(form))]
        for name in (name for hit in whole for name in hit.candidates):
            organisation = organisations.get(name.code or "")
            if name.kind in NAMED and not (organisation and organisation.kind == FORUM):
                return True
    return False


def problems() -> list[str]:
    """Return what is wrong with the words that rules forbid, one sentence a finding; empty where all is well."""
    weekdays = _weekdays()
    found = []
    for rule in rules.load():
        for word in sorted(rule.forbid):
            kind = "a number" if word.isdigit() else "a weekday" if word in weekdays else None
            if kind or _is_name(word):
                found.append(
                    f"{rule.rule_id}: forbid holds {kind or 'the name'} {word!r}; name what tells the other sense"
                )
    return found
