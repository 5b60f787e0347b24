"""No file stops the reading of the others, and no article is lost for the name of its file."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.corpus import has_reader, read_corpus, read_text, walk
from pipeline.lexicon import LexiconError
from pipeline.records import Article, Reject

BODY = "Les deux ministres se sont retrouvés mardi à Genève. Ils ont parlé du gaz et des prisonniers."
PAGE = f"""<!DOCTYPE html><html lang="fr"><head><title>%s</title></head><body><article><h1>%s</h1>
<p>{BODY}</p><p>Une autre rencontre doit avoir lieu en juin, a indiqué le porte-parole de la diplomatie.</p>
</article></body></html>"""
DIGITS = "9" * 5_000


def pieces(folder: Path) -> tuple[list[Article], list[Reject]]:
    found = list(read_corpus(folder))
    return [p for p in found if isinstance(p, Article)], [p for p in found if isinstance(p, Reject)]


@pytest.mark.parametrize(
    ("name", "content", "position"),
    [
        ("a.jsonl", f'{{"id": {DIGITS}, "text": "{BODY}"}}\n{{"id": "sound", "text": "{BODY}"}}\n', "line 1"),
        ("a.json", f'[{{"id": {DIGITS}, "text": "{BODY}"}}]', "item 1"),
    ],
)
def test_a_number_with_too_many_digits_is_broken_json(tmp_path: Path, name: str, content: str, position: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    (tmp_path / "z.txt").write_text(BODY, encoding="utf-8")
    articles, (reject,) = pieces(tmp_path)
    assert (reject.reason, reject.position) == ("broken_json", position)
    assert reject.detail.startswith("a number has too many digits; ")
    assert [article.doc_id for article in articles] == (["sound", "z"] if name == "a.jsonl" else ["z"])


def test_a_date_that_python_cannot_hold_costs_its_row(tmp_path: Path) -> None:
    dates = pa.array([0, 2**60, 0], pa.timestamp("ms"))
    pq.write_table(pa.table({"id": ["a", "b", "c"], "text": [BODY] * 3, "date": dates}), tmp_path / "a.parquet")
    articles, (reject,) = pieces(tmp_path)
    assert [article.doc_id for article in articles] == ["a", "c"]
    assert (reject.reason, reject.position) == ("wrong_type", "row 2")


def _fails_late(_handle: BinaryIO, _stem: str) -> Iterator[walk.Draft]:
    yield walk.Draft(doc_id="before", body=BODY)
    raise ZeroDivisionError("made for this test")


def test_a_reader_that_fails_costs_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(walk.READERS, ".csv", _fails_late)
    (tmp_path / "a.csv").write_text("text\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text(BODY, encoding="utf-8")
    articles, (reject,) = pieces(tmp_path)
    assert [article.doc_id for article in articles] == ["before", "b"]
    assert (reject.source_path, reject.reason) == ("a.csv", "reader_failed")
    assert reject.detail.startswith("ZeroDivisionError: made for this test; ")


def test_an_article_that_cannot_be_built_costs_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = walk.build_article

    def build(draft: walk.Draft, source_path: str) -> Article:
        if draft.doc_id == "bad":
            raise RecursionError("made for this test")
        return whole(draft, source_path)

    monkeypatch.setattr(walk, "build_article", build)
    lines = [f'{{"id": "{doc_id}", "text": "{BODY}"}}' for doc_id in ("bad", "good")]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (article,), (reject,) = pieces(tmp_path)
    assert article.doc_id == "good"
    assert (reject.reason, reject.position) == ("reader_failed", "line 1")


def test_a_broken_lexicon_is_no_fault_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def reads_lexicon(_handle: BinaryIO, _stem: str) -> Iterator[walk.Draft]:
        raise LexiconError("corpus_fields.tsv:3: made for this test")

    monkeypatch.setitem(walk.READERS, ".csv", reads_lexicon)
    (tmp_path / "a.csv").write_text("text\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"corpus_fields\.tsv:3"):
        list(read_corpus(tmp_path))


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes there")
def test_a_pipe_is_rejected_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    (tmp_path / "b.txt").symlink_to(tmp_path / "nothing")
    articles, rejects = pieces(tmp_path)
    assert articles == []
    assert [(r.source_path, r.reason) for r in rejects] == [("a.txt", "unreadable_file"), ("b.txt", "unreadable_file")]
    assert rejects[0].detail.startswith("neither a file nor a folder; ")


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.jsonl", ""), ("a.jsonl", "\n\n"), ("a.json", ""), ("a.json", "[]"), ("a.csv", "id,text\n"), ("a.txt", "")],
)
def test_a_file_without_an_article_is_a_reject(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    articles, rejects = pieces(tmp_path)
    assert articles == []
    assert [reject.reason for reject in rejects] == ["empty"]


def test_files_of_one_name_are_told_apart_by_their_path(tmp_path: Path) -> None:
    for folder, title in (("a", "Premier accord"), ("b", "Deuxième accord"), ("c", "Deuxième accord")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "index.html").write_text(PAGE % (title, title), encoding="utf-8")
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "index.txt").write_text(BODY, encoding="utf-8")
    articles, (reject,) = pieces(tmp_path)
    ids = [article.doc_id for article in articles]
    # The digits are those of the SHA-256 of b/index.html: another run and another machine give the same.
    assert ids[:2] == ["index", "index-68243bc9"]
    assert len(set(ids)) == len(ids) == 3
    assert (reject.source_path, reject.reason) == ("c/index.html", "duplicate")
    assert "b/index.html" in reject.detail
    assert [article.doc_id for article in pieces(tmp_path)[0]] == ids


def test_an_id_given_twice_stays_a_reject(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"id: x\ndate: 2024-05-28\n\n{BODY}", encoding="utf-8")
    (tmp_path / "b.txt").write_text(f"id: x\ndate: 2024-05-29\n\n{BODY}", encoding="utf-8")
    (article,), (reject,) = pieces(tmp_path)
    assert article.source_path == "a.txt"
    assert (reject.source_path, reject.reason) == ("b.txt", "duplicate_id")


def test_a_text_is_cleaned_as_a_file_is() -> None:
    article = read_text("  Paris a rencontre\u0301 Ankara. ")
    assert isinstance(article, Article)
    assert (article.text, article.doc_id) == ("Paris a rencontré Ankara.", "text")
    refused = read_text("The two leaders are to meet at the summit in Geneva next week.")
    assert isinstance(refused, Reject)
    assert refused.reason == "not_french"


@pytest.mark.parametrize(
    ("name", "known"),
    [("a.txt", True), ("b/A.JSON", True), ("c.jsonl.gz", True), ("d.gz", False), ("Paris.", False), ("", False)],
)
def test_names_of_files_are_known_by_their_ending(name: str, known: bool) -> None:
    assert has_reader(name) is known
