"""The log tells every change of a workspace in words, who made it where that is known, and survives a spreadsheet.

One file with a column nobody knows, told to be the amount, is imported, then taken out again; a parameter is changed twice.
"""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from pathlib import Path

import pytest

from scoring.desk.intake.audit import audit_csv, audit_log
from scoring.desk.intake.importing import import_files
from scoring.desk.intake.maintenance import change_natures
from scoring.ledger.reading import ImportOptions
from scoring.store import Store, scorecards, undo
from scoring.terms import Kind
from scoring.text import LANGUAGES, knows

INVOICES = "Invoice No,Customer,Invoice Date,Due Date,Zorp,Currency\n1,Ann,2026-01-05,2026-02-04,100.00,EUR\n"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "own.duckdb")
    (tmp_path / "=odd.csv").write_text(INVOICES, encoding="utf-8")
    import_files(opened, [tmp_path / "=odd.csv"], ImportOptions(kind=Kind.INVOICES, mapping={"amount": "Zorp"}))
    undo(opened, 1)
    opened.set_setting("period_days", "60")
    opened.set_setting("period_days", None)
    change_natures(opened, {"government": ["hospital"]})
    yield opened
    opened.close()


def test_the_log_is_in_words_the_latest_first(store: Store) -> None:
    user = getpass.getuser()
    log = [(entry.by, entry.kind, entry.detail) for entry in audit_log(store, "en")]
    assert log[:-1] == [
        ("", "Setting", "Rule for customer natures: shipped default → own rule"),
        ("", "Setting", "Period of the figures, in days: 60 → shipped default"),
        ("", "Setting", "Period of the figures, in days: shipped default → 60"),
        ("", "Import undone", "Import 1: =odd.csv"),
        ("", "Setting", "Currency of the workspace: shipped default → EUR"),
        (user, "Import", "Import 1: =odd.csv"),
    ]
    assert log[-1][1] == "Headings confirmed"
    assert "Amount ← Zorp" in log[-1][2]
    assert [entry.number for entry in audit_log(store, "zh")] == [7, 6, 5, 4, 3, 2, 1]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_log_goes_to_a_spreadsheet(store: Store, lang: str) -> None:
    lines = audit_csv(store, lang).decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + 7
    assert not any(line.startswith(("=", "+", "-", "@")) for line in lines)


@pytest.mark.parametrize("kind", ["import", "undo", "setting", "mapping", *scorecards.CHANGES])
def test_every_kind_of_event_has_words(kind: str) -> None:
    assert knows(f"audit.event.{kind}")
    assert knows(f"audit.told.{kind}")
