"""Receipt lists -> receipts and write-offs, one row per receipt and document it pays."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from scoring.ledger.cells.columns import day_array, no_days
from scoring.ledger.cells.currencies import read_currencies
from scoring.ledger.cells.words import is_write_off, status_of
from scoring.ledger.rows.common import Rows, is_one_of, known_on, numbered, table_of
from scoring.ledger.rows.repeats import mark_duplicates, reject_conflicts
from scoring.ledger.rows.who import read_customers
from scoring.ledger.rows.worksheet import Worksheet
from scoring.ledger.schema import RECEIPTS


def read_receipts(sheet: Worksheet) -> Rows:
    """Receipts of a list. A row that names neither a customer nor a document is refused; voided ones are skipped."""
    numbers, documents = sheet.identifiers("receipt_no"), sheet.identifiers("document_no")
    often = sheet.repeated("receipt_no", numbers)
    mark_duplicates(sheet, often)
    sheet.fates.skip(is_one_of(sheet.words("status", status_of, "status_unknown"), "voided", "draft"), "voided")
    who = read_customers(sheet, required=False)
    amount = sheet.money("amount")
    sheet.fates.skip(amount.known & (amount.cents == 0), "zero_amount")
    sheet.fates.reject(~amount.known, "amount_missing", sheet.column_of("amount"))
    nobody = pc.and_(pc.is_null(who.ids), pc.is_null(documents)).to_numpy(zero_copy_only=False)
    sheet.fates.reject(nobody, "receipt_unassigned", sheet.column_of("document_no") or sheet.column_of("customer_id"))
    currency = read_currencies(sheet, "amount")
    days = sheet.dates(("receipt_date", "matched_date"), (("receipt_date", "matched_date"),), "receipt_date")
    received, matched = days["receipt_date"], days.get("matched_date", no_days(sheet.rows))
    content = {"amount": amount.decimals(), "receipt_date": day_array(received), "currency": currency}
    reject_conflicts(sheet, often, [numbers, documents, who.ids], content, "receipt_conflict_in_file", "receipt_no")
    parts = [pc.coalesce(who.ids, documents), documents, *content.values()]
    final, generated = numbered(sheet, numbers, parts, "receipt_no")
    method = sheet.texts("method")
    columns = {
        "source_row": sheet.source_rows, "customer_id": who.ids, "customer_name": who.names, "receipt_no": final,
        "number_generated": generated, "kind": kind_of(sheet, "method", "description"), "document_no": documents,
        "receipt_date": content["receipt_date"], "matched_date": day_array(matched), "amount": content["amount"],
        "currency": currency, "method": method, "description": sheet.texts("description"),
    }  # fmt: skip
    table = table_of(RECEIPTS, columns, sheet.fates.live)
    return Rows({"receipts": table}, amount, currency, known_on(sheet, received))


def kind_of(sheet: Worksheet, *names: str) -> pa.Array:
    """'write_off' where a word in one of these fields says that no money came in, else 'receipt'."""
    found = sheet.nothing()
    for name in names:
        if sheet.has(name):
            found |= sheet.coded(name).where(is_write_off)
    return pc.if_else(pa.array(found), "write_off", "receipt")
