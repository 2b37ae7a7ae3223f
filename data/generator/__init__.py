"""A ledger made to measure: invented customers, documents and payments, with a planted truth (see data/README.md)."""

from data.generator.decline import Truth, planted_truth
from data.generator.ledger import MONTHS_MIN, generate
from data.generator.portraits import SAMPLE_INVOICES

SAMPLE_LANGUAGES = ("en", "zh")

__all__ = ["MONTHS_MIN", "SAMPLE_INVOICES", "SAMPLE_LANGUAGES", "Truth", "generate", "planted_truth"]
