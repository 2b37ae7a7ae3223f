"""The parameters of a workspace, each with its meaning and the shipped default, and what was changed."""

from __future__ import annotations

import re

import streamlit as st

from pages.shared import keeping, tables
from pages.shared import session as asked
from pages.shared.session import Session
from pages.shared.tables import Column
from scoring import settings
from scoring.desk.parameters import currency_of, number_of
from scoring.desk.scorecard import versions as scorecard_versions
from scoring.store import Store

CHANGES_SHOWN = 20
AMOUNT_MAX = 10_000_000
BELOW_100 = ("loss_correlation",)
"""Percentages of which the whole is not possible."""


def show(session: Session, store: Store) -> None:
    """The workspace's own values of the parameters, each with its meaning and the shipped default."""
    shipped = settings.load()
    with st.form("parameters", border=False, width=560):
        wanted: dict[str, object] = {
            "entity": _text(session, "entity", store.setting("entity") or "", session.say("settings.none")),
            "currency": _text(session, "currency", currency_of(store), shipped.currency).upper(),
            "terms_days": _terms(session, store.setting("terms_days")),
            "period_days": _whole(session, "period_days", number_of(store, "period_days"), shipped.period_days),
            "cost_of_capital_yearly": _percent(
                session, store, "cost_of_capital_yearly", shipped.cost_of_capital_yearly
            ),
            "gross_margin": _percent(session, store, "gross_margin", shipped.gross_margin),
            "lgd_unsecured": _percent(session, store, "lgd_unsecured", shipped.lgd_unsecured),
            "unused_limit_share": _percent(session, store, "unused_limit_share", shipped.unused_limit_share),
            "pd_not_rated": _percent(session, store, "pd_not_rated", shipped.pd_not_rated),
            "loss_correlation": _percent(session, store, "loss_correlation", shipped.loss_correlation),
            **{name: _optional(session, store, name) for name in ("cash_buffer", "equity", "annual_profit")},
            "equity_share": _percent(session, store, "equity_share", shipped.equity_share),
            "profit_share": _percent(session, store, "profit_share", shipped.profit_share),
            "collection_cost": _amount(session, store, "collection_cost", shipped.collection_cost),
            "collection_cost_hourly": _amount(session, store, "collection_cost_hourly", shipped.collection_cost_hourly),
            "expert_card": _card(session, store),
        }
        if st.form_submit_button(session.say("common.save"), type="primary"):
            _save(session, store, wanted)
    _history(session, store)


def _text(session: Session, name: str, value: str, default: str) -> str:
    words = session.say(f"settings.{name}_help", default=default)
    return st.text_input(session.say(f"settings.{name}"), value, help=words, max_chars=120).strip()


def _terms(session: Session, value: str | None) -> int | None:
    words = session.say("settings.terms_days_help", default=session.say("settings.none"))
    days = st.number_input(
        session.say("settings.terms_days"), 0, 3650, value=int(value) if value else None, step=1, help=words
    )
    return None if days is None else int(days)


def _whole(session: Session, name: str, value: float, default: int) -> int:
    words = session.say(f"settings.{name}_help", default=default)
    return int(st.number_input(session.say(f"settings.{name}"), 1, 3650, value=int(value), step=1, help=words))


def _percent(session: Session, store: Store, name: str, default: float) -> float:
    words = session.say(f"settings.{name}_help", default=f"{default:.1%}")
    value = round(number_of(store, name) * 100, 4)
    entered = st.number_input(
        session.say(f"settings.{name}"),
        0.0,
        99.0 if name in BELOW_100 else 100.0,
        value=value,
        step=0.5,
        format="%.2f",
        help=words,
    )
    return round(entered / 100, 6)


def _amount(session: Session, store: Store, name: str, default: float) -> int:
    words = session.say(f"settings.{name}_help", default=default)
    value = int(number_of(store, name))
    return int(st.number_input(session.say(f"settings.{name}"), 0, AMOUNT_MAX, value=value, step=50, help=words))


def _optional(session: Session, store: Store, name: str) -> float | None:
    """An amount that may be left open; in whole units of the workspace's currency."""
    kept = store.setting(name)
    first = asked.prefilled(f"settings_{name}_{session.workspace}", None if kept is None else float(kept))
    help_ = session.say(f"settings.{name}_help")
    entered = st.number_input(
        session.say(f"settings.{name}"), value=None, step=1000.0, format="%.0f", help=help_, **first
    )
    return None if entered is None else float(entered)


def _card(session: Session, store: Store) -> str | None:
    """The file of the expert's card; offered where somebody put another beside the shipped one."""
    known, kept = scorecard_versions.expert_cards(), store.setting("expert_card")
    if len(known) < 2:
        return kept
    words = session.say("settings.expert_card_help", default=scorecard_versions.SHIPPED)
    used = kept if kept in known else scorecard_versions.SHIPPED
    chosen = st.selectbox(session.say("settings.expert_card"), known, index=known.index(used), help=words)
    return None if chosen == scorecard_versions.SHIPPED else chosen


def _save(session: Session, store: Store, wanted: dict[str, object]) -> None:
    changed = {name: None if value in (None, "") else str(value) for name, value in wanted.items()}
    if not re.fullmatch("[A-Z]{3}", changed["currency"] or ""):
        st.error(session.say("settings.currency_broken", currency=changed["currency"] or ""))
        return
    for name, value in changed.items():
        if value != (store.setting(name) or _shipped(name)):
            store.set_setting(name, value)
    asked.remember("told", session.say("settings.saved"))
    st.rerun()


def _shipped(name: str) -> str | None:
    value = getattr(settings.load(), name, None)
    return None if value is None else str(value)


def _history(session: Session, store: Store) -> None:
    rows = store.rows("event", where={"kind": "setting"}, order=["event_id desc"], limit=CHANGES_SHOWN)
    if rows:
        st.markdown(f"##### {session.say('settings.changes')}")
        tables.show(
            session, keeping.changes(session, rows), [Column("moment"), Column("name"), Column("value")], key="changes"
        )
