"""Is the card in use still true? Drift, calibration, ranking and overrides, month by month, with alarms."""

from __future__ import annotations

import streamlit as st

from pages.shared import cached, charts, rating_log, tables
from pages.shared.guard import tell
from pages.shared.scorecard import beside, picking, plots
from pages.shared.session import Session
from pages.shared.tables import Column
from scoring.desk.intake.uploads import Tell
from scoring.desk.scorecard.monitoring import Watched, watch
from scoring.desk.scorecard.wording import alarm_sentence, characteristic_label
from scoring.errors import ScoringError
from scoring.scorecard.validation.monitor import Month
from scoring.store import Store
from scoring.text import numbers


def tab(session: Session, store: Store) -> None:
    """The alarms, the drift over time, the months one by one."""
    number = picking.version(session, store, "watched_version")
    try:
        found = _found(session, store, number)
    except ScoringError as stop:
        tell(stop, session.lang)
        return
    if found is None:
        return
    (first, last), rows = found.reference, found.reference_rows
    st.markdown(f":small[{session.say('monitor.reference', rows=rows, first=first, last=last)}]")
    _alarms(session, found)
    months = found.found.months
    if months:
        facts = {"psi": numbers.decimal(months[-1].psi, session.lang, 3), "day": months[-1].day}
        charts.show(plots.drift(session, months), "psi_by_month", session.say("scorecard.monitor.psi", **facts))
        _months(session, months)
        _shifts(session, months[-1])
    rating_log.show(session, store)


def _found(session: Session, store: Store, number: int) -> Watched | None:
    """A version watched beside the page; None while it is."""
    as_of = session.view.as_of

    def task(say_stage: Tell) -> Watched:
        def on_share(share: float) -> None:
            say_stage("", "observing", share)

        return cached.report(store, session.scope, watch, as_of, number, on_share=on_share)

    return beside.made(session, store, "scorecard.watching", task, number, as_of, store.version)


def _alarms(session: Session, found: Watched) -> None:
    if not found.found.alarms:
        st.success(session.say("monitor.no_alarms"))
    for alarm in found.found.alarms:
        words = f"**{session.say(f'monitor.severity.{alarm.severity}')}** · {alarm_sentence(alarm, session.lang)}"
        (st.error if alarm.severity == "act" else st.warning)(words)


def _months(session: Session, months: tuple[Month, ...]) -> None:
    rows = [
        vars(month)
        | {
            "mean_score": numbers.decimal(month.mean_score, session.lang, 1),
            "psi": numbers.decimal(month.psi, session.lang, 3),
            "expected_bads": numbers.decimal(month.expected_bads, session.lang, 1),
            "auc": "" if month.auc is None else numbers.decimal(month.auc, session.lang, 3),
            "in_order": ""
            if month.in_order is None
            else session.say(f"monitor.order.{'yes' if month.in_order else 'no'}"),
        }
        for month in reversed(months)
    ]
    columns = [
        Column("day", heading="monitor.column.day", width=100),
        Column("customers", "count", heading="monitor.column.customers", width=90),
        Column("mean_score", "figure", heading="monitor.column.mean_score", width=90),
        Column("psi", "figure", heading="monitor.column.psi", width=70),
        Column("drift", "word", heading="monitor.column.drift", words="monitor.drift"),
        Column("expected_bads", "figure", heading="monitor.column.expected_bads", width=112),
        Column("bads", "count", heading="monitor.column.bads"),
        Column("auc", "figure", heading="monitor.column.auc", width=70),
        Column("in_order", heading="monitor.column.in_order", width=118),
        Column("by_hand", "count", heading="monitor.column.by_hand"),
    ]
    tables.show(session, rows, columns, key="watched_months")


def _shifts(session: Session, month: Month) -> None:
    rows = [
        {
            "characteristic": characteristic_label(shift.name, session.lang),
            "csi": numbers.decimal(shift.csi, session.lang, 3),
            "drift": shift.drift,
            "points": numbers.decimal(round(shift.points, 1) + 0.0, session.lang, 1),  # no -0.0
        }
        for shift in month.shifts
    ]
    columns = [
        Column("characteristic", heading="monitor.column.characteristic", width=240),
        Column("csi", "figure", heading="monitor.column.csi", width=80),
        Column("drift", "word", heading="monitor.column.drift", words="monitor.drift"),
        Column("points", "figure", heading="monitor.column.points", width=90),
    ]
    st.markdown(f"##### {session.say('scorecard.monitor.shifts', day=month.day)}")
    tables.show(session, rows, columns, key="watched_shifts")
