"""Are we safe, is it getting better? One screen for somebody who comes once a month."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.shared import cached, changes, charts, drilldown, empty, header, inputs, kpi, ratings, tables, warned
from pages.shared import session as asked
from pages.shared.drilldown import Place
from pages.shared.guard import guarded
from pages.shared.kpi import Card
from pages.shared.portfolio.forecast import forecast_of, ready
from pages.shared.session import Session
from pages.shared.tables import Column
from scoring.desk.figures.aging import AgingReport, aging_report
from scoring.desk.figures.figures import FigureLine, FiguresReport, dso_change, key_figures
from scoring.desk.figures.overview import largest, what_changed
from scoring.desk.figures.trend import Trend, bucket_trend
from scoring.desk.reports.management import FORMS, management_report
from scoring.desk.risk.loss import expected_loss_line
from scoring.desk.scorecard.rated import days_compared
from scoring.desk.scorecard.scores import to_compute
from scoring.metrics.aging import AgingRow
from scoring.scorecard.use.classes import SHOWN
from scoring.store import Store
from scoring.terms import Figure, View

DUE_SOON, DUE_SOON_DAYS = "due_soon", range(-30, 1)
"""What falls due within 30 days, by days past due; the as-of date itself counts."""


@guarded("overview")
def main(session: Session, store: Store) -> None:
    """Title as the answer, key figures, aging over time, what changed, the largest exposures, the report to take along.

    Each is drawn as soon as it is known; what changed takes longest and comes last, in its place.
    """
    title, line = st.empty(), st.empty()
    view = replace(inputs.single_currency_bar(session, store), scheme="default", basis=None, grouping="customer")
    figures = cached.report(store, session.scope, key_figures, view)
    title.title(changes.headline(session, figures))
    with line:
        header.line(session, figures.header)
    place, cash_place = cards(session, figures)
    trend = cached.report(store, session.scope, bucket_trend, view)
    aging = cached.report(store, session.scope, aging_report, view)
    documents(session, store, aging, view)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        over_time(session, trend)
    warned.in_overview(session, store, view)
    exposures(session, store, aging, view)
    expected_loss(session, store, view, figures, place)
    take_along(session, store, view)
    with right:
        since_then(session, store, view, figures.compared_to)
    cash_expected(session, store, view, figures, cash_place)
    ratings.fill(session, store, [*days_compared(store, view.as_of), *scored_before(store, figures)])
    warned.fill(session, store)


def cards(session: Session, figures: FiguresReport) -> list[DeltaGenerator]:
    """The six key figures; a click opens the invoices behind one. The places of the expected loss and of the cash expected,
    which take longer; what falls due stands in for the second meanwhile."""
    lines = changes.lines_of(figures)
    overdue = session.figure(lines["overdue"].figure)
    best = session.figure(lines["dso_best_possible"].figure)
    loss_place, cash_place = kpi.row(
        session,
        [
            Card(lines["receivables"], opens="all"),
            Card(lines["overdue_ratio"], opens="overdue", note=session.say("overview.overdue_amount", amount=overdue)),
            Card(lines["dso_simple"], note=session.say("overview.best_possible", days=best)),
            None,
            Card(lines["cei"]),
            None,
        ],
    )
    with cash_place:
        slot = st.empty()
    kpi.late(session, slot.container(height="stretch"), Card(lines["due_in_30_days"], opens=DUE_SOON))
    return [loss_place, slot]


def cash_expected(session: Session, store: Store, view: View, figures: FiguresReport, slot: DeltaGenerator) -> None:
    """The card of the cash expected in 30 days with its band, once the scores are there that the loss is taken from."""
    if to_compute(store, [view.as_of]) or not ready(store, view.as_of):
        return
    book = next(iter(cached.report(store, session.scope, forecast_of, view, session.scope).books.values()))
    low, high = (session.short(amount) for amount in (book.month.low, book.month.high))
    due = session.figure(changes.lines_of(figures)["due_in_30_days"].figure)
    line = FigureLine(Figure("cash_expected_30_days", book.month.expected, "money", 0), None)
    card = Card(line, note=session.say("forecast.band", low=low, high=high, due=due), tab="forecast")
    kpi.late(session, slot.container(height="stretch"), card)


def expected_loss(session: Session, store: Store, view: View, figures: FiguresReport, place: DeltaGenerator) -> None:
    """The card of the expected loss, with what overdue has cost so far; until the scores are there it says so."""
    if to_compute(store, [view.as_of]):
        line = FigureLine(Figure("expected_loss", None, "money", -1), None)
        kpi.late(session, place, Card(line, note=session.say("scores.computing", days=1)))
        return
    known = [day for day in scored_before(store, figures) if not to_compute(store, [day])]
    lines = cached.report(store, session.scope, expected_loss_line, view, *known)
    cost = session.figure(changes.lines_of(figures)["cost_of_overdue"].figure)
    note = session.say("overview.overdue_cost", amount=cost)
    kpi.late(session, place, Card(next(iter(lines.values())), note=note))


def scored_before(store: Store, figures: FiguresReport) -> list[date]:
    """The day the figures are compared with, where the ledger had begun by then."""
    first = (store.one("extent", {}) or {}).get("first_date")
    return [figures.compared_to] if first is not None and first <= figures.compared_to else []


def documents(session: Session, store: Store, aging: AgingReport, view: View) -> None:
    """The invoices behind what the reader opened, if anything."""
    if session.chosen.get("open") == DUE_SOON:
        place = Place(view, {"days_past_due": list(DUE_SOON_DAYS)})
        title = f"{session.say('tables.open_invoices')} · {session.say('tables.part_due_soon')}"
        drilldown.show(session, store, place, title)
    elif asked_for := drilldown.place_of(session, view):
        names = {row.key: row.name for row in aging.rows}
        drilldown.show(session, store, asked_for, drilldown.title_of(session, asked_for, names))


def over_time(session: Session, trend: Trend) -> None:
    """The month-ends by bucket and the as-of date itself; a click offers the invoices behind a piece of a column."""
    points = next(iter(trend.points.values()))
    rows = [
        {"month_end": day, "bucket": key, "reporting_amount": amount}
        for day, buckets in points
        for key, amount in buckets.items()
    ]
    figure = charts.aging_over_time(session, rows, trend.keys)
    clicked = charts.show(figure, "trend", changes.trend_title(session, points), select=True)
    if clicked and clicked[0].get("customdata"):
        day, bucket = clicked[0]["customdata"][:2]
        st.button(
            session.say("overview.open_bucket", bucket=session.say(f"bucket.{bucket}"), day=day),
            key="open_point",
            on_click=_open_bucket,
            args=(date.fromisoformat(day), bucket),
        )


def since_then(session: Session, store: Store, view: View, earlier: date) -> None:
    """What changed since the earlier date, in sentences, and why DSO did."""
    with st.spinner(session.say("overview.adding_up")):
        changed = cached.report(store, session.scope, what_changed, view)
        why = cached.report(store, session.scope, dso_change, view, earlier)
    changes.show(session, earlier, next(iter(changed.values())), next(iter(why.values())))


def exposures(session: Session, store: Store, aging: AgingReport, view: View) -> None:
    """The customers that owe most, with how late it is; the total is that of all customers and ties to the ledger."""
    currency, total = next(iter(aging.totals.items()))
    rows = largest(aging, currency)
    if not rows:
        empty.nothing_found(session)
        return
    share = session.percent(sum(row.open for row in rows) / total.open)
    key = "overview.top_one" if rows[0].open == total.open else "overview.top_title"
    st.markdown(f"##### {session.say(key, top=len(rows), share=share)}")
    known = ratings.of_customers(session, store, (row.key for row in rows))
    everyone = session.say("tables.all_of", rows=aging.customers[currency])
    columns = [
        Column("customer_name", pinned=True, width=ratings.NAME_WIDTH if known else None),
        *(ratings.COLUMNS if known else ()),
        Column("open_amount", "money"),
        Column("share", "bar", width=76),
        *(Column(key, "money", heading=f"bucket.{key}") for key in aging.keys),
    ]
    picked = tables.show(
        session,
        [_exposure(row, total.open) | ratings.cells(known, row.key) for row in rows],
        columns,
        key="exposures",
        total=_exposure(total, total.open) | {"customer_name": everyone},
        select=True,
    )
    tables.reconciled(session, aging.reconciliation)
    if known:
        by_rating(session, store, replace(view, grouping="rating"))
        ratings.source(session, store)
    if picked:
        label = session.say("tables.to_customer", name=picked.row["customer_name"])
        if st.button(label, type="primary", on_click=asked.put, args=("customer", picked.row["key"])):
            st.switch_page("pages/customers.py")


def by_rating(session: Session, store: Store, view: View) -> None:
    """How much of the whole each rating owes, in one line."""
    report = cached.report(store, session.scope, aging_report, view)
    owed, whole = {row.key: row.open for row in report.rows}, next(iter(report.totals.values())).open
    shares = [
        session.say(
            "overview.rating_share", rating=session.say(f"rating.{rating}"), share=session.percent(owed[rating] / whole)
        )
        for rating in SHOWN
        if owed.get(rating)
    ]
    st.markdown(session.say("overview.by_rating", shares=" · ".join(shares)))


def take_along(session: Session, store: Store, view: View) -> None:
    """The management report, made once the menu is opened."""
    files = {form: partial(management_report, store, view, session.lang, form) for form in FORMS}
    tables.downloads(session, "management_report", files, key="report", label=session.say("overview.report"))


def _exposure(row: AgingRow, whole: Decimal) -> dict[str, Any]:
    return {
        "key": row.key,
        "customer_name": row.name,
        "open_amount": row.open,
        "share": row.open / whole,
        **row.buckets,
    }


def _open_bucket(day: date, bucket: str) -> None:
    asked.put("as_of", day)
    asked.put("open", f"bucket:{bucket}")


main()
