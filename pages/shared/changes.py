"""What changed since a month ago, in sentences: the overview's headline, its reasons, and who moved most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import streamlit as st

from pages.shared import kpi
from pages.shared.session import Session
from scoring.desk.aging import AgingReport
from scoring.desk.figures import FigureLine, FiguresReport
from scoring.metrics.dso_bridge import DsoChange
from scoring.terms import View
from scoring.text import numbers

TOLD = ("overdue", "dso_simple", "cei", "recovery_rate", "days_beyond_terms", "top_10_share")
"""Figures whose change is told in words, in this order; one that did not change is left out."""
MOVERS = 3


def lines_of(report: FiguresReport) -> Mapping[str, FigureLine]:
    """The figures of a report on a single currency, by name."""
    return {line.figure.name: line for line in next(iter(report.lines.values()))}


def earlier(view: View, day: date) -> View:
    """The same view on an earlier day."""
    return replace(view, as_of=day)


def headline(session: Session, report: FiguresReport) -> str:
    """The page's title: how much is overdue, which part of the whole that is, and where it went."""
    lines = lines_of(report)
    overdue, ratio = lines["overdue"], lines["overdue_ratio"].figure.value
    if not overdue.figure.value or ratio is None:
        return session.say("overview.title_none_overdue")
    facts = {
        "amount": f"{session.short(overdue.figure.value)} {next(iter(report.lines))}",
        "share": session.percent(ratio),
    }
    before, change = overdue.before, overdue.change
    if not before or change is None or kpi.size_of(session, overdue, change) is None:
        return session.say("overview.title_same", **facts)
    by = session.percent(abs(change) / Decimal(str(before)))
    return session.say("overview.title_rose" if change > 0 else "overview.title_fell", by=by, **facts)


def trend_title(session: Session, rows: Sequence[Mapping[str, Any]]) -> str:
    """The title of the aging over time: where overdue stands on the last date shown, against its peak."""
    overdue: dict[date, Decimal] = {}
    for row in rows:
        late = row["reporting_amount"] if row["bucket"] != "not_due" else Decimal(0)
        overdue[row["month_end"]] = overdue.get(row["month_end"], Decimal(0)) + late
    last, worst = max(overdue), max(overdue, key=lambda day: overdue[day])
    amount = session.short(overdue[last])
    if last == worst or not overdue[worst]:
        return session.say("overview.trend_worst_now", amount=amount)
    return session.say("overview.trend", worst=f"{worst:%Y-%m}", peak=session.short(overdue[worst]), amount=amount)


def show(
    session: Session,
    figures: FiguresReport,
    dso: DsoChange | None,
    now: AgingReport,
    before: AgingReport,
) -> None:
    """The sentences, as a list under their heading."""
    st.markdown(f"##### {session.say('overview.changes_title', day=figures.compared_to)}")
    lines = lines_of(figures)
    told = [_of_figure(session, lines[name]) for name in TOLD]
    sentences = [sentence for sentence in told if sentence]
    if dso is not None and dso.change:
        sentences.append(_of_dso(session, dso))
    sentences += movers(session, now, before)
    st.markdown("\n".join(f"- {sentence}" for sentence in sentences or [session.say("overview.nothing_changed")]))


def movers(session: Session, now: AgingReport, before: AgingReport) -> list[str]:
    """The customers whose overdue amount moved most, up and down, one sentence each direction; none where none moved."""
    was = {row.key: row.overdue for row in before.rows}
    moved = [(row.overdue - was.pop(row.key, Decimal(0)), row.name) for row in now.rows]
    names = {row.key: row.name for row in before.rows}
    moved += [(-amount, names[key]) for key, amount in was.items()]
    found = []
    for direction, key in ((1, "overview.movers_up"), (-1, "overview.movers_down")):
        ranked = sorted((entry for entry in moved if entry[0] * direction > 0), key=lambda entry: -abs(entry[0]))[
            :MOVERS
        ]
        if ranked:
            who = session.say("overview.and").join(f"{name} ({session.short(abs(amount))})" for amount, name in ranked)
            found.append(session.say(key, who=who))
    return found


def _of_figure(session: Session, line: FigureLine) -> str | None:
    change = line.change
    size = None if change is None else kpi.size_of(session, line, change)
    if change is None or size is None:
        return None
    verdict = "" if line.verdict == "neutral" else session.say(f"overview.{line.verdict}")
    return session.say(
        "overview.rose" if change > 0 else "overview.fell",
        figure=session.say(f"figure.{line.figure.name}.name"),
        by=size,
        to=session.figure(line.figure),
        verdict=verdict,
    )


def _of_dso(session: Session, dso: DsoChange) -> str:
    parts = session.say("overview.and").join(
        f"{session.say(f'dso_part.{name}.name')} {_signed(session, days)}" for name, days in dso.parts.items()
    )
    return session.say("overview.dso_parts", change=_signed(session, dso.change), parts=parts)


def _signed(session: Session, days: Decimal) -> str:
    return f"{'+' if days > 0 else ''}{numbers.decimal(days, session.lang)}"
