"""A ledger made to measure: invented customers, documents and payments, with a planted truth (see data/README.md)."""

from data.generator.decline import Truth, planted_truth
from data.generator.ledger import MONTHS_MIN, generate
from data.generator.portraits import SAMPLE_INVOICES
from data.generator.terms import TermsChange, planted_terms

SAMPLE_LANGUAGES = ("en", "zh")

__all__ = [
    "MONTHS_MIN", "SAMPLE_INVOICES", "SAMPLE_LANGUAGES", "TermsChange", "Truth", "generate", "planted_terms",
    "planted_truth",
]  # fmt: skip
