"""What was changed in a workspace, when, by whom where that is known, and how: the store's events in words."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from scoring.desk.reports.export import table_csv
from scoring.desk.warnings.wording import limit_text
from scoring.store import Store
from scoring.strategy.warnings import indicators
from scoring.text import knows, say

COLUMNS = ("number", "happened_at", "by", "kind", "detail")
Facts = dict[str, Any]


@dataclass(frozen=True)
class Entry:
    """One event in words. `number` grows with time; `by` is "" where nobody was named."""

    number: int
    happened_at: datetime
    by: str
    kind: str
    detail: str


def audit_log(store: Store, lang: str) -> list[Entry]:
    """Every event of the workspace, newest first; moments in UTC."""
    known = _Known(lang, {row["import_id"]: row["file_name"] for row in store.rows("import")}, {})
    entries = []
    for event in store.rows("event", order=["event_id"]):
        kind, told = event["kind"], json.loads(event["detail"])
        facts = FACTS[kind](told, known) if kind in FACTS else told
        entries.append(
            Entry(
                number=event["event_id"],
                happened_at=event["happened_at"],
                by=told.get("by") or told.get("author") or "",
                kind=say(f"audit.event.{kind}", lang),
                detail=say(f"audit.told.{kind}", lang, **facts),
            )
        )
    return entries[::-1]


def audit_csv(store: Store, lang: str) -> bytes:
    """The whole log as a table that every spreadsheet opens."""
    rows = [[getattr(entry, name) for name in COLUMNS] for entry in audit_log(store, lang)]
    return table_csv([say(f"audit.column.{name}", lang) for name in COLUMNS], rows)


@dataclass(frozen=True)
class _Known:
    """What the words of an event need beside it: files by import, and each setting as the events so far left it."""

    lang: str
    files: Mapping[int, str]
    settings: Facts


def _import(told: Facts, known: _Known) -> Facts:
    sheet = f" · {told['sheet']}" if told["sheet"] else ""
    return {"import_id": str(told["import_id"]), "file": told["file"] + sheet}


def _undo(told: Facts, known: _Known) -> Facts:
    return {"import_id": str(told["import_id"]), "file": known.files[told["import_id"]]}


def _mapping(told: Facts, known: _Known) -> Facts:
    pairs = [f"{say(f'field.{field}', known.lang)} ← {heading}" for field, heading in told["fields"].items() if heading]
    return {"kind": say(f"kind.{told['kind']}", known.lang), "fields": ", ".join(pairs)}


def _setting(told: Facts, known: _Known) -> Facts:
    """Its value before is that of the setting's last event."""
    name, value = told["name"], told["value"]
    before, known.settings[name] = known.settings.get(name), value
    words = f"settings.{name}"
    label = say(words, known.lang) if knows(words) else name
    return {"name": label, "before": _value(name, before, known.lang), "value": _value(name, value, known.lang)}


def _value(name: str, value: str | None, lang: str) -> str:
    if value is None:
        return say("audit.default", lang)
    return say("audit.own_rule", lang) if name == "nature_patterns" else value


def _override(told: Facts, known: _Known) -> Facts:
    return told | {"rating": say(f"rating.{told['rating']}", known.lang)}


def _threshold(told: Facts, known: _Known) -> Facts:
    limit = limit_text(indicators.load()[told["indicator"]], told["threshold"], known.lang)
    return told | {"name": say(f"warning.{told['indicator']}", known.lang), "limit": limit}


def _alert(told: Facts, known: _Known) -> Facts:
    name, state = f"warning.{told['indicator']}", f"warnings.state.{told['step']}"
    return told | {"name": say(name, known.lang), "state": say(state, known.lang)}


FACTS: dict[str, Callable[[Facts, _Known], Facts]] = {
    "import": _import,
    "undo": _undo,
    "mapping": _mapping,
    "setting": _setting,
    "override": _override,
    "warning_threshold": _threshold,
    "alert_step": _alert,
}
"""Per kind of event, its detail as the facts of the sentence `audit.told.<kind>`; other kinds tell theirs as they are."""
