"""The real ledgers of ../shared/data, each read as its owner would read it (data/README.md there)."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow.compute as pc
import pytest

from scoring.ledger.interpret import interpret
from scoring.ledger.read import read_file
from scoring.ledger.reading import ImportOptions, Reading
from scoring.terms import Kind
from tests.ledger.writing import balances, rows, sheet_of, warned

pytestmark = pytest.mark.shared_data


def reading_of(path: Path) -> Reading:
    encoding = "gb18030" if "gb18030" in path.name else "utf-8-sig"
    with path.open(encoding=encoding, newline="") as lines:
        reading = interpret(sheet_of(list(csv.reader(lines))), ImportOptions())
    assert reading is not None
    assert balances(reading)
    return reading


def test_day_first_and_month_first_give_the_same_dates(shared: Path) -> None:
    american = reading_of(shared / "ibm/invoices.csv")
    german = reading_of(shared / "ibm/invoices_dd_mm_yyyy.csv")
    columns = ("document_no", "customer_id", "issue_date", "due_date", "settled_date", "amount", "disputed")
    assert sorted(rows(american, "documents", *columns)) == sorted(rows(german, "documents", *columns))
    assert set(american.date_orders.values()) == {"mdy"}
    assert set(german.date_orders.values()) == {"dmy"}
    assert set(american.unmapped) == {"PaperlessDate", "PaperlessBill", "DaysToSettle", "DaysLate"}


def test_typed_dates_of_a_workbook_are_the_same_dates(shared: Path) -> None:
    """Its further columns (PaymentStatus 0/1, AgingBucket, ...) are known only after payment and stay out."""
    (typed,) = read_file(shared / "ibm/invoices.xlsx", ImportOptions())
    text = reading_of(shared / "ibm/invoices.csv")
    columns = ("document_no", "customer_id", "issue_date", "due_date", "settled_date", "amount")
    assert rows(typed, "documents", *columns) == rows(text, "documents", *columns)
    assert {"PaymentStatus", "AgingBucket", "DaysLate"} <= set(typed.unmapped)


def test_leading_zeros_are_kept(shared: Path) -> None:
    zeros = reading_of(shared / "ibm/invoices_leading_zeros.csv")
    assert rows(zeros, "documents", "document_no")[0] == ("0000611365",)


def test_missing_cells_of_columns_nobody_needs_cost_no_row(shared: Path) -> None:
    assert reading_of(shared / "ibm/invoices_with_missing.csv").tables["documents"].num_rows == 2586


def test_the_distributors_ledger(shared: Path) -> None:
    reading = reading_of(shared / "highradius/snapshot_2019-10-31.csv")
    assert (reading.rows_read, reading.duplicates, reading.rejected.num_rows) == (30371, 663, 0)
    assert warned(reading) == {"number_generated": 6, "due_before_issue": 125, "settled_before_issue": 1}
    assert reading.tables["customers"].num_rows == 966
    assert reading.known_on == date(2019, 10, 31)
    documents = reading.tables["documents"]
    assert pc.sum(documents["number_generated"]).as_py() == 6
    assert documents["open_amount"].null_count == documents.num_rows
    assert "1929646410" in documents["document_no"].to_pylist()
    assert "0200980828" in documents["customer_id"].to_pylist()


def test_part_payments(shared: Path) -> None:
    invoices = reading_of(shared / "payments/Invoices.csv")
    assert (invoices.rows_read, invoices.duplicates, invoices.rejected.num_rows) == (8005, 5, 6)
    assert set(invoices.rejected["code"].to_pylist()) == {"amount_missing"}
    assert warned(invoices) == {"date_mixed": 10}
    table = invoices.tables["documents"]
    assert table["due_date"].null_count == 15
    assert pc.sum(pc.equal(table["kind"], "credit_note")).as_py() == 3
    day_first = dict(rows(invoices, "documents", "document_no", "issue_date"))
    assert day_first["INV05026"] == date(2025, 3, 7)
    receipts = reading_of(shared / "payments/Payments.csv")
    assert (receipts.kind, receipts.tables["receipts"].num_rows) == (Kind.RECEIPTS, 6748)


def test_customers_and_their_limits(shared: Path) -> None:
    master = reading_of(shared / "payments/Customer_Master.csv")
    assert (master.kind, master.tables["customers"].num_rows, master.duplicates) == (Kind.CUSTOMERS, 500, 3)
    assert set(master.tables["customers"]["terms_days"].to_pylist()) == {15, 30, 60}
    assert warned(master) == {}
    limits = reading_of(shared / "payments/Credit_Limits.csv")
    assert (limits.kind, limits.unmapped) == (Kind.CUSTOMERS, ("Current_Exposure", "Risk_Rating"))


def test_five_currencies_and_their_rates(shared: Path) -> None:
    invoices = reading_of(shared / "multicurrency/accounts_receivable.csv")
    assert set(invoices.money) == {"EUR", "USD", "GBP", "AUD", "SGD"}
    assert pc.sum(pc.equal(invoices.tables["documents"]["status"], "paid")).as_py() == 216
    assert invoices.tables["documents"]["known_on"].null_count == 0
    rates = reading_of(shared / "multicurrency/exchange_rates.csv")
    assert rows(rates, "rates", "rate_date", "from_currency", "to_currency", "rate")[0] == (
        date(2023, 7, 1), "USD", "JPY", "145.00000000",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "voided", "documents", "loaded"),
    [
        ("sales_invoices_E139_gb18030.csv", 613, 12209, "197108305.55"),
        ("sales_invoices_E193.csv", 2234, 30077, "141792786.74"),
        ("sales_invoices_E238.csv", 828, 11256, "59815279.75"),
    ],
)
def test_chinese_sales_invoices(shared: Path, name: str, voided: int, documents: int, loaded: str) -> None:
    reading = reading_of(shared / "china" / name)
    assert reading.skipped == {"voided": voided}
    assert reading.tables["documents"].num_rows == documents
    assert reading.money[""]["loaded"] == Decimal(loaded)
    assert {m.field: m.heading for m in reading.mapping} == {
        "document_no": "发票号码", "issue_date": "开票日期", "customer_id": "购方单位代号", "net_amount": "金额",
        "tax_amount": "税额", "amount": "价税合计", "status": "发票状态",
    }  # fmt: skip
    credit = pc.less(reading.tables["documents"]["amount"], Decimal(0))
    assert pc.equal(credit, pc.equal(reading.tables["documents"]["kind"], "credit_note")).to_pylist().count(False) == 0
