"""A coder of some thirty lines to compare with: two known countries and a trigger lemma in one sentence are an event.

The lemmas are those that the codebook names for each type (`baseline_words.tsv`), the countries those of the lexicon,
by name, adjective and capital. Whoever stands nearest before the trigger acts, whoever stands nearest behind it is
acted on; everything has occurred, on no known day. The scorer is that of the pipeline, which is scored beside it.

    python benchmarks/baseline_coder.py [GOLD ARTICLES] [--model NAME] [--by-type] [--alone]

Without arguments both run over the sample corpus. Exit codes: 0 scored, or nothing to score.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import spacy
from spacy.tokens import Doc, Span

from pipeline import nlp as language
from pipeline.breakdown import break_down
from pipeline.corpus import read_corpus
from pipeline.evaluate import render, render_intervals, score
from pipeline.gold import GoldArticle, GoldEvent, load_gold, roles_of
from pipeline.gold_run import run_over
from pipeline.lexicon import LEXICON_DIR, SEPARATOR
from pipeline.records import Article

ROOT = Path(__file__).parents[1]
WORDS = Path(__file__).with_name("baseline_words.tsv")
DEFAULT = (ROOT / "tests" / "gold", ROOT / "data" / "raw")
NAME_COLUMNS = ("name", "aliases", "adjective_ms", "adjective_fs", "adjective_mp", "adjective_fp")
CAPITAL_COLUMNS = ("capital", "capital_aliases")


def rows(path: Path) -> Iterator[dict[str, str]]:
    lines = (line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def countries() -> tuple[re.Pattern[str], dict[str, tuple[str, str]]]:
    """Return a pattern for all words that stand for a country, and code and name by these words."""
    known: dict[str, tuple[str, str]] = {}
    for row in rows(LEXICON_DIR / "states.tsv"):
        columns = NAME_COLUMNS + (CAPITAL_COLUMNS if row["capital_is_metonym"] == "yes" else ())
        for word in filter(None, (word for column in columns for word in row[column].split(SEPARATOR))):
            known.setdefault(word, (row["code"], row["name"]))
    longest_first = sorted(known, key=lambda word: (-len(word), word))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)"), known


def code(docs: Iterable[tuple[Doc, Article]]) -> Iterator[GoldArticle]:
    """Code articles; one line of the gold format each."""
    types = {row["lemma"]: row["type"] for row in rows(WORDS)}
    pattern, known = countries()
    for doc, article in docs:
        events: dict[tuple[str, ...], GoldEvent] = {}
        for sentence in doc.sents:
            hits = [(hit.start(), *known[hit[0]]) for hit in pattern.finditer(sentence.text)]
            for event in sentence_events(sentence, hits, types):
                key = (event["type"], *(participant["code"] for participant in event["participants"]))
                if key in events:
                    events[key]["triggers"] += event["triggers"]
                else:
                    events[key] = event
        yield {"doc_id": article.doc_id, "published_at": None, "events": list(events.values())}


def sentence_events(sentence: Span, hits: Sequence[tuple[int, str, str]], types: dict[str, str]) -> Iterator[GoldEvent]:
    for token in sentence:
        event_type = types.get(token.lemma_.lower())
        if event_type is None or len({country for _, country, _ in hits}) < 2:
            continue
        at = token.idx - sentence.start_char
        first = max((hit for hit in hits if hit[0] < at), default=hits[0])
        others = [hit for hit in hits if hit[1] != first[1]]
        second = min((hit for hit in others if hit[0] > at), default=others[0])
        roles = roles_of(event_type)
        yield {
            "type": event_type, "status": "occurred", "background": False, "date": None, "place": None, "venue": None,
            "topics": [], "about": [], "reported_by": None, "triggers": [token.text],
            "participants": [
                {"role": role, "code": country, "name": name}
                for role, (_, country, name) in zip((roles[0], roles[-1]), (first, second), strict=True)
            ],
        }  # fmt: skip


def baseline(gold: Sequence[GoldArticle], corpus: Path, model: str) -> list[GoldArticle]:
    """Run the baseline over the articles of the gold."""
    wanted = {article["doc_id"] for article in gold}
    articles = [piece for piece in read_corpus(corpus) if isinstance(piece, Article) and piece.doc_id in wanted]
    nlp = spacy.load(model, exclude=["parser", "ner"])
    nlp.add_pipe("sentencizer")
    return list(code(nlp.pipe(((article.text, article) for article in articles), as_tuples=True)))


def main() -> int:
    parser = argparse.ArgumentParser(description="Score a trivial coder, and the pipeline beside it.")
    parser.add_argument("gold", type=Path, nargs="?", default=DEFAULT[0], metavar="GOLD", help="file or folder of gold")
    parser.add_argument("articles", type=Path, nargs="?", default=DEFAULT[1], metavar="ARTICLES", help="its articles")
    parser.add_argument("--model", help="spaCy model; without it, the best installed one")
    parser.add_argument("--by-type", action="store_true", help="a line for every event type")
    parser.add_argument("--alone", action="store_true", help="without the pipeline")
    options = parser.parse_args()
    for path in (options.gold, options.articles):
        if not path.exists():
            print(f"skipped: {path} is not there; name gold and its articles")
            return 0
    gold = load_gold(options.gold)
    model = language.choose_model(options.model)
    runs = {"two countries and a lemma": baseline(gold, options.articles, model)}
    if not options.alone:
        runs["pipeline"], _ = run_over(gold, options.articles, model)
    for name, system in runs.items():
        print(f"== {name}, {model}\n{render(score(gold, system), options.by_type)}\n")
        intervals = render_intervals(break_down(gold, system)).splitlines()
        print("\n".join([*intervals[:2], *(line for line in intervals if line.startswith("score: "))]), end="\n\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
