"""Exchange rates, disputes and customers' financial statements -> rows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from scoring.ledger.cells.columns import day_array, no_days
from scoring.ledger.cells.currencies import read_currencies
from scoring.ledger.cells.words import currency_of, read_words
from scoring.ledger.headings.fields import FIGURES
from scoring.ledger.headings.kinds import pair_columns
from scoring.ledger.headings.layout import Layout
from scoring.ledger.rows.common import Rows, known_on, table_of, truths
from scoring.ledger.rows.repeats import reject_conflicts, repeated
from scoring.ledger.rows.who import read_customers
from scoring.ledger.rows.worksheet import Worksheet
from scoring.ledger.schema import DISPUTES, FINANCIALS, RATE, RATES

RATE_TEXT = r"^\d{1,9}([.]\d{1,8})?$"
LONG_TAIL = r"([.]\d{8})\d+$"


def read_rates(sheet: Worksheet) -> Rows:
    """Rates: units of the second currency for one of the first. Without a second one, of the given or stated currency."""
    days = sheet.dates(("rate_date",), needed="rate_date")["rate_date"]
    if sheet.has("currency_pair"):
        pairs = pc.extract_regex(pc.utf8_upper(sheet.cells("currency_pair")), r"^(?P<a>[A-Z]{3})\W?(?P<b>[A-Z]{3})$")
        sheet.fates.reject(truths(pc.is_null(pairs)), "pair_unreadable", sheet.column_of("currency_pair"))
        one, other = pc.struct_field(pairs, "a"), pc.struct_field(pairs, "b")
    else:
        one, other = read_currencies(sheet, None, "from_currency"), _to_currency(sheet)
        sheet.fates.reject(truths(pc.is_null(one)), "currency_missing", sheet.column_of("from_currency"))
        sheet.fates.reject(truths(pc.is_null(other)), "currency_missing", sheet.column_of("from_currency"))
    text = pc.replace_substring(pc.replace_substring_regex(sheet.cells("rate"), r"^(\d+),(\d+)$", r"\1.\2"), " ", "")
    text = pc.replace_substring_regex(text, LONG_TAIL, r"\1")
    readable = truths(pc.match_substring_regex(text, RATE_TEXT)) & ~truths(pc.match_substring_regex(text, r"^[0.]+$"))
    sheet.fates.reject(~readable, "rate_unreadable", sheet.column_of("rate"))
    rate = pc.if_else(pa.array(readable), text, None).cast(RATE)
    key = pc.binary_join_element_wise(day_array(days).cast(pa.string()), one, other, " ")
    reject_conflicts(sheet, repeated(key), [key], {"rate": rate}, "rate_conflict", "rate")
    columns = {
        "source_row": sheet.source_rows,
        "rate_date": day_array(days),
        "from_currency": one,
        "to_currency": other,
    }
    return Rows({"rates": table_of(RATES, columns | {"rate": rate}, sheet.fates.live)})


def _to_currency(sheet: Worksheet) -> pa.Array:
    words = read_words(sheet.coded("to_currency"), currency_of)
    sheet.fates.reject(words.unknown, "currency_unreadable", sheet.column_of("to_currency"))
    own = sheet.options.currency or sheet.preamble.currency
    return words.values.fill_null(own) if own else words.values


def unpivoted(layout: Layout, date_column: int) -> Layout:
    """A table with one column per currency pair as one row per date and pair; empty cells give no row."""
    pairs = pair_columns(layout.labels)
    table = layout.grid.table
    parts = []
    for column, (one, other) in pairs.items():
        part = pa.table(
            [layout.column(date_column), pa.array([f"{one}/{other}"] * table.num_rows, pa.string()), layout.column(column),
             table.column("source_row").chunk(0)],
            names=["c0", "c1", "c2", "source_row"],
        )  # fmt: skip
        parts.append(part.filter(pc.is_valid(part.column("c2"))))
    long = pa.concat_tables(parts).sort_by("source_row").combine_chunks()
    headings = (layout.labels[date_column], "currency pair", "rate")
    return Layout(replace(layout.grid, table=long, headings=headings), headings)


def read_disputes(sheet: Worksheet) -> Rows:
    """Disputes of documents or of customers as a whole."""
    who = read_customers(sheet, required=False)
    documents = sheet.identifiers("document_no")
    nobody = truths(pc.and_(pc.is_null(who.ids), pc.is_null(documents)))
    sheet.fates.reject(nobody, "dispute_unassigned", sheet.column_of("document_no") or sheet.column_of("customer_id"))
    names = ("opened_date", "closed_date")
    days = sheet.dates(names, (names,))
    amount = sheet.money("amount")
    opened, closed = (days.get(name, no_days(sheet.rows)) for name in names)
    columns = {
        "source_row": sheet.source_rows, "customer_id": who.ids, "document_no": documents,
        "opened_date": day_array(opened), "closed_date": day_array(closed), "reason": sheet.texts("reason"),
        "amount": amount.decimals(),
    }  # fmt: skip
    table = table_of(DISPUTES, columns, sheet.fates.live)
    return Rows({"disputes": table}, known_on=known_on(sheet, opened))


def read_financials(sheet: Worksheet) -> Rows:
    """Financial statements of customers, one row per customer and period's end."""
    who = read_customers(sheet)
    days = sheet.dates(("period_end", "published_date"), (("period_end", "published_date"),), "period_end")
    figures = {name: sheet.money(name).decimals() for name in FIGURES}
    currency = read_currencies(sheet, None)
    ends = day_array(days["period_end"])
    key = pc.binary_join_element_wise(who.ids, ends.cast(pa.string()), " ")
    reject_conflicts(sheet, repeated(key), [key], figures, "statement_conflict", "period_end")
    published = day_array(days["published_date"]) if "published_date" in days else pa.nulls(sheet.rows, pa.date32())
    columns = {
        "source_row": sheet.source_rows, "customer_id": who.ids, "period_end": ends, "published_date": published,
        "currency": currency, **figures,
    }  # fmt: skip
    table = table_of(FINANCIALS, columns, sheet.fates.live)
    return Rows(
        {"financials": table}, known_on=known_on(sheet, days["period_end"]) if np.any(sheet.fates.live) else None
    )
