"""Readers: files of any supported format in, clean articles out, and a reason for all that is not one."""

from pipeline.corpus.faults import REASONS
from pipeline.corpus.walk import has_reader, read_corpus, read_text

__all__ = ["REASONS", "has_reader", "read_corpus", "read_text"]
