"""Rows keep to the schema or the writer says why not; tables change together or not at all."""

import datetime as dt
import random
from dataclasses import replace
from pathlib import Path

import made_records as made
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.checks import SchemaError, conform, to_arrow
from pipeline.provenance import Provenance
from pipeline.schema import SCHEMAS, TABLES
from pipeline.tables import (
    COMMIT,
    PART,
    STAGING,
    TablesError,
    read_arrow,
    read_provenance,
    read_tables,
    reject_row,
    rows,
    write_tables,
)

PROVENANCE = Provenance("1", "0.1.0", "source", "lexicon", "3.8.0", "made_model 1.0")


def tables_of(*doc_ids, shuffle=None):
    found = {name: [] for name in TABLES}
    for doc_id in doc_ids:
        for name, some in rows(made.extraction(made.article(doc_id))).items():
            found[name].extend(some)
    found["rejects"].append(reject_row(made.REJECT))
    if shuffle is not None:
        for some in found.values():
            random.Random(shuffle).shuffle(some)
    return {name: to_arrow(name, some) for name, some in found.items()}


def contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.parquet")}


class Stop(BaseException):
    """Stands for a killed process: nothing in the program may catch it."""


# -- rows --


def test_an_extraction_gives_the_rows_of_all_document_tables():
    found = rows(made.extraction())
    assert {name: len(some) for name, some in found.items()} == {
        "articles": 1,
        "events": 2,
        "participants": 5,
        "event_mentions": 3,
        "entities": 1,
        "time_expressions": 1,
    }
    assert found["articles"][0]["n_events"] == 2
    assert found["events"][0]["n_mentions"] == 2


def test_participants_are_ranked_within_their_role():
    ranks = [(row["role"], row["position"]) for row in rows(made.extraction())["participants"]]
    assert ranks == [("participant", 0), ("participant", 1), ("source", 0), ("target", 0), ("target", 1)]


def test_offsets_point_at_their_words():
    found = rows(made.extraction())
    text = found["articles"][0]["text"]
    for row in [*found["event_mentions"], *found["entities"], *found["time_expressions"]]:
        assert text[row["start_char"] : row["end_char"]] == row.get("trigger_text", row.get("text"))


def test_one_trigger_of_two_events_gives_two_mentions():
    article = made.article()
    first = made.phone_call(article)
    both = replace(made.extraction(article), events=(first, replace(first, event_id="evt-other")))
    ids = [row["mention_id"] for row in rows(both)["event_mentions"]]
    assert len(set(ids)) == len(ids) == 4


# -- schema --


def event(**changes):
    return rows(made.extraction())["events"][0] | changes


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"event_type": "picnic"}, r"column event_type: \['picnic'\] not in its vocabulary"),
        ({"status": None}, "column status: 1 of 1 values are null"),
        ({"topics": ["gossip"]}, r"column topics: \['gossip'\] not in its vocabulary"),
        ({"topics": None}, "column topics: 1 of 1 values are null"),
        ({"about_codes": ["SYR", None]}, "column about_codes: a list holds a null"),
        ({"quad_class": 5}, r"column quad_class: \[5\] not in its vocabulary"),
        ({"confidence": 1.5}, "column confidence: values go from 1.5 to 1.5, allowed are 0.0 to 1.0"),
        ({"goldstein": float("nan")}, "column goldstein: a value is not a number"),
        ({"event_date_start": "2020-01-01"}, "column event_date_start: "),
        ({"cameo_code": 41}, "column cameo_code: "),
        ({"mood": "tense"}, r"missing columns \[\], unknown columns \['mood'\]"),
    ],
)
def test_a_row_outside_the_schema_is_refused_by_name(changes, message):
    with pytest.raises(SchemaError, match=f"table events.*{message}"):
        to_arrow("events", [event(**changes)])


