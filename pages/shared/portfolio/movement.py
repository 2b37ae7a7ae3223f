"""What moved since a day: the overdue bridge, what changed in words, claims and customers from where to where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import streamlit as st

from pages.shared import cached, changes, charts, drilldown, tables
from pages.shared import session as asked
from pages.shared.portfolio import report, shape_plots
from pages.shared.session import Session
from pages.shared.tables import Column
from scoring.desk.figures.figures import dso_change, month_before
from scoring.desk.figures.migration import migrated, migration
from scoring.desk.figures.overview import what_changed
from scoring.desk.risk.assessing import names_of
from scoring.desk.risk.overdue_bridge import PARTS, OverdueBridge, moved_documents, overdue_bridge
from scoring.desk.risk.rating_migration import RatingMigration, rated_then_and_now, rating_migration
from scoring.store import Store
from scoring.terms import View

DOCUMENTS_MAX = 500


def show(session: Session, store: Store, view: View) -> None:
    """Everything since the day chosen."""
    first = session.extent.first_day
    if first is None or first >= view.as_of:
        st.write(session.say("portfolio.shape.nothing_before"))
        return
    since = st.date_input(
        session.say("portfolio.shape.since"),
        max(first, month_before(view.as_of)),
        min_value=first,
        max_value=view.as_of - timedelta(days=1),
        key=f"moved_since_{view.as_of}",
        width=200,
    )
    assert isinstance(since, date)
    asked.remember("moved_since", (view.as_of, since))
    left, right = st.columns([3, 2], gap="medium")
    with left:
        part = _bridge(session, store, view, since)
    names = cached.report(store, session.scope, names_of)
    place = st.container()
    if part:
        with place:
            _moved(session, store, view, since, part)
    left_below, right_below = st.columns(2, gap="medium")
    with left_below:
        _buckets(session, store, replace(view, scheme="default", basis=None), since, names)
    with right_below:
        _ratings(session, store, view, since, names)
    with place:
        report.documents(session, store, view, names)
    with right:
        changed = cached.report(store, session.scope, what_changed, view, since)
        why = cached.report(store, session.scope, dso_change, view, since)
        changes.show(session, since, next(iter(changed.values())), next(iter(why.values())))


def since_of(view: View) -> date | None:
    """The day chosen to compare the view's day with; None = the usual one."""
    as_of, since = asked.recall("moved_since") or (None, None)
    return since if as_of == view.as_of else None


def _bridge(session: Session, store: Store, view: View, since: date) -> str | None:
    """Draw the bridge; the part of it that was clicked."""
    found = cached.report(store, session.scope, overdue_bridge, view, since)
    clicked = charts.show(shape_plots.bridge(session, found), "bridge", bridge_title(session, found), select=True)
    part = clicked[0]["customdata"][0] if clicked and clicked[0].get("customdata") else None
    return str(part) if part in PARTS else None


def bridge_title(session: Session, found: OverdueBridge) -> str:
    """Which way the overdue went, and what came against what went."""
    facts = {
        "closing": f"{session.short(found.closing)} {found.currency}",
        "come": session.short(found.come),
        "gone": session.short(found.opening + found.come - found.closing),
    }
    if not found.net:
        return session.say("portfolio.shape.bridge_same", **facts)
    key = "portfolio.shape.bridge_rose" if found.net > 0 else "portfolio.shape.bridge_fell"
    return session.say(key, net=session.short(abs(found.net)), **facts)


def _moved(session: Session, store: Store, view: View, since: date, part: str) -> None:
    """The invoices behind a part of the bridge; a click on one shows what was set against it."""
    rows = cached.report(store, session.scope, moved_documents, view, since, part)
    st.markdown(f"##### {session.say(f'portfolio.shape.bridge.{part}')}")
    columns = [
        Column("customer_name", pinned=True, width=240),
        Column("document_no", width=128),
        Column("due_date", "date"),
        Column("opening", "money", label=session.say("portfolio.shape.bridge.opening")),
        Column("moved", "money", label=session.say(f"portfolio.shape.bridge.{part}")),
        Column("closing", "money", label=session.say("portfolio.shape.bridge.closing")),
    ]
    total: dict[str, Any] = {name: sum(row[name] for row in rows) for name in ("opening", "moved", "closing")}
    total["customer_name"] = session.say("tables.total_of", rows=len(rows))
    shown = [row | {"key": row["document_key"]} for row in rows[:DOCUMENTS_MAX]]
    if len(rows) > DOCUMENTS_MAX:
        st.markdown(f":small[{session.say('tables.shown_of', shown=DOCUMENTS_MAX, rows=len(rows))}]")
    picked = report.once("moved", tables.show(session, shown, columns, key="moved", total=total, select=True))
    if picked:
        asked.put("document", picked.row["document_key"])
        asked.put("open", None)
        st.rerun()
    if session.chosen.get("document", "").isdigit() and not session.chosen.get("open"):
        drilldown.document(session, store, int(session.chosen["document"]))


