"""Converts gold between the codebook's format, brat stand-off and Label Studio JSON, without loss.

Gold in the codebook's format, written with its keys in the codebook's order, comes back from both byte for byte.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from pipeline import gold_brat, gold_label_studio
from pipeline.gold import GoldError, article_problems, load_gold
from pipeline.gold_spans import MarkedArticle, gold_lines, mark, unmark

FORMATS = ("gold", "brat", "label-studio")
_LABEL_STUDIO_ENDING = ".json"


def read(path: Path, texts: Mapping[str, str]) -> list[MarkedArticle]:
    """Read gold in any of the formats.

    Parameters
    ----------
    path : Path
        A folder of brat files, a `.json` file of Label Studio, or gold (`.jsonl`, or a folder of such files).
    texts : mapping of str to str
        Text of each article by its id. Only gold needs it: the other formats bring their texts.

    Returns
    -------
    list of MarkedArticle
        The articles, in their order.

    Raises
    ------
    pipeline.gold.GoldError
        If the path is none of these, or something in it cannot be read.
    """
    if gold_brat.is_brat(path):
        return list(gold_brat.read(path))
    if path.suffix == _LABEL_STUDIO_ENDING:
        return list(gold_label_studio.read(path))
    articles = load_gold(path)
    if missing := [article["doc_id"] for article in articles if article["doc_id"] not in texts]:
        raise GoldError(f"{path}: no text of {len(missing)} articles ({', '.join(missing[:3])}…); give --articles")
    return [mark(article, texts[article["doc_id"]]) for article in articles]


def needs_texts(path: Path) -> bool:
    """Tell whether a path holds gold without the texts that it annotates."""
    return not gold_brat.is_brat(path) and path.suffix != _LABEL_STUDIO_ENDING


def write(articles: Iterable[MarkedArticle], form: str, out: Path) -> None:
    """Write gold in one of the formats.

    Parameters
    ----------
    articles : iterable of MarkedArticle
        From `read`.
    form : str
        One of `FORMATS`.
    out : Path
        A file to write; for brat a folder.

    Raises
    ------
    pipeline.gold.GoldError
        If what was marked makes no gold that the codebook allows; names article, event and field.
    """
    if form == "brat":
        gold_brat.write(articles, out)
    elif form == "label-studio":
        gold_label_studio.write(articles, out)
    else:
        gold = [unmark(article) for article in articles]
        if problems := [f"{one['doc_id']}: {problem}" for one in gold for problem in article_problems(one)]:
            raise GoldError("\n".join(problems))
        text = "".join(f"{line}\n" for line in gold_lines(gold))
        out.write_bytes(text.encode("utf-8"))
