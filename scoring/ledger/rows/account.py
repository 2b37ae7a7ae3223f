"""Account statements (debit and credit) -> documents and receipts without reference."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from scoring.ledger.cells.columns import Days, Mask, Money, day_array, no_days
from scoring.ledger.cells.currencies import read_currencies
from scoring.ledger.cells.dates import short_date, short_day
from scoring.ledger.cells.words import document_type_of, side_of
from scoring.ledger.headings.rowmarks import opening_rows
from scoring.ledger.rows.common import Rows, is_one_of, known_on, numbered, table_of, truths
from scoring.ledger.rows.documents import read_types
from scoring.ledger.rows.receipts import kind_of
from scoring.ledger.rows.repeats import mark_duplicates, occurrences
from scoring.ledger.rows.who import Who, read_customers
from scoring.ledger.rows.worksheet import Worksheet
from scoring.ledger.schema import DOCUMENTS, RECEIPTS

DEBTOR = r"^[1-6]\d*$"
GENERAL_LEDGER_DIGITS = 4
DIGITS_AT = 13
"""Where DATEV's metadata line states the length of general ledger accounts; those of debtors are one digit longer."""


@dataclass(frozen=True)
class _Entries:
    """The entries of a statement: debit less credit in cents, and which of them stand on the credit side."""

    net: Money
    credit_side: Mask


def read_account(sheet: Worksheet) -> Rows:
    """Debits become invoices, debits below zero credit notes, credits receipts without reference.

    An opening balance becomes one invoice (or receipt, where the customer was ahead), with a warning. Entries with
    nothing on either side are skipped, entries on both sides refused.
    """
    numbers = sheet.identifiers("document_no")
    mark_duplicates(sheet, sheet.repeated("document_no", numbers))
    opening = opening_rows(sheet)
    who, turned = _debtors(sheet) if sheet.format.debtor_accounts else (read_customers(sheet), sheet.nothing())
    entries = _entries(sheet, opening, turned)
    sheet.fates.skip(entries.net.known & (entries.net.cents == 0), "zero_amount")
    sheet.fates.reject(~entries.net.known, "amount_missing", sheet.column_of("amount"))
    currency = read_currencies(sheet, "debit" if sheet.has("debit") else "amount")
    day, due = _days(sheet, opening)
    sheet.warn(opening, "opening_balance", "debit" if sheet.has("debit") else "amount")
    types = pc.coalesce(read_types(sheet), _credit_notes(sheet))
    content = [who.ids, day_array(day), day_array(due), entries.net.decimals(), currency]
    documents = ~entries.credit_side | is_one_of(types, "credit_note", "invoice")
    paid, own = _paid(sheet, numbers, who, day, documents)
    final, generated = numbered(sheet, _restarted(sheet, own, who, day), content, "document_no")
    live = sheet.fates.live
    common = {
        "source_row": sheet.source_rows, "customer_id": who.ids, "customer_name": who.names,
        "number_generated": generated, "currency": currency, "description": sheet.texts("description"),
    }  # fmt: skip
    tables = {
        "documents": table_of(DOCUMENTS, common | _documents(sheet, final, day, due, entries), live & documents),
        "receipts": table_of(RECEIPTS, common | _receipts(sheet, final, paid, day, entries, types), live & ~documents),
    }
    return Rows(tables, entries.net, currency, known_on(sheet, day))


def _documents(sheet: Worksheet, numbers: pa.Array, day: Days, due: Days, entries: _Entries) -> dict[str, pa.Array]:
    sheet.warn(due < day, "due_before_issue", "due_date")
    return {
        "document_no": numbers,
        "kind": pc.if_else(pa.array(entries.net.cents < 0), "credit_note", "invoice"),
        "issue_date": day_array(day),
        "due_date": day_array(due),
        "terms_days": sheet.terms(),
        "amount": entries.net.decimals(),
        "credits_document_no": sheet.identifiers("credits_document_no"),
    }


def _receipts(
    sheet: Worksheet, numbers: pa.Array, paid: pa.Array, day: Days, entries: _Entries, types: pa.Array
) -> dict[str, pa.Array]:
    typed = pc.if_else(pa.array(is_one_of(types, "write_off")), "write_off", kind_of(sheet, "description"))
    return {
        "receipt_no": numbers,
        "kind": typed,
        "document_no": pc.coalesce(paid, sheet.identifiers("credits_document_no")),
        "receipt_date": day_array(day),
        "amount": Money(-entries.net.cents, entries.net.known).decimals(),
        "method": sheet.texts("document_type"),
    }


