"""Where do we draw the line? Every cut-off in money, the customers who change class by name, saved as a version."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from pages.shared import cached, charts, tables
from pages.shared import session as asked
from pages.shared.guard import tell
from pages.shared.scorecard import picking, plots, work
from pages.shared.session import Session
from pages.shared.tables import Column
from scoring.desk.scorecard import versions as scorecard_versions
from scoring.desk.scorecard.cutoffs import CutoffReport, SideBySide, costs_of, cutoff_report, side_by_side
from scoring.desk.scorecard.swap_tables import swap_csv, swap_table, swap_xlsx
from scoring.errors import ScoringError
from scoring.scorecard.card import Card
from scoring.scorecard.use.classes import Lines, with_lines
from scoring.scorecard.use.cutoffs import Costs
from scoring.store import Store
from scoring.text import numbers


def tab(session: Session, store: Store) -> None:
    """The strategy curve under the costs stated, the two lines to move, and who moves with them."""
    number = picking.version(session, store, "cutoff_version")
    card = scorecard_versions.version_of(store, number).card
    costs = _costs(session, store)
    with st.spinner(session.say("scorecard.scoring")):
        report = cached.report(store, session.scope, cutoff_report, card, session.view.as_of, costs)
    if report.best is None:
        st.info(session.say("scorecard.cutoffs.nobody", day=session.view.as_of))
        return
    _title(session, report)
    lines = _lines(session, number, report)
    charts.show(
        plots.strategy(session, report, lines.ordinary_from), "strategy", session.say("scorecard.cutoffs.curve")
    )
    _at(session, report, lines)
    if lines != report.current:
        _moved(session, store, card, lines)


def _costs(session: Session, store: Store) -> Costs:
    shipped = costs_of(store)
    with st.grid(columns=3, min_column_width=150):
        margin = st.number_input(session.say("scorecard.cutoffs.margin"), 0.0, 100.0, shipped.margin * 100, step=1.0)
        lgd = st.number_input(
            session.say("scorecard.cutoffs.lgd"), 0.0, 100.0, shipped.loss_given_default * 100, step=5.0
        )
        cost = st.number_input(
            session.say("scorecard.cutoffs.collection"), 0.0, value=shipped.collection_cost, step=50.0
        )
    return Costs(margin / 100, lgd / 100, cost)


def _title(session: Session, report: CutoffReport) -> None:
    assert report.best is not None
    if not report.best.refused:
        st.markdown(f"##### {session.say('scorecard.cutoffs.title_nobody')}")
    else:
        st.markdown(f"##### {_headline(session, report)}")
    st.markdown(
        f":small[{session.say('scorecard.cutoffs.rule', customers=report.customers, left_out=report.left_out)}]"
    )
    _why(session, report)


def _why(session: Session, report: CutoffReport) -> None:
    """Why the best line lies where it lies: from which PD on a customer costs more than it brings."""
    if report.break_even_pd is None or report.turns is None:
        return
    facts = {
        "pd": session.percent(report.break_even_pd),
        "turns": numbers.decimal(report.turns, session.lang, 1),
        "margin": session.percent(report.costs.margin),
        "lgd": session.percent(report.costs.loss_given_default),
    }
    st.markdown(session.say("scorecard.cutoffs.why", **facts))


def _headline(session: Session, report: CutoffReport) -> str:
    assert report.best is not None
    low, high = report.interval or (report.best.cutoff, report.best.cutoff)
    facts = {"cutoff": str(report.best.cutoff), "low": str(low), "high": str(high)}
    net = f"{session.short(report.best.net)} {report.currency}"
    return session.say("scorecard.cutoffs.title", net=net, **facts)


def _lines(session: Session, number: int, report: CutoffReport) -> Lines:
    lowest, highest = report.lines[0].cutoff, report.lines[-1].cutoff
    low, high = min(lowest, report.current.ordinary_from), max(highest, report.current.prime_from)
    with st.grid(columns=2, min_column_width=220):
        ordinary = st.slider(
            session.say("scorecard.cutoffs.ordinary"), low, high, report.current.ordinary_from, key=f"ordinary_{number}"
        )
        prime = st.slider(
            session.say("scorecard.cutoffs.prime"), low, high, report.current.prime_from, key=f"prime_{number}"
        )
    return Lines(prime, ordinary)


def _at(session: Session, report: CutoffReport, lines: Lines) -> None:
    assert report.best is not None
    chosen = {"now": report.current.ordinary_from, "looked_at": lines.ordinary_from, "best": report.best.cutoff}
    rows = [
        vars(report.at(cutoff)) | {"which": session.say(f"scorecard.cutoffs.{name}"), "cutoff": str(cutoff)}
        for name, cutoff in chosen.items()
    ]
    columns = [
        Column("which", heading="scorecard.cutoffs.which", width=84),
        Column("cutoff", "figure", heading="scorecard.axis.cutoff", width=62),
        Column("refused", "count", heading="scorecard.cutoffs.refused", width=122),
        Column("exposure", "money", heading="scorecard.cutoffs.exposure", width=100),
        Column("loss_avoided", "money", heading="scorecard.cutoffs.loss_avoided", width=100),
        Column("collection_avoided", "money", heading="scorecard.cutoffs.collection_avoided", width=130),
        Column("margin_given_up", "money", heading="scorecard.cutoffs.margin_given_up", width=116),
        Column("net", "money", heading="scorecard.cutoffs.net", width=104),
        Column("approval_rate", "percent", heading="scorecard.cutoffs.approval", width=72),
        Column("bad_rate", "percent", heading="scorecard.cutoffs.bad_rate", width=142),
    ]
    tables.show(session, rows, columns, key="cutoffs")


def _moved(session: Session, store: Store, card: Card, lines: Lines) -> None:
    try:
        after = with_lines(card, lines)
    except ScoringError as stop:
        tell(stop, session.lang)
        return
    found = cached.report(store, session.scope, side_by_side, card, after, session.view.as_of)
    st.markdown(f"##### {session.say('scorecard.cutoffs.moved', customers=len(found.changes))}")
    show_changes(session, store, found, "moved")
    _save(session, store, after, lines)


def show_changes(session: Session, store: Store, found: SideBySide, key: str) -> None:
    """The swap set, then who changes class, by name, most exposed first, to take along; nothing for nobody."""
    if not found.changes:
        return
    _swap_set(session, found, key)
    columns = [
        Column("name", heading="columns.customer_name", width=220),
        Column("customer_id", heading="scores.column.customer_id"),
        Column("before", "word", heading="scorecard.before", words="rating"),
        Column("after", "word", heading="scorecard.after", words="rating"),
        Column("score_before", "count", heading="scorecard.score_before"),
        Column("score_after", "count", heading="scorecard.score_after"),
        Column("exposure", "money", heading="scorecard.cutoffs.exposure"),
        Column("expected_loss", "money", heading="scorecard.cutoffs.expected_loss"),
    ]
    total = {name: sum(getattr(change, name) for change in found.changes) for name in ("exposure", "expected_loss")}
    tables.show(session, [vars(change) for change in found.changes], columns, key=key, total=total)
    files = {"csv": partial(swap_csv, store, session.view, found, session.lang)}
    files["xlsx"] = partial(swap_xlsx, store, session.view, found, session.lang)
    tables.downloads(session, "class_changes", files, key=f"{key}_files")


def _swap_set(session: Session, found: SideBySide, key: str) -> None:
    told = swap_table(found, session.lang)
    columns = [
        Column(field.name, "text" if field.kind == "text" else field.kind, label=field.heading, width=150)
        for field in told.fields
    ]
    with st.expander(told.title):
        tables.show(session, told.rows, columns, key=f"{key}_swap", total=told.total)


def _save(session: Session, store: Store, card: Card, lines: Lines) -> None:
    with st.form("save_lines", border=True):
        st.markdown(f"**{session.say('scorecard.cutoffs.save')}**")
        with st.grid(columns=2, min_column_width=180):
            person = st.text_input(session.say("scorecard.author"), value=work.author(session))
            reason = st.text_input(session.say("scorecard.reason"))
        if st.form_submit_button(session.say("scorecard.card.save"), type="primary"):
            try:
                version = scorecard_versions.save(store, _named(card, lines), person, reason)
            except ScoringError as stop:
                tell(stop, session.lang)
                return
            asked.remember("told", session.say("scorecard.card.saved", version=version.number))
            st.rerun()


def _named(card: Card, lines: Lines) -> Card:
    return replace(card, name=f"{card.name} {lines.prime_from}/{lines.ordinary_from}".strip())
