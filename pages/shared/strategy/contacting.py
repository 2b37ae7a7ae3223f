"""Fields of a note about an individual: at what time, what is planned and when, why in spite of quiet hours or limits."""

from __future__ import annotations

from datetime import date, time, timedelta

import streamlit as st

from pages.shared.doing import turn
from pages.shared.session import Session
from scoring.desk.collections.contact import days_of_calls
from scoring.desk.collections.notes import Activity
from scoring.desk.strategy.law import law_of
from scoring.errors import ScoringError
from scoring.store import Store
from scoring.strategy.cases.contact import ContactRules, Limit
from scoring.strategy.playbook.terms import CHANNELS
from scoring.text import numbers

QUARTER = timedelta(minutes=15)


def told(session: Session, store: Store, rules: ContactRules, customer_id: str) -> None:
    """What holds for this individual, from where, and how many calls were noted within the limits' days."""
    made, day = days_of_calls(store, customer_id), session.view.as_of
    counts = [
        session.say(f"contact.made.{_days(one)}", days=one.days, made=_within(made, day, one.days))
        for one in rules.limits
    ]
    st.markdown(f":small[{rules_text(session, store, rules)} {' '.join(counts)}]")


def rules_text(session: Session, store: Store, rules: ContactRules) -> str:
    """Hours and limits in a sentence, with their source and whether they are the workspace's own."""
    limits = ", ".join(session.say(f"contact.limit.{_days(o)}", calls=o.calls, days=o.days) for o in rules.limits)
    facts = {
        "opens": _hour(rules.opens),
        "closes": _hour(rules.closes),
        "source": rules.source[session.lang],
        "checked": numbers.day(rules.checked, session.lang),
        "standing": session.say("contact.benchmark" if _borrowed(store, rules) else "contact.own"),
    }
    return session.say("contact.rules", limits=limits, **facts)


def _days(limit: Limit) -> str:
    return "day" if limit.days == 1 else "days"


def fields(session: Session, key: str) -> dict[str, object]:
    """The fields, as columns of an activity; nothing else is asked of a note about anybody else."""
    key = f"{key}{turn()}"
    with st.grid(columns=5, min_column_width=150):
        done_at = st.time_input(session.say("contact.done_at"), None, key=f"note_done_at_{key}", step=QUARTER)
        channel = st.selectbox(
            session.say("contact.next_channel"),
            [None, *CHANNELS],
            format_func=lambda name: session.say(f"strategy.channel.{name}") if name else "–",
            key=f"note_next_channel_{key}",
        )
        next_at = st.time_input(session.say("contact.next_at"), None, key=f"note_next_at_{key}", step=QUARTER)
        help_ = session.say("contact.override_help")
        reason = st.text_input(session.say("contact.override_reason"), key=f"note_override_{key}", help=help_)
        allowed = st.text_input(session.say("contact.override_by"), key=f"note_override_by_{key}", help=help_)
    return {
        "done_at": done_at,
        "next_channel": channel,
        "next_at": next_at,
        "override_reason": reason,
        "override_by": allowed,
    }


def timed(rules: ContactRules | None, activity: Activity) -> None:
    """Refuse a call or visit to an individual without its time, since quiet hours could not be judged.

    Raises ScoringError "contact_time_missing".
    """
    if rules is None:
        return
    made = activity.channel in rules.channels and activity.done_at is None
    planned = activity.next_channel in rules.channels and activity.next_on is not None and activity.next_at is None
    if made or planned:
        raise ScoringError("contact_time_missing", opens=_hour(rules.opens), closes=_hour(rules.closes))


def _borrowed(store: Store, rules: ContactRules) -> bool:
    """Whether the rules are those of another place than the workspace's."""
    law = law_of(store)
    return law is None or law.contact is None


def _hour(moment: time) -> str:
    return f"{moment:%H:%M}"


def _within(made: list[date], day: date, days: int) -> int:
    return sum(day - timedelta(days=days - 1) <= one <= day for one in made)
