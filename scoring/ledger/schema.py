"""What rows look like once read: the one contract between the ledger floor (FILE -> ROWS) and the store (ROWS -> FACTS).

Every table carries `source_row` (1-based row of the sheet, or line of the text file). Amounts are DECIMAL(18,2), dates
are days, identifiers are text. A column that the file does not have is null throughout.
"""

from __future__ import annotations

import pyarrow as pa

MONEY = pa.decimal128(18, 2)
RATE = pa.decimal128(18, 8)
TEXT, DAY, WHOLE, FLAG = pa.string(), pa.date32(), pa.int32(), pa.bool_()


def _schema(**columns: pa.DataType) -> pa.Schema:
    return pa.schema([("source_row", pa.int64()), *columns.items()])


CUSTOMERS = _schema(
    customer_id=TEXT, name=TEXT, nature=TEXT, industry=TEXT, region=TEXT, size=TEXT, owner=TEXT, parent_id=TEXT,
    credit_limit=MONEY, limit_currency=TEXT, terms_days=WHOLE, since=DAY, external_rating=TEXT,
)  # fmt: skip
"""grain: one row per customer named by the file. nature is a `Nature` value or null."""

DOCUMENTS = _schema(
    customer_id=TEXT, customer_name=TEXT, document_no=TEXT, number_generated=FLAG, kind=TEXT, issue_date=DAY,
    due_date=DAY, terms_days=WHOLE, amount=MONEY, currency=TEXT, settled_date=DAY, settled_by=TEXT, paid_amount=MONEY,
    open_amount=MONEY, status=TEXT, known_on=DAY, disputed=FLAG, dispute_reason=TEXT, credits_document_no=TEXT,
    description=TEXT,
)  # fmt: skip
"""grain: one row per document. kind 'invoice' (amount > 0) or 'credit_note' (amount < 0). settled_by 'receipt' or
'write_off'. status 'open', 'part', 'paid', 'written_off' or null. known_on = the date the file speaks of (its snapshot
date), needed where paid_amount, open_amount or status say that something is paid but not when."""

RECEIPTS = _schema(
    customer_id=TEXT, customer_name=TEXT, receipt_no=TEXT, number_generated=FLAG, kind=TEXT, document_no=TEXT,
    receipt_date=DAY, matched_date=DAY, amount=MONEY, currency=TEXT, method=TEXT, description=TEXT,
)  # fmt: skip
"""grain: one row per receipt and document it pays. kind 'receipt' or 'write_off'. amount > 0 is money in; < 0 a
reversal. document_no null = no reference (first-in-first-out). customer_id null = that of the document."""

RATES = _schema(rate_date=DAY, from_currency=TEXT, to_currency=TEXT, rate=RATE)
"""grain: one row per date and pair. rate = units of to_currency for one of from_currency (`USD/JPY` 145 -> USD, JPY)."""

DISPUTES = _schema(
    customer_id=TEXT, document_no=TEXT, opened_date=DAY, closed_date=DAY, reason=TEXT, amount=MONEY,
)  # fmt: skip

FINANCIALS = _schema(
    customer_id=TEXT, period_end=DAY, published_date=DAY, currency=TEXT, total_assets=MONEY, current_assets=MONEY,
    inventory=MONEY, cash=MONEY, receivables=MONEY, total_liabilities=MONEY, current_liabilities=MONEY, equity=MONEY,
    retained_earnings=MONEY, revenue=MONEY, cost_of_sales=MONEY, ebit=MONEY, interest_expense=MONEY, net_income=MONEY,
)  # fmt: skip

PROTECTIONS = _schema(
    customer_id=TEXT, protection=TEXT, amount=MONEY, currency=TEXT, cover_share=RATE, valid_from=DAY, valid_to=DAY,
    provider=TEXT,
)  # fmt: skip
"""grain: one row per protection. protection 'deposit', 'guarantee', 'retention' or 'insurance'. cover_share in 0..1 of the
claims covered; amount = the most it pays; at least one of the two. Null dates = no limit on that side."""

PROMISES = _schema(
    customer_id=TEXT, document_no=TEXT, promised_date=DAY, promised_amount=MONEY, currency=TEXT, made_on=DAY, note=TEXT,
)  # fmt: skip
"""grain: one row per promise to pay. document_no null = of the whole debt; promised_amount null = all of it."""

EVENTS = _schema(
    customer_id=TEXT, event=TEXT, event_date=DAY, amount=MONEY, currency=TEXT, source=TEXT, closed_date=DAY,
    written_as=TEXT,
)  # fmt: skip
"""grain: one row per recorded event. event 'lawsuit', 'enforcement', 'insolvency' or 'other'; written_as = in the file."""

OUTLOOKS = _schema(industry=TEXT, outlook_date=DAY, outlook_index=RATE, outlook=TEXT, source=TEXT)
"""grain: one row per industry, date and source: an index (higher is better) or a grade 'good', 'stable' or 'weak'."""

RATINGS = _schema(customer_id=TEXT, agency=TEXT, rating=TEXT, rating_date=DAY, watch=TEXT)
"""grain: one row per customer, agency and date. watch 'positive', 'stable', 'negative' or null."""

ACTIVITIES = _schema(
    customer_id=TEXT, document_no=TEXT, done_on=DAY, channel=TEXT, outcome=TEXT, spoke_with=TEXT, note=TEXT, next_step=TEXT,
    next_on=DAY, owner=TEXT, level=TEXT, step_day=WHOLE, minutes=WHOLE, promised_date=DAY, promised_amount=MONEY,
    currency=TEXT,
)  # fmt: skip
"""grain: one row per call, visit, e-mail or letter. document_no null = about everything. promised_date and promised_amount
= what was promised in it; a null amount with a date = the whole debt."""

SURVEYS = _schema(customer_id=TEXT, asked_on=DAY, score=WHOLE, note=TEXT)
"""grain: one row per answer of a customer on how it was treated; score 1 (badly) to 5 (well)."""

SCHEMAS: dict[str, pa.Schema] = {
    "customers": CUSTOMERS,
    "documents": DOCUMENTS,
    "receipts": RECEIPTS,
    "rates": RATES,
    "disputes": DISPUTES,
    "financials": FINANCIALS,
    "protections": PROTECTIONS,
    "promises": PROMISES,
    "events": EVENTS,
    "outlooks": OUTLOOKS,
    "ratings": RATINGS,
    "activities": ACTIVITIES,
    "surveys": SURVEYS,
}

REJECTED = pa.schema(
    [
        ("source_row", pa.int64()),
        ("column", TEXT),
        ("value", TEXT),
        ("code", TEXT),
        ("facts", TEXT),  # JSON object
        ("currency", TEXT),
        ("amount", MONEY),  # null where unreadable
        ("raw", TEXT),  # JSON array of the cells as found, in the order of the file's headings
    ]
)
"""grain: one row per rejected row (its first reason)."""
