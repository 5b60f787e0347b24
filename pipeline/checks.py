"""Makes Arrow tables that keep to `pipeline.schema`, or says which column breaks it and how.

Arrow alone lets too much pass: it fills a missing column with nulls, drops one that the schema does not know, and
looks at `nullable=False` on writing only. A vocabulary or a key it does not know at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.schema import TABLES, Column, TableSpec

Row = dict[str, object]
_SHOWN = 5
"""Offending values that a message names."""


class SchemaError(ValueError):
    """Rows do not keep to the schema of their table."""


def to_arrow(name: str, rows: Sequence[Mapping[str, object]]) -> pa.Table:
    """Turn rows into an Arrow table that has the schema of its table to the letter.

    Parameters
    ----------
    name : str
        Table, one of `pipeline.schema.TABLES`.
    rows : sequence of mapping
        One mapping a row; each must have the columns of the table and no other.

    Returns
    -------
    pyarrow.Table
        In the order of `rows`, enums encoded with the whole vocabulary in its fixed order.

    Raises
    ------
    SchemaError
        Names the table, the column and the first offending values.

    Examples
    --------
    >>> row = {"source_path": "a.txt", "position": "", "reason": "extraction_failed", "detail": "…"}
    >>> to_arrow("rejects", [row]).num_rows
    1
    """
    spec = TABLES[name]
    names = {column.name for column in spec.columns}
    for number, row in enumerate(rows):
        if row.keys() != names:
            missing, unknown = sorted(names - row.keys()), sorted(row.keys() - names)
            raise SchemaError(f"table {name}, row {number}: missing columns {missing}, unknown columns {unknown}")
    try:
        table = pa.Table.from_pylist(list(rows), schema=spec.schema)
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise SchemaError(f"table {name}: {_culprit(spec, rows)}{error}") from error
    return conform(name, table)


def conform(name: str, table: pa.Table) -> pa.Table:
    """Check a table against its specification and encode its enums with their fixed vocabulary.

    Parameters
    ----------
    name : str
        Table, one of `pipeline.schema.TABLES`.
    table : pyarrow.Table
        Any Arrow table; chunks may have dictionaries of their own.

    Returns
    -------
    pyarrow.Table
        The same rows in the same order, with the schema of the table, without the provenance of a run.

    Raises
    ------
    SchemaError
        If columns or types differ, a required value is null, a value lies outside its vocabulary or bounds,
        or a key occurs twice.
    """
    spec = TABLES[name]
    expected = [column.name for column in spec.columns]
    if table.column_names != expected:
        raise SchemaError(f"table {name}: columns are {table.column_names}, expected {expected}")
    columns = [_conform_column(f"table {name}, column {c.name}", c, table.column(c.name)) for c in spec.columns]
    conformed = pa.Table.from_arrays(columns, schema=spec.schema)
    _check_key(spec, conformed)
    return conformed


def in_order(name: str, table: pa.Table) -> pa.Table:
    """Return the rows of a table in the order that its specification names."""
    order = TABLES[name].order
    indices = pc.sort_indices(_plain(table, order), sort_keys=[(column, "ascending") for column in order])
    return table.take(indices)


def _conform_column(where: str, column: Column, values: pa.ChunkedArray) -> pa.ChunkedArray:
    if values.type != column.type:
        raise SchemaError(f"{where}: type is {values.type}, expected {column.type}")
    if not column.nullable and values.null_count:
        raise SchemaError(f"{where}: {values.null_count} of {len(values)} values are null")
    if column.bounds is not None:
        _check_bounds(where, column.bounds, values)
    if pa.types.is_list(column.type) and pc.list_flatten(values).null_count:
        raise SchemaError(f"{where}: a list holds a null")
    if column.values is None:
        return values
    if pa.types.is_dictionary(column.type):
        return _encode(where, column, values)
    _check_vocabulary(where, column, pc.list_flatten(values) if pa.types.is_list(column.type) else values)
    return values


def _check_bounds(where: str, bounds: tuple[float, float], values: pa.ChunkedArray) -> None:
    if pa.types.is_floating(values.type) and pc.any(pc.is_nan(values)).as_py():
        raise SchemaError(f"{where}: a value is not a number (NaN)")
    extremes = pc.min_max(values).as_py()
    low, high = extremes["min"], extremes["max"]
    if low is not None and not bounds[0] <= low <= high <= bounds[1]:
        raise SchemaError(f"{where}: values go from {low} to {high}, allowed are {bounds[0]} to {bounds[1]}")


def _check_vocabulary(where: str, column: Column, values: pa.ChunkedArray) -> None:
    allowed = set(column.values or ())
    unknown = [value for value in pc.unique(values).to_pylist() if value is not None and value not in allowed]
    if unknown:
        raise SchemaError(f"{where}: {unknown[:_SHOWN]} not in its vocabulary {list(column.values or ())}")


def _encode(where: str, column: Column, values: pa.ChunkedArray) -> pa.ChunkedArray:
    """Encode with the whole vocabulary: which dictionary a chunk has must not depend on what it happens to hold."""
    plain = values.cast(pa.string())
    _check_vocabulary(where, column, plain)
    vocabulary = pa.array(column.values, pa.string())
    indices = pc.index_in(plain, value_set=vocabulary).cast(column.type.index_type)
    chunks = [pa.DictionaryArray.from_arrays(chunk, vocabulary) for chunk in indices.chunks]
    return pa.chunked_array(chunks, type=column.type)


def _check_key(spec: TableSpec, table: pa.Table) -> None:
    counts = _plain(table, spec.key).group_by(list(spec.key), use_threads=False).aggregate([([], "count_all")])
    if counts.num_rows == table.num_rows:
        return
    twice = counts.filter(pc.greater(counts["count_all"], 1)).slice(0, _SHOWN).to_pylist()
    raise SchemaError(f"table {spec.name}: key {spec.key} is not unique: {twice}")


def _plain(table: pa.Table, names: Sequence[str]) -> pa.Table:
    """Return some columns, enums as strings: Arrow neither sorts nor groups by dictionaries everywhere."""
    columns = [table.column(name) for name in names]
    plain = [c.cast(pa.string()) if pa.types.is_dictionary(c.type) else c for c in columns]
    return pa.Table.from_arrays(plain, names=list(names))


def _culprit(spec: TableSpec, rows: Sequence[Mapping[str, object]]) -> str:
    """Name the first column whose values Arrow refuses; its own message names none."""
    for column in spec.columns:
        try:
            pa.array([row[column.name] for row in rows], type=column.type)
        except (pa.ArrowInvalid, pa.ArrowTypeError):
            return f"column {column.name}: "
    return ""
