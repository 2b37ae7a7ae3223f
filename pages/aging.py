"""Who owes what, and how late? The aged balance on any day, by any grouping, down to the line of the file."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from pages.shared import (
    cached,
    changes,
    charts,
    customer_rating,
    drilldown,
    empty,
    header,
    inputs,
    ratings,
    statements,
    tables,
)
from pages.shared import session as asked
from pages.shared.guard import guarded
from pages.shared.session import Session
from pages.shared.tables import Column
from scoring import settings
from scoring.desk.figures import figures
from scoring.desk.figures.aging import AgingReport, aging_report
from scoring.desk.figures.migration import Migration, migration
from scoring.desk.figures.trend import bucket_trend
from scoring.desk.reports.export import aging_csv, documents_parquet
from scoring.desk.reports.workbook import workbook_bytes
from scoring.desk.wording import bucket_label, group_label
from scoring.metrics.aging import AgingRow
from scoring.store import Store
from scoring.terms import GROUPINGS, View

ROWS_MAX = 500
MONTHS_BACK = (1, 3, 6, 12)
BASES = ("due", "issue")


@guarded("aging")
def main(session: Session, store: Store) -> None:
    """The answer, the table with its totals, the documents behind a cell, how it came about, how it moves."""
    title, line = st.empty(), st.empty()
    title.title(session.say("aging.empty_title"))
    view = inputs.single_currency_bar(session, store)
    looked_for = controls(session, view)
    report = cached.report(store, session.scope, aging_report, view)
    title.title(headline(session, report))
    with line:
        header.line(session, report.header)
    if not report.rows:
        empty.nothing_found(session)
        return
    table(session, store, report, view, looked_for)
    place = drilldown.place_of(session, view)
    if place:
        names = {row.key: row.name for row in report.rows}
        drilldown.show(session, store, place, drilldown.title_of(session, place, names))
        if customer := place.where.get("customer"):
            of_customer(session, store, str(customer), names.get(customer, customer))
    left, right = st.columns(2, gap="medium")
    with left:
        over_time(session, store, view)
    with right:
        moves(session, store, view)
    if report.grouping == "customer":
        ratings.fill(session, store)


def of_customer(session: Session, store: Store, customer_id: str, name: str) -> None:
    """What it is rated and why; the ways on: its statement of account and its own page."""
    customer_rating.in_a_line(session, store, customer_id)
    with st.container(horizontal=True):
        statements.offer(session, store, customer_id)
        if st.button(session.say("tables.to_customer", name=name), key="to_customer"):
            asked.put("customer", customer_id)
            st.switch_page("pages/customers.py")


def controls(session: Session, view: View) -> str:
    """Scheme, basis, grouping; and the text looked for in the table's names."""
    schemes = settings.load().schemes
    with st.grid(columns=4, min_column_width=170):
        st.selectbox(
            session.say("aging.scheme"),
            tuple(schemes),
            format_func=lambda name: session.say(f"scheme.{name}"),
            **asked.bind("scheme", view.scheme),
        )
        st.selectbox(
            session.say("aging.basis"),
            BASES,
            format_func=lambda name: session.say(f"basis.{name}"),
            **asked.bind("basis", view.basis or schemes[view.scheme].basis),
        )
        st.selectbox(
            session.say("aging.by"),
            GROUPINGS,
            format_func=lambda name: session.say(f"grouping.{name}"),
            **asked.bind("by", view.grouping),
        )
        return st.text_input(session.say("aging.find"), placeholder=session.say("app.search_hint"), key="find").strip()


def headline(session: Session, report: AgingReport) -> str:
    """How much of the whole is late, and who owes most of it."""
    currency, total = next(iter(report.totals.items()))
    facts = {"open": f"{session.short(total.open)} {currency}", "amount": session.short(total.overdue)}
    if report.header.basis == "issue" or not total.overdue:
        return session.say("aging.title_calm" if total.open else "aging.title_nothing", **facts)
    worst = report.rows[0]
    name = group_label(report.grouping, worst.key, worst.name, session.lang)
    share = session.percent(total.overdue / total.open)
    return session.say("aging.title", **facts, share=share, name=name, most=session.short(worst.overdue))


