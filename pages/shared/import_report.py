"""What became of a sheet, or would: rows and money by outcome, remarks, and the rows that were refused with the reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import pandas as pd
import streamlit as st

from pages.shared import tables
from pages.shared.session import Session
from pages.shared.tables import Column
from scoring.desk.intake.rejected import reason
from scoring.desk.wording import issue_sentence
from scoring.text import knows

OUTCOMES = ("read", "loaded", "duplicates", "rejected", "skipped")
WIDTHS = (80, 130, 150, 640)
REASON_HEIGHT = 62
"""Tall enough for two lines of a reason."""
Report = Mapping[str, Any]
"""An `ImportReport.as_json()`, as the store keeps it."""


def show(session: Session, report: Report, key: str) -> None:
    """Counts, money, remarks and the first refused rows of one report."""
    st.markdown(balance_of_rows(session, report))
    figures(session, report, key)
    remarks(session, report)
    if report["rejected_rows"]:
        shown, rejected = len(report["rejected_rows"]), report["rejected"]
        more = session.say("ledger.first_rejected", shown=shown, rejected=rejected) if rejected > shown else ""
        st.markdown(f"**{session.say('ledger.rejected_rows', rejected=rejected)}** {more}")
        rejected_rows(session, report["rejected_rows"], f"{key}_rejected")


def brought_in(session: Session, record: Mapping[str, Any]) -> None:
    """Number of the import, when and by whom it came in, and when it was taken out again."""
    facts = {name: record[name] for name in ("imported_at", "imported_by")}
    told = session.say("ledger.brought_in", import_id=str(record["import_id"]), **facts)
    if record["undone_at"]:
        told += f" · {session.say('ledger.undone_at', undone_at=record['undone_at'])}"
    st.markdown(f":small[{told}]")


def balance_of_rows(session: Session, report: Report) -> str:
    """ "1,234 rows read = 1,200 loaded (of these 10 updated) + 30 duplicates + 4 rejected + 0 skipped"."""
    sentence = session.say("ledger.rows_balance", **{name: report[name] for name in (*OUTCOMES, "updated")})
    reasons = [
        session.say("ledger.skipped_reason", reason=session.say(f"ledger.skipped_{why}"), count=count)
        for why, count in report["skipped_by_reason"].items()
        if count
    ]
    return sentence + (session.say("ledger.skipped_list", reasons=" · ".join(reasons)) if reasons else "")


def figures(session: Session, report: Report, key: str) -> None:
    """The same balance in money, one line a currency."""
    rows = [{"currency": code} | {n: Decimal(sums[n]) for n in OUTCOMES} for code, sums in report["money"].items()]
    if not any(row["read"] for row in rows):
        return
    amounts = [Column(n, "exact", heading=f"ledger.money_{n}", width=130) for n in OUTCOMES]
    tables.show(session, rows, [Column("currency", width=90), *amounts], key=f"{key}_money")


def remarks(session: Session, report: Report) -> None:
    """What the reader should know about the file, a sentence each."""
    for issue in report["warnings"]:
        st.warning(issue_sentence(issue, session.lang))


def rejected_rows(session: Session, rows: Sequence[Mapping[str, Any]], key: str) -> None:
    """Refused rows with row, column, value and the reason in words; long reasons wrap."""
    headings = [
        session.say(words) for words in ("columns.source_row", "ledger.column", "ledger.value", "ledger.reason")
    ]
    told = [
        [row["source_row"], _column(session, row["column"]), row["value"] or "", reason(row, session.lang)]
        for row in rows
    ]
    widths = {heading: st.column_config.Column(width=width) for heading, width in zip(headings, WIDTHS, strict=True)}
    st.dataframe(
        pd.DataFrame(told, columns=headings),
        key=key,
        hide_index=True,
        row_height=REASON_HEIGHT,
        column_config=widths,
        alt=session.say("ledger.reason"),
    )


def _column(session: Session, name: str | None) -> str:
    """A heading as the file writes it; a field the store names, in words."""
    return session.say(f"field.{name}") if knows(f"field.{name}") else name or ""
