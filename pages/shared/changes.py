"""What changed, in words: the headline of the overview, the title over the aging columns, the list of sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import streamlit as st

from pages.shared import kpi
from pages.shared.session import Session
from scoring.desk.figures.figures import FigureLine, FiguresReport
from scoring.desk.figures.overview import Change, dso_sentence, sentence
from scoring.desk.figures.trend import peak_of_overdue
from scoring.metrics.dso_bridge import DsoChange


def lines_of(report: FiguresReport) -> Mapping[str, FigureLine]:
    """The figures of a report on a single currency, by name."""
    return {line.figure.name: line for line in next(iter(report.lines.values()))}


def headline(session: Session, report: FiguresReport) -> str:
    """The page's title: how much is overdue, which part of the whole that is, and where it went."""
    lines = lines_of(report)
    overdue, ratio = lines["overdue"], lines["overdue_ratio"].figure.value
    if not overdue.figure.value or ratio is None:
        return session.say("overview.title_none_overdue")
    amount = f"{session.short(overdue.figure.value)} {next(iter(report.lines))}"
    facts = {"amount": amount, "share": session.percent(ratio)}
    before, change = overdue.before, overdue.change
    if not before or change is None or kpi.size_of(session, overdue, change) is None:
        return session.say("overview.title_same", **facts)
    by = session.percent(abs(change) / Decimal(str(before)))
    return session.say("overview.title_rose" if change > 0 else "overview.title_fell", by=by, **facts)


def trend_title(session: Session, points: Sequence[tuple[date, Mapping[str, Decimal]]]) -> str:
    """The title of the aging over time: where overdue stands on the last date shown, against its peak."""
    course = peak_of_overdue(points)
    facts = {"amount": session.short(course.now), "peak": session.short(course.peak)}
    return session.say(f"overview.{course.words}", worst=f"{course.day:%Y-%m}", **facts)


def show(session: Session, compared_to: date, changes: Sequence[Change], dso: DsoChange | None) -> None:
    """The weightiest changes as a list, and why DSO moved."""
    st.markdown(f"##### {session.say('overview.changes_title', day=compared_to)}")
    told = [(sentence(change, session.lang), _verdict(session, change.good)) for change in changes]
    if dso is not None and dso.change:
        told.append((dso_sentence(dso, session.lang), ""))
    if not told:
        st.write(session.say("overview.nothing_changed"))
    st.markdown("\n".join(f"- {words} {verdict}".rstrip() for words, verdict in told))


def _verdict(session: Session, good: bool | None) -> str:
    return "" if good is None else f"*{session.say('figure_change.good' if good else 'figure_change.bad')}*"
