"""When will the money come? Expected receipts by week or day, the invoices behind them, and what the forecast is worth."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from pages.shared import cached, charts, preparing, tables
from pages.shared import session as asked
from pages.shared.session import Session
from pages.shared.tables import Column
from scoring.desk.reports.forecast_files import forecast_csv, forecast_xlsx
from scoring.desk.risk.forecast import WEEKS, forecast_report
from scoring.desk.risk.forecast_book import ForecastBook, ForecastReport, Span, Step, listed, rows_of
from scoring.desk.risk.forecast_learning import is_learned, learned
from scoring.desk.risk.forecast_wording import record_sentences, scope_sentences
from scoring.desk.risk.loss import loss_report
from scoring.store import Store
from scoring.terms import View

STEPS: tuple[Step, ...] = ("week", "day")
ROWS_MAX = 200


def tab(session: Session, store: Store, view: View) -> None:
    """The chart under its answer, its record beside it, the sums and the invoices of the one picked."""
    if not ready(store, view.as_of):
        preparing.show(session, store)
        return
    with st.spinner(session.say("forecast.learning")):
        report = cached.report(store, session.scope, forecast_of, view, session.scope)
    book = next(iter(report.books.values()))
    if book.documents.empty:
        st.info(session.say("forecast.title_nothing"))
        return
    if not book.is_dated:
        undated(session, book)
        take_along(session, report, "week")
        return
    by = _step(session)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        clicked = charts.show(chart(session, book, by), f"forecast_{by}", headline(session, report, book), select=True)
    with right:
        st.markdown(f"##### {session.say('forecast.record_heading')}")
        st.markdown("\n".join(f"- {sentence}" for sentence in record_sentences(report.learning, session.lang)))
    for sentence in scope_sentences(book, session.lang):
        st.markdown(sentence)
    span = sums(session, book, by) or _clicked(clicked, book.spans(by))
    invoices(session, book, span)
    take_along(session, report, by)


def undated(session: Session, book: ForecastBook) -> None:
    """What is open where nothing can be dated: why, and the invoices; no chart and no sums of nothing."""
    why, *beside = scope_sentences(book, session.lang)
    st.info(why)
    for sentence in beside:
        st.markdown(sentence)
    invoices(session, book, None)


def take_along(session: Session, report: ForecastReport, by: Step) -> None:
    """The forecast as a file."""
    files = {"csv": lambda: forecast_csv(report, session.lang), "xlsx": lambda: forecast_xlsx(report, session.lang, by)}
    tables.downloads(session, "forecast", files, key="forecast")


def ready(store: Store, as_of: date) -> bool:
    """Whether a forecast need not wait for what is being learned beside the pages."""
    return is_learned(store, as_of) or not preparing.under_way(store, as_of)


def forecast_of(store: Store, view: View, scope: str) -> ForecastReport:
    """The forecast from what was learned and the losses that are kept already."""
    known = cached.held(store, scope, learned, view.as_of)
    losses = cached.report(store, scope, loss_report, view)
    return forecast_report(store, view, WEEKS, known, losses)


def headline(session: Session, report: ForecastReport, book: ForecastBook) -> str:
    """What is expected in all the weeks, and in the first."""
    amount = f"{session.short(book.horizon.expected)} {book.currency}"
    facts = {"weeks": report.weeks, "next": session.short(book.weeks[0].expected)}
    return session.say("forecast.title", amount=amount, **facts)


def chart(session: Session, book: ForecastBook, by: Step) -> go.Figure:
    """A column a week or day with its band from P10 to P90."""
    spans = book.spans(by)
    figure = charts.blank(book.currency)
    expected = [float(span.expected) for span in spans]
    above = [float(span.high) - value for span, value in zip(spans, expected, strict=True)]
    below = [value - float(span.low) for span, value in zip(spans, expected, strict=True)]
    figure.add_bar(
        x=[span.first for span in spans],
        y=expected,
        error_y={"type": "data", "symmetric": False, "array": above, "arrayminus": below, "color": charts.ON_ACCOUNT,
                 "thickness": 1.5, "width": 3 if by == "week" else 0},
        marker_color=charts.ACCENT,
        customdata=[[span.first.isoformat()] for span in spans],
        hovertext=[_hover(session, span, by) for span in spans],
        hoverinfo="text",
    )  # fmt: skip
    figure.update_layout(showlegend=False)
    weeks = [span.first for span in book.weeks]
    figure.update_xaxes(tickvals=weeks[:: -(-len(weeks) // 7)], tickformat="%m-%d", showgrid=False)
    figure.update_yaxes(rangemode="tozero", **charts.ticks(session, max(float(span.high) for span in spans)))
    return figure


def sums(session: Session, book: ForecastBook, by: Step) -> Span | None:
    """The sums as a table; the one picked."""
    words = "forecast.expected_help"
    columns = [
        Column("first", "date", heading="forecast.first", pinned=True, width=120),
        Column("last", "date", heading="forecast.last", width=120),
        Column("expected", "money", heading="forecast.expected", help=session.say(words)),
        Column("low", "money", heading="forecast.low", help=session.say("forecast.band_help")),
        Column("high", "money", heading="forecast.high", help=session.say("forecast.band_help")),
    ]
    spans = book.spans(by)
    total = {name: getattr(book.horizon, name) for name in ("last", "expected", "low", "high")}
    picked = tables.show(
        session, [vars(span) for span in spans], columns, key=f"receipts_{by}", total=total, select=True
    )
    return None if picked is None else next(span for span in spans if span.first == picked.row["first"])


def invoices(session: Session, book: ForecastBook, span: Span | None) -> None:
    """The invoices that make up the sum picked, the largest first; without one all that are open, the soonest first."""
    chosen = listed(book, span)
    st.markdown(f"##### {_invoices_title(session, span)}")
    converted = bool((chosen["currency"] != book.currency).any())
    shown = Column("reporting_amount", "exact", label=session.say("tables.open_in", currency=book.currency))
    columns = [
        Column("customer_name", pinned=True),
        Column("document_no", width=128),
        Column("due_date", "date"),
        *((Column("currency", "code"), shown) if converted else (Column("open_amount", "exact"),)),
        *date_columns(session, promised=bool(chosen["promised"].notna().any())),
        Column("within", "exact", heading="forecast.within"),
    ]
    total: dict[str, Any] = {"customer_name": session.say("tables.total_of", rows=len(chosen))}
    total["within"] = span.expected if span else book.horizon.expected
    total["reporting_amount" if converted else "open_amount"] = chosen["reporting_amount"].sum()
    rows, key = rows_of(chosen.head(ROWS_MAX)), f"forecast_documents_{span and span.first}"
    picked = tables.show(session, rows, columns, key=key, total=total, select=True)
    if len(chosen) > ROWS_MAX:
        key = "forecast.shown_largest" if span else "forecast.shown_soonest"
        st.markdown(f":small[{session.say(key, shown=ROWS_MAX, rows=len(chosen))}]")
    if picked:
        label = session.say("tables.to_customer", name=picked.row["customer_name"])
        if st.button(label, key="forecast_to_customer", type="primary"):
            asked.put("customer", picked.row["customer_id"])
            st.switch_page("pages/customers.py")


def date_columns(session: Session, promised: bool) -> list[Column]:
    """The expected date of an invoice and its interval; the promised date where some of them are promised."""
    told = session.say("forecast.dates_help")
    found = [
        Column("expected_date", "date", heading="forecast.expected_date", help=told, width=112),
        Column("earliest", "date", heading="forecast.earliest", help=told),
        Column("latest", "date", heading="forecast.latest", help=told),
    ]
    return [*found, Column("promised", "date", heading="forecast.promised")] if promised else found


def _invoices_title(session: Session, span: Span | None) -> str:
    if span is None:
        return session.say("forecast.documents_all")
    if span.first == span.last:
        return session.say("forecast.documents_day", first=span.first)
    return session.say("forecast.documents", first=span.first, last=span.last)


def _step(session: Session) -> Step:
    chosen = st.segmented_control(
        session.say("forecast.by"),
        STEPS,
        default=STEPS[0],
        required=True,
        format_func=lambda step: session.say(f"forecast.by_{step}"),
        label_visibility="collapsed",
        key="forecast_by",
    )
    return "day" if chosen == "day" else "week"


def _clicked(points: Sequence[dict[str, Any]], spans: Sequence[Span]) -> Span | None:
    """The span of the column clicked."""
    if not points or not points[0].get("customdata"):
        return None
    first = date.fromisoformat(points[0]["customdata"][0])
    return next((span for span in spans if span.first == first), None)


def _hover(session: Session, span: Span, by: Step) -> str:
    facts = {"first": span.first, "last": span.last, "expected": span.expected, "low": span.low, "high": span.high}
    return session.say("forecast.hover" if by == "week" else "forecast.hover_day", **facts)
