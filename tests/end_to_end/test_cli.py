"""The command line as its users meet it: what it writes, what it says, how it leaves."""

import json
import os
import subprocess
import sys

import pytest

from pipeline import cli
from pipeline.gold import load_gold
from pipeline.tables import read_tables

CALL = {
    "id": "essai-appel",
    "title": "Emmanuel Macron et Vladimir Poutine se sont parlé au téléphone",
    "date": "2021-04-27",
    "text": "Emmanuel Macron et Vladimir Poutine se sont entretenus au téléphone lundi, a annoncé l'Élysée. "
    "Les deux présidents ont évoqué la situation en Ukraine.",
}
SANCTIONS = {
    "id": "essai-sanctions",
    "title": "Washington sanctionne Minsk",
    "date": "2021-08-10",
    "text": "Les États-Unis ont imposé lundi des sanctions à la Biélorussie. "
    "Le gouvernement biélorusse a dénoncé une décision hostile.",
}
NOTHING = {
    "id": "essai-rien",
    "title": "La pluie revient sur la Bretagne",
    "date": "2021-05-02",
    "text": "Des averses sont attendues dans la soirée sur les côtes. Les températures restent douces pour la saison.",
}
MODEL = pytest.mark.model


@pytest.fixture
def depeche(monkeypatch, capsys):
    """Run the command in this process; gives exit code, stdout and stderr."""

    def command(*arguments):
        monkeypatch.setattr(sys, "argv", ["depeche", *map(os.fspath, arguments)])
        with pytest.raises(SystemExit) as leaving:
            cli.main()
        said = capsys.readouterr()
        return leaving.value.code, said.out, said.err

    return command


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus")
    lines = [json.dumps(article, ensure_ascii=False) for article in (CALL, SANCTIONS, NOTHING)]
    (folder / "essai_articles.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "broken.jsonl").write_text("{no json\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def extracted(corpus, tmp_path_factory):
    """Extract the corpus once, in a process of its own; gives the folder and what the command said."""
    out = tmp_path_factory.mktemp("tables")
    command = [sys.executable, "-c", "from pipeline.cli import main; main()", "extract", corpus, "--out", out]
    return out, subprocess.run(command, capture_output=True, text=True, check=True)


def contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# -- without a model --


def test_help_loads_none_of_the_heavy_libraries():
    code = (
        "import sys\nfrom pipeline.cli import main\nsys.argv = ['depeche', '--help']\n"
        "try:\n    main()\nfinally:\n"
        "    print(sorted({'spacy', 'pandas', 'pyarrow', 'dateparser', 'trafilatura', 'fsspec'} & sys.modules.keys()))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "extract" in said
    assert said.splitlines()[-1] == "[]"


def test_version(depeche):
    code, out, _ = depeche("--version")
    assert code == 0
    assert out.startswith("depeche 0.")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["extract"], "Missing argument 'INPUT'"),
        (["extract", "x", "--colour"], "No such option: --colour"),
        (["divine"], "No such command 'divine'"),
        (["export", "--format", "xml"], "'xml' is not one of"),
        (["explain", "Paris accuse Ankara.", "--date", "hier"], "'hier' is no day, write it as YYYY-MM-DD"),
        (["explain", " "], "the text to explain is empty"),
        (["explain", "nofile.txt"], "nofile.txt: no such file to explain"),
        (["explain", "tests"], "tests: no article in this folder"),
        (
            ["explain", "The two leaders are to meet at the summit in Geneva next week, officials said."],
            "the text to explain: not_french",
        ),
        (["extract", "no/such/corpus"], "no/such/corpus: no such file or folder"),
        (["extract", "tests", "--model", "fr_core_news_xxl"], "fr_core_news_xxl"),
        (["explain", "Paris accuse Ankara.", "--model", "fr_core_news_xxl"], "fr_core_news_xxl"),
        (
            ["export", "--format", "csv", "--from", "no/such/tables"],
            "no/such/tables: no such folder; run `make extract`",
        ),
        (["evaluate", "--gold", "no/such/gold.jsonl"], "no/such/gold.jsonl: no gold file here"),
        (["timex", "--jsonl", "x"], "Missing option '--out'"),
        (["timex", "--jsonl", "x", "--out", "y", "--model", "fr_core_news_xxl"], "fr_core_news_xxl"),
    ],
)
def test_what_cannot_be_used_is_one_sentence_and_exit_code_2(depeche, tmp_path, monkeypatch, arguments, words):
    (tmp_path / "tests").mkdir()
    monkeypatch.chdir(tmp_path)
    code, out, err = depeche(*arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("depeche: ")
    assert words in err


def test_lint_counts_the_rules_or_says_what_is_wrong(depeche, monkeypatch):
    code, out, err = depeche("lint")
    assert (code, err) == (0, "")
    assert "no problems" in out
    monkeypatch.setattr("pipeline.lint.problems", lambda: ["rules/visit.toml:3: made up for this test"])
    code, out, err = depeche("lint")
    assert (code, out) == (1, "rules/visit.toml:3: made up for this test\n")
    assert err == "depeche: 1 problem in the lexicons\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ["le président américain", "--date", "2015-06-01"],
            "Barack Obama · USA · person · president of USA, 2009-01",
        ),
        (
            ["chef de la diplomatie turque", "--date", "2024-01-01"],
            "Hakan Fidan · TUR · person · foreign_minister",
        ),
        (["Poutine"], "president of RUS, 2000-05-07 to 2008-05-06; prime_minister of RUS"),
        (["Ankara"], "Ankara (Turquie) · TUR · capital"),
        (["l’Otan"], "OTAN · NATO · organisation"),
    ],
)
def test_actors_says_whom_words_stand_for(arguments, words):
    command = [sys.executable, "-c", "from pipeline.cli import main; main()", "actors", *arguments]
    said = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8")
    assert words in said.stdout
    assert said.stderr == ""


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["Zorglub"], "'Zorglub' is no name and no role phrase"),
        (["le président américain", "--date", "1900-01-01"], "no holder on 1900-01-01 (offices known: president)"),
    ],
)
def test_unknown_actors_are_said_with_exit_code_1(arguments, words):
    command = [sys.executable, "-c", "from pipeline.cli import main; main()", "actors", *arguments]
    said = subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")
    assert (said.returncode, said.stdout, said.stderr.count("\n")) == (1, "", 1)
    assert words in said.stderr