def test_a_missing_column_is_refused():
    row = event()
    del row["venue"]
    with pytest.raises(SchemaError, match=r"row 0: missing columns \['venue'\]"):
        to_arrow("events", [row])


def test_a_key_that_occurs_twice_is_refused():
    with pytest.raises(SchemaError, match=r"key \('event_id',\) is not unique: .*evt-"):
        to_arrow("events", [event(), event()])


def test_other_columns_or_types_are_refused():
    table = to_arrow("rejects", [reject_row(made.REJECT)])
    with pytest.raises(SchemaError, match="columns are"):
        conform("rejects", table.drop_columns(["detail"]))
    with pytest.raises(SchemaError, match="column detail: type is large_string, expected string"):
        conform("rejects", table.set_column(3, "detail", table["detail"].cast(pa.large_string())))


# -- files --


def test_what_is_written_is_what_is_read(tmp_path):
    written = tables_of("a-1", "a-2")
    write_tables(tmp_path, written, PROVENANCE)
    for name, table in written.items():
        schema = pq.read_schema(tmp_path / name / PART)
        assert schema.remove_metadata().equals(SCHEMAS[name].remove_metadata(), check_metadata=False)
        assert schema.field(0).metadata == SCHEMAS[name].field(0).metadata
        read = read_arrow(tmp_path, name)
        assert sorted(map(str, read.to_pylist())) == sorted(map(str, table.to_pylist()))
    assert read_provenance(tmp_path) == PROVENANCE
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(TABLES)


def test_metadata_says_what_the_table_was_made_with(tmp_path):
    write_tables(tmp_path, tables_of("a-1"), PROVENANCE)
    metadata = pq.read_schema(tmp_path / "events" / PART).metadata
    assert metadata[b"model"] == b"made_model 1.0"
    assert {b"schema_version", b"package_version", b"spacy_version", b"lexicon_hash"} <= metadata.keys()


def test_the_order_of_the_rows_given_changes_no_byte(tmp_path):
    docs = [f"a-{number}" for number in range(20)]
    write_tables(tmp_path / "one", tables_of(*docs), PROVENANCE)
    write_tables(tmp_path / "two", tables_of(*docs, shuffle=7), PROVENANCE)
    assert len(contents(tmp_path / "one")) == len(TABLES)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


@pytest.mark.parametrize("name", TABLES)
def test_rows_stand_in_the_order_that_the_schema_names(tmp_path, name):
    write_tables(tmp_path, tables_of(*(f"a-{number}" for number in range(9)), shuffle=3), PROVENANCE)
    keys = [tuple(row[column] for column in TABLES[name].order) for row in read_arrow(tmp_path, name).to_pylist()]
    assert keys == sorted(keys)


def test_a_table_that_breaks_its_schema_changes_nothing(tmp_path):
    write_tables(tmp_path, tables_of("a-1"), PROVENANCE)
    before = contents(tmp_path)
    broken = tables_of("a-2")
    broken["rejects"] = pa.concat_tables([broken["rejects"], broken["rejects"]])
    with pytest.raises(SchemaError):
        write_tables(tmp_path, broken, PROVENANCE)
    assert contents(tmp_path) == before
    assert not (tmp_path / STAGING).exists()


