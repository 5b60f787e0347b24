"""Learns the weights of `pipeline/lexicons/weights.tsv` from articles with gold events.

Usage: python tools/train_weights.py ARTICLES GOLD.jsonl [ARTICLES GOLD.jsonl ...] --newspaper ARTICLES [--model NAME]

Every mention that the rules find is an example: positive where the gold of its article has an event of the same type
that shares a (role, code) with it. The participants, time expressions and places of a positive mention are examples
too: positive where that event has them; the latter two are collected behind the filter just learned. When a positive
mention happens is one question with several answers, that the text does not say being one of them (`choice_fit`). All
other models are logistic regressions with an L2 penalty, fitted by Newton's method on the whole set (no chance is
involved), with five folds over articles for the figures that are printed.
"""

from __future__ import annotations

import argparse
import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import choice_fit
import numpy as np
from choice_fit import Floats, Question

from pipeline import confidence, international, weights
from pipeline import nlp as language
from pipeline.components import background, plausibility
from pipeline.components.arguments import ArgumentFinder
from pipeline.components.dating import DOUBT, ArticleDates
from pipeline.components.placing import ArticlePlaces
from pipeline.components.triggers import TRIGGERS
from pipeline.corpus import read_corpus
from pipeline.export import to_gold
from pipeline.extraction import docs, extract
from pipeline.gold import load_gold
from pipeline.lexicon import LEXICON_DIR, read_tsv
from pipeline.records import Article
from pipeline.scoring import align, dates_agree, fold

FOLDS = 5
PENALTY = {
    "article": 50.0, "target": 8.0, "mention": 20.0, "participant": 3.0,
    "date": 6.0, "place": 5.0, "background": 10.0, "event": 5.0,
}  # fmt: skip
MIN_COUNT = 4
"""Examples in which a feature must occur to get a weight of its own."""

MIN_CHOICES = 6
"""The same for answers of a choice, of which there are more."""

MIN_ARTICLES = 15
"""The same for the words of whole articles."""

WORLD = "actu/monde"
"""Section of a newspaper whose articles nobody takes for ones without events."""

HOME_WEIGHT = 0.5
"""Weight of an article of another section, of which nobody has made sure that it tells no event."""

Example = tuple[str, Sequence[str], bool]
"""Document, features, label."""

Tables = dict[str, dict[str, float]]
"""Weights by model and feature."""

Gold = dict[str, list[dict[str, Any]]]
"""Gold events by document."""


