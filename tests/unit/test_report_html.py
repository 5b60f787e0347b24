"""The report shows scores with intervals, errors with their sentences and changes, and escapes what it shows."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from made_gold import articles, event

from pipeline.gold_run import ArticleText
from pipeline.report_html import N_CASES, write

TEXT = "Washington <b>a menacé</b> Téhéran & ses alliés. Paris aide Kiev."
VOID = {"meta", "br"}
GOLD = articles([event("threat", "IRN", triggers=["menacé"]), event("aid", "UKR", triggers=["aide"])], [])
SYSTEM = articles(
    [event("threat", "IRN", "planned", triggers=["a menacé"]), event("visit", "FRA", triggers=["aide"])], []
)
TEXTS = {"d0": ArticleText(TEXT, "web"), "d1": ArticleText("Rien.", "brief")}


class Checker(HTMLParser):
    """Checks that tags are closed in order, and collects the marked words."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.marked: list[tuple[str, str]] = []
        self.text = ""
        self.kind = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        if tag == "mark":
            self.kind = dict(attrs)["class"] or ""

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        if self.open and self.open[-1] == "mark":
            self.marked.append((self.kind, data))


def report(path: Path, *arguments: Any) -> Checker:
    write(path, *arguments)
    checker = Checker()
    checker.feed(path.read_text(encoding="utf-8"))
    assert checker.open == []
    return checker


def test_errors_stand_in_their_sentence_with_both_triggers_marked(tmp_path: Path) -> None:
    page = report(tmp_path / "r.html", GOLD, SYSTEM, TEXTS)
    assert ("system", "a ") in page.marked
    assert ("both", "menacé") in page.marked
    assert ("both", "aide") in page.marked
    assert "Washington <b>" in page.text, "what the article says is shown, not obeyed"
    for label in ("status: occurred → planned", "type: aid → visit"):
        assert label in page.text


def test_every_breakdown_is_shown(tmp_path: Path) -> None:
    page = report(tmp_path / "r.html", GOLD, SYSTEM, TEXTS)
    for heading in ("By score", "By accuracy", "By type", "By status", "By role", "By article kind"):
        assert heading in page.text
    assert "2 articles, 2 gold events, 2 system events" in page.text
    assert "aidvisit 1" in page.text.replace("\n", ""), "the confusion of types"


def test_a_perfect_run_without_texts_or_older_run(tmp_path: Path) -> None:
    page = report(tmp_path / "r.html", GOLD, GOLD, {})
    assert "No errors." in page.text
    assert "By article kind" not in page.text
    assert "Since the older run" not in page.text


def test_errors_without_their_text_say_so(tmp_path: Path) -> None:
    assert "no text of this article" in report(tmp_path / "r.html", GOLD, SYSTEM, {}).text


def test_changes_since_an_older_run_say_whether_gold_has_them(tmp_path: Path) -> None:
    page = report(tmp_path / "r.html", GOLD, SYSTEM, TEXTS, GOLD)
    assert "1 gained" in page.text
    assert "1 lost" in page.text
    assert "d0, not in gold" in page.text
    assert "status is planned" in page.text


def test_long_classes_are_cut_and_say_so(tmp_path: Path) -> None:
    many = articles([event("aid", f"C{n:02}", triggers=[f"m{n}"]) for n in range(N_CASES + 2)])
    page = report(tmp_path / "r.html", many, articles([]), {})
    assert f"{N_CASES + 2} cases, the first {N_CASES} of them" in page.text


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.html", "b.html"):
        write(tmp_path / name, GOLD, SYSTEM, TEXTS, GOLD)
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()
