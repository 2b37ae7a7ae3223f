"""Is the data sound, and by which parameters are the figures made? What an analyst or administrator may change."""

from __future__ import annotations

import platform
import re
from dataclasses import asdict
from importlib.metadata import version

import streamlit as st

from pages.shared import cached, keeping, tables
from pages.shared import session as asked
from pages.shared.guard import guarded
from pages.shared.session import Session
from pages.shared.tables import Column
from scoring import settings
from scoring.desk.intake import maintenance
from scoring.desk.intake.audit import audit_csv, audit_log
from scoring.desk.parameters import currency_of, number_of
from scoring.desk.scorecard import versions as scorecard_versions
from scoring.store import CheckResult, Store
from scoring.text import numbers

PARTS = ("quality", "parameters", "natures", "schemes", "mappings", "log", "keeping", "about")
VERSIONS = ("streamlit", "duckdb", "pandas", "plotly", "pyarrow")
CHANGES_SHOWN = 20
AMOUNT_MAX = 10_000_000
BELOW_100 = ("loss_correlation",)
"""Percentages of which the whole is not possible."""
LOG_ROWS = 50
LOG_WIDTHS = {"number": 64, "happened_at": 140, "by": 110, "kind": 170, "detail": 540}


@guarded("settings", needs_ledger=False)
def main(session: Session, store: Store) -> None:
    """The answer to "is the data sound", then everything that can be set, one tab each."""
    checks = cached.report(store, session.scope, check)
    failing = [result for result in checks if result.failing]
    if session.empty:
        st.title(session.say("settings.title_empty"))
    elif failing:
        st.title(session.say("settings.title_failing", failing=len(failing), checks=len(checks)))
    else:
        st.title(session.say("settings.title_sound", checks=len(checks)))
    for tab, part in zip(st.tabs([session.say(f"settings.part_{part}") for part in PARTS]), PARTS, strict=True):
        with tab:
            DRAW[part](session, store)


def check(store: Store) -> list[CheckResult]:
    """Every data check of the store; a task for the cache."""
    return store.check()


def quality(session: Session, store: Store) -> None:
    """The checks that fail with the rows that fail them, then those that pass."""
    passing = []
    for result in cached.report(store, session.scope, check):
        words = session.say(f"check.{result.name}")
        if not result.failing:
            passing.append(f"- ✓ {words}")
            continue
        st.error(session.say("settings.check_failing", check=words, rows=result.failing))
        st.dataframe([{name: str(value) for name, value in row.items()} for row in result.sample], hide_index=True)
    st.markdown("\n".join(passing))


def parameters(session: Session, store: Store) -> None:
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


def natures(session: Session, store: Store) -> None:
    """The rule that tells a customer's nature from the name where the file does not give it."""
    st.write(session.say("settings.natures_text"))
    kept = keeping.nature_patterns(store)
    with st.form("natures", border=False):
        texts = {
            nature: st.text_area(session.say(f"nature.{nature}"), "\n".join(patterns), height=140, key=f"rule_{nature}")
            for nature, patterns in kept.items()
        }
        with st.container(horizontal=True):
            save = st.form_submit_button(session.say("common.save"), type="primary")
            reset = st.form_submit_button(session.say("settings.natures_reset"))
    if reset:
        _change_natures(session, store, None)
    elif save:
        patterns = {nature: [line for line in text.splitlines() if line.strip()] for nature, text in texts.items()}
        broken = [line for lines in patterns.values() for line in lines if not _compiles(line)]
        if broken:
            st.error(session.say("settings.pattern_broken", pattern=broken[0]))
        else:
            _change_natures(session, store, patterns)


def schemes(session: Session, store: Store) -> None:
    """The aging schemes, bucket by bucket; a boundary belongs to the lower bucket."""
    st.write(session.say("settings.schemes_text"))
    for name, scheme in settings.load().schemes.items():
        st.markdown(f"**{session.say(f'scheme.{name}')}** · {session.say(f'basis.{scheme.basis}')}")
        st.markdown(" | ".join(session.say(f"bucket.{key}") for key in scheme.keys))


def mappings(session: Session, store: Store) -> None:
    """Headings whose meaning the user once confirmed."""
    rows = keeping.mappings(session, store)
    if not rows:
        st.write(session.say("settings.mappings_none"))
        return
    tables.show(
        session,
        rows,
        [Column("kind", width=160), Column("headings", width=380), Column("fields", width=380), Column("confirmed_at")],
        key="mappings",
    )


def log(session: Session, store: Store) -> None:
    """Every event of the workspace, page by page, and the whole of it to take along."""
    entries = cached.report(store, session.scope, audit_log, session.lang)
    if not entries:
        st.write(session.say("settings.log_none"))
        return
    st.write(session.say("settings.log_text"))
    pages = -(-len(entries) // LOG_ROWS)
    first = (st.pagination(pages, key="log_page") - 1) * LOG_ROWS if pages > 1 else 0
    rows = [asdict(entry) | {"happened_at": numbers.written(entry.happened_at, session.lang)} for entry in entries]
    columns = [Column(name, heading=f"audit.column.{name}", width=width) for name, width in LOG_WIDTHS.items()]
    tables.show(session, rows[first : first + LOG_ROWS], columns, key="log")
    tables.downloads(session, "audit_log", {"csv": lambda: audit_csv(store, session.lang)}, key="log")


def keep(session: Session, store: Store) -> None:
    """New workspace, backup, restore, rebuild."""
    keeping.new_workspace(session)
    st.divider()
    keeping.backup(session, store)
    st.divider()
    keeping.restore(session, store)
    st.divider()
    keeping.rebuild(session, store)


def about(session: Session, store: Store) -> None:
    """Versions, and where the data of this workspace lies."""
    st.write(session.say("settings.about_text"))
    lines = [f"{name} {version(name)}" for name in VERSIONS]
    st.markdown(f"Python {platform.python_version()} · {' · '.join(lines)}")
    st.markdown(f"{session.say('settings.about_file')} `{store.path}`")


DRAW = {
    "quality": quality,
    "parameters": parameters,
    "natures": natures,
    "schemes": schemes,
    "mappings": mappings,
    "log": log,
    "keeping": keep,
    "about": about,
}


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


def _change_natures(session: Session, store: Store, patterns: dict[str, list[str]] | None) -> None:
    with st.spinner(session.say("settings.natures_working")):
        maintenance.change_natures(store, patterns)
    asked.remember("told", session.say("settings.saved"))
    st.rerun()


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


main()
