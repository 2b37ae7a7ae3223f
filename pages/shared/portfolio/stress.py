"""What if it all goes wrong at once? Stress cases side by side with today; a case of one's own, kept by name."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages.shared import cached, charts, tables
from pages.shared import session as asked
from pages.shared.guard import tell
from pages.shared.portfolio import plots
from pages.shared.portfolio.plots import Bar
from pages.shared.session import Session
from pages.shared.tables import Column
from scoring.desk.risk.stress import FIGURES, KeptCase, Outcome, StressReport, case_label, keep, kept_cases, remove
from scoring.desk.risk.stress import stress_report as computed
from scoring.errors import ScoringError
from scoring.scenario.stress import OTHERS, Case
from scoring.scenario.stressfile import to_toml
from scoring.store import Store
from scoring.terms import View

PERSON = "author"
HEADINGS = {name: f"stress.{name}" for name in FIGURES} | {
    name: f"portfolio.distribution.{name}" for name in ("bad_year", "worst_year")
}
"""Short enough for a column."""


def tab(session: Session, store: Store, view: View) -> None:
    """The chart under its answer, the cases with the difference to today, and the form of a new one."""
    kept = kept_cases(store)
    with st.spinner(session.say("stress.computing")):
        report: StressReport = cached.report(store, session.scope, computed, view, tuple(one.case for one in kept))
    currency, outcomes = next(iter(report.outcomes.items()))
    answer(session, currency, outcomes)
    side_by_side(session, outcomes)
    tables.downloads(session, "stress", {"toml": lambda: to_toml(one.case for one in kept).encode()}, key="stress")
    own(session, store, report, kept)


def answer(session: Session, currency: str, outcomes: Sequence[Outcome]) -> None:
    """The expected loss of every case; the title names the worst."""
    worst = max(outcomes[1:], key=lambda one: one.expected_loss)
    more = worst.expected_loss - outcomes[0].expected_loss
    label = case_label(worst.case, session.lang)
    key = "stress.title" if more > 0 else "stress.title_none"
    facts = {"name": label, "more": session.short(more), "loss": session.short(worst.expected_loss)}
    bars = [_bar(session, one, place) for place, one in enumerate(outcomes)]
    charts.show(plots.bars(session, bars), "stress_bars", session.say(key, currency=currency, **facts))


def side_by_side(session: Session, outcomes: Sequence[Outcome]) -> None:
    """One row a case."""
    rows = [
        vars(one) | {"label": case_label(one.case, session.lang), "more": _more(one, outcomes[0])} for one in outcomes
    ]
    columns = [
        Column("label", heading="stress.case_heading", pinned=True, width=240),
        *(Column(name, "count" if name == "in_default" else "money", heading=HEADINGS[name]) for name in FIGURES),
        Column("more", "money", heading="stress.more"),
    ]
    tables.show(session, rows, columns, key="stress_cases")


def own(session: Session, store: Store, report: StressReport, kept: Sequence[KeptCase]) -> None:
    """A case of one's own: described, kept by name; those kept can be removed."""
    book = next(iter(report.of_loss.books.values()))
    industries = sorted(one for one in set(book.table["industry"]) if one)
    others = sorted(set(book.parts["part"]) - {book.currency})
    with st.expander(session.say("stress.own")), st.form("stress", border=False):
        with st.grid(columns=2, min_column_width=220):
            name = st.text_input(session.say("stress.name"), max_chars=80)
            who = st.text_input(session.say("stress.by"), value=session.user or asked.recall(PERSON, ""))
        with st.grid(columns=3, min_column_width=150):
            multiple = st.number_input(session.say("stress.pd_multiple"), 0.0, 100.0, 1.0, step=0.5)
            days = st.number_input(session.say("stress.delay_days"), 0, 365, 0, step=5)
            top = st.number_input(session.say("stress.top"), 0, 1000, 0, step=1)
        with st.grid(columns=2, min_column_width=220):
            failing = st.multiselect(
                session.say("stress.industries"), industries, placeholder=session.say("stress.none")
            )
            moving = st.selectbox(
                session.say("stress.currency"),
                [OTHERS, *others],
                format_func=lambda code: session.say("stress.others") if code == OTHERS else code,
            )
            percent = st.number_input(session.say("stress.percent"), -100.0, 100.0, 0.0, step=5.0)
        if st.form_submit_button(session.say("stress.keep"), type="primary"):
            moves = {moving: percent} if percent else {}
            _keep(
                session,
                store,
                name,
                who,
                {"pd_multiple": multiple, "delay_days": int(days), "top": int(top)},
                failing,
                moves,
            )
    for one in kept:
        if not one.shipped:
            _kept(session, store, one)


def _keep(
    session: Session,
    store: Store,
    name: str,
    who: str,
    numbers: dict[str, float | int],
    failing: Sequence[str],
    moves: dict[str, float],
) -> None:
    try:
        case = Case(name=name.strip(), industries=tuple(failing), currency_percent=moves, **numbers)  # type: ignore[arg-type]
        keep(store, case, who.strip())
    except ScoringError as stop:
        tell(stop, session.lang)
        return
    asked.remember(PERSON, who.strip())
    asked.remember("told", session.say("stress.kept", name=case.name))
    st.rerun()


def _kept(session: Session, store: Store, one: KeptCase) -> None:
    """A line for a case of the workspace, with its way out; its text stays in the log."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(session.say("stress.kept_by", name=one.case.name, by=one.by or "–", at=one.at or ""))
        if st.button(session.say("stress.remove"), key=f"remove_{one.case.name}", type="tertiary"):
            remove(store, one.case.name, session.user or asked.recall(PERSON, ""))
            asked.remember("told", session.say("stress.removed", name=one.case.name))
            st.rerun()


def _bar(session: Session, one: Outcome, place: int) -> Bar:
    label = case_label(one.case, session.lang)
    hover = session.say("stress.hover", name=label, loss=one.expected_loss, bad=session.short(one.bad_year))
    return Bar(label, float(one.expected_loss), hover, str(place))


def _more(one: Outcome, today: Outcome) -> float:
    return float(one.expected_loss - today.expected_loss)
