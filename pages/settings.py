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
from pages.shared.settings import law, parameters
from pages.shared.tables import Column
from scoring import settings
from scoring.desk.intake import maintenance
from scoring.desk.intake.audit import audit_csv, audit_log
from scoring.store import CheckResult, Store
from scoring.text import numbers

PARTS = ("quality", "parameters", "law", "natures", "schemes", "mappings", "log", "keeping", "about")
VERSIONS = ("streamlit", "duckdb", "pandas", "plotly", "pyarrow")
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
    labels = [session.say(f"settings.part_{part}") for part in PARTS]
    for tab, part in zip(st.tabs(labels, key=f"settings_tabs_{session.lang}"), PARTS, strict=True):
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
    "parameters": parameters.show,
    "law": law.show,
    "natures": natures,
    "schemes": schemes,
    "mappings": mappings,
    "log": log,
    "keeping": keep,
    "about": about,
}


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
