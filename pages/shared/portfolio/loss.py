"""Where is the loss expected? Contributions of any segment, down to its customers and their documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from pages.shared import cached, charts, drilldown, tables
from pages.shared import session as asked
from pages.shared.portfolio import opened, plots
from pages.shared.portfolio.plots import Bar
from pages.shared.session import Session
from pages.shared.tables import Column, Picked
from scoring.desk.parameters import currency_of
from scoring.desk.risk.export import loss_csv, loss_xlsx
from scoring.desk.risk.loss import LOSS_GROUPINGS, LossBook, LossReport, lacks_rate, loss_report
from scoring.desk.risk.wording import segment_label
from scoring.metrics.risk.loss import NOT_RATED, Contribution
from scoring.store import Store
from scoring.terms import View

BARS, ROWS_MAX = 12, 500
FIRST = "rating"


def tab(session: Session, store: Store, view: View) -> None:
    """The four figures, the contributions by the segment chosen, the customers of one, the documents of a customer."""
    report = cached.report(store, session.scope, loss_report, view)
    book = next(iter(report.books.values()))
    figures(session, report, book)
    if NOT_RATED in book.statuses and lacks_rate(store, view, book.currency):
        home = currency_of(store)
        st.warning(session.say("portfolio.loss.no_rate", currency=book.currency, home=home, as_of=view.as_of))
    grouping = st.selectbox(
        session.say("portfolio.loss.by"),
        LOSS_GROUPINGS,
        index=LOSS_GROUPINGS.index(FIRST),
        format_func=lambda name: session.say(f"grouping.{name}"),
        key="loss_by",
        width=260,
    )
    found = book.by(grouping)
    labels = {
        one.group: segment_label(grouping, one.group, book.names.get(one.group, one.group), session.lang)
        for one in found
    }
    chart(session, book, found, labels)
    picked = table(session, book, grouping, found, labels)
    files = {
        "csv": lambda: loss_csv(report, grouping, session.lang),
        "xlsx": lambda: loss_xlsx(report, grouping, session.lang),
    }
    tables.downloads(session, f"expected_loss_{grouping}", files, key="loss")
    if picked is not None and grouping != "customer":
        customers(session, book, grouping, picked, labels[picked])
    opened.documents(session, store, view, book.names)


def figures(session: Session, report: LossReport, book: LossBook) -> None:
    """Expected loss, exposure, average PD and LGD; and who has no rating or is in default already."""
    total = book.total
    with st.grid(columns=4, min_column_width=150):
        for name, value in (
            ("expected_loss", session.short(total.expected_loss)),
            ("exposure", session.short(total.exposure)),
            ("pd", "" if total.pd is None else session.percent(total.pd)),
            ("lgd", "" if total.lgd is None else session.percent(total.lgd)),
        ):
            with st.container(border=True, height="stretch"):
                st.metric(session.say(f"portfolio.loss.{name}"), value, help=session.say(f"portfolio.loss.{name}_help"))
    for status in ("in_default", "not_rated"):
        one = book.statuses.get(status)
        if one:
            facts = {"customers": one.customers, "exposure": one.exposure, "loss": one.expected_loss}
            pd = session.percent(report.terms.pd_not_rated)
            st.markdown(f"- {session.say(f'portfolio.loss.{status}', currency=book.currency, pd=pd, **facts)}")


def chart(session: Session, book: LossBook, found: Sequence[Contribution], labels: dict[str, str]) -> None:
    """The largest contributions; the title names the largest."""
    first = found[0]
    if first.share is None:
        return
    bars = [
        Bar(labels[one.group], float(one.expected_loss), _hover(session, one, labels), one.group)
        for one in found[:BARS]
    ]
    amount = f"{session.short(first.expected_loss)} {book.currency}"
    facts = {"name": labels[first.group], "share": session.percent(first.share), "amount": amount}
    charts.show(plots.bars(session, bars), "loss_bars", session.say("portfolio.loss.title", **facts))


def table(
    session: Session, book: LossBook, grouping: str, found: Sequence[Contribution], labels: dict[str, str]
) -> str | None:
    """Contributions with their total; the group of the row picked, of customers their documents open."""
    rows = [_line(one, labels[one.group]) for one in found[:ROWS_MAX]]
    total = _line(book.total, session.say("tables.total_of", rows=len(found)))
    picked = tables.show(session, rows, [NAME, *COLUMNS], key=f"loss_{grouping}", total=total, select=True)
    if len(found) > ROWS_MAX:
        st.markdown(f":small[{session.say('tables.shown_of', shown=ROWS_MAX, rows=len(found))}]")
    if grouping == "customer":
        _open(picked)
    return picked.row["group"] if picked else None


def customers(session: Session, book: LossBook, grouping: str, group: str, label: str) -> None:
    """The customers of one group; of a currency, with what they owe in it."""
    found = book.within(grouping, group)
    st.markdown(f"##### {session.say('portfolio.loss.customers', name=label, customers=len(found))}")
    rows = [_line(one, book.names[one.group]) for one in found[:ROWS_MAX]]
    picked = tables.show(session, rows, [NAME, *COLUMNS[1:]], key=f"loss_of_{grouping}", select=True)
    _open(picked)


def _open(picked: Picked | None) -> None:
    """Open the documents of the customer picked, once for each time it is picked."""
    customer_id = picked.row["group"] if picked else None
    if asked.recall("loss_opened") == customer_id:
        return
    asked.remember("loss_opened", customer_id)
    if customer_id is not None:
        asked.put("open", drilldown.address(customer=customer_id))
        asked.put("document", None)
        st.rerun()


NAME = Column("label", heading="columns.group_name", pinned=True)
COLUMNS = (
    Column("customers", "count"),
    Column("open", "money", heading="columns.open_amount"),
    Column("exposure", "money", heading="portfolio.loss.exposure"),
    Column("covered", "money", heading="portfolio.loss.covered"),
    Column("pd", "percent", heading="portfolio.loss.pd"),
    Column("lgd", "percent", heading="portfolio.loss.lgd"),
    Column("expected_loss", "money", heading="portfolio.loss.expected_loss"),
    Column("share", "bar"),
)


def _line(one: Contribution, label: str) -> dict[str, Any]:
    return {**vars(one), "label": label}


def _hover(session: Session, one: Contribution, labels: dict[str, str]) -> str:
    facts = {"name": labels[one.group], "amount": one.expected_loss, "customers": one.customers}
    return session.say("portfolio.loss.hover", exposure=one.exposure, share=session.percent(one.share or 0), **facts)
