"""Small ledgers for the store's tests, written as a bookkeeper would."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa

from scoring.ledger import schema
from scoring.ledger.reading import ImportOptions, Reading
from scoring.store import ImportReport, Store, import_reading, reporting_params
from scoring.terms import Kind, Reporting

ONE_TO_ONE = reporting_params(Reporting("USD", {"USD": Decimal(1)}, {}))


def day(text: str) -> date:
    """`day("2026-01-31")`."""
    return date.fromisoformat(text)


def invoice(no: str, customer: str, issued: str, due: str | None, amount: str, **more: Any) -> dict[str, Any]:
    """One document row; a negative amount is a credit note."""
    kind = "invoice" if Decimal(amount) > 0 else "credit_note"
    due_date = day(due) if due else None
    told = {"document_no": no, "customer_id": customer, "kind": kind, "issue_date": day(issued), "due_date": due_date}
    return told | {"amount": Decimal(amount)} | more


def receipt(
    no: str, paid: str, amount: str, document: str | None = None, customer: str | None = None, **more: Any
) -> dict[str, Any]:
    """One receipt row."""
    told = {"receipt_no": no, "kind": "receipt", "receipt_date": day(paid), "amount": Decimal(amount)}
    return told | {"document_no": document, "customer_id": customer} | more


def read(kind: Kind, name: str, rows: list[dict[str, Any]], first_row: int = 2) -> Reading:
    """A reading of `rows` for the table `name`, as the ledger floor would hand it over."""
    columns = schema.SCHEMAS[name]
    filled = [{f.name: None for f in columns} | {"source_row": n} | row for n, row in enumerate(rows, start=first_row)]
    table = pa.Table.from_pylist(filled, schema=columns)
    sums: dict[str, dict[str, Decimal]] = {}
    for row in filled:
        money = sums.setdefault(row.get("currency") or "", {"read": Decimal(0), "loaded": Decimal(0)})
        for outcome in ("read", "loaded"):
            money[outcome] += row.get("amount") or Decimal(0)
    return Reading(
        kind=kind, format="plain", sheet="Sheet1", sheets=("Sheet1",), encoding="utf-8", headings=("a",), heading_row=1,
        mapping=(), unmapped=(), date_orders={}, rows_read=len(rows), duplicates=0, skipped={}, tables={name: table},
        rejected=schema.REJECTED.empty_table(), warnings=(), money=sums,
    )  # fmt: skip


def put(
    store: Store, kind: Kind, rows: list[dict[str, Any]], terms_days: int | None = None, dry_run: bool = False
) -> ImportReport:
    """Import rows of one kind into `store` in USD."""
    name = {Kind.INVOICES: "documents", Kind.RECEIPTS: "receipts"}.get(kind, str(kind))
    source = store.path.with_name("upload.csv")
    source.write_text(repr(rows), encoding="utf-8")
    file = store.raw.keep(source, "upload.csv")
    reading = read(kind, name, rows)
    told = {"currency": "USD", "terms_days": terms_days, "by": "Kim"}
    return import_reading(store, reading, file, ImportOptions(), **told, dry_run=dry_run)


def book(store: Store, as_of: str, scheme: str = "default", basis: str = "due") -> dict[str, tuple[str, str]]:
    """Open invoices on a date: number -> (open amount, bucket)."""
    params = {"as_of": day(as_of), "scheme": scheme, "basis": basis, **ONE_TO_ONE}
    return {row["document_no"]: (str(row["open_amount"]), row["bucket"]) for row in store.rows("open_items", params)}


def on_account(store: Store, as_of: str) -> dict[str, str]:
    """Credits no invoice has taken: number -> amount."""
    found = store.rows("on_account_items", {"as_of": day(as_of), **ONE_TO_ONE})
    return {row["document_no"]: str(row["on_account"]) for row in found}


def open_store(folder: Path) -> Store:
    """A fresh store in `folder`."""
    return Store.open(folder / "book.duckdb")
