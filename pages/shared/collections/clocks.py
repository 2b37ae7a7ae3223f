"""Limitation clocks: each open document of a customer with the day its claim ends, what reset it, and new evidence."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import streamlit as st

from pages.shared import cached, tables
from pages.shared.doing import do, me, turn
from pages.shared.session import Session
from pages.shared.tables import Column
from scoring.desk.collections.before_call import Sheet
from scoring.desk.collections.clocks import DocumentClock, clocks_ending, document_clocks, warnings
from scoring.desk.collections.notes import note_clock_event
from scoring.desk.strategy.law import law_of
from scoring.store import Store
from scoring.strategy.cases.limitation import Clock
from scoring.terms import View

ROWS_MAX = 300


def show(session: Session, store: Store, view: View, found: Sheet) -> None:
    """The open documents of one customer with their clocks, and the form for evidence."""
    rows = cached.report(store, session.scope, document_clocks, view, found.customer_id)
    if not rows:
        return
    law = law_of(store)
    running = law is not None and law.limitation_years is not None
    _documents(session, rows, running)
    if law is None:
        st.markdown(f":small[{session.say('clock.no_law')}]")
    elif law.limitation_years is None:
        st.markdown(f":small[{session.say('clock.not_stated', jurisdiction=session.say(f'law.{law.jurisdiction}'))}]")
    else:
        _evidence(session, store, found, rows, law.resets)
        facts = {"years": law.limitation_years, "source": law.source[session.lang], "checked": law.checked}
        st.markdown(f":small[{session.say('clock.law', **facts)}]")


def _documents(session: Session, rows: list[DocumentClock], running: bool) -> None:
    """The documents as a table, with their clocks where the law of the workspace states a period."""
    late = sum(row.late_days > 0 for row in rows)
    told = session.say("clock.late", count=late)
    if running:
        told += session.say("law.and") + _warned(session, [row.clock for row in rows if row.clock is not None])
    st.markdown(f"##### {session.say('clock.documents', count=len(rows), warned=told)}")
    columns = [
        Column("document_no", pinned=True, width=130),
        Column("due_date", "date"),
        Column("late_days", "days", heading="letter.late"),
        Column("open_amount", "exact"),
        Column("currency", "code"),
        Column("disputed", heading="clock.dispute", width=90),
    ]
    if running:
        columns += [
            Column("ends", "date", heading="collections.clock_ends", help=session.say("clock.ends_help")),
            Column("state", heading="collections.clock_state", width=150),
            Column("by", heading="clock.by", width=260),
        ]
    currencies = {row.currency for row in rows}
    total = {"open_amount": sum((row.open_amount for row in rows), Decimal(0))} if len(currencies) == 1 else None
    tables.show(session, [_row(session, row) for row in rows], columns, key="document_clocks", total=total)


def _warned(session: Session, found: list[Clock]) -> str:
    told = session.say("law.and").join(
        session.say(f"clock.count_{state}", count=count) for state, count in warnings(found).items()
    )
    return told or session.say("clock.count_none")


def everybody(session: Session, store: Store, view: View) -> None:
    """Claims of everybody whose clock ends soon or has ended, with their counts; or why there are no clocks."""
    law = law_of(store)
    if law is None or law.limitation_years is None:
        key = "clock.no_law" if law is None else "clock.not_stated"
        facts = {} if law is None else {"jurisdiction": session.say(f"law.{law.jurisdiction}")}
        st.markdown(f":small[{session.say(key, **facts)}]")
        return
    found = cached.report(store, session.scope, clocks_ending, view)
    st.markdown(f"##### {session.say('clock.everybody', warned=_warned(session, [one.clock for one in found]))}")
    if not found:
        return
    rows = [
        vars(running) | {"ends": running.clock.ends, "state": session.say(f"clock.{running.clock.state}")}
        for running in found[:ROWS_MAX]
    ]
    columns = [
        Column("customer_name", pinned=True, width=190),
        Column("document_no", width=130),
        Column("due_date", "date"),
        Column("open_amount", "exact"),
        Column("currency", "code"),
        Column("ends", "date", heading="collections.clock_ends", help=session.say("clock.ends_help")),
        Column("state", heading="collections.clock_state", width=170),
    ]
    tables.show(session, rows, columns, key="collections_clocks")


def _row(session: Session, row: DocumentClock) -> dict[str, Any]:
    written: dict[str, Any] = vars(row) | {"late_days": max(0, row.late_days)}
    written["disputed"] = session.say("clock.disputed") if row.disputed else ""
    written["ends"] = None if row.clock is None else row.clock.ends
    written["state"] = "" if row.clock is None else session.say(f"clock.{row.clock.state}")
    written["by"] = ""
    if row.clock is not None:
        kind = session.say(f"clock.kind.{row.clock.by}")
        told = session.say("clock.since", kind=kind, day=row.clock.since, evidence=row.clock.evidence)
        written["by"] = told.rstrip(": ：")
    return written


def _evidence(session: Session, store: Store, found: Sheet, rows: list[DocumentClock], resets: tuple[str, ...]) -> None:
    with st.expander(session.say("clock.add")), st.form("clock_event", border=False):
        with st.grid(columns=5, min_column_width=150):
            document = st.selectbox(
                session.say("dispute.document"),
                [None, *(row.document_no for row in rows)],
                format_func=lambda number: number or session.say("dispute.everything"),
                key=f"clock_document{turn()}",
            )
            kind = st.selectbox(
                session.say("clock.kind_label"),
                resets,
                format_func=lambda name: session.say(f"clock.kind.{name}"),
                key=f"clock_kind{turn()}",
            )
            day = st.date_input(
                session.say("clock.on"), session.view.as_of, max_value=session.view.as_of, key=f"clock_on{turn()}"
            )
            evidence = st.text_input(
                session.say("clock.evidence"), key=f"clock_evidence{turn()}", help=session.say("clock.evidence_help")
            )
            who = st.text_input(session.say("note.by"), value=me(session), key=f"clock_by{turn()}")
        if st.form_submit_button(session.say("clock.keep")):
            task = lambda: note_clock_event(store, found.customer_id, document, kind, day, evidence, who)  # noqa: E731
            do(session, who, task, session.say("note.kept"))
