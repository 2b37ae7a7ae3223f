"""Invoice lists -> documents (and the payments that some programs list among them)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from scoring.ledger.cells.columns import Days, Mask, Money, day_array, no_days
from scoring.ledger.cells.currencies import read_currencies
from scoring.ledger.cells.words import document_type_of, status_of
from scoring.ledger.headings.format import Format
from scoring.ledger.headings.vocabulary import folded
from scoring.ledger.rows.common import Rows, is_one_of, known_on, numbered, same_day, table_of, truths
from scoring.ledger.rows.customers import customers_of
from scoring.ledger.rows.document_amounts import DocumentAmounts, check_balance, read_document_amounts
from scoring.ledger.rows.repeats import mark_duplicates, reject_conflicts
from scoring.ledger.rows.who import Who, read_customers
from scoring.ledger.rows.worksheet import Worksheet
from scoring.ledger.schema import DOCUMENTS, RECEIPTS

PAIRS = (("issue_date", "due_date"), ("issue_date", "settled_date"))


@dataclass(frozen=True)
class _Read:
    """The columns of an invoice list, read."""

    who: Who
    numbers: pa.Array
    often: Mask
    types: pa.Array
    status: pa.Array
    amounts: DocumentAmounts
    issue: Days
    due: Days
    settled: Days
    currency: pa.Array


def read_documents(sheet: Worksheet) -> Rows:
    """Documents of an invoice list; its payment rows become receipts; its customers' attributes become customers.

    Negative amounts and rows typed as credit notes are credit notes. Voided, draft and zero documents are no claims.
    """
    numbers = sheet.identifiers("document_no")
    often = sheet.repeated("document_no", numbers)
    mark_duplicates(sheet, often)
    status = _status(sheet)
    who = read_customers(sheet)
    if sheet.format.line_items:
        _fold_lines(sheet, numbers, who)
    types = read_types(sheet)
    amounts = read_document_amounts(sheet, is_one_of(types, "receipt", "write_off"))
    sheet.fates.skip(amounts.amount.known & (amounts.amount.cents == 0), "zero_amount")
    currency = read_currencies(sheet, amounts.field)
    sheet.fates.reject(~amounts.amount.known, "amount_missing", sheet.column_of(amounts.field))
    days = sheet.dates(("issue_date", "due_date", "settled_date", "since"), PAIRS, "issue_date")
    none = no_days(sheet.rows)
    due, settled = days.get("due_date", none), days.get("settled_date", none)
    read = _Read(who, numbers, often, types, status, amounts, days["issue_date"], due, settled, currency)
    return _rows(sheet, read, days)


def read_types(sheet: Worksheet) -> pa.Array:
    """Meanings of the document types, the format's own words first; null where there is no type."""
    own = own_types(sheet.format)
    return sheet.words("document_type", lambda cell: own.get(folded(cell)) or document_type_of(cell), "type_unknown")


def own_types(known: Format) -> dict[str, str]:
    """A format's type words, folded."""
    return {folded(word): meaning for word, meaning in known.document_types.items()}


def _status(sheet: Worksheet) -> pa.Array:
    """'open', 'part', 'paid', 'written_off' or null; voided and draft rows are skipped, whichever column says so."""
    words = sheet.words("status", status_of, "status_unknown")
    state = sheet.words("document_state", status_of, "status_unknown")
    for meaning in ("voided", "draft"):
        sheet.fates.skip(is_one_of(words, meaning) | is_one_of(state, meaning), meaning)
    said = pc.if_else(pa.array(is_one_of(words, "open", "part", "paid", "written_off")), words, None)
    if not sheet.has("is_open"):
        return said
    flag = sheet.flags("is_open")
    return pc.coalesce(said, pc.if_else(flag, "open", "paid"))


def _fold_lines(sheet: Worksheet, numbers: pa.Array, who: Who) -> None:
    """Further lines of a document whose first line already carries its total."""
    total = sheet.cells("amount")
    keys = pc.binary_join_element_wise(numbers, who.ids, pc.fill_null(total, ""), "\x1f")
    sheet.fates.skip(_again(keys, sheet.fates.live), "line_item")


def _again(keys: pa.Array, live: Mask) -> Mask:
    codes = pc.fill_null(keys.dictionary_encode().indices, -1).to_numpy(zero_copy_only=False)
    found = np.zeros(len(codes), np.bool_)
    positions = np.flatnonzero((codes >= 0) & live)
    _, first_at = np.unique(codes[positions], return_index=True)
    found[positions] = True
    found[positions[first_at]] = False
    return found


