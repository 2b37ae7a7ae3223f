"""Rejected rows go out as a file, are corrected there, and come in again; the added columns are left out."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from scoring.desk.intake.importing import import_files
from scoring.desk.intake.rejected import rejected_file
from scoring.errors import ScoringError
from scoring.ledger.formats import PLAIN
from scoring.ledger.headings.matching import match
from scoring.ledger.reading import ADDED_MARK, ImportOptions
from scoring.store import Store
from scoring.terms import Kind
from scoring.text import LANGUAGES

LEDGER = """Customer,Invoice No,Invoice Date,Due Date,Amount,Remark
Birch,0001,2024-01-10,2024-02-09,1000.00,=HYPERLINK("x")
Cedar,0002,2024-03-01,2024-03-31,,-late again
Cedar,0003,2024-03-41,2024-03-31,-12.00,
Cedar,0004,2024-03-02,2024-02-31,50.00,
"""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path / "own.duckdb")


def imported(store: Store, path: Path, text: str | bytes) -> object:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    outcome = import_files(store, [path], ImportOptions())
    assert not outcome.failures
    return outcome.reports[0]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_was_rejected_is_corrected_in_its_file_and_imported(store: Store, tmp_path: Path, lang: str) -> None:
    first = imported(store, tmp_path / "ledger.csv", LEDGER)
    assert (first.read, first.loaded, first.rejected) == (4, 1, 3)
    file = rejected_file(store, first.import_id, lang)
    headings, *rows = list(csv.reader(io.StringIO(file.decode("utf-8-sig"))))
    assert headings[:6] == ["Customer", "Invoice No", "Invoice Date", "Due Date", "Amount", "Remark"]
    assert [row[1] for row in rows] == ["0002", "0003", "0004"]
    assert [row[6:9] for row in rows] == [["ledger.csv", "", "3"], ["ledger.csv", "", "4"], ["ledger.csv", "", "5"]]
    assert all(row[12] and row[13] for row in rows)
    assert rows[0][5] == "'-late again"
    assert rows[1][4] == "-12.00"
    rows[0][4], rows[1][2], rows[2][3] = "200.00", "2024-03-01", "2024-03-31"
    corrected = io.StringIO()
    csv.writer(corrected).writerows([headings, *rows])
    again = imported(store, tmp_path / "corrected.csv", corrected.getvalue().encode("utf-8-sig"))
    assert (again.read, again.loaded, again.rejected) == (3, 3, 0)
    assert not any(entry["heading"].startswith(ADDED_MARK) for entry in again.mapping)
    assert [row["amount"] for row in store.rows("document", order=["document_no"])][1:] == [200, -12, 50]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", Kind)
def test_no_kind_takes_an_added_column_for_its_own(store: Store, tmp_path: Path, lang: str, kind: Kind) -> None:
    first = imported(store, tmp_path / "ledger.csv", LEDGER)
    headings = next(csv.reader(io.StringIO(rejected_file(store, first.import_id, lang).decode("utf-8-sig"))))
    assert match(kind, headings[6:], PLAIN, {}) == ()


def test_an_unknown_import_has_no_rejected_rows(store: Store) -> None:
    with pytest.raises(ScoringError, match="import_unknown"):
        rejected_file(store, 99, "en")


def test_headings_that_only_the_user_knew_are_known_in_the_corrected_file_too(store: Store, tmp_path: Path) -> None:
    odd = LEDGER.replace("Amount", "Zorp")
    path = tmp_path / "odd.csv"
    path.write_text(odd, encoding="utf-8")
    told = {
        "customer_name": "Customer", "document_no": "Invoice No", "issue_date": "Invoice Date", "due_date": "Due Date",
        "amount": "Zorp",
    }  # fmt: skip
    first = import_files(store, [path], ImportOptions(kind=Kind.INVOICES, mapping=told)).reports[0]
    assert (first.loaded, first.rejected) == (1, 3)
    file = rejected_file(store, first.import_id, "en").decode("utf-8-sig").replace("2024-02-31", "2024-03-31")
    again = imported(store, tmp_path / "corrected.csv", file)
    assert (again.loaded, again.rejected) == (1, 2)
    another = imported(store, tmp_path / "next.csv", odd.replace("0001", "0009").replace("Birch", "Doe"))
    assert another.loaded == 1


def test_what_the_store_refuses_names_the_heading_and_leaves_the_currency_open(store: Store, tmp_path: Path) -> None:
    """No due date, no terms: nothing is loaded, so the workspace still has no currency of its own."""
    report = imported(store, tmp_path / "bare.csv", "Customer,Invoice No,Invoice Date,Amount\nBirch,N1,2026-01-05,10\n")
    assert [(row["column"], row["code"]) for row in report.rejected_rows] == [("Invoice No", "due_date_missing")]
    assert store.setting("currency") is None


def test_a_total_row_needs_no_currency_of_its_own(store: Store, tmp_path: Path) -> None:
    """Two claims in CNY and their total, which states none."""
    lines = ["客户名称,发票号码,开票日期,到期日,金额,币种", "甲公司,1,2026-01-05,2026-02-05,10,人民币"]
    lines += ["乙公司,2,2026-01-06,2026-02-06,5,人民币", "合计,,,,15,"]
    report = imported(store, tmp_path / "total.csv", "\n".join(lines))
    told = {"read": "30.00", "loaded": "15.00", "duplicates": "0.00", "rejected": "0.00", "skipped": "15.00"}
    assert (report.money, report.warnings) == ({"CNY": told}, ())
