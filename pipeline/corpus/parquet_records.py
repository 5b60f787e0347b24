"""Parquet: one article a row, read in batches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from pipeline.corpus.draft import Drafts
from pipeline.corpus.faults import CorpusError, Fault
from pipeline.corpus.fields import draft_of, field_of, require_text

if TYPE_CHECKING:
    import pyarrow as pa

BATCH_ROWS = 256
"""Rows held at a time; about 1 MB of news."""


def read(handle: BinaryIO, _stem: str) -> Drafts:
    """Read one article a row, of the columns that are known; row 1 is the first."""
    # Heavy, and needed for this format alone.
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    number = 0
    try:
        table = pq.ParquetFile(handle)
        columns = table.schema_arrow.names
        require_text(columns)
        known = [column for column in columns if field_of(column)]
        for batch in table.iter_batches(batch_size=BATCH_ROWS, columns=known):
            for row in _rows(batch):
                number += 1
                try:
                    yield (
                        draft_of(row, f"row {number}")
                        if isinstance(row, dict)
                        else Fault("wrong_type", row, f"row {number}")
                    )
                except CorpusError as error:
                    yield error.fault
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        first_line = str(error).splitlines()[0] if str(error) else type(error).__name__
        yield Fault("unreadable_parquet", first_line, f"row {number + 1}" if number else "")


def _rows(batch: pa.RecordBatch) -> Iterator[dict[str, Any] | str]:
    """Yield the rows of a batch; for one that Python cannot hold, as a date of the year 300,000, what is wrong."""
    for at in range(batch.num_rows):
        try:
            yield from batch.slice(at, 1).to_pylist()
        except (ValueError, OverflowError) as error:
            yield f"a value that cannot be read: {error}"