def _rows(sheet: Worksheet, read: _Read, days: dict[str, Days]) -> Rows:
    payments = is_one_of(read.types, "receipt", "write_off")
    sheet.fates.skip(payments & ~np.isnat(read.settled), "cleared")
    amount = _signed(read.amounts.amount, read.types, payments)
    content = {
        "amount": amount.decimals(),
        "issue_date": day_array(read.issue),
        "due_date": day_array(read.due),
        "currency": read.currency,
    }
    key = [read.numbers, read.who.ids, pa.array(payments)]
    reject_conflicts(sheet, read.often, key, content, "document_conflict_in_file", "document_no")
    numbers, generated = numbered(sheet, read.numbers, [read.who.ids, *content.values()], "document_no")
    day = known_on(sheet, read.issue, read.settled)
    live = sheet.fates.live
    common = {
        "source_row": sheet.source_rows, "customer_id": read.who.ids, "customer_name": read.who.names,
        "number_generated": generated, "currency": read.currency, "description": sheet.texts("description"),
    }  # fmt: skip
    documents = common | _document_columns(sheet, read, amount) | {"document_no": numbers}
    stated = truths(pc.is_valid(documents["status"])) | read.amounts.paid.known | read.amounts.open.known
    stated |= read.amounts.field == "open_amount"
    documents["known_on"] = same_day(day, stated)
    tables = {"documents": table_of(DOCUMENTS, documents, live & ~payments)}
    if (live & payments).any():
        tables["receipts"] = table_of(
            RECEIPTS, common | _payment_columns(sheet, read, numbers, amount), live & payments
        )
    customers = customers_of(sheet, read.who, days, live)
    if customers is not None:
        tables["customers"] = customers
    return Rows(tables, amount, read.currency, day)


def _signed(amount: Money, types: pa.Array, payments: Mask) -> Money:
    """Amounts as the ledger counts them: credit notes below zero, payments below zero where money came in.

    Lists that write payments without sign are told by most of their payments being positive.
    """
    if types.null_count == len(types):
        return amount
    credits = is_one_of(types, "credit_note")
    cents = np.where(credits, -np.abs(amount.cents), amount.cents)
    known = payments & amount.known
    if (amount.cents[known] > 0).sum() * 2 > known.sum():
        cents = np.where(payments, -cents, cents)
    return Money(cents, amount.known)


def _document_columns(sheet: Worksheet, read: _Read, amount: Money) -> dict[str, pa.Array]:
    settled = ~np.isnat(read.settled)
    written_off = is_one_of(read.status, "written_off")
    contradicted = settled & is_one_of(read.status, "open", "part")
    sheet.warn(contradicted, "status_contradicts", "status" if sheet.has("status") else "is_open")
    sheet.warn(read.due < read.issue, "due_before_issue", "due_date")
    sheet.warn(read.settled < read.issue, "settled_before_issue", "settled_date")
    check_balance(sheet, read.amounts)
    none = pa.nulls(sheet.rows, pa.string())
    by = pc.if_else(pa.array(written_off), "write_off", "receipt") if settled.any() else none
    return {
        "kind": pc.if_else(pa.array(amount.cents < 0), "credit_note", "invoice"),
        "issue_date": day_array(read.issue),
        "due_date": day_array(read.due),
        "terms_days": sheet.terms(),
        "amount": amount.decimals(),
        "settled_date": day_array(read.settled),
        "settled_by": pc.if_else(pa.array(settled), by, None) if settled.any() else none,
        "paid_amount": read.amounts.paid.decimals(),
        "open_amount": read.amounts.open.decimals(),
        "status": pc.if_else(pa.array(contradicted), None, read.status) if contradicted.any() else read.status,
        "disputed": sheet.flags("disputed"),
        "dispute_reason": sheet.texts("dispute_reason"),
        "credits_document_no": sheet.identifiers("credits_document_no"),
    }


def _payment_columns(sheet: Worksheet, read: _Read, numbers: pa.Array, amount: Money) -> dict[str, pa.Array]:
    return {
        "receipt_no": numbers,
        "kind": pc.if_else(pa.array(is_one_of(read.types, "write_off")), "write_off", "receipt"),
        "document_no": sheet.identifiers("credits_document_no"),
        "receipt_date": day_array(read.issue),
        "amount": Money(-amount.cents, amount.known).decimals(),
        "method": sheet.texts("document_type"),
    }