# -- with a model --


@MODEL
def test_extract_writes_tables_and_a_summary(extracted):
    out, said = extracted
    tables = read_tables(out)
    assert tables["articles"]["doc_id"].tolist() == ["essai-appel", "essai-rien", "essai-sanctions"]
    assert tables["rejects"]["source_path"].tolist() == ["broken.jsonl"]
    assert "3 articles (3 processed now, 0 known)" in said.stdout
    assert "fr_core_news_" in said.stdout
    assert "phone_call" in said.stdout
    assert out.name in said.stdout.replace("\n", "")
    assert said.stderr == ""


@MODEL
def test_extract_finds_who_called_whom_and_when(extracted):
    tables = read_tables(extracted[0])
    events = tables["events"].query("event_type == 'phone_call' and doc_id == 'essai-appel'")
    assert len(events) == 1
    assert str(events["event_date_start"].item())[:10] == "2021-04-26"
    sides = tables["participants"].query("event_id == @events['event_id'].item()")
    assert set(sides["actor_code"]) == {"FRA", "RUS"}


@MODEL
def test_offsets_in_the_tables_point_at_their_words(extracted):
    tables = read_tables(extracted[0])
    texts = tables["articles"].set_index("doc_id")["text"]
    for table, words in (("event_mentions", "trigger_text"), ("entities", "text"), ("time_expressions", "text")):
        assert len(tables[table])
        for row in tables[table].itertuples():
            assert texts[row.doc_id][row.start_char : row.end_char] == getattr(row, words)


