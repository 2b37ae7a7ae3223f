"""Columns of what the small tables say of a customer."""

from __future__ import annotations

from pages.shared.tables import Column

COLUMNS = {
    "protections": [
        Column("protection", "word", heading="field.protection", words="signals.protection", width=150),
        Column("amount", "exact"),
        Column("currency", "code"),
        Column("cover_share", "percent", heading="field.cover_share"),
        Column("valid_from", "date", heading="field.valid_from"),
        Column("valid_to", "date", heading="field.valid_to"),
        Column("provider", heading="field.provider", width=200),
    ],
    "promises": [
        Column("promised_date", "date", heading="field.promised_date"),
        Column("promised_amount", "exact", heading="field.promised_amount"),
        Column("currency", "code"),
        Column("made_on", "date", heading="field.made_on"),
        Column("paid_amount", "exact", heading="field.paid_amount"),
        Column("state", "word", heading="warnings.column.state", words="signals.promise"),
        Column("document_no", width=160),
        Column("note", heading="field.note", width=200),
    ],
    "events": [
        Column("event", "word", heading="field.event", words="signals.event", width=140),
        Column("event_date", "date", heading="field.event_date"),
        Column("amount", "exact"),
        Column("currency", "code"),
        Column("source", heading="field.source", width=200),
        Column("closed_date", "date", heading="field.closed_date"),
    ],
    "ratings": [
        Column("agency", heading="field.agency", width=220),
        Column("rating", heading="field.rating", width=90),
        Column("rating_date", "date", heading="field.rating_date"),
        Column("watch", "word", heading="field.watch", words="signals.watch", width=110),
    ],
}