def best_gold(span: Any, participants: list[dict[str, Any]], events: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Return the gold event of a mention: same type, a shared (role, code); same words, then most shared, decide."""
    mine = {(p["role"], p["code"]) for p in participants if p["code"]}
    best, most = None, (False, 0)
    for event in events:
        if event["type"] != span.label_:
            continue
        shared = len(mine & {(p["role"], p["code"]) for p in event["participants"] if p["code"]})
        named = any(span.text in words or words in span.text for words in event["triggers"])
        if shared and (named, shared) > most:
            best, most = event, (named, shared)
    return best


def targets(articles: list[Article], gold: Gold, model: str | None) -> list[Question]:
    """Run the rules as far as frames; return the questions at whom an act aims whose sentence does not say."""
    nlp = language.build(model)
    for name in nlp.pipe_names[nlp.pipe_names.index("depeche_arguments") :]:
        nlp.remove_pipe(name)
    finder = ArgumentFinder()
    questions: list[Question] = []
    for doc, article in docs(articles, nlp):
        for span, participants, answers in finder.read(doc):
            if answers is None or not answers.candidates:
                continue
            event = best_gold(span, participants, gold[article.doc_id])
            if event is None:
                continue
            right = {p["code"] for p in event["participants"] if p["role"] == "target" and p["code"]}
            judged = [(c.features, c.code in right) for c in answers.candidates]
            nobody = (answers.nobody, not any(is_right for _, is_right in judged))
            questions.append(Question(article.doc_id, (nobody, *judged)))
    return questions


def sides(articles: list[Article], gold: Gold, model: str | None) -> dict[str, list[Example]]:
    """Run the rules over the articles; return the examples of what the plausibility filter judges."""
    nlp = language.build(model)
    nlp.remove_pipe("depeche_plausibility")
    found: dict[str, list[Example]] = {"mention": [], "participant": []}
    for doc, article in docs(articles, nlp):
        view = plausibility.ArticleView.of(doc)
        for span in doc.spans[TRIGGERS]:
            event = best_gold(span, span._.event["participants"], gold[article.doc_id])
            features = plausibility.mention_features(span, view)
            found["mention"].append((article.doc_id, features, event is not None))
            right = {(p["role"], p["code"]) for p in event["participants"]} if event else set()
            for p in span._.event["participants"] if event else ():
                observed = plausibility.participant_features(span, p, view)
                found["participant"].append((article.doc_id, observed, (p["role"], p["code"]) in right))
    return found


def circumstances(
    articles: list[Article], gold: Gold, model: str | None
) -> tuple[list[Question], dict[str, list[Example]]]:
    """Run the whole pipeline with the filter just learned; return the questions of dates and the other examples."""
    questions: list[Question] = []
    found: dict[str, list[Example]] = {"place": [], "background": []}
    for doc, article in docs(articles, language.build(model)):
        triggers = list(doc.spans[TRIGGERS])
        dates = ArticleDates.of(doc, article.published_date, triggers)
        places = ArticlePlaces.of(doc)
        for span in triggers:
            event = best_gold(span, span._.event["participants"], gold[article.doc_id])
            if event is None:
                continue
            questions.append(date_question(article.doc_id, span, dates, event["date"]))
            name = fold(event["place"]["name"]) if event["place"] else None
            for place, observed in places.candidates(span):
                found["place"].append((article.doc_id, observed, place.name is not None and fold(place.name) == name))
            observed = background.features(span, article.published_date)
            found["background"].append((article.doc_id, observed, event["background"]))
    return questions, found


def events(articles: list[Article], gold: Gold, model: str | None, folds: list[Tables]) -> list[Example]:
    """Run the pipeline with filters that have not seen the article; return the examples of merged events."""
    nlp = language.build(model)
    found: list[Example] = []
    for part, tables in enumerate(folds):
        with weights.replaced(tables):
            for extraction in extract([a for a in articles if fold_of(a.doc_id) == part], nlp):
                doc_id = extraction.article.doc_id
                system = to_gold(extraction)["events"]
                matched = {id(pair.system) for pair in align(doc_id, gold[doc_id], system).pairs}
                for event, record in zip(extraction.events, system, strict=True):
                    found.append((doc_id, confidence.features(event.mentions), id(record) in matched))
    return found


def date_question(doc_id: str, span: Any, dates: ArticleDates, date: list[str] | None) -> Question:
    """Return when a mention happens as a question; what no candidate dates rightly is better left without a date."""
    answers = dates.answers(span)
    judged = [
        (c.features, date is not None and dates_agree(date, [day.isoformat() for day in c.value]))
        for c in answers.candidates
    ]
    return Question(doc_id, ((answers.untold, not any(is_right for _, is_right in judged)), *judged))


def whole_articles(articles: list[Article], gold: Gold, others: list[Article]) -> list[Example]:
    """Return each article that is not passed over for want of actors from abroad, positive where it tells an event."""
    found: list[Example] = []
    for article in (*articles, *others):
        seen = international.features(article.text, article.published_date)
        if seen is not None and len(article.text) >= international.MIN_CHARS:
            found.append((article.doc_id, seen, bool(gold.get(article.doc_id))))
    return found


def fit(
    data: list[Example], penalty: float, min_count: int = MIN_COUNT, weigh: Mapping[str, float] | None = None
) -> dict[str, float]:
    """Fit one logistic regression; the bias is not penalised. `weigh` gives the documents that do not weigh 1."""
    counts = Counter(feature for _, features, _ in data for feature in features)
    names = sorted(feature for feature, count in counts.items() if count >= min_count)
    index = {name: i + 1 for i, name in enumerate(names)}
    x = np.zeros((len(data), len(names) + 1))
    x[:, 0] = 1.0
    for row, (_, features, _) in enumerate(data):
        x[row, [index[f] for f in features if f in index]] = 1.0
    y = np.array([label for _, _, label in data], dtype=float)
    weight = np.array([(weigh or {}).get(doc_id, 1.0) for doc_id, _, _ in data])
    w = newton(x, y, weight, penalty)
    return {"bias": float(w[0])} | {name: float(w[index[name]]) for name in names}


def newton(x: Floats, y: Floats, weight: Floats, penalty: float, steps: int = 30) -> Floats:
    """Minimise the penalised log loss."""
    w = np.zeros(x.shape[1])
    ridge = np.full(x.shape[1], penalty)
    ridge[0] = 1e-6
    for _ in range(steps):
        p = 1.0 / (1.0 + np.exp(-x @ w))
        gradient = x.T @ (weight * (p - y)) + ridge * w
        hessian = (x.T * (weight * p * (1 - p))) @ x + np.diag(ridge)
        step = np.linalg.solve(hessian, gradient)
        w -= step
        if np.abs(step).max() < 1e-8:
            break
    return w


def fold_of(doc_id: str) -> int:
    """Return the fold of a document, by its id alone."""
    return int(hashlib.sha256(doc_id.encode()).hexdigest(), 16) % FOLDS


def without(part: int, data: list[Example]) -> list[Example]:
    """Return the examples of all folds but one."""
    return [e for e in data if fold_of(e[0]) != part]


def report(name: str, data: list[Example], folds: Sequence[Mapping[str, float]]) -> None:
    """Print precision and recall over thresholds, each example judged by a model that has not seen its article."""
    judged: list[tuple[float, bool]] = []
    for part, table in enumerate(folds):
        for doc_id, features, label in data:
            if fold_of(doc_id) == part:
                score = table["bias"] + sum(table.get(f, 0.0) for f in features)
                judged.append((1 / (1 + np.exp(-score)), label))
    total = sum(label for _, label in judged)
    print(f"{name}: {len(judged)} examples, {total} positive")
    for threshold in (0.0, 0.2, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 0.9):
        kept = [label for p, label in judged if p >= threshold]
        right = sum(kept)
        precision, recall = right / max(len(kept), 1), right / max(total, 1)
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        print(f"  {threshold:.2f}: precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f} of {len(kept)}")


def report_choice(name: str, data: list[Question], penalty: float) -> None:
    """Print how many questions are answered rightly, by a model that has not seen their article."""
    judged: list[tuple[Question, list[float]]] = []
    for part in range(FOLDS):
        seen = [q for q in data if fold_of(q.doc_id) != part]
        table = choice_fit.fit(seen, penalty, MIN_CHOICES)
        unseen = (q for q in data if fold_of(q.doc_id) == part)
        judged += [(q, [sum(table.get(f, 0.0) for f in features) for features, _ in q.answers]) for q in unseen]
    told = [not q.answers[0][1] for q, _ in judged]
    print(f"{name}: {len(judged)} questions, {sum(told)} with a right answer in the text")
    for doubt in (1.0, 0.8, DOUBT, 0.4, 0.2):
        right = [choice_fit.is_right(q, scores, doubt) for q, scores in judged]
        dated = sum(r for r, t in zip(right, told, strict=True) if t)
        print(f"  doubt {doubt:.1f}: right {sum(right) / len(right):.3f}, where told {dated / max(sum(told), 1):.3f}")


def read_pairs(paths: Sequence[Path]) -> tuple[Gold, list[Article]]:
    """Read the gold events by document, and the articles that have gold, from files of articles and gold in turn."""
    gold: Gold = {}
    articles: list[Article] = []
    for corpus, annotation in zip(paths[::2], paths[1::2], strict=True):
        events = {line["doc_id"]: line["events"] for line in load_gold(annotation)}
        articles += [a for a in read_corpus(corpus) if isinstance(a, Article) and a.doc_id in events]
        gold |= events
    return gold, articles


def is_of_home(article: Article, gold: Gold) -> bool:
    """Tell whether an article of a newspaper stands in another section than that of world news, and nobody read it."""
    return article.section is not None and article.section != WORLD and article.doc_id not in gold


def write(tables: dict[str, dict[str, float]]) -> None:
    """Write the weights, rounded, in a fixed order."""
    lines = ["# Weights of the logistic models of pipeline/weights.py; written by tools/train_weights.py."]
    lines.append("model\tfeature\tweight")
    for model in sorted(tables):
        for feature, weight in sorted(tables[model].items()):
            if abs(weight) >= 0.005:
                lines.append(f"{model}\t{feature}\t{weight:.3f}")
    (LEXICON_DIR / weights.FILE).write_text("\n".join(lines) + "\n", encoding="utf-8")


def refresh(tables: Tables) -> None:
    """Write the weights and have the components read them."""
    write(tables)
    weights.tables.cache_clear()
    read_tsv.cache_clear()


def main() -> None:
    """Read the arguments, learn, report, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", type=Path, nargs="+", metavar="ARTICLES GOLD", help="articles, each with their gold")
    parser.add_argument(
        "--newspaper", type=Path, required=True, help=f"articles with their section; all but {WORLD} count as no event"
    )
    parser.add_argument("--model")
    options = parser.parse_args()
    if len(options.pairs) % 2:
        parser.error(f"{options.pairs[-1]} has no gold behind it: give articles and gold in pairs")
    gold, articles = read_pairs(options.pairs)
    others = [a for a in read_corpus(options.newspaper) if isinstance(a, Article) and is_of_home(a, gold)]
    learned = dict(weights.tables())
    folds: list[Tables] = [{} for _ in range(FOLDS)]

    def learn(
        examples: Mapping[str, list[Example]], min_count: int = MIN_COUNT, weigh: Mapping[str, float] | None = None
    ) -> None:
        for name, data in examples.items():
            for part, tables in enumerate(folds):
                tables[name] = fit(without(part, data), PENALTY[name], min_count, weigh)
            report(name, data, [tables[name] for tables in folds])
            learned[name] = fit(data, PENALTY[name], min_count, weigh)
        refresh(learned)

    def choose(name: str, questions: list[Question]) -> None:
        report_choice(name, questions, PENALTY[name])
        learned[name] = choice_fit.fit(questions, PENALTY[name], MIN_CHOICES)
        refresh(learned)

    learn({"article": whole_articles(articles, gold, others)}, MIN_ARTICLES, {a.doc_id: HOME_WEIGHT for a in others})
    choose("target", targets(articles, gold, options.model))
    learn(sides(articles, gold, options.model))
    questions, examples = circumstances(articles, gold, options.model)
    choose("date", questions)
    learn(examples)
    learn({"event": events(articles, gold, options.model, folds)})


if __name__ == "__main__":
    main()
