"""What counts as bad? Every threshold and window tried on the ledger, the proposed one first."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from pages.shared import cached, tables
from pages.shared.scorecard import beside, left_out, work
from pages.shared.session import Session
from pages.shared.tables import Column
from scoring.desk.intake.uploads import Tell
from scoring.desk.scorecard.bad_definitions import bad_definitions
from scoring.scorecard.card import Target
from scoring.scorecard.choices import Choices
from scoring.scorecard.definition import THRESHOLDS_DAYS, WINDOWS_MONTHS, BadDefinition, BadDefinitions
from scoring.store import Store


def tab(session: Session, store: Store) -> None:
    """The proposal in words, the table it rests on, and the definition that the draft uses."""
    found = _found(session, store)
    if found is None:
        return
    choices = work.draft(session, store)
    st.markdown(f"##### {session.say(found.reason, **found.facts)}")
    _table(session, found, choices.target)
    _choose(session, store, choices, found)
    left_out.show(session, store)


def _found(session: Session, store: Store) -> BadDefinitions | None:
    """All definitions, tried beside the page; None while they are, or where the ledger is too short, which is said."""

    def task(say_stage: Tell) -> BadDefinitions:
        def on_share(share: float) -> None:
            say_stage("", "definitions", share)

        return cached.held(store, session.scope, bad_definitions, on_share=on_share)

    return beside.made(session, store, "scorecard.trying_definitions", task)


def _table(session: Session, found: BadDefinitions, target: Target) -> None:
    rows = [_line(session, row, target) for row in found.rows]
    columns = [
        Column("used", "code", heading="scorecard.define.used", width=70),
        Column("days_past_due", "days", heading="scorecard.define.days"),
        Column("window_months", "count", heading="scorecard.define.months"),
        Column(
            "dates",
            "count",
            heading="scorecard.define.dates",
            help=session.say("scorecard.define.dates_help"),
            width=84,
        ),
        Column("observations", "count", heading="scorecard.define.observations"),
        Column("customers", "count", heading="scorecard.define.customers"),
        Column("bads", "count", heading="scorecard.define.bads", help=session.say("scorecard.define.bads_help")),
        Column("bad_rate", "bar", heading="scorecard.define.bad_rate"),
        Column(
            "roll_forward", "percent", heading="scorecard.define.roll", help=session.say("scorecard.define.roll_help")
        ),
    ]
    tables.show(session, rows, columns, key="bad_definitions")


def _line(session: Session, row: BadDefinition, target: Target) -> dict[str, object]:
    used = (row.days_past_due, row.window_months) == (target.days_past_due, target.window_months)
    return vars(row) | {"bad_rate": row.bad_rate, "used": "●" if used else ""}


def _choose(session: Session, store: Store, choices: Choices, found: BadDefinitions) -> None:
    target = choices.target
    with st.form("definition", border=True):
        st.markdown(f"**{session.say('scorecard.define.choose')}**")
        with st.grid(columns=4, min_column_width=150):
            days = st.selectbox(
                session.say("scorecard.define.days"),
                THRESHOLDS_DAYS,
                index=_place(THRESHOLDS_DAYS, target.days_past_due),
            )
            windows = sorted(WINDOWS_MONTHS)
            months = st.selectbox(
                session.say("scorecard.define.months"), windows, index=_place(windows, target.window_months)
            )
            share = st.number_input(
                session.say("scorecard.define.material_share"), 0.0, 100.0, target.material_share * 100, step=0.5
            )
            amount = st.number_input(
                session.say("scorecard.define.material_amount"), min_value=0.0, value=target.material_amount, step=100.0
            )
        if st.form_submit_button(session.say("scorecard.define.keep"), type="primary"):
            _keep(session, store, choices, Target(int(days), int(months), share / 100, amount))
            st.rerun()
    if found.proposed and found.proposed != target:
        st.button(
            session.say(
                "scorecard.define.take", days=found.proposed.days_past_due, months=found.proposed.window_months
            ),
            on_click=_keep,
            args=(session, store, choices, found.proposed),
        )


def _keep(session: Session, store: Store, choices: Choices, target: Target) -> None:
    told = session.say("scorecard.define.kept", days=target.days_past_due, months=target.window_months)
    work.keep(session, store, replace(choices, target=target), told)


def _place(options: tuple[int, ...] | list[int], value: int) -> int:
    return options.index(value) if value in options else 0
