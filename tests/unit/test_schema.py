"""The schema says everything about every column, once."""

import pyarrow as pa
import pytest

from pipeline.ontology import EVENT_TYPES
from pipeline.schema import SCHEMAS, TABLES

# The tables that other programs read: a column that is renamed or lost must be lost on purpose.
COLUMNS = {
    "articles": "doc_id title text source url published_date published_date_origin language section n_chars "
    "n_sentences n_events content_hash source_path",
    "events": "event_id doc_id event_type status is_background event_date_start event_date_end "
    "event_date_granularity event_date_text place_name place_country_code place_latitude place_longitude venue "
    "topics about_codes reporter_name reporter_code cameo_code plover_type plover_mode goldstein quad_class "
    "n_mentions confidence sentence",
    "participants": "event_id role position doc_id actor_id actor_name actor_code mention_text start_char end_char",
    "event_mentions": "mention_id event_id doc_id rule_id event_type status trigger_text start_char end_char "
    "sentence_text sentence_start sentence_end",
    "entities": "doc_id start_char end_char text label entity_id entity_name actor_code country_code latitude "
    "longitude",
    "time_expressions": "doc_id start_char end_char text timex_type value_start value_end granularity",
    "rejects": "source_path position reason detail",
}
FIELDS = {f"{table}.{field.name}": field for table, schema in SCHEMAS.items() for field in schema}


def test_there_are_these_tables():
    assert list(SCHEMAS) == list(COLUMNS)


@pytest.mark.parametrize("table", COLUMNS)
def test_tables_have_these_columns(table):
    assert SCHEMAS[table].names == COLUMNS[table].split()


@pytest.mark.parametrize("field", FIELDS.values(), ids=FIELDS)
def test_every_column_is_described_in_a_sentence(field):
    description = field.metadata[b"description"].decode()
    assert len(description) > 10
    assert description.endswith(".")


@pytest.mark.parametrize("spec", TABLES.values(), ids=TABLES)
def test_keys_are_required_columns_and_part_of_the_order(spec):
    for name in spec.key:
        assert not spec.schema.field(name).nullable
    assert set(spec.key) <= set(spec.order)


def test_enums_are_dictionaries_of_a_closed_vocabulary():
    for spec in TABLES.values():
        for column in spec.columns:
            if pa.types.is_dictionary(column.type):
                assert column.values
                assert len(set(column.values)) == len(column.values) < 128  # the index is int8
    event_type = next(c for c in TABLES["events"].columns if c.name == "event_type")
    assert event_type.values == EVENT_TYPES