@pytest.mark.parametrize("moves_before_stop", range(len(TABLES) + 1))
def test_a_stop_at_any_move_leaves_one_whole_set(tmp_path, monkeypatch, moves_before_stop):
    old, new = tables_of("a-1"), tables_of("a-2", "a-3")
    write_tables(tmp_path / "new", new, PROVENANCE)
    write_tables(tmp_path / "out", old, PROVENANCE)
    before = read_tables(tmp_path / "out")
    moves = 0

    def counted(move):
        def moved(path, target):
            nonlocal moves
            if moves == moves_before_stop:
                raise Stop
            moves += 1
            return move(path, target)

        return moved

    monkeypatch.setattr(Path, "rename", counted(Path.rename))
    monkeypatch.setattr(Path, "replace", counted(Path.replace))
    with pytest.raises(Stop):
        write_tables(tmp_path / "out", new, PROVENANCE)
    monkeypatch.undo()
    # The first move is the one that counts: nothing of the new set before it, nothing of the old one after it.
    expected = before if moves_before_stop == 0 else read_tables(tmp_path / "new")
    found = read_tables(tmp_path / "out")
    assert found.keys() == expected.keys()
    for name, frame in expected.items():
        pd.testing.assert_frame_equal(found[name], frame)
    write_tables(tmp_path / "out", new, PROVENANCE)
    assert contents(tmp_path / "out") == contents(tmp_path / "new")
    assert not (tmp_path / "out" / COMMIT).exists()


def test_a_set_that_lacks_a_table_is_not_written(tmp_path):
    some = tables_of("a-1")
    del some["rejects"]
    with pytest.raises(ValueError, match="expected"):
        write_tables(tmp_path, some, PROVENANCE)


# -- reading --


def test_reading_gives_pleasant_types(tmp_path):
    write_tables(tmp_path, tables_of("a-1"), PROVENANCE)
    frames = read_tables(tmp_path)
    events = frames["events"].set_index("event_type")
    assert isinstance(frames["events"]["status"].dtype, pd.CategoricalDtype)
    assert list(frames["events"]["status"].cat.categories) == ["occurred", "planned", "hypothetical", "negated"]
    assert events.loc["phone_call", "topics"] == ["conflict", "military"]
    assert events.loc["accusation", "topics"] == []
    assert events.loc["phone_call", "event_date_start"] == pd.Timestamp(2020, 6, 15)
    assert pd.api.types.is_datetime64_any_dtype(frames["events"]["event_date_start"])
    assert frames["participants"]["start_char"].dtype == pd.Int32Dtype()
    assert frames["participants"]["start_char"].isna().sum() == 4
    assert frames["events"]["is_background"].dtype == bool


def test_dates_outside_the_range_of_nanoseconds_survive(tmp_path):
    some = tables_of("a-1")
    row = rows(made.extraction())["time_expressions"][0]
    some["time_expressions"] = to_arrow("time_expressions", [row | {"value_start": dt.date(1515, 9, 13)}])
    write_tables(tmp_path, some, PROVENANCE)
    frame = read_tables(tmp_path, ["time_expressions"])["time_expressions"]
    assert frame["value_start"].dt.year.tolist() == [1515]


def test_missing_tables_are_named_with_what_to_run(tmp_path):
    with pytest.raises(TablesError, match="no such folder; run `make extract`"):
        read_tables(tmp_path / "nowhere")
    with pytest.raises(TablesError, match="no table 'events' in this folder; run `make extract`"):
        read_tables(tmp_path, ["events"])
    with pytest.raises(TablesError, match="no table is called 'event'; there are articles, events"):
        read_tables(tmp_path, ["event"])


def test_tables_of_different_runs_have_no_provenance(tmp_path):
    write_tables(tmp_path / "one", tables_of("a-1"), PROVENANCE)
    write_tables(tmp_path / "two", tables_of("a-1"), replace(PROVENANCE, model="other 2.0"))
    (tmp_path / "two" / "events" / PART).replace(tmp_path / "one" / "events" / PART)
    assert read_provenance(tmp_path / "one") is None


def test_a_damaged_table_is_one_sentence(tmp_path):
    write_tables(tmp_path, tables_of("a"), PROVENANCE)
    (tmp_path / "events" / PART).write_bytes(b"PAR1 no table PAR1")
    with pytest.raises(TablesError, match=r"damaged, or no table; run `depeche extract INPUT --out") as raised:
        read_tables(tmp_path)
    assert str(tmp_path / "events" / PART) in str(raised.value)
    assert "\n" not in str(raised.value)
    assert read_provenance(tmp_path) is None
