"""Alerts as a file: CSV or Excel, under the header of every report."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Literal

from scoring.desk.reports.export import csv_bytes
from scoring.desk.reports.workbook import sheets
from scoring.desk.views import header_of
from scoring.desk.warnings.alerts import alerts
from scoring.desk.warnings.wording import evidence_text, limit_text, value_text
from scoring.store import Store
from scoring.strategy.warnings.indicators import load
from scoring.strategy.warnings.life import Alert
from scoring.terms import View
from scoring.text import say

FORMS: tuple[Literal["csv", "xlsx"], ...] = ("csv", "xlsx")
COLUMNS = ("id", "risk", "severity", "customer", "warning", "raised_on", "value", "limit", "still", "state", "evidence")


def alerts_file(store: Store, view: View, ids: Sequence[str], lang: str, form: Literal["csv", "xlsx"]) -> bytes:
    """The alerts of `view.as_of` with these numbers. Raises as `alerts`."""
    wanted = set(ids)
    names = {row["customer_id"]: row["name"] for row in store.rows("customer")}
    rows = [_cells(one, names, lang) for one in alerts(store, view.as_of) if one.id in wanted]
    headings, header = [say(f"warnings.column.{name}", lang) for name in COLUMNS], header_of(store, view)
    if form == "csv":
        return csv_bytes(header, headings, rows, lang)
    out = io.BytesIO()
    with sheets(out, ("alerts",), lang) as pages:
        pages["alerts"].table(pages["alerts"].start(header), headings, rows)
    return out.getvalue()


def _cells(one: Alert, names: dict[str, str], lang: str) -> list[object]:
    indicator = load()[one.indicator]
    return [
        one.id,
        say(f"warnings.risk.{one.risk}", lang),
        say(f"warnings.severity.{one.severity}", lang),
        f"{one.customer_id} {names.get(one.customer_id, '')}".strip(),
        say(f"warning.{one.indicator}", lang),
        one.raised_on,
        value_text(one.value, indicator.unit, lang),
        limit_text(indicator, one.threshold, lang),
        say("common.yes" if one.still else "common.no", lang),
        say(f"warnings.state.{one.state}", lang),
        evidence_text(one, lang),
    ]
