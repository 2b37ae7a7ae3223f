"""The committed English sample as frames, with what each invoice was paid and when."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pandas as pd
import pytest

from tests.house import PROJECT
from tests.ledger.plain_fifo import Event, first_in_first_out

SAMPLE = PROJECT / "data" / "sample"
LAST_DAY = pd.Timestamp("2026-10-31")
INVOICE = ["Invoice No", "Customer Number", "Nature", "Industry", "Invoice Date", "Due Date"]


@dataclass(frozen=True)
class Ledger:
    """`invoices` are the claims only, with the nature and industry of their customer; `notes` the credit notes.

    `payments` has one row per invoice and what settles a part of it, with days beyond its terms: receipts, write-offs
    and credit notes that name it, and (Method "fifo") receipts that name none, first-in-first-out.
    """

    customers: pd.DataFrame
    invoices: pd.DataFrame
    notes: pd.DataFrame
    receipts: pd.DataFrame
    payments: pd.DataFrame
    disputes: pd.DataFrame
    financials: pd.DataFrame
    rates: pd.DataFrame

    def open_on(self, day: pd.Timestamp) -> pd.DataFrame:
        """Invoices with something open at the day's end, and their days past due."""
        paid = self.payments[self.payments["date"] <= day].groupby("Invoice No")["Amount"].sum()
        book = self.invoices[self.invoices["Invoice Date"] <= day].copy()
        book["open"] = book["Amount"] - book["Invoice No"].map(paid).fillna(0).clip(upper=book["Amount"])
        book["days_past_due"] = (day - book["Due Date"]).dt.days
        return book[book["open"].round(2) > 0]


def frame(folder: object, name: str) -> pd.DataFrame:
    table = pd.read_csv(f"{folder}/{name}.csv", dtype={"External Rating": str})
    dates = [c for c in table.columns if c.endswith(("Date", "Since", "Period End"))]
    return table.assign(**{c: pd.to_datetime(table[c]) for c in dates})


def first_in_first_out_of(invoices: pd.DataFrame, receipts: pd.DataFrame, named: pd.DataFrame) -> pd.DataFrame:
    """What receipts without reference settle, in the shape of `Ledger.payments`."""
    amount = invoices.set_index("Invoice No")["Amount"]
    taken = named.sort_values("date")
    before = taken.groupby("Invoice No")["Amount"].cumsum() - taken["Amount"]
    taken = taken.assign(Amount=taken["Amount"].clip(upper=taken["Invoice No"].map(amount) - before))
    taken = taken.merge(invoices[["Invoice No", "Currency"]], on="Invoice No")
    free = receipts[receipts["Invoice No"].isna()]
    parts = [
        (invoices, "Invoice Date", "Invoice No", "invoice"),
        (taken, "date", "Invoice No", "taken"),
        (free, "Receipt Date", "Receipt No", "receipt"),
    ]
    columns = ["Customer Number", "Currency", "day", "key", "Amount", "what"]
    events = pd.concat([t.rename(columns={d: "day", k: "key"}).assign(what=w)[columns] for t, d, k, w in parts])
    payers = pd.MultiIndex.from_frame(free[["Customer Number", "Currency"]])
    events = events[pd.MultiIndex.from_frame(events[["Customer Number", "Currency"]]).isin(payers)]
    found = [
        (taken.document_key, pd.Timestamp(taken.value_date), float(taken.amount), "fifo")
        for _, own in events.groupby(["Customer Number", "Currency"])
        for taken in first_in_first_out(
            Event(row.day.date(), row.what, row.key, Decimal(f"{row.Amount:.2f}")) for row in own.itertuples()
        )
    ]
    result = pd.DataFrame(found, columns=["Invoice No", "date", "Amount", "Method"])
    return result.merge(invoices[INVOICE], on="Invoice No")


@pytest.fixture(scope="session")
def sample() -> Ledger:
    """The demo ledger that is committed."""
    folder = SAMPLE / "en"
    customers, documents, receipts = (frame(folder, name) for name in ("customers", "invoices", "receipts"))
    of = customers[["Customer Number", "Nature", "Industry", "Size"]]
    invoices = documents[documents["Amount"] > 0].merge(of, on="Customer Number")
    notes = documents[documents["Amount"] < 0]
    credited = notes.rename(columns={"Credited Invoice": "Paid", "Invoice Date": "date"}).assign(Method="Credit note")
    named = receipts.rename(columns={"Invoice No": "Paid", "Receipt Date": "date"})
    payments = pd.concat([named, credited.assign(Amount=-credited["Amount"])])[["Paid", "date", "Amount", "Method"]]
    payments = payments.dropna(subset="Paid").rename(columns={"Paid": "Invoice No"})
    payments = payments.merge(invoices[INVOICE], on="Invoice No")
    payments = pd.concat([payments, first_in_first_out_of(invoices, receipts, payments)])
    payments["days_beyond"] = (payments["date"] - payments["Due Date"]).dt.days
    rest = (frame(folder, name) for name in ("disputes", "financials", "exchange_rates"))
    return Ledger(customers, invoices, notes, receipts, payments, *rest)
