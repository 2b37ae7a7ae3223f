"""How a workspace is kept, as the Settings page shows it: made, backed up, restored, rebuilt, and what was changed in it."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import streamlit as st

from pages.shared import cached
from pages.shared import session as asked
from pages.shared.session import Session
from scoring import settings
from scoring.desk import workspaces
from scoring.desk.intake import maintenance
from scoring.desk.wording import workspace_label
from scoring.store import Store
from scoring.text import knows, numbers

DOWNLOAD_BYTES_MAX = 200_000_000
"""A larger backup stays in its folder; it would have to fit into memory to be downloaded."""


def nature_patterns(store: Store) -> dict[str, list[str]]:
    """The rule in force: nature -> regular expressions on the name, first match wins."""
    kept = store.setting("nature_patterns")
    rule: Mapping[str, Sequence[str]] = json.loads(kept) if kept else settings.load().nature_patterns
    return {nature: list(patterns) for nature, patterns in rule.items()}


def mappings(session: Session, store: Store) -> list[dict[str, Any]]:
    """Confirmed mappings, newest first, as rows to show."""
    return [
        {
            "kind": session.say(f"kind.{row['kind']}") if knows(f"kind.{row['kind']}") else row["kind"],
            "headings": " · ".join(json.loads(row["headings"])),
            "fields": " · ".join(
                f"{field} ← {heading}" for field, heading in json.loads(row["fields"]).items() if heading
            ),
            "confirmed_at": numbers.written(row["confirmed_at"], session.lang),
        }
        for row in store.rows("mapping", order=["confirmed_at desc"])
    ]


def changes(session: Session, events: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Events of kind "setting" as rows to show."""
    rows = []
    for event in events:
        detail = json.loads(event["detail"])
        key = f"settings.{detail['name']}"
        rows.append(
            {
                "moment": numbers.written(event["happened_at"], session.lang),
                "name": session.say(key) if knows(key) else detail["name"],
                "value": detail["value"] or session.say("settings.none"),
            }
        )
    return rows


def new_workspace(session: Session) -> None:
    """Make an empty workspace of one's own and open it."""
    st.markdown(f"##### {session.say('settings.new_title')}")
    with st.form("new_workspace", border=False, width=560, clear_on_submit=True):
        name = st.text_input(session.say("settings.new_name"), max_chars=40).strip()
        if st.form_submit_button(session.say("settings.new_make")) and name:
            workspaces.create(name)
            asked.put("workspace", name)
            asked.remember("told", session.say("settings.new_made", name=name))
            st.rerun()


def backup(session: Session, store: Store) -> None:
    """Write one zip into the backups folder and offer it."""
    st.markdown(f"##### {session.say('settings.backup_title')}")
    st.write(session.say("settings.backup_text", folder=str(_folder())))
    if st.button(session.say("settings.backup_make")):
        target = _folder() / f"{session.workspace}-{datetime.now():%Y%m%d-%H%M%S}.zip"
        with st.spinner(session.say("settings.backup_working")):
            asked.remember("backup", str(maintenance.backup(store, target)))
    made = asked.recall("backup")
    if made and Path(made).exists():
        file = Path(made)
        size = session.short(file.stat().st_size)
        st.markdown(session.say("settings.backup_made", file=file.name, size=size))
        if file.stat().st_size <= DOWNLOAD_BYTES_MAX:
            st.download_button(session.say("tables.download"), file.read_bytes(), file.name, on_click="ignore")


def restore(session: Session, store: Store) -> None:
    """Put a backup in place of this workspace; what was there is kept beside it."""
    st.markdown(f"##### {session.say('settings.restore_title')}")
    st.write(session.say("settings.restore_text", file=f"{store.path.name}.before"))
    sent = st.file_uploader(session.say("settings.restore_file"), type="zip", key="restore_file")
    sure = st.checkbox(
        session.say("settings.restore_sure", workspace=workspace_label(session.workspace, session.lang)),
        key="restore_sure",
    )
    if st.button(session.say("settings.restore_do"), disabled=not (sent and sure)) and sent:
        with st.spinner(session.say("settings.restore_working")), tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "backup.zip"
            file.write_bytes(sent.getbuffer())
            cached.close(session.workspace)
            maintenance.restore(file, workspaces.store_path(session.workspace))
        asked.remember("told", session.say("settings.restore_done"))
        st.rerun()


def rebuild(session: Session, store: Store) -> None:
    """Make the database again from the files as they were uploaded."""
    st.markdown(f"##### {session.say('settings.rebuild_title')}")
    st.write(session.say("settings.rebuild_text"))
    if st.button(session.say("settings.rebuild_do"), disabled=session.empty):
        with st.spinner(session.say("settings.rebuild_working")):
            cached.close(session.workspace)
            events = maintenance.rebuild(workspaces.store_path(session.workspace))
        asked.remember("told", session.say("settings.rebuild_done", events=events))
        st.rerun()


def _folder() -> Path:
    return workspaces.home() / "backups"
