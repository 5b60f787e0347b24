"""Checks gold against the texts that it annotates: what it quotes must stand there, and where it says.

What can be told without the texts is in `pipeline.gold`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.gold import read_gold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from pipeline.gold import GoldArticle, GoldEvent


def check(path: Path, texts: Mapping[str, str] | None = None) -> list[str]:
    """Return all that is wrong with a gold file or a folder of them, each with file, line, event and field.

    Parameters
    ----------
    path : Path
        A `.jsonl` file, or a folder of them.
    texts : mapping of str to str, optional
        Text of each article by its id. Without them, quotations are not looked up.

    Returns
    -------
    list of str
        One problem each, in the order of files and lines; empty where all is well. What the format forbids comes
        first: where there is any of that, nothing is looked up in the texts.

    Raises
    ------
    pipeline.gold.GoldError
        If there is nothing that could be checked.
    """
    articles, problems = read_gold(path)
    if problems or texts is None:
        return problems
    return [f"{where}: {problem}" for where, article in articles for problem in text_problems(article, texts)]


def text_problems(article: GoldArticle, texts: Mapping[str, str]) -> Iterator[str]:
    """Yield what one article of well-formed gold quotes that its text does not say."""
    text = texts.get(article["doc_id"])
    if text is None:
        yield f"doc_id: there is no article {article['doc_id']}"
        return
    for number, event in enumerate(article["events"], start=1):
        yield from (f"event {number}: {problem}" for problem in _event_problems(event, text))


def _event_problems(event: GoldEvent, text: str) -> Iterator[str]:
    mentions = event.get("mentions")
    for number, trigger in enumerate(event["triggers"], start=1):
        # A located trigger is compared where it stands; the words of one may be torn apart (*s'est* hier *rendu*).
        if mentions is None and trigger not in text:
            yield f"triggers[{number}]: {trigger!r} is not in the text"
    for number, participant in enumerate(event["participants"], start=1):
        quoted = participant.get("text")
        if quoted is not None and quoted not in text:
            yield f"participants[{number}].text: {quoted!r} is not in the text"
    for number, mention in enumerate(mentions or (), start=1):
        start, end = mention["trigger"]
        trigger = event["triggers"][number - 1]
        if text[start:end] != trigger:
            yield f"mentions[{number}].trigger: {text[start:end]!r} stands there, not {trigger!r}"
        spans = [(f"participants[{rank}]", entry[1]) for rank, entry in enumerate(mention["participants"], start=1)]
        spans += [("date", mention["date"][1])] if mention["date"] else []
        for label, last in spans:
            if last > len(text):
                yield f"mentions[{number}].{label}: ends at {last}, the text at {len(text)}"
