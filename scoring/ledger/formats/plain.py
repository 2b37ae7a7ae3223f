"""A table with headings of its own; the general synonyms do all the work."""

from scoring.ledger.headings.format import Format
from scoring.terms import Kind

FORMAT = Format(name="plain", kind=Kind.INVOICES)
