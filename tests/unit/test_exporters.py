"""What is exported is what the tables say, in the formats that others read."""

import csv
import json

import made_records as made
import pytest

from pipeline import exporters
from pipeline.checks import to_arrow
from pipeline.export import to_gold
from pipeline.exporters import CAMEO_COLUMNS, CSV_COLUMNS, FORMATS, export, gold_articles
from pipeline.gold import article_problems, load_gold
from pipeline.provenance import Provenance
from pipeline.records import Extraction
from pipeline.schema import TABLES
from pipeline.tables import TablesError, rows, write_tables

PROVENANCE = Provenance("1", "0.1.0", "source", "lexicon", "3.8.0", "made_model 1.0")
WITH_EVENTS = made.extraction(made.article("a-1"))
WITHOUT_EVENTS = Extraction(made.article("a-2", published_date=None, published_date_origin="none"), 4, (), (), ())


@pytest.fixture
def folder(tmp_path):
    found = {name: [] for name in TABLES}
    for extraction in (WITHOUT_EVENTS, WITH_EVENTS):
        for name, some in rows(extraction).items():
            found[name].extend(some)
    write_tables(tmp_path / "tables", {name: to_arrow(name, some) for name, some in found.items()}, PROVENANCE)
    return tmp_path / "tables"


def change(folder, table, **values):
    """Rewrite the tables with other values in every row of one of them."""
    found = {name: [] for name in TABLES}
    for name, some in rows(WITH_EVENTS).items():
        found[name].extend(row | (values if name == table else {}) for row in some)
    write_tables(folder, {name: to_arrow(name, some) for name, some in found.items()}, PROVENANCE)


def test_gold_from_tables_is_gold_from_records(folder):
    assert gold_articles(folder) == [to_gold(WITH_EVENTS), to_gold(WITHOUT_EVENTS)]


def test_gold_is_valid_and_has_the_articles_without_events(folder, tmp_path):
    path = tmp_path / "run.jsonl"
    path.write_text("".join(f"{line}\n" for line in export(folder, "gold")), encoding="utf-8")
    articles = load_gold(path)
    assert [(article["doc_id"], len(article["events"])) for article in articles] == [("a-1", 2), ("a-2", 0)]
    assert not [problem for article in articles for problem in article_problems(article)]


def test_gold_has_triggers_in_text_order(folder):
    call, accusation = gold_articles(folder)[0]["events"]
    assert call["triggers"] == ["parlé", "appelés"]
    assert accusation["triggers"] == ["accuse"]


def test_gold_has_the_words_of_a_participant_only_where_there_are_some(folder):
    call = gold_articles(folder)[0]["events"][0]
    assert call["participants"] == [
        {"role": "participant", "code": "FRA", "name": "Emmanuel Macron", "text": "Les deux présidents"},
        {"role": "participant", "code": "TUR", "name": "Recep Tayyip Erdogan"},
    ]


def test_csv_has_one_row_an_event(folder):
    reader = csv.DictReader(export(folder, "csv"))
    call, accusation = reader
    assert tuple(reader.fieldnames) == CSV_COLUMNS
    assert call["participant_names"] == "Emmanuel Macron;Recep Tayyip Erdogan"
    assert call["participant_codes"] == "FRA;TUR"
    assert call["event_date_start"] == "2020-06-15"
    assert call["topics"] == "conflict;military"
    assert call["article_title"] == made.TITLE
    assert accusation["target_names"] == "Turquie;communauté internationale"
    assert accusation["target_codes"] == "TUR;"
    assert accusation["event_date_start"] == ""


def test_csv_quotes_what_would_break_a_row(folder, tmp_path):
    change(folder, "events", sentence='Il a dit : "oui",\npuis rien.')
    path = tmp_path / "events.csv"
    path.write_text("".join(f"{line}\n" for line in export(folder, "csv")), encoding="utf-8", newline="")
    with path.open(encoding="utf-8", newline="") as handle:
        assert [row["sentence"] for row in csv.DictReader(handle)] == ['Il a dit : "oui",\npuis rien.'] * 2


def test_jsonl_nests_what_belongs_to_an_event(folder):
    call, accusation = map(json.loads, export(folder, "jsonl"))
    assert call["article"] == {
        "title": made.TITLE,
        "source": "Gazette",
        "url": None,
        "published_date": "2020-06-16",
    }
    assert [participant["actor_code"] for participant in call["participants"]] == ["FRA", "TUR"]
    assert [mention["rule_id"] for mention in call["mentions"]] == ["phone_call.parler", "phone_call.appeler"]
    assert (call["event_date_start"], call["quad_class"], call["about_codes"]) == ("2020-06-15", 1, ["LBY"])
    assert accusation["place_name"] is None


def cameo(folder):
    header, *lines = (line.split("\t") for line in export(folder, "cameo"))
    assert tuple(header) == CAMEO_COLUMNS
    return [line[:4] for line in lines]


def test_cameo_pairs_equal_sides_both_ways_and_sources_with_targets(folder):
    assert cameo(folder) == [
        ["2020-06-15", "FRA", "TUR", "041"],
        ["2020-06-15", "TUR", "FRA", "041"],
        ["2020-06-16", "FRA", "TUR", "112"],  # without a date of its own: the day of publication
        ["2020-06-16", "FRA", "---", "112"],  # a target without a code
    ]


def test_nobody_acts_on_itself_who_acts_on_others():
    both = [{"role": role, "actor_code": code} for role in ("source", "target") for code in ("FRA", "TUR")]
    assert exporters._dyads(both) == [("FRA", "TUR"), ("TUR", "FRA")]
    alone = [{"role": role, "actor_code": "SYR"} for role in ("source", "target")]
    assert exporters._dyads(alone) == [("SYR", "SYR")]


def test_cameo_dates_what_has_not_happened_by_the_day_it_was_said(folder):
    change(folder, "events", status="planned")
    assert {line[0] for line in cameo(folder)} == {"2020-06-16"}


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_the_same_twice_and_needs_tables(folder, tmp_path, form):
    assert list(export(folder, form)) == list(export(folder, form))
    with pytest.raises(TablesError, match="run `make extract`"):
        export(tmp_path / "nowhere", form)
