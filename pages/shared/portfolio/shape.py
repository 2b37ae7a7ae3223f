"""What shape has the portfolio, and how does it move? Concentration, ratings by severity, movement, collection."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from pages.shared import cached, charts, empty, tables
from pages.shared.portfolio import collecting, movement, report, shape_plots
from pages.shared.session import Session
from pages.shared.tables import Column
from scoring.desk.figures.aging import aging_report
from scoring.desk.risk.loss import LossBook, loss_report
from scoring.desk.risk.shape import DEBTORS, SEVERITIES, concentrated, heat, in_cell, thinned
from scoring.desk.risk.shape_tables import heat_table, shape_csv, shape_xlsx
from scoring.metrics.risk.loss import Contribution
from scoring.scorecard.use.classes import SHOWN
from scoring.store import Store
from scoring.terms import View
from scoring.text import numbers

TOP, CURVE_POINTS = 20, 200
BAD, LATE = ("risky", "in_default"), ("moderate", "severe")
"""The corner of the heat map that asks for action."""


def tab(session: Session, store: Store, view: View) -> None:
    """The part chosen; only that one is computed."""
    part = st.segmented_control(
        session.say("portfolio.shape.part"),
        tuple(PARTS),
        default=next(iter(PARTS)),
        required=True,
        format_func=lambda name: session.say(f"portfolio.shape.part_{name}"),
        label_visibility="collapsed",
        key="shape_part",
    )
    with st.spinner(session.say("portfolio.shape.working")):
        PARTS[str(part)](session, store, view)
    since, lang = movement.since_of(view), session.lang
    files = {
        "csv": lambda: shape_csv(store, view, since, lang),
        "xlsx": lambda: shape_xlsx(store, view, since, lang),
    }
    tables.downloads(session, "shape", files, key="shape_files")


def concentration(session: Session, store: Store, view: View) -> None:
    """How much hangs on few: the curve, the shares of the largest, and who they are."""
    by = st.segmented_control(
        session.say("portfolio.shape.debtors"),
        DEBTORS,
        default=DEBTORS[0],
        required=True,
        format_func=lambda name: session.say(f"grouping.{name}"),
        key="shape_debtors",
    )
    found = cached.report(store, session.scope, concentrated, view, str(by))
    if not found.debtors:
        empty.nothing_found(session)
        return
    left, right = st.columns([3, 2], gap="medium")
    with left:
        points = thinned(found.lorenz, CURVE_POINTS)
        share = session.percent(found.top[10] or 0)
        facts = {"debtors": found.debtors, "share": share, "equal": max(1, round(found.as_if_equal or 1))}
        few = min(10, found.debtors)
        charts.show(
            shape_plots.lorenz(session, found, points),
            "lorenz",
            session.say("portfolio.shape.concentrated", few=few, **facts),
        )
    with right:
        rows = [
            {"largest": session.say("portfolio.shape.largest", count=count), "share": share}
            for count, share in found.top.items()
        ]
        columns = [Column("largest", heading="portfolio.shape.of", width=190), Column("share", "bar", width=150)]
        tables.show(session, rows, columns, key="top_shares")
        index = numbers.decimal(found.herfindahl or 0, session.lang, 4)
        st.markdown(
            session.say("portfolio.shape.herfindahl", index=index, equal=facts["equal"]),
            help=session.say("figure.herfindahl.help"),
        )
    _largest(session, store, view, str(by))


def _largest(session: Session, store: Store, view: View, by: str) -> None:
    """The largest debtors with their share and the share of all down to them; a click opens their invoices."""
    aging = cached.report(store, session.scope, aging_report, _by(view, by))
    ranked = sorted((row for row in aging.rows if row.open > 0), key=lambda row: (-row.open, row.key))
    whole = sum((row.open for row in ranked), next(iter(aging.totals.values())).open * 0)
    rows: list[dict[str, Any]] = []
    down_to = whole * 0
    for row in ranked[:TOP]:
        down_to += row.open
        rows.append(
            {"key": row.key, "group_name": row.name, "open_amount": row.open, "share": row.open / whole,
             "down_to": down_to / whole, "overdue": row.overdue}
        )  # fmt: skip
    columns = [
        Column("group_name", heading=f"grouping.{by}", pinned=True, width=260),
        Column("open_amount", "money"),
        Column("share", "bar"),
        Column("down_to", "percent", heading="portfolio.shape.down_to"),
        Column("overdue", "money", heading="portfolio.shape.overdue"),
    ]
    total = {
        "group_name": session.say("tables.total_of", rows=len(ranked)),
        "open_amount": whole,
        "overdue": sum(row.overdue for row in ranked),
    }
    picked = report.once("largest", tables.show(session, rows, columns, key="largest", total=total, select=True))
    tables.reconciled(session, aging.reconciliation)
    if picked:
        report.open_documents(**{by: str(picked.row["key"])})
    report.documents(session, store, view, {row.key: row.name for row in ranked})


def heat_map(session: Session, store: Store, view: View) -> None:
    """What customers owe by rating and by how late they are at worst; a click opens the customers of a cell."""
    book = next(iter(cached.report(store, session.scope, loss_report, view).books.values()))
    cells = heat(book)
    if not cells:
        empty.nothing_found(session)
        return
    ratings = [rating for rating in SHOWN if any(rating == place[0] for place in cells)]
    names = {rating: session.say(f"rating.{rating}") for rating in ratings}
    columns = {severity: session.say(f"bucket.{severity}") for severity in SEVERITIES}
    amounts = [[float(cells[r, s].open) if (r, s) in cells else None for s in SEVERITIES] for r in ratings]
    texts = [[_in_cell(session, cells.get((r, s))) for s in SEVERITIES] for r in ratings]
    figure = charts.heat(session, amounts, list(columns.values()), list(names.values()), texts, texts)
    hovers = {(columns[s], names[r]): _told(session, names[r], columns[s], cell) for (r, s), cell in cells.items()}
    shape_plots.clickable(figure, {(columns[s], names[r]): (r, s) for r, s in cells}, hovers)
    clicked = charts.show(figure, "heat", _heat_title(session, cells), select=True)
    report.show(session, heat_table(cells, session.lang), title=False)
    st.markdown(f":small[{session.say('portfolio.shape.heat_note')}]")
    if clicked and clicked[0].get("customdata"):
        rating, severity = clicked[0]["customdata"][:2]
        _cell(session, book, rating, severity)
    report.documents(session, store, view, book.names)


def _heat_title(session: Session, cells: dict[tuple[str, str], Contribution]) -> str:
    corner = [cell for (rating, severity), cell in cells.items() if rating in BAD and severity in LATE]
    if not corner:
        return session.say("portfolio.shape.heat_calm")
    owed = sum((cell.open for cell in corner), corner[0].open * 0)
    whole = sum((cell.open for cell in cells.values()), owed * 0)
    facts = {"customers": sum(cell.customers for cell in corner), "amount": session.short(owed)}
    return session.say("portfolio.shape.heat", share=session.percent(owed / whole), **facts)


def _cell(session: Session, book: LossBook, rating: str, severity: str) -> None:
    """The customers of the cell clicked."""
    found = in_cell(book, rating, severity)
    rows = [vars(one) | {"customer_id": one.group, "customer_name": book.names[one.group]} for one in found]
    words = {"rating": session.say(f"rating.{rating}"), "severity": session.say(f"bucket.{severity}")}
    columns = [
        Column("open", "money", heading="columns.open_amount"),
        Column("pd", "percent", heading="portfolio.loss.pd"),
        Column("expected_loss", "money", heading="portfolio.loss.expected_loss"),
    ]
    title = session.say("portfolio.shape.in_cell", customers=len(rows), **words)
    act = report.customers_table(session, rows, "heat_customers", title, columns)
    if act:
        act()


def _in_cell(session: Session, cell: Contribution | None) -> str:
    return session.short(cell.open) if cell else ""


def _told(session: Session, rating: str, severity: str, cell: Contribution) -> str:
    facts = {"customers": cell.customers, "amount": session.money(cell.open)}
    return session.say("portfolio.shape.hover_heat", rating=rating, severity=severity, **facts)


def _by(view: View, by: str) -> View:
    return View(view.as_of, "default", None, by, view.currency, view.filters, view.period_days)


PARTS: dict[str, Callable[[Session, Store, View], None]] = {
    "concentration": concentration,
    "heat": heat_map,
    "movement": movement.show,
    "collection": collecting.show,
}
