"""Down from a cell: the open invoices behind it, page by page; from an invoice to its payments; to the line of the file.

The address carries the cell as `open` ("customer:C001+bucket:31-60", "nature:government", "on_account+customer:C001")
and the invoice as `document`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from pages.shared import cached, empty, guard, inputs, tables
from pages.shared import session as asked
from pages.shared.session import Session
from pages.shared.tables import Column, Picked
from scoring import settings
from scoring.desk.figures.documents import DocumentPage, on_account_documents, open_documents
from scoring.desk.figures.evidence import evidence, source_line
from scoring.desk.reports.export import documents_csv, documents_parquet, on_account_csv
from scoring.desk.reports.workbook import documents_xlsx, on_account_xlsx
from scoring.desk.wording import group_label
from scoring.errors import ScoringError
from scoring.store import Store
from scoring.terms import GROUPINGS, View

PAGE_ROWS = 50
CREDITS = "on_account"
DUE_SOON_DAYS = range(-30, 1)
"""Days past due of what falls due within 30 days, the day itself included."""
ESCAPES = {"%": "%25", "+": "%2B"}


@dataclass(frozen=True)
class Place:
    """Documents asked for: open invoices (or what is on account) of a view, kept to conditions on their columns."""

    view: View
    where: Mapping[str, Any]
    credits: bool = False


def address(bucket: str | None = None, **groups: str) -> str:
    """The `open` of a cell: a bucket ("on_account" too) and values of groupings.

    >>> address(bucket="31-60", customer="A+B")
    'customer:A%2BB+bucket:31-60'
    """
    parts = [f"{name}:{_escaped(value)}" for name, value in groups.items()]
    parts += [] if bucket is None else [bucket if bucket == CREDITS else f"bucket:{bucket}"]
    return "+".join(parts) or "all"


def place_of(session: Session, view: View) -> Place | None:
    """What the address asks to be opened, out of `view`; None = nothing. What it does not know is left out."""
    text = session.chosen.get("open")
    if text is None:
        return None
    where: dict[str, Any] = {}
    for part in text.split("+"):
        name, _, value = part.partition(":")
        if name == "overdue":
            view = replace(view, scheme="default", basis=None)
            where["bucket"] = list(settings.load().schemes["default"].keys[1:])
        elif name == "due_soon":
            where["days_past_due"] = list(DUE_SOON_DAYS)
        elif name == "bucket" or name in GROUPINGS:
            where[name] = plain(value) or None
    return Place(view, where, CREDITS in text.split("+"))


def show(session: Session, store: Store, place: Place, title: str, key: str = "drill", closing: bool = True) -> None:
    """The documents of a place under a title, with search, pages, total and downloads; the invoice picked below them."""
    with st.container(border=closing, key=f"{key}_box"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"##### {title}")
            if closing:
                st.button(session.say("common.close_documents"), key=f"{key}_close", on_click=_close)
        looked_for = "" if place.credits and not closing else inputs.search(session)
        page = _page(session, store, place, looked_for, key)
        if not page.rows:
            empty.nothing_found(session)
            return
        picked = _table(session, page, place, key)
        _downloads(session, store, place, looked_for, key)
        if picked and not place.credits and asked.recall(f"{key}_picked") != picked.row["document_key"]:
            asked.remember(f"{key}_picked", picked.row["document_key"])
            asked.put("document", picked.row["document_key"])
            st.rerun()
    if session.chosen.get("document", "").isdigit() and not place.credits:
        document(session, store, int(session.chosen["document"]))


def _downloads(session: Session, store: Store, place: Place, looked_for: str, key: str) -> None:
    """Everything found, not only the page shown; typed columns where the whole place is taken."""
    view, where, lang = place.view, place.where, session.lang
    csv, xlsx = (on_account_csv, on_account_xlsx) if place.credits else (documents_csv, documents_xlsx)
    files: dict[str, Callable[[], bytes]] = {
        "csv": lambda: csv(store, view, lang, where, looked_for or None),
        "xlsx": lambda: xlsx(store, view, lang, where, looked_for or None),
    }
    if not (place.credits or looked_for):
        files["parquet"] = lambda: documents_parquet(store, view, where)
    tables.downloads(session, "documents", files, key=key)


def document(session: Session, store: Store, document_key: int) -> None:
    """One invoice: what was set against it and when, and the line of the file it came from."""
    try:
        found = cached.report(store, session.scope, evidence, document_key, session.view.as_of)
    except ScoringError as stop:  # of another day or another ledger: the rest of the page still stands
        guard.tell(stop, session.lang)
        return
    row = found.document
    with st.container(border=True, key="document_box"):
        with st.container(horizontal=True, vertical_alignment="center"):
            amount = f"{session.money(row['amount'])} {row['currency']}"
            left = f"{session.money(row['open_amount'])} {row['currency']}"
            st.markdown(f"##### {session.say('aging.document', number=row['document_no'], amount=amount, open=left)}")
            st.button(session.say("aging.close"), key="document_close", on_click=asked.put, args=("document", None))
        due = session.say(f"aging.due_{row['due_source']}")
        st.markdown(session.say("aging.document_dates", issued=row["issue_date"], due=row["due_date"], source=due))
        if found.allocations:
            columns = [
                Column("value_date", "date"),
                Column("source_kind", "word", heading="columns.kind", words="aging.source", width=130),
                Column("source_no", heading="columns.document_no"),
                Column("amount", "exact"),
                Column("currency", "code"),
                Column("method", "word", words="aging.method", width=210),
                Column("matched_date", "date"),
            ]
            total = {"amount": sum(line["amount"] for line in found.allocations)}
            tables.show(session, found.allocations, columns, key="allocations", total=total)
        else:
            st.write(session.say("aging.nothing_allocated"))
        _source(session, store, row["import_id"], row["source_row"])


def _source(session: Session, store: Store, import_id: int, source_row: int) -> None:
    """The line of the file, cell by cell as it stands there."""
    line = cached.report(store, session.scope, source_line, import_id, source_row)
    sheet = f" · {line.sheet}" if line.sheet else ""
    where = session.say("aging.source_line", file=f"{line.file}{sheet}", row=line.row, import_id=str(import_id))
    st.markdown(f"**{where}**")
    cells = [{"heading": heading or f"({n})", "cell": cell} for n, (heading, cell) in enumerate(line.cells, start=1)]
    columns = [Column("heading", heading="aging.heading"), Column("cell", heading="aging.cell", width=420)]
    tables.show(session, cells, columns, key="source_line")


def _page(session: Session, store: Store, place: Place, looked_for: str, key: str) -> DocumentPage:
    """The rows of the page the reader turned to, and the pager above them."""
    task = on_account_documents if place.credits else open_documents
    number = asked.recall(f"{key}_page", 1)
    found = cached.report(
        store, session.scope, task, place.view, place.where, looked_for or None, limit=PAGE_ROWS,
        offset=(number - 1) * PAGE_ROWS,
    )  # fmt: skip
    if found.rows or number == 1:
        return found
    asked.remember(f"{key}_page", 1)
    return _page(session, store, place, looked_for, key)


def _table(session: Session, page: DocumentPage, place: Place, key: str) -> Picked | None:
    shown, currency = page.rows, place.view.currency
    converted = currency is not None and any(row["currency"] != currency for row in shown)
    columns = list(CREDIT if place.credits else INVOICE)
    if "customer" not in place.where:
        columns.insert(0, Column("customer_name", pinned=True))
    if converted:
        columns.remove(AMOUNT)
        words = session.say("tables.open_in", currency=currency)
        columns.append(Column("reporting_amount", "exact", label=words))
    total: dict[str, Any] = {columns[0].name: session.say("tables.total_of", rows=page.found)}
    if len(page.totals) == 1:
        sum_column = "reporting_amount" if converted else CREDITS if place.credits else "open_amount"
        total[sum_column] = next(iter(page.totals.values()))
    picked = tables.show(session, shown, columns, key=key, total=total, select=not place.credits)
    pages = -(-page.found // PAGE_ROWS)
    if pages > 1:
        turned = st.pagination(pages, key=f"{key}_pages", default=min(asked.recall(f"{key}_page", 1), pages))
        if turned != asked.recall(f"{key}_page", 1):
            asked.remember(f"{key}_page", turned)
            st.rerun()
    return picked


AMOUNT = Column("amount", "exact")
INVOICE = (
    Column("document_no", width=128),
    Column("issue_date", "date"),
    Column("due_date", "date"),
    Column("days_past_due", "days", width=100),
    Column("bucket", "word", words="bucket", width=90),
    AMOUNT,
    Column("open_amount", "exact"),
    Column("currency", "code"),
    Column("disputed", "flag"),
)
CREDIT = (
    Column("document_no", width=150),
    Column("source_kind", "word", heading="columns.kind", words="aging.source", width=130),
    Column("value_date", "date"),
    AMOUNT,
    Column(CREDITS, "exact"),
    Column("currency", "code"),
)


def title_of(session: Session, place: Place, names: Mapping[str, str]) -> str:
    """The place in words: "Open invoices · Acme Ltd · 31-60". `names` are those of customers by id."""
    words = [session.say("aging.on_account" if place.credits else "tables.open_invoices")]
    for name, value in place.where.items():
        if name == "days_past_due":
            words.append(session.say("tables.part_due_soon"))
        elif name == "bucket":
            overdue = isinstance(value, list)
            words.append(session.say("tables.part_overdue") if overdue else session.say(f"bucket.{value}"))
        else:
            words.append(group_label(name, value or "", names.get(value or "", value or ""), session.lang))
    return " · ".join(words)


def _close() -> None:
    asked.put("open", None)
    asked.put("document", None)


def _escaped(value: str) -> str:
    return "".join(ESCAPES.get(character, character) for character in value)


def plain(value: str) -> str:
    """A value as `address` was given it."""
    return value.replace("%2B", "+").replace("%25", "%")
