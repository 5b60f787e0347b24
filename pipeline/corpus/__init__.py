"""Readers: files of any supported format in, clean articles out, and a reason for all that is not one."""

from pipeline.corpus.faults import REASONS
from pipeline.corpus.walk import read_corpus

__all__ = ["REASONS", "read_corpus"]
