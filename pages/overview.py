"""Are we safe, is it getting better? One screen for somebody who comes once a month."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import streamlit as st

from pages.shared import cached, changes, charts, documents, empty, header, inputs, kpi, tables
from pages.shared import session as asked
from pages.shared.guard import guarded
from pages.shared.kpi import Card
from pages.shared.session import Session
from pages.shared.tables import Column
from scoring.desk import views
from scoring.desk.aging import AgingReport, aging_report
from scoring.desk.figures import FiguresReport, dso_change, figures_report
from scoring.metrics.aging import AgingRow
from scoring.store import Store
from scoring.terms import View

TOP = 10


@guarded("overview")
def main(session: Session, store: Store) -> None:
    """Title as the answer, key figures, what changed, aging over time, the largest exposures, the report to take along."""
    title, line = st.empty(), st.empty()
    view = replace(inputs.single_currency_bar(session, store), scheme="default", basis=None, grouping="customer")
    figures = cached.report(store, session.scope, figures_report, view)
    title.title(changes.headline(session, figures))
    with line:
        header.line(session, figures.header)
    cards(session, figures)
    wanted = documents.opened(session, view)
    if wanted:
        documents.show(session, store, wanted)
    now = cached.report(store, session.scope, aging_report, view)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        over_time(session, store, view, now)
    with right:
        before = cached.report(store, session.scope, aging_report, changes.earlier(view, figures.compared_to))
        dso = cached.report(store, session.scope, dso_change, view, figures.compared_to)
        changes.show(session, figures, next(iter(dso.values())), now, before)
    exposures(session, now)


def cards(session: Session, figures: FiguresReport) -> None:
    """The six key figures; a click opens the invoices behind one."""
    lines = changes.lines_of(figures)
    overdue = session.figure(lines["overdue"].figure)
    best = session.figure(lines["dso_best_possible"].figure)
    kpi.row(
        session,
        [
            Card(lines["receivables"], opens="all"),
            Card(lines["overdue_ratio"], opens="overdue", note=session.say("overview.overdue_amount", amount=overdue)),
            Card(lines["dso_simple"], note=session.say("overview.best_possible", days=best)),
            Card(lines["cei"]),
            Card(lines["due_in_30_days"], opens="due_soon"),
            Card(lines["cost_of_overdue"], opens="overdue"),
        ],
    )


def over_time(session: Session, store: Store, view: View, now: AgingReport) -> None:
    """The month-ends by bucket and the as-of date itself; a click offers the invoices behind a piece of a column."""
    rows = cached.report(store, session.scope, trend, view)
    if not any(row["month_end"] == view.as_of for row in rows):
        buckets = next(iter(now.totals.values())).buckets
        today = [{"month_end": view.as_of, "bucket": key, "reporting_amount": sum_} for key, sum_ in buckets.items()]
        rows = [*rows, *today]
    figure = charts.aging_over_time(session, rows, now.keys)
    points = charts.show(figure, "trend", changes.trend_title(session, rows), select=True)
    if points and points[0].get("customdata"):
        day, bucket = points[0]["customdata"][:2]
        st.button(
            session.say("overview.open_bucket", bucket=session.say(f"bucket.{bucket}"), day=day),
            key="open_point",
            on_click=_open_bucket,
            args=(date.fromisoformat(day), bucket),
        )


def trend(store: Store, view: View) -> list[dict[str, Any]]:
    """Receivables by month-end and bucket in the view's currency, oldest first; filters on customers do not apply."""
    scope = views.scope_of(store, view)
    sums: dict[tuple[date, str], Decimal] = {}
    for row in store.rows("bucket_trend", {"as_of": view.as_of, **scope.params}):
        if row["reporting_amount"] is not None:
            key = row["month_end"], row["bucket"]
            sums[key] = sums.get(key, Decimal(0)) + row["reporting_amount"]
    return [{"month_end": day, "bucket": key, "reporting_amount": sum_} for (day, key), sum_ in sorted(sums.items())]


def exposures(session: Session, report: AgingReport) -> None:
    """The customers that owe most, with how late it is; the total is that of all customers and ties to the ledger."""
    currency, total = next(iter(report.totals.items()))
    rows = sorted(report.rows, key=lambda row: -row.open)[:TOP]
    if not total.open:
        empty.nothing_found(session)
        return
    share = sum(row.open for row in rows) / total.open
    st.markdown(f"##### {session.say('overview.top_title', top=len(rows), share=session.percent(share))}")
    everyone = session.say("tables.all_of", rows=report.customers[currency])
    columns = [
        Column("customer_name", pinned=True),
        Column("open_amount", "money"),
        Column("share", "bar"),
        *(Column(key, "money", heading=f"bucket.{key}") for key in report.keys),
        Column("overdue_share", "percent"),
    ]
    picked = tables.show(
        session,
        [_exposure(row, total.open) for row in rows],
        columns,
        key="exposures",
        total=_exposure(total, total.open) | {"customer_name": everyone},
        select=True,
    )
    tables.ties(session, report.reconciliation)
    if picked:
        documents.to_customer(session, picked.row["key"], picked.row["customer_name"], "exposures")


def _exposure(row: AgingRow, whole: Decimal) -> dict[str, Any]:
    return {
        "key": row.key,
        "customer_name": row.name,
        "open_amount": row.open,
        "share": row.open / whole,
        "overdue_share": row.overdue / row.open if row.open else None,
        **row.buckets,
    }


def _open_bucket(day: date, bucket: str) -> None:
    asked.put("as_of", day)
    asked.put("open", f"bucket:{bucket}")


main()