def _entries(sheet: Worksheet, opening: Mask, turned: Mask) -> _Entries:
    if sheet.has("debit", "credit"):
        debit, credit = sheet.money("debit"), sheet.money("credit")
        both = (debit.or_zero() != 0) & (credit.or_zero() != 0)
        sheet.fates.reject(both, "both_sides", sheet.column_of("credit"))
        net, on_credit = debit.or_zero() - credit.or_zero(), credit.or_zero() != 0
        known = np.ones(sheet.rows, np.bool_)
    else:
        amount, side = sheet.money("amount"), sheet.words("indicator", side_of, "side_unknown")
        sheet.fates.reject(truths(pc.is_null(side)), "side_missing", sheet.column_of("indicator"))
        on_credit = is_one_of(side, "credit") ^ turned
        net, known = np.where(on_credit, -amount.cents, amount.cents), amount.known
    brought = opening & (net == 0)
    balance = _signed_balance(sheet) if brought.any() else net
    net = np.where(brought, balance, net)
    return _Entries(Money(net, known), np.where(brought, balance < 0, on_credit))


def _signed_balance(sheet: Worksheet) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """The balance column, below zero where its side column says credit."""
    balance = sheet.money("balance").or_zero()
    if not sheet.has("debit") or not sheet.has("indicator"):
        return balance
    side = sheet.words("indicator", side_of, "side_unknown")
    return np.where(is_one_of(side, "credit"), -np.abs(balance), balance)


def _days(sheet: Worksheet, opening: Mask) -> tuple[Days, Days]:
    """Days of entry and due. An opening balance without a date takes the first date of the sheet."""
    start = sheet.preamble.year_start() if sheet.format.short_dates else None
    readers = {"entry_date": lambda text: short_day(text, start), "due_date": short_date} if start else None
    names = ("entry_date", "due_date")
    days = sheet.dates(names, (names,), None, readers)
    day = days["entry_date"]
    known = day[~np.isnat(day)]
    if len(known):
        day = np.where(opening & np.isnat(day), known.min(), day)
    sheet.fates.reject(np.isnat(day), "date_missing", sheet.column_of("entry_date"))
    return day, days.get("due_date", no_days(sheet.rows))


def _debtors(sheet: Worksheet) -> tuple[Who, Mask]:
    """The debtor's account of each posting, and where it is the counter account (which turns the sides).

    Postings without a debtor are skipped: they are none of the ledger's business.
    """
    marked = sheet.preamble.marked
    stated = marked[DIGITS_AT] if len(marked) > DIGITS_AT else ""
    digits = (int(stated) if stated.isdigit() else GENERAL_LEDGER_DIGITS) + 1
    account, counter = sheet.identifiers("customer_id"), sheet.identifiers("counter_account")
    own, other = (_is_debtor(numbers, digits) for numbers in (account, counter))
    sheet.fates.skip(~own & ~other, "not_receivable")
    ids = pc.if_else(pa.array(own), account, pc.if_else(pa.array(other), counter, None))
    return Who(ids, pa.nulls(sheet.rows, pa.string())), other & ~own


def _is_debtor(numbers: pa.Array, digits: int) -> Mask:
    of_length = truths(pc.equal(pc.utf8_length(numbers), digits))
    return of_length & truths(pc.match_substring_regex(numbers, DEBTOR))


def _paid(sheet: Worksheet, numbers: pa.Array, who: Who, day: Days, documents: Mask) -> tuple[pa.Array, pa.Array]:
    """The invoice that each payment carries the number of, in formats that write it so; and the entries' own numbers.

    Such a payment's own number has its day behind it.
    """
    if not sheet.format.numbers_refer:
        return pa.nulls(sheet.rows, pa.string()), numbers
    keys = pc.binary_join_element_wise(who.ids, numbers, "\x1f")
    claims = keys.filter(pa.array(documents & sheet.fates.live))
    pays = pa.array(~documents & truths(pc.is_in(keys, value_set=claims.drop_null())))
    dated = pc.binary_join_element_wise(numbers, pc.cast(day_array(day), pa.string()), " ")
    return pc.if_else(pays, numbers, None), pc.if_else(pays, dated, numbers)


def _restarted(sheet: Worksheet, numbers: pa.Array, who: Who, day: Days) -> pa.Array:
    """Voucher numbers that start again every month get the day behind them, and a count where that is not enough."""
    live = sheet.fates.live & truths(pc.is_valid(numbers))
    if not _repeats(pc.binary_join_element_wise(who.ids, numbers, "\x1f"), live).any():
        return numbers
    dated = pc.binary_join_element_wise(numbers, pc.cast(day_array(day), pa.string()), " ")
    places = np.zeros(sheet.rows, np.int64)
    places[live] = _repeats(pc.binary_join_element_wise(who.ids, dated, "\x1f"), live)
    sheet.warn(live, "numbers_repeat", "document_no")
    behind = pc.binary_join_element_wise(dated, pc.cast(pa.array(places + 1), pa.string()), "/")
    return pc.if_else(pa.array(places > 0), behind, dated)


def _credit_notes(sheet: Worksheet) -> pa.Array:
    """'credit_note' where the text begins with a word for one, so that it does not pass for money."""
    begins = sheet.coded("description").where(lambda text: document_type_of(text.split()[0]) == "credit_note")
    return pc.if_else(pa.array(begins), "credit_note", pa.scalar(None, pa.string()))


def _repeats(keys: pa.Array, live: Mask) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    codes = keys.filter(pa.array(live)).dictionary_encode().indices.to_numpy(zero_copy_only=False)
    return occurrences(codes.astype(np.int64))