@MODEL
def test_extract_again_processes_nothing_and_changes_no_byte(extracted, corpus, depeche):
    before = contents(extracted[0])
    code, out, _ = depeche("extract", corpus, "--out", extracted[0])
    assert code == 0
    assert "3 articles (0 processed now, 3 known)" in out
    assert contents(extracted[0]) == before


@MODEL
def test_extract_elsewhere_gives_the_same_bytes(extracted, corpus, depeche, tmp_path):
    depeche("extract", corpus, "--out", tmp_path / "again")
    assert contents(tmp_path / "again") == contents(extracted[0])


@MODEL
def test_a_corpus_of_which_nothing_can_be_used_leaves_with_1(depeche, corpus, tmp_path):
    code, out, err = depeche("extract", corpus / "broken.jsonl", "--out", tmp_path / "out")
    assert code == 1
    assert "0 articles" in out
    assert "could be used" in err


@MODEL
def test_export_gold_scores_itself_perfectly(extracted, depeche, tmp_path):
    gold = tmp_path / "essai_gold.jsonl"
    assert depeche("export", "--format", "gold", "--from", extracted[0], "--out", gold)[0] == 0
    assert [article["doc_id"] for article in load_gold(gold)] == ["essai-appel", "essai-rien", "essai-sanctions"]
    code, out, _ = depeche("evaluate", "--gold", gold, "--system", extracted[0])
    assert code == 0
    assert "  100.0  100.0  100.0" in next(line for line in out.splitlines() if line.startswith("strict"))


@MODEL
def test_evaluate_runs_over_the_articles_beside_the_gold(extracted, corpus, depeche, tmp_path):
    gold = tmp_path / "essai_gold.jsonl"
    depeche("export", "--format", "gold", "--from", extracted[0], "--out", gold)
    (tmp_path / "essai_articles.jsonl").write_bytes((corpus / "essai_articles.jsonl").read_bytes())
    code, out, _ = depeche("evaluate", "--gold", gold, "--by-type", "--errors", "--against", extracted[0])
    assert code == 0
    assert "fr_core_news_" in out
    assert "No errors." in out
    assert "0 losses" in out


@MODEL
def test_evaluate_says_when_no_article_of_the_gold_is_there(corpus, depeche, tmp_path):
    gold = tmp_path / "other.jsonl"
    gold.write_text('{"doc_id": "unseen", "published_at": null, "events": []}\n', encoding="utf-8")
    code, _, err = depeche("evaluate", "--gold", gold, "--articles", corpus)
    assert code == 2
    assert "has none of the 1 articles of the gold" in err


@MODEL
def test_explain_names_trigger_rule_and_participants(depeche):
    code, out, _ = depeche("explain", CALL["text"], "--date", CALL["date"])
    assert code == 0
    for words in ("phone_call · occurred", "rule phone_call.", "Emmanuel Macron [FRA]", "Vladimir Poutine [RUS]"):
        assert words in out
    assert "2021-04-26" in out


@MODEL
@pytest.mark.parametrize(("given", "warned"), [(("--date", CALL["date"]), False), ((), True)], ids=["dated", "undated"])
def test_explain_says_when_nothing_dates_the_text(depeche, given, warned):
    code, _, err = depeche("explain", CALL["text"].partition(".")[0] + ".", *given)
    assert (code, "no day of publication" in err) == (0, warned)


@MODEL
def test_explain_reads_a_file(depeche, tmp_path):
    file = tmp_path / "2021-08-10_essai.txt"
    file.write_text(f"{SANCTIONS['title']}\n\n{SANCTIONS['text']}\n", encoding="utf-8")
    code, out, _ = depeche("explain", file)
    assert code == 0
    assert "sanctions · occurred" in out


@MODEL
@pytest.mark.parametrize("form", ["gold", "csv", "jsonl", "cameo"])
def test_export_prints_where_no_file_is_named(extracted, depeche, tmp_path, form):
    code, out, err = depeche("export", "--format", form, "--from", extracted[0])
    depeche("export", "--format", form, "--from", extracted[0], "--out", tmp_path / "file")
    assert (code, err) == (0, "")
    assert out == (tmp_path / "file").read_text(encoding="utf-8")
    assert out.count("\n") >= 2


