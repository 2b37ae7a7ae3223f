"""What is in the ledger already: every import with its report, its refused rows and the way back; and whether it ties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

import streamlit as st

from pages.shared import cached, import_report, tables
from pages.shared import session as asked
from pages.shared.session import Session
from pages.shared.tables import Column
from scoring.desk.figures.aging import Tie
from scoring.desk.figures.reconcile import MOVEMENTS, balance_lines
from scoring.desk.intake.rejected import rejected_file
from scoring.store import Store, undo

PAGE_ROWS = 20
COUNTS = {"read": 72, "loaded": 72, "duplicates": 84, "rejected": 72, "skipped": 72}
"""Counts of the history, and the width of their columns."""


def show(session: Session, store: Store) -> None:
    """Two tabs: the history of imports, and the reconciliation."""
    names = [session.say("ledger.history"), session.say("ledger.reconciliation")]
    history, reconciliation = st.tabs(names, key=f"imported_{session.lang}", on_change="rerun")
    with history:
        _history(session, store)
    if reconciliation.open:  # the checks read the whole ledger
        with reconciliation:
            _reconciliation(session, store)


def _history(session: Session, store: Store) -> None:
    imports = cached.report(store, session.scope, all_imports)
    rows = [_listed(session, row) for row in imports]
    columns = [
        Column("file", heading="ledger.file", width=150),
        Column("import_id", "count", width=72),
        Column("imported_at", heading="ledger.imported_at", width=132),
        Column("imported_by", heading="ledger.imported_by", width=80),
        Column("kind", "word", words="kind", width=160),
        *(Column(name, "count", heading=f"ledger.count_{name}", width=width) for name, width in COUNTS.items()),
        Column("state", heading="ledger.state", width=76),
    ]
    tables.show(session, rows, columns, key="history")
    choices = [row["import_id"] for row in imports]
    names = {row["import_id"]: row["file"] for row in rows}
    chosen = st.selectbox(
        session.say("ledger.look_at"),
        choices,
        format_func=lambda number: f"{number} · {names[number]}",
        key=f"import_looked_at_{choices[0]}",
        width=480,
    )
    _one(session, store, next(row for row in imports if row["import_id"] == chosen))


def _one(session: Session, store: Store, row: Mapping[str, Any]) -> None:
    """The report of one import, its refused rows page by page, and the way back."""
    report, number = row["report"], row["import_id"]
    import_report.brought_in(session, row)
    st.markdown(import_report.balance_of_rows(session, report))
    import_report.figures(session, report, f"import_{number}")
    import_report.remarks(session, report)
    if report["rejected"]:
        rejected(session, store, number, report["rejected"])
    if row["undone_at"] is None:
        with st.popover(session.say("ledger.undo")):
            st.write(session.say("ledger.undo_text", import_id=str(number), file=row["file_name"]))
            if st.button(session.say("ledger.undo_confirm"), type="primary", key=f"undo_{number}"):
                with st.spinner(session.say("ledger.undoing")):
                    undo(store, number)
                asked.remember(f"taken_{session.workspace}", {})
                st.rerun()


def rejected(session: Session, store: Store, number: int, count: int) -> None:
    """The rows an import rejected, page by page, and the file to correct and send again."""
    st.markdown(f"**{session.say('ledger.rejected_rows', rejected=count)}** {session.say('ledger.rejected_text')}")
    pages = (count + PAGE_ROWS - 1) // PAGE_ROWS
    page = st.pagination(pages, key=f"rejected_page_{number}") if pages > 1 else 1
    offset = (page - 1) * PAGE_ROWS
    rows = store.rows("rejected", where={"import_id": number}, order=["source_row"], limit=PAGE_ROWS, offset=offset)
    import_report.rejected_rows(session, rows, f"rejected_{number}")
    tables.downloads(
        session,
        f"rejected_{number}",
        {"csv": lambda: rejected_file(store, number, session.lang)},
        key=f"rejected_{number}",
    )


def _reconciliation(session: Session, store: Store) -> None:
    """Opening balance + movements = closing balance, per currency, over the days the reader picks; then every check."""
    if session.empty:
        st.write(session.say("ledger.nothing_to_reconcile"))
        return
    until = session.view.as_of
    since = st.date_input(
        session.say("ledger.since"),
        value=max(session.extent.first_day or until, date(until.year, 1, 1)),
        min_value=session.extent.first_day,
        max_value=until,
        format="YYYY-MM-DD",
        key=f"reconciled_since_{session.workspace}",
        width=200,
    )
    lines = cached.report(store, session.scope, balance_lines, since, until)
    heads = ("opening", *MOVEMENTS, "closing")
    columns = [Column(name, "exact", heading=f"ledger.{name}", width=140) for name in heads]
    tables.show(session, [asdict(line) for line in lines], [Column("currency", width=90), *columns], key="reconciled")
    tables.reconciled(session, [Tie(line.currency, line.computed, line.closing) for line in lines])
    checks = cached.report(store, session.scope, all_checks)
    failing = [result.name for result in checks if result.failing]
    if failing:
        st.error(session.say("ledger.checks_failing", failing=len(failing), checks=len(checks)))
        st.page_link("pages/settings.py", label=session.say("ledger.to_quality"))
    else:
        st.success(session.say("ledger.checks_passed", checks=len(checks)))


def all_imports(store: Store) -> list[dict[str, Any]]:
    """Every import, newest first; a task for the cache."""
    return store.imports()


def all_checks(store: Store) -> Sequence[Any]:
    """Every data check; a task for the cache."""
    return store.check()


def _listed(session: Session, row: Mapping[str, Any]) -> dict[str, Any]:
    report, undone = row["report"], row["undone_at"]
    file = f"{row['file_name']} · {row['sheet']}" if row["sheet"] else row["file_name"]
    state = session.say("ledger.undone") if undone else session.say("ledger.in_force")
    return {
        "import_id": row["import_id"],
        "imported_at": f"{row['imported_at']:%Y-%m-%d %H:%M}",
        "imported_by": row["imported_by"],
        "file": file,
        "kind": row["kind"],
        "state": state,
        **{name: report[name] for name in COUNTS},
    }
