"""Receipts, customers, rates, disputes and financial statements."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from scoring.terms import Kind
from tests.ledger.writing import codes, read, rows, warned


def test_receipts_name_an_invoice_or_a_customer() -> None:
    reading = read("""
        Payment_ID|Invoice_ID|Customer No|Payment_Date|Amount_Paid|Payment_Method
        P1|A-1||2025-03-17|42847|Card
        P2||C1|2025-03-18|10|
        P3|||2025-03-19|10|
        P4|A-2||2025-03-20|-5|Reversal
        P5|A-3||2025-03-20|7|Written off
        P5|A-4||2025-03-20|8|Written off
        P5|A-4||2025-03-20|9|Written off
        P1|A-1||2025-03-17|42847|Card
    """)
    assert reading.kind == Kind.RECEIPTS
    assert rows(reading, "receipts", "receipt_no", "document_no", "customer_id", "kind", "amount") == [
        ("P1", "A-1", None, "receipt", "42847.00"),
        ("P2", None, "C1", "receipt", "10.00"),
        ("P4", "A-2", None, "receipt", "-5.00"),
        ("P5", "A-3", None, "write_off", "7.00"),
        ("P5", "A-4", None, "write_off", "8.00"),
    ]
    assert codes(reading) == [(4, "receipt_unassigned"), (8, "receipt_conflict_in_file")]
    assert reading.duplicates == 1


def test_customers_told_twice_keep_the_last_filled_cell() -> None:
    reading = read("""
        Customer_ID|Customer_Name|Industry|Payment_Terms|Credit_Limit|Nature|Account_Manager
        C1|Acme|Retail|Net 30|1,000|Company|Ann
        C2|Börse AG||60|||Bob
        C1|ACME Ltd||Net 45||Public body|
        C2|Börse AG||60|||Bob
    """)
    assert rows(
        reading, "customers", "customer_id", "name", "industry", "terms_days", "credit_limit", "nature", "owner"
    ) == [
        ("C1", "ACME Ltd", "Retail", 45, "1000.00", "government", "Ann"),
        ("C2", "Börse AG", None, 60, None, None, "Bob"),
    ]
    assert (reading.rows_read, reading.duplicates) == (4, 2)
    assert warned(reading) == {"customer_repeated": 1}


def test_a_list_of_limits_is_a_list_of_customers() -> None:
    reading = read("Customer_ID|Credit_Limit|Current_Exposure|Risk_Rating\nC1|438786|247729|Low\n合计|1||")
    assert rows(reading, "customers", "customer_id", "credit_limit") == [("C1", "438786.00")]
    assert reading.unmapped == ("Current_Exposure", "Risk_Rating")
    assert reading.skipped == {"total": 1}


def test_rates_by_pair_by_two_columns_and_one_column_a_pair() -> None:
    pair = read("date|currency_pair|rate\n2023-07-01|USD/JPY|145.0\n2023-07-01|EURJPY|160.123456789\n2023-07-02|USD|1")
    assert rows(pair, "rates", "rate_date", "from_currency", "to_currency", "rate") == [
        (date(2023, 7, 1), "USD", "JPY", "145.00000000"), (date(2023, 7, 1), "EUR", "JPY", "160.12345678"),
    ]  # fmt: skip
    assert codes(pair) == [(4, "pair_unreadable")]
    two = read("日期|原币|目标币种|汇率\n2023-07-01|美元|人民币|7.2\n2023-07-01|美元|人民币|7.3\n2023-07-02|USD|CNY|0")
    assert rows(two, "rates", "from_currency", "to_currency", "rate") == [("USD", "CNY", "7.20000000")]
    assert codes(two) == [(3, "rate_conflict"), (4, "rate_unreadable")]
    wide = read("Date|USD/JPY|EUR/JPY\n2023-07-01|145|160\n2023-07-02|146|")
    assert rows(wide, "rates", "source_row", "from_currency", "rate") == [
        (2, "USD", "145.00000000"), (2, "EUR", "160.00000000"), (3, "USD", "146.00000000"),
    ]  # fmt: skip


def test_disputes() -> None:
    reading = read("""
        Customer Number|Invoice No|Opened Date|Closed Date|Reason|Disputed Amount
        C1|A-1|2023-11-28|2024-01-17|Late delivery|2413.22
        |||2024-01-17|Quality|1
    """)
    assert rows(reading, "disputes", "customer_id", "document_no", "opened_date", "closed_date", "reason", "amount") == [
        ("C1", "A-1", date(2023, 11, 28), date(2024, 1, 17), "Late delivery", "2413.22"),
    ]  # fmt: skip
    assert codes(reading) == [(3, "dispute_unassigned")]


def test_financial_statements() -> None:
    reading = read("""
        单位：万元|||||
        客户编号|报告期|披露日期|币种|资产总计|净利润
        C1|2022-12-31|2023-04-27|CNY|132.3|(6.3)
        C1|2022-12-31|2023-04-27|CNY|132.4|(6.3)
    """)
    (row,) = reading.tables["financials"].to_pylist()
    assert (row["total_assets"], row["net_income"]) == (Decimal("1323000.00"), Decimal("-63000.00"))
    assert row["published_date"] == date(2023, 4, 27)
    assert codes(reading) == [(4, "statement_conflict")]