def _buckets(session: Session, store: Store, view: View, since: date, names: dict[str, str]) -> None:
    """Where the claims of that day stand now; a click opens the customers of a cell."""
    found = cached.report(store, session.scope, migration, view, since)
    if not found.amounts:
        st.write(session.say("aging.nothing_to_move", day=since))
        return
    froms = [key for key in found.keys if key in found.shares]
    labels = {key: session.say(f"bucket.{key}") for key in found.states}
    shares = {(a, b): float(found.shares[a].get(b, 0)) for a in froms for b in found.states}
    facts = {"paid": session.percent(found.paid_share), "older": session.percent(found.older_share)}
    hovers = {
        (a, b): session.say("aging.moved", amount=session.money(amount), since=since, day=view.as_of, source=labels[a],
                            target=labels[b])
        for (a, b), amount in found.amounts.items()
    }  # fmt: skip
    title = session.say("aging.moves_title", day=since, **facts)
    cell = _matrix(session, "moves", title, froms, list(found.states), labels, shares, hovers)
    if cell:
        amounts = cached.report(store, session.scope, migrated, view, since, *cell)
        _customers(session, amounts, names, f"{labels[cell[0]]} → {labels[cell[1]]}", "moves_customers")


def _ratings(session: Session, store: Store, view: View, since: date, names: dict[str, str]) -> None:
    """Where the customers of a rating are rated now; a click opens the customers of a cell."""
    found = cached.report(store, session.scope, rating_migration, view, since)
    if not found.customers:
        return
    labels = {rating: session.say(f"rating.{rating}") for rating in found.states}
    rows = found.shares()
    froms = [rating for rating in found.states if rating in rows]
    shares = {(a, b): float(rows[a].get(b, 0)) for a in froms for b in found.states}
    hovers = {
        (a, b): session.say("portfolio.shape.hover_rated", customers=count, amount=session.money(found.amounts[a, b]),
                            before=labels[a], after=labels[b])
        for (a, b), count in found.customers.items()
    }  # fmt: skip
    cell = _matrix(session, "rated", rated_title(session, found), froms, list(found.states), labels, shares, hovers)
    if cell:
        amounts = cached.report(store, session.scope, rated_then_and_now, view, since, cell)
        _customers(session, amounts, names, f"{labels[cell[0]]} → {labels[cell[1]]}", "rated_customers")


def rated_title(session: Session, found: RatingMigration) -> str:
    """How many were rated lower since, how many higher."""
    (fell, owed), (rose, _) = found.moved(1), found.moved(-1)
    facts = {"fell": fell, "rose": rose, "amount": session.short(owed), "since": found.since}
    return session.say("portfolio.shape.rated_fell" if fell else "portfolio.shape.rated_none", **facts)


def _matrix(
    session: Session,
    key: str,
    title: str,
    froms: Sequence[str],
    states: Sequence[str],
    labels: dict[str, str],
    shares: dict[tuple[str, str], float],
    hovers: dict[tuple[str, str], str],
) -> tuple[str, str] | None:
    """Draw a matrix of shares whose rows sum to 100%; the cell that was clicked."""
    cells = [[shares[a, b] for b in states] for a in froms]
    texts = [[session.percent(share) if share else "–" for share in row] for row in cells]
    figure = charts.heat(session, cells, [labels[b] for b in states], [labels[a] for a in froms], texts, texts)
    marks = {(labels[b], labels[a]): (a, b) for a, b in hovers}
    shape_plots.clickable(figure, marks, {(labels[b], labels[a]): words for (a, b), words in hovers.items()})
    clicked = charts.show(figure, key, title, select=True)
    told = clicked[0].get("customdata") if clicked else None
    return (str(told[0]), str(told[1])) if told else None


def _customers(session: Session, amounts: dict[str, Any], names: dict[str, str], title: str, key: str) -> None:
    rows = [
        {"customer_id": customer, "customer_name": names.get(customer, customer), "open_amount": amount}
        for customer, amount in amounts.items()
    ]
    act = report.customers_table(session, rows, key, title, [Column("open_amount", "money")])
    if act:
        act()
