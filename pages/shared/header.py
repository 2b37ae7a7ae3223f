"""The line under every title: what a figure on this page refers to (entity, day, basis, currency, unit, credits, load)."""

from __future__ import annotations

import streamlit as st

from pages.shared.inputs import word_of
from pages.shared.session import Session
from scoring.desk.wording import entity_label
from scoring.terms import ReportHeader


def line(session: Session, header: ReportHeader) -> None:
    """Draw the header of a report in one line of small print."""
    rates = sorted({day.isoformat() for code, day in header.rate_dates.items() if code != header.currency})
    kept = [
        f"{session.say(f'columns.{name}')}: {word_of(session, name, value)}" for name, value in header.filters.items()
    ]
    parts = [
        f"**{entity_label(header, session.lang)}**",
        session.say("app.header_as_of", day=header.as_of),
        session.say(f"basis.{header.basis}"),
        header.currency + (f" ({session.say('app.header_rates', days=', '.join(rates))})" if rates else ""),
        session.say("app.header_unit", unit=session.say(f"app.unit_{session.unit}")),
        session.say("app.header_credits"),
        *kept,
        session.say("app.loaded_at", moment=header.data_loaded_at),
    ]
    st.markdown(f":small[{' · '.join(parts)}]")