def table(session: Session, store: Store, report: AgingReport, view: View, looked_for: str) -> None:
    """The aged balance, the worst on top, its total always in sight, tied to the ledger; a click opens a cell."""
    total = next(iter(report.totals.values()))
    wanted = looked_for.casefold()
    rows = [row for row in report.rows if wanted in f"{row.name} {row.key}".casefold()]
    if not rows:
        empty.nothing_found(session)
        return
    if len(rows) > ROWS_MAX:
        st.markdown(f":small[{session.say('tables.shown_of', shown=ROWS_MAX, rows=len(rows))}]")
    shown = rows[:ROWS_MAX]
    key = f"aging_{zlib.crc32(repr((session.workspace, view, looked_for)).encode())}"
    first = session.say("tables.total_of", rows=len(report.rows))
    known = ratings.of_customers(session, store, (row.key for row in shown)) if report.grouping == "customer" else {}
    picked = tables.show(
        session,
        [_line(session, report, row) | ratings.cells(known, row.key) for row in shown],
        _columns(session, report, rated=bool(known)),
        key=key,
        total=_line(session, report, total) | {"group_name": first},
        select=True,
    )
    tables.reconciled(session, report.reconciliation)
    if known or report.grouping == "rating":
        ratings.source(session, store)
    files = {
        "csv": lambda: aging_csv(report, session.lang),
        "xlsx": lambda: workbook_bytes(store, view, session.lang),
        "parquet": lambda: documents_parquet(store, view),
    }
    tables.downloads(session, "aging", files, key="aging")
    if not picked:
        asked.remember("aging_picked", None)
    elif asked.recall("aging_picked") != (key, picked.row["key"], picked.column):
        asked.remember("aging_picked", (key, picked.row["key"], picked.column))
        bucket = picked.column if picked.column in (*report.keys, drilldown.CREDITS) else None
        asked.put("open", drilldown.address(bucket, **{report.grouping: picked.row["key"]}))
        asked.put("document", None)
        asked.remember("drill_page", 1)
        st.rerun()


def over_time(session: Session, store: Store, view: View) -> None:
    """The month-ends by bucket, filters and currency applied."""
    found = cached.report(store, session.scope, bucket_trend, view)
    points = next(iter(found.points.values()))
    rows = [
        {"month_end": day, "bucket": key, "reporting_amount": amount}
        for day, buckets in points
        for key, amount in buckets.items()
    ]
    if rows:
        figure = charts.aging_over_time(session, rows, found.keys)
        charts.show(figure, "aging_trend", changes.trend_title(session, points))


def moves(session: Session, store: Store, view: View) -> None:
    """Where the claims of an earlier month-end stand now: paid, still there, or older."""
    if settings.load().schemes[view.scheme].basis == "issue":
        view = replace(view, scheme="default", basis=None)
    back = st.segmented_control(
        session.say("aging.moves_since"),
        MONTHS_BACK,
        default=MONTHS_BACK[0],
        required=True,
        format_func=lambda months: session.say(f"aging.back_{months}"),
        key="months_back",
    )
    since = figures.month_ends(view.as_of, int(back or 1) + 1)[0]
    found = cached.report(store, session.scope, migration, view, since)
    if not found.amounts:
        st.write(session.say("aging.nothing_to_move", day=since))
        return
    states = [session.say(f"bucket.{state}") for state in found.states]
    froms = [key for key in found.keys if key in found.shares]
    cells = [[float(found.shares[key].get(state, 0)) for state in found.states] for key in froms]
    texts = [[session.percent(share) if share else "–" for share in row] for row in cells]
    hovers = [[_moved(session, found, key, state) for state in found.states] for key in froms]
    figure = charts.heat(session, cells, states, [session.say(f"bucket.{key}") for key in froms], texts, hovers)
    facts = {"paid": session.percent(found.paid_share), "older": session.percent(found.older_share)}
    charts.show(figure, "migration", session.say("aging.moves_title", day=since, **facts))


def _line(session: Session, report: AgingReport, row: AgingRow) -> dict[str, Any]:
    return {
        "key": row.key,
        "group_name": group_label(report.grouping, row.key, row.name, session.lang),
        **row.buckets,
        "open_amount": row.open,
        "on_account": row.on_account,
        "net": row.net,
    }


def _columns(session: Session, report: AgingReport, rated: bool) -> Sequence[Column]:
    basis = report.header.basis
    labels = {key: bucket_label(key, basis, session.lang) for key in report.keys}
    buckets = [Column(key, "money", label=label) for key, label in labels.items()]
    credits = any(row.on_account for row in report.totals.values())
    amounts = [Column(name, "money") for name in ("open_amount", "on_account", *(("net",) if credits else ()))]
    width = ratings.NAME_WIDTH if rated else None
    first = Column("group_name", heading=f"grouping.{report.grouping}", pinned=True, width=width)
    return [first, *(ratings.COLUMNS if rated else ()), *buckets, *amounts]


def _moved(session: Session, found: Migration, key: str, state: str) -> str:
    amount = session.money(found.amounts.get((key, state), 0))
    names = {"source": session.say(f"bucket.{key}"), "target": session.say(f"bucket.{state}")}
    return session.say("aging.moved", amount=amount, since=found.from_date, day=found.to_date, **names)


main()
