"""Where the table stands: titles and metadata above, rows that are no rows between and below."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from scoring.errors import ScoringError
from scoring.ledger.headings.layout import labels_of
from scoring.ledger.interpret import interpret
from scoring.ledger.reading import ImportOptions
from scoring.terms import Kind
from tests.ledger.writing import codes, read, rows, sheet


def test_titles_metadata_and_an_unnamed_index_column() -> None:
    reading = read("""
        Open items||||
        As of 31/10/2019||Currency: CAD||
        |Customer No|Invoice No|Invoice Date|Amount
        1|C1|A-1|2019-10-01|100.00
        2|C2|A-2|2019-10-02|50.00
    """)
    assert reading.heading_row == 3
    assert reading.headings[0] == "(A)"
    assert reading.unmapped == ("(A)",)
    assert reading.known_on == date(2019, 10, 31)
    assert rows(reading, "documents", "source_row", "document_no", "currency") == [(4, "A-1", "CAD"), (5, "A-2", "CAD")]


def test_totals_repeated_headings_and_footers_are_skipped_with_a_count() -> None:
    reading = read("""
        客户编码|单据编号|开票日期|金额
        C1|A-1|2020-01-01|100.00
        小计|||100.00
        客户编码|单据编号|开票日期|金额
        C2|A-2|2020-01-02|50.00
        合 计：|||150.00
        制表人：张三|||
    """)
    assert reading.skipped == {"total": 2, "heading": 1, "note": 1}
    assert reading.money[""] == {
        "read": Decimal("400.00"), "loaded": Decimal("150.00"), "skipped": Decimal("250.00"),
        "rejected": Decimal(0), "duplicates": Decimal(0),
    }  # fmt: skip


@pytest.mark.parametrize(
    "label", ["Total", "Grand Total", "Total for Acme", "Acme Total", "Konto 10001", "Summe", "Saldo EUR"]
)
def test_words_for_totals(label: str) -> None:
    reading = read(f"""
        Customer Name|Invoice No|Invoice Date|Amount
        Acme Ltd|A-1|2020-01-01|100.00
        {label}|||100.00
    """)
    assert reading.skipped == {"total": 1}


def test_a_customer_called_total_is_a_customer() -> None:
    reading = read("""
        Customer Name|Invoice No|Invoice Date|Amount
        Total Energies|A-1|2020-01-01|100.00
        Total Energies|A-2||100.00
    """)
    assert rows(reading, "documents", "customer_id") == [("total energies",)]
    assert codes(reading) == [(3, "date_missing")]


def test_duplicate_and_empty_headings_get_names_of_their_own() -> None:
    assert labels_of(("Amount", "", "Amount", "")) == ("Amount", "(B)", "Amount (2)", "(D)")
    reading = read(
        """
        Customer No|Invoice Date|Amount|Amount
        C1|2020-01-01|1.00|2.00
        """,
        mapping={"amount": "Amount (2)"},
    )
    assert rows(reading, "documents", "amount") == [("2.00",)]


def test_a_report_grouped_by_customer() -> None:
    reading = read("""
        Invoice Date|Invoice No|Amount
        Acme Ltd||
        2020-01-01|A-1|100.00
        2020-01-05|A-2|50.00
        Total Acme Ltd||150.00
        Börse AG||
        2020-01-02|B-1|70.00
    """)
    assert rows(reading, "documents", "customer_name", "document_no") == [
        ("Acme Ltd", "A-1"), ("Acme Ltd", "A-2"), ("Börse AG", "B-1"),
    ]  # fmt: skip
    assert reading.skipped == {"total": 1, "note": 2}


def test_units_and_currencies_above_and_in_headings() -> None:
    thousand = "单位：万元|||\n客户编码|单据编号|开票日期|金额\nC1|A-1|2020-01-01|1.5"
    assert rows(read(thousand), "documents", "amount") == [("15000.00",)]
    heading = "Customer No|Invoice No|Invoice Date|Amount (EUR)\nC1|A-1|2020-01-01|1.50"
    assert rows(read(heading), "documents", "amount", "currency") == [("1.50", "EUR")]
    symbol = "Customer No|Invoice No|Invoice Date|Amount\nC1|A-1|2020-01-01|£1.50"
    assert rows(read(symbol), "documents", "amount", "currency") == [("1.50", "GBP")]
    yuan = "客户编码|单据编号|开票日期|金额\nC1|A-1|2020-01-01|¥1.50"
    assert rows(read(yuan), "documents", "currency") == [("CNY",)]
    two = "Customer No|Invoice No|Invoice Date|Amount\nC1|A-1|2020-01-01|£1.50\nC1|A-2|2020-01-01|$1.50"
    assert rows(read(two), "documents", "currency") == [("GBP",), ("USD",)]


def test_a_sheet_that_is_no_ledger_is_none() -> None:
    assert interpret(sheet("LOAN|VALUE|JOB\n1|2|Mgr\n3|4|Office"), ImportOptions()) is None
    assert interpret(sheet("just a line"), ImportOptions()) is None


def test_a_kind_that_lacks_its_columns_says_which() -> None:
    with pytest.raises(ScoringError) as stop:
        interpret(sheet("Customer No|Name\nC1|Acme"), ImportOptions(kind=Kind.INVOICES))
    assert stop.value.code == "columns_missing"
    assert stop.value.facts["found"] == "Customer No, Name"
    assert "issue_date" in str(stop.value.facts["expected"])


def test_a_ledger_without_rows_is_read_as_empty() -> None:
    reading = read("Customer No|Invoice No|Invoice Date|Due Date|Amount")
    assert reading.rows_read == 0
    assert reading.tables["documents"].num_rows == 0


def test_headings_in_two_lines() -> None:
    reading = read("""
        客户往来明细账||||||
        客户编码：0101||客户名称：大华公司||||
        日期|凭证字号|摘要|本期发生额||余额|
        |||借方|贷方|方向|余额
        2024-01-05|记-1|销售|100.00||借|100.00
        2024-01-06|记-2|收款||40.00|借|60.00
    """)
    assert reading.headings == ("日期", "凭证字号", "摘要", "借方", "贷方", "方向", "余额")
    assert reading.heading_row == 4
    assert rows(reading, "documents", "customer_id", "customer_name", "amount") == [("0101", "大华公司", "100.00")]
    assert rows(reading, "receipts", "amount") == [("40.00",)]


def test_blocks_of_customers_one_below_the_other() -> None:
    reading = read("""
        Customer|10001||
        Document Date|Document Number|Amount|Text
        01.10.2019|1|100,00|a
        Total||100,00|
        Customer|10002||
        Document Date|Document Number|Amount|Text
        02.10.2019|2|50,00|b
    """)
    assert rows(reading, "documents", "customer_id", "document_no") == [("10001", "1"), ("10002", "2")]
    assert reading.skipped == {"total": 1, "note": 1, "heading": 1}


def test_a_yen_sign_in_an_english_file_is_left_open() -> None:
    reading = read("Customer No|Invoice No|Invoice Date|Amount\nC1|A-1|2020-01-01|¥1.50")
    assert rows(reading, "documents", "currency") == [(None,)]