@MODEL
def test_timex_writes_offsets_and_half_open_days(depeche, tmp_path):
    given, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    texts = {
        "passé": "Ils se sont entretenus mardi à Genève, depuis lundi ils négocient.",
        "futur": "Ils se rencontreront mardi à Genève.",
        "sans date": "Ils se rencontreront mardi, après le 2 mai 2017.",
        "rien": "Ils se taisent.",
    }
    lines = [{"id": key, "text": text, "ref_date": "2017-05-03"} for key, text in texts.items()]
    lines[2]["ref_date"] = None
    given.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    assert depeche("timex", "--jsonl", given, "--out", out) == (0, "", "")
    assert [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()] == [
        {"id": "passé", "hits": [[23, 28, "2017-05-02", "2017-05-03"], [39, 51, "2017-05-01", None]]},
        {"id": "futur", "hits": [[21, 26, "2017-05-09", "2017-05-10"]]},
        {"id": "sans date", "hits": [[21, 26, None, None], [28, 47, "2017-05-03", None]]},
        {"id": "rien", "hits": []},
    ]


@MODEL
def test_timex_names_file_and_line_and_leaves_no_output(depeche, tmp_path):
    given, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    given.write_text('{"id": 1, "text": "Mardi.", "ref_date": null}\n{"id": 2, "text": "Mardi."}\n', encoding="utf-8")
    code, _, err = depeche("timex", "--jsonl", given, "--out", out)
    assert (code, out.exists()) == (2, False)
    assert err == f"depeche: {given}:2: ref_date missing; an unknown ref_date is null\n"
    code, _, err = depeche("timex", "--jsonl", tmp_path / "none.jsonl", "--out", out)
    assert code == 2
    assert "none.jsonl" in err


@pytest.fixture
def gold(extracted, depeche, tmp_path):
    """Gold of the corpus: what was found in it."""
    path = tmp_path / "essai_gold.jsonl"
    assert depeche("export", "--format", "gold", "--from", extracted[0], "--out", path)[0] == 0
    return path


def test_evaluate_writes_intervals_and_a_report(extracted, gold, depeche, tmp_path):
    report = tmp_path / "report.html"
    code, out, _ = depeche("evaluate", "--gold", gold, "--system", extracted[0], "--intervals", "--html", report)
    assert code == 0
    assert "score: event                      100.0 [100.0, 100.0]" in out
    assert "article kind: essai_articles" in out, "tables know the files of their articles"
    assert f"wrote {report}" in out
    assert "No errors." in report.read_text(encoding="utf-8")


def test_gold_is_checked_and_converted(gold, corpus, depeche, tmp_path):
    articles = corpus / "essai_articles.jsonl"
    code, out, _ = depeche("gold", "check", gold, "--articles", articles)
    assert (code, out.partition(" events")[2].strip()) == (0, ": no problems")
    for form, name in (("brat", "brat"), ("label-studio", "tasks.json"), ("gold", "back.jsonl")):
        code, _, err = depeche("gold", "convert", gold, "--to", form, "--out", tmp_path / name, "--articles", articles)
        assert (code, err) == (0, "")
    assert (tmp_path / "brat" / "essai-appel.ann").is_file()
    assert (tmp_path / "back.jsonl").read_bytes() == gold.read_bytes()
    assert depeche("gold", "convert", tmp_path / "brat", "--to", "gold", "--out", tmp_path / "again.jsonl")[0] == 0
    assert (tmp_path / "again.jsonl").read_bytes() == gold.read_bytes()


def test_gold_diff_shows_sentences_from_the_tables(extracted, gold, depeche, tmp_path):
    empty = tmp_path / "empty.jsonl"
    empty.write_text("", encoding="utf-8")
    code, out, _ = depeche("gold", "diff", empty, extracted[0])
    assert code == 0
    assert " gained, 0 lost, 0 changed" in out
    assert "      Emmanuel Macron et Vladimir Poutine se sont" in out
    assert "0 gained, 0 lost, 0 changed" in depeche("gold", "diff", gold, extracted[0])[1]
