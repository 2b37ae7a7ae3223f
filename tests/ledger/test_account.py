"""Debit and credit statements: what was sold, what came in, and what the customer owed before."""

from __future__ import annotations

from datetime import date

from scoring.terms import Kind
from tests.ledger.writing import codes, read, rows, warned


def test_debits_are_invoices_and_credits_receipts_without_reference() -> None:
    reading = read("""
        Customer: Acme Ltd||||
        Date|Document No|Description|Debit|Credit
        2024-01-05|A-1|Sale|1,130.00|
        2024-01-20|R-1|Transfer||600.00
        2024-01-25|A-2|Returned|-130.00|
        2024-01-28|W-1|Bad debt write-off||100.00
        2024-01-31|R-1b|Bounced||-50.00
    """)
    assert reading.kind == Kind.ACCOUNT
    assert rows(reading, "documents", "customer_id", "document_no", "kind", "issue_date", "amount") == [
        ("acme ltd", "A-1", "invoice", date(2024, 1, 5), "1130.00"),
        ("acme ltd", "A-2", "credit_note", date(2024, 1, 25), "-130.00"),
    ]
    assert rows(reading, "receipts", "receipt_no", "kind", "document_no", "amount") == [
        ("R-1", "receipt", None, "600.00"), ("W-1", "write_off", None, "100.00"), ("R-1b", "receipt", None, "-50.00"),
    ]  # fmt: skip
    assert str(reading.money[""]["loaded"]) == "350.00"


def test_an_opening_balance_becomes_one_document_and_closing_lines_are_skipped() -> None:
    reading = read("""
        客户编码|日期|凭证号|摘要|借方|贷方|方向|余额
        0101||||||借|
        0101|||期初余额|||借|500.00
        0102|||期初余额|||贷|80.00
        0103|||期初余额|||平|0
        0101|2024-01-05|记-1|销售|100.00||借|600.00
        0101|2024-01-31||本月合计|100.00|0|借|600.00
        0101|||期末余额|||借|600.00
    """)
    assert rows(reading, "documents", "customer_id", "issue_date", "amount") == [
        ("0101", date(2024, 1, 5), "500.00"), ("0101", date(2024, 1, 5), "100.00"),
    ]  # fmt: skip
    assert rows(reading, "receipts", "customer_id", "receipt_date", "amount") == [("0102", date(2024, 1, 5), "80.00")]
    assert reading.skipped == {"note": 1, "total": 2, "zero_amount": 1}
    assert warned(reading)["opening_balance"] == 2


def test_an_amount_with_an_indicator() -> None:
    reading = read("""
        Konto|Datum|Belegnummer|Betrag|Soll/Haben
        10001|05.01.2024|A-1|1.130,00|S
        10001|20.01.2024|R-1|600,00|H
        10001|21.01.2024|R-2|10,00|
    """)
    assert rows(reading, "documents", "document_no", "amount") == [("A-1", "1130.00")]
    assert rows(reading, "receipts", "receipt_no", "amount") == [("R-1", "600.00")]
    assert codes(reading) == [(4, "side_missing")]


def test_vouchers_that_start_again_every_month_are_told_apart_by_the_day() -> None:
    reading = read("""
        客户编码|日期|凭证号|摘要|借方|贷方
        0101|2024-01-05|记-1|销售|100.00|
        0101|2024-02-05|记-1|销售|200.00|
        0101|2024-02-05|记-1|销售|300.00|
    """)
    assert [n for n, in rows(reading, "documents", "document_no")] == [
        "记-1 2024-01-05", "记-1 2024-02-05", "记-1 2024-02-05/2",
    ]  # fmt: skip
    assert warned(reading) == {"numbers_repeat": 3}


def test_an_entry_on_both_sides_is_refused() -> None:
    reading = read("Customer No|Date|Debit|Credit\nC1|2024-01-05|5|3\nC1|2024-01-05|0|0\nC1|2024-01-06|5|0")
    assert codes(reading) == [(2, "both_sides")]
    assert reading.skipped == {"zero_amount": 1}


def test_french_and_spanish_sides() -> None:
    french = read("""
        Compte client|Date|Libellé|Débit|Crédit|Solde
        C1|05/01/2024|Vente|1 130,00||1 130,00
        C1|20/01/2024|Règlement||600,00|530,00
    """)
    spanish = read("""
        Código cliente|Fecha|Concepto|Debe|Haber|Saldo
        C1|05/01/2024|Venta|1.130,00||1.130,00
        C1|20/01/2024|Pago||600,00|530,00
    """)
    for reading in (french, spanish):
        assert rows(reading, "documents", "issue_date", "amount") == [(date(2024, 1, 5), "1130.00")]
        assert rows(reading, "receipts", "amount") == [("600.00",)]
