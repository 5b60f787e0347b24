"""Every format in, articles out; every defect gives a reject that says where and what to do."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.corpus import REASONS, json_records, read_corpus
from pipeline.corpus import decode as decode_module
from pipeline.corpus.build import MAX_CHARS
from pipeline.records import Article, Reject

TITLE = "Genève : les pourparlers reprennent"
BODY = "Les deux ministres se sont retrouvés mardi à Genève.\nIls ont parlé du gaz et des prisonniers."
TEXT = f"{TITLE}\n\nLes deux ministres se sont retrouvés mardi à Genève.\n\nIls ont parlé du gaz et des prisonniers."
RECORD = {
    "id": "a1",
    "title": TITLE,
    "text": BODY,
    "published_at": "2017-05-03",
    "source": "Le Fil",
    "section": "Monde",
}
PAGE = f"""<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>{TITLE} - Le Fil</title>
<meta property="og:title" content="{TITLE}"><meta property="article:published_time" content="2017-05-03T18:30:00+02:00">
</head><body><nav><a href="/">Accueil</a><a href="/sport">Sport</a></nav><article><h1>{TITLE}</h1>
<p>Les deux ministres se sont retrouvés mardi à Genève pour une journée de discussions consacrée au prix du gaz.</p>
<p>Ils ont aussi parlé des prisonniers, que chacun des deux camps accuse l'autre de garder sans jugement.</p>
<p>Une autre rencontre doit avoir lieu en juin, a indiqué le porte-parole de la diplomatie à l'issue des échanges.</p>
</article><footer>Mentions légales</footer></body></html>"""


def articles(path: Path) -> list[Article]:
    """Read what must be flawless."""
    pieces = list(read_corpus(path))
    rejects = [piece for piece in pieces if isinstance(piece, Reject)]
    assert rejects == []
    return [piece for piece in pieces if isinstance(piece, Article)]


def one_article(path: Path) -> Article:
    (article,) = articles(path)
    return article


def rejects(path: Path) -> list[Reject]:
    return [piece for piece in read_corpus(path) if isinstance(piece, Reject)]


def one_reject(path: Path) -> Reject:
    (reject,) = read_corpus(path)
    assert isinstance(reject, Reject)
    assert REASONS[reject.reason] in reject.detail
    return reject


def write(path: Path, content: str | bytes) -> Path:
    data = content.encode() if isinstance(content, str) else content
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


def csv_of(delimiter: str) -> str:
    quoted = '"' + BODY + '"'
    return (
        delimiter.join(RECORD) + "\n" + delimiter.join([RECORD["id"], TITLE, quoted, *list(RECORD.values())[3:]]) + "\n"
    )


def parquet_bytes(rows: list[dict[str, object]]) -> bytes:
    sink = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pylist(rows), sink)
    return bytes(sink.getvalue())


FORMATS: dict[str, Callable[[], str | bytes]] = {
    "a.jsonl": lambda: json.dumps(RECORD) + "\n\n",
    "a.ndjson": lambda: json.dumps(RECORD, ensure_ascii=False),
    "a.jsonl.gz": lambda: json.dumps(RECORD),
    "bom.jsonl": lambda: b"\xef\xbb\xbf" + json.dumps(RECORD, ensure_ascii=False).encode(),
    "utf16.jsonl": lambda: json.dumps(RECORD, ensure_ascii=False).encode("utf-16"),
    "list.json": lambda: json.dumps([RECORD], indent=2),
    "object.json": lambda: json.dumps(RECORD),
    "comma.csv": lambda: csv_of(","),
    "semicolon.csv": lambda: csv_of(";"),
    "tab.tsv": lambda: csv_of("\t"),
    "a.csv.gz": lambda: csv_of(","),
    "crlf.csv": lambda: csv_of(",").replace("\n", "\r\n"),
    "bom.csv": lambda: "\ufeff" + csv_of(";"),
    "a.parquet": lambda: parquet_bytes([{**RECORD, "published_at": dt.date(2017, 5, 3)}]),
    "fenced.txt": lambda: (
        f'---\nid: a1\ntitle: "{TITLE}"\ndate: 2017-05-03\nsource: Le Fil\nsection: Monde\nauthor: x\n---\n{BODY}\n'
    ),
    "front.txt": lambda: f"id: a1\ntitre : {TITLE}\ndate: 3 mai 2017\nsource: Le Fil\nrubrique: Monde\n\n{BODY}\n",
}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_same_article(tmp_path: Path, name: str) -> None:
    article = one_article(write(tmp_path / name, FORMATS[name]()))
    assert (article.doc_id, article.title, article.text) == ("a1", TITLE, TEXT)
    assert (article.published_date, article.published_date_origin) == (dt.date(2017, 5, 3), "metadata")
    assert (article.source, article.section, article.language) == ("Le Fil", "Monde", "fr")
    assert article.source_path == name


@pytest.mark.parametrize(
    "names",
    [
        {
            "title": "titre",
            "text": "texte",
            "published_at": "date_publication",
            "source": "média",
            "section": "Catégorie",
        },
        {
            "title": "Headline",
            "text": "content",
            "published_at": "pubDate",
            "source": "publisher",
            "section": "category",
        },
        {"id": "doc_id", "text": "body", "published_at": "Published Date", "section": "rubrique"},
    ],
)
def test_other_names_of_columns(tmp_path: Path, names: dict[str, str]) -> None:
    record = {names.get(key, key): value for key, value in RECORD.items()}
    assert (
        one_article(write(tmp_path / "a.jsonl", json.dumps(record))).content_hash
        == one_article(write(tmp_path / "b.jsonl", json.dumps(RECORD))).content_hash
    )


def test_first_name_with_a_value_wins(tmp_path: Path) -> None:
    record = {"content": "Un résumé seulement.", "date": "2001-01-01", **RECORD, "body": None}
    article = one_article(write(tmp_path / "a.jsonl", json.dumps(record)))
    assert (article.text, str(article.published_date)) == (TEXT, "2017-05-03")


def test_plain_text_without_front_matter(tmp_path: Path) -> None:
    article = one_article(write(tmp_path / "2017-05-03_geneve.txt", f"{TITLE}\n\n{BODY}\n"))
    assert (article.doc_id, article.title, article.text) == ("2017-05-03_geneve", TITLE, TEXT)
    assert (str(article.published_date), article.published_date_origin) == ("2017-05-03", "filename")


def test_dateline_gives_the_date_where_nothing_else_does(tmp_path: Path) -> None:
    body = BODY.replace("Les deux", "GENÈVE, 3 mai 2017 (AFP) – Les deux", 1)
    article = one_article(write(tmp_path / "geneve.txt", f"{TITLE}\n\n{body}"))
    assert article.text == TEXT
    assert (str(article.published_date), article.published_date_origin) == ("2017-05-03", "text")
    dated = one_article(write(tmp_path / "20170504.txt", f"{TITLE}\n\n{body}"))
    assert (str(dated.published_date), dated.published_date_origin) == ("2017-05-04", "filename")


def test_no_date_anywhere(tmp_path: Path) -> None:
    article = one_article(write(tmp_path / "a.txt", f"{TITLE}\n\n{BODY}"))
    assert (article.published_date, article.published_date_origin) == (None, "none")


def test_title_with_a_colon_is_no_front_matter(tmp_path: Path) -> None:
    article = one_article(write(tmp_path / "a.txt", f"Syrie : un accord\n\n{BODY}"))
    assert article.title == "Syrie : un accord"


def test_title_is_not_repeated(tmp_path: Path) -> None:
    article = one_article(write(tmp_path / "a.jsonl", json.dumps({**RECORD, "text": f"{TITLE}\n\n{BODY}"})))
    assert article.text == TEXT


def test_wrapped_lines_are_joined_and_paragraphs_are_not(tmp_path: Path) -> None:
    wrapped = (
        "Les deux ministres se sont retrouvés mardi à Genève pour parler\n"
        "du gaz et des prisonniers, sans que leurs porte-parole disent si\n"
        "Vienne serait la prochaine étape.\n\nUn intertitre\n\nLa suite est attendue en juin."
    )
    article = one_article(write(tmp_path / "a.txt", f"{TITLE}\n\n{wrapped}"))
    assert article.text.split("\n\n")[1:] == [
        "Les deux ministres se sont retrouvés mardi à Genève pour parler du gaz et des prisonniers, sans que"
        " leurs porte-parole disent si Vienne serait la prochaine étape.",
        "Un intertitre",
        "La suite est attendue en juin.",
    ]
    assert one_article(write(tmp_path / "b.txt", f"{TITLE}\n\n{BODY}")).text == TEXT


def test_one_line_is_a_body_without_title(tmp_path: Path) -> None:
    article = one_article(write(tmp_path / "a.txt", "Trump et Poutine se sont parlé mardi."))
    assert (article.title, article.text) == ("", "Trump et Poutine se sont parlé mardi.")


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "windows-1252"])
def test_html_page(tmp_path: Path, charset: str) -> None:
    page = PAGE.replace("utf-8", charset).encode("cp1252" if charset != "utf-8" else "utf-8")
    article = one_article(write(tmp_path / "geneve.html", page))
    assert (article.doc_id, article.title) == ("geneve", TITLE)
    assert article.text.startswith(f"{TITLE}\n\nLes deux ministres se sont retrouvés mardi à Genève")
    assert article.text.count("\n\n") == 3
    assert "Accueil" not in article.text
    assert (str(article.published_date), article.published_date_origin) == ("2017-05-03", "markup")


def test_html_column(tmp_path: Path) -> None:
    article = one_article(write(tmp_path / "a.jsonl", json.dumps({"id": "h", "html": PAGE, "date": "2017-05-04"})))
    assert (article.title, str(article.published_date), article.published_date_origin) == (
        TITLE,
        "2017-05-04",
        "metadata",
    )


def test_same_article_without_id_has_the_same_id_in_every_format(tmp_path: Path) -> None:
    record = {key: value for key, value in RECORD.items() if key != "id"}
    first = one_article(write(tmp_path / "a.jsonl", json.dumps(record)))
    second = one_article(write(tmp_path / "b.parquet", parquet_bytes([dict(record)])))
    assert first.doc_id == second.doc_id
    assert first.doc_id.startswith("doc-")


LATIN = json.dumps(RECORD, ensure_ascii=False).encode("cp1252")
DEFECTS: dict[str, tuple[str, str | bytes, str, str, str]] = {
    "ending": ("a.docx", "x", "unknown_format", "", ".docx"),
    "no-ending": ("notes", "x", "unknown_format", "", "nothing"),
    "latin-txt": ("a.txt", "Genève".encode("cp1252"), "not_utf8", "byte 3", "0xe8"),
    "latin-html": ("a.html", "<p>Genève</p>".encode("cp1252"), "not_utf8", "byte 6", "0xe8"),
    "false-charset": ("a.html", '<meta charset="ascii-x"><p>é'.encode("cp1252"), "not_utf8", "", "ascii-x"),
    "latin-jsonl": ("a.jsonl", b"\n" + LATIN, "not_utf8", "line 2", "offset 27"),
    "latin-json": ("a.json", LATIN, "not_utf8", "", "0xe8"),
    "latin-csv": ("a.csv", "id,text\na,Genève\n".encode("cp1252"), "not_utf8", "row 1", "offset 13"),
    "latin-header": ("a.csv", "id,média\n".encode("cp1252"), "not_utf8", "line 1", "offset 4"),
    "empty-txt": ("a.txt", " \n\n", "empty", "", "no text"),
    "empty-csv": ("a.csv", "", "empty", "", "no header"),
    "boilerplate-only": ("a.txt", "Partager\nLire aussi\nUn titre", "empty", "", "boilerplate"),
    "empty-text": ("a.jsonl", json.dumps({**RECORD, "text": "  "}), "empty", "line 1", "no text"),
    "english": ("a.txt", "The two ministers said that they would meet again in June.", "not_french", "", "'en'"),
    "broken-line": ("a.jsonl", '{"text": "a', "broken_json", "line 1", "column"),
    "array-line": ("a.jsonl", "[1]", "not_an_object", "line 1", "list"),
    "open-list": ("a.json", "[", "broken_json", "item 1", "not closed"),
    "broken-item": ("a.json", '[{"text": }]', "broken_json", "item 1", "column"),
    "number-item": ("a.json", "12", "not_an_object", "item 1", "int"),
    "no-text-jsonl": ("a.jsonl", '{"titre": "x", "auteur": "y"}', "missing_column", "line 1", "titre, auteur"),
    "no-text-csv": ("a.csv", "titre;auteur\nx;y\n", "missing_column", "", "titre, auteur"),
    "no-text-parquet": ("a.parquet", parquet_bytes([{"titre": "x"}]), "missing_column", "", "titre"),
    "no-parquet": ("a.parquet", b"PAR1", "unreadable_parquet", "", "arquet"),
    "short-row": ("a.csv", "id,title,text\n1,x\n", "broken_row", "row 1", "2 cells under a header of 3"),
    "open-quote": ("a.csv", 'id,text\n1,"x\n', "broken_row", "row 1", "unexpected end"),
    "wrong-type": ("a.jsonl", '{"text": {"x": 1}}', "wrong_type", "line 1", "'text' is dict"),
    "bad-date": ("a.jsonl", json.dumps({**RECORD, "published_at": "demain peut-être"}), "bad_date", "line 1", "demain"),
    "bad-date-txt": ("a.txt", f"id: x\ndate: hier\n\n{BODY}", "bad_date", "", "hier"),
    "stamp": ("a.jsonl", json.dumps({**RECORD, "published_at": 1493769600}), "bad_date", "line 1", "1493769600"),
    "open-fence": ("a.txt", "---\nid: x\n\nBonjour", "bad_front_matter", "line 4", "no key"),
    "unclosed-fence": ("a.txt", "---\nid: x\n", "bad_front_matter", "line 1", "missing"),
    "odd-front-matter": (
        "a.txt",
        f"id: x\ndate: 2017-05-03\nauteur: y\n\n{BODY}",
        "bad_front_matter",
        "line 3",
        "auteur",
    ),
    "too-long": ("a.jsonl", json.dumps({"text": "é" * (MAX_CHARS + 1)}), "too_long", "line 1", "1,000,001"),
    "no-article": ("a.html", "<html><body><script>1</script></body></html>", "unreadable_html", "", "no article"),
    "deep": ("a.jsonl", "[" * 100_000, "broken_json", "line 1", "nested"),
}


@pytest.mark.parametrize("name", DEFECTS)
def test_defect(tmp_path: Path, name: str) -> None:
    file_name, content, reason, position, found = DEFECTS[name]
    reject = one_reject(write(tmp_path / file_name, content))
    assert (reject.source_path, reject.reason) == (file_name, reason)
    assert reject.position == position or (name == "latin-json" and reject.position.startswith("byte "))
    assert found in reject.detail


def test_broken_gzip(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl.gz").write_bytes(b"no gzip at all")
    whole = gzip.compress(json.dumps(RECORD).encode() * 50)
    (tmp_path / "b.jsonl.gz").write_bytes(whole[: len(whole) // 2])
    assert [(reject.source_path, reject.reason) for reject in rejects(tmp_path)] == [
        ("a.jsonl.gz", "broken_gzip"),
        ("b.jsonl.gz", "broken_gzip"),
    ]


def test_a_defect_does_not_stop_the_file(tmp_path: Path) -> None:
    second = json.dumps({**RECORD, "id": "a2"}).encode()
    jsonl = b"\n".join([LATIN, b"{", second, b'{"text": "', json.dumps(RECORD).encode()])
    pieces = list(read_corpus(write(tmp_path / "a.jsonl", jsonl)))
    assert [getattr(piece, "reason", "") or piece.doc_id for piece in pieces] == [
        "not_utf8",
        "broken_json",
        "a2",
        "broken_json",
        "a1",
    ]
    rows = ["id,text", "1,Un accord a été signé.", '2,"x"y', "3", "4,Un autre accord a été signé."]
    pieces = list(read_corpus(write(tmp_path / "a.csv", "\n".join(rows))))
    assert [getattr(piece, "reason", "") or piece.doc_id for piece in pieces] == ["1", "broken_row", "broken_row", "4"]
    assert [piece.position for piece in pieces if isinstance(piece, Reject)] == ["row 2", "row 3"]


def test_line_above_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decode_module, "MAX_BYTES", 1000)
    lines = ["x" * 5000, json.dumps(RECORD), "y" * 1001, json.dumps({**RECORD, "id": "a2"})]
    pieces = list(read_corpus(write(tmp_path / "a.jsonl", "\n".join(lines))))
    assert [getattr(piece, "reason", "") or piece.doc_id for piece in pieces] == ["too_long", "a1", "too_long", "a2"]
    assert one_reject(write(tmp_path / "b.txt", "x" * 1001)).reason == "too_long"


@pytest.mark.parametrize("chunk", [1, 2, 7, 64, 1 << 16])
def test_json_list_is_read_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int) -> None:
    monkeypatch.setattr(decode_module, "CHUNK_BYTES", chunk)
    monkeypatch.setattr(json_records, "CHUNK_BYTES", chunk)
    records = [{**RECORD, "id": f"a{number}"} for number in range(5)]
    for name, content in (
        ("list.json", json.dumps(records, ensure_ascii=False, indent=1)),
        ("sequence.json", "\n".join(json.dumps(record) for record in records)),
    ):
        found = articles(write(tmp_path / name, content))
        assert [article.doc_id for article in found] == [record["id"] for record in records]


def test_folder(tmp_path: Path) -> None:
    write(tmp_path / "b.jsonl", json.dumps(RECORD))
    write(tmp_path / "a" / "2017-05-04_x.txt", f"Un titre\n\n{BODY}")
    write(tmp_path / "z.html.gz", PAGE)
    for skipped in (".gitkeep", ".git/config", "README.md", "a/readme.txt"):
        write(tmp_path / skipped, "rien")
    write(tmp_path / "image.png", "x")
    pieces = list(read_corpus(tmp_path))
    assert [(piece.source_path, getattr(piece, "reason", "")) for piece in pieces] == [
        ("a/2017-05-04_x.txt", ""),
        ("b.jsonl", ""),
        ("image.png", "unknown_format"),
        ("z.html.gz", ""),
    ]
    assert [piece.doc_id for piece in pieces if isinstance(piece, Article)] == ["2017-05-04_x", "a1", "z"]
    assert list(read_corpus(tmp_path)) == pieces


def test_folder_that_links_to_itself_ends(tmp_path: Path) -> None:
    write(tmp_path / "a" / "a.jsonl", json.dumps(RECORD))
    (tmp_path / "a" / "again").symlink_to(tmp_path, target_is_directory=True)
    assert [article.doc_id for article in articles(tmp_path)] == ["a1"]


def test_duplicates(tmp_path: Path) -> None:
    lines = [RECORD, RECORD, {**RECORD, "text": "Un tout autre texte a été publié."}, {**RECORD, "id": "a2"}]
    first, *others = read_corpus(write(tmp_path / "a.jsonl", "\n".join(map(json.dumps, lines))))
    assert isinstance(first, Article)
    assert [(getattr(piece, "reason", ""), getattr(piece, "position", "")) for piece in others] == [
        ("duplicate", "line 2"),
        ("duplicate_id", "line 3"),
        ("", ""),
    ]


def test_corpus_is_read_lazily(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", json.dumps(RECORD))
    write(tmp_path / "b.jsonl", json.dumps({**RECORD, "id": "a2"}))
    pieces = read_corpus(tmp_path)
    assert next(pieces).source_path == "a.jsonl"
    (tmp_path / "b.jsonl").write_text(json.dumps({**RECORD, "id": "late"}))
    assert [piece.doc_id for piece in pieces if isinstance(piece, Article)] == ["late"]


def test_nothing_there_is_an_error_at_once(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="nowhere"):
        read_corpus(tmp_path / "nowhere")


def test_import_is_light() -> None:
    heavy = ("trafilatura", "dateparser", "pyarrow", "pandas", "spacy", "ftfy")
    code = f"import sys, pipeline.corpus; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
