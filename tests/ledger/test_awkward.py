"""Small files as programs and people really write them, each with the trap that it once fell into."""

from __future__ import annotations

from datetime import date

from scoring.terms import Kind
from tests.ledger.writing import read, rows


def test_the_tax_in_a_heading_is_no_currency() -> None:
    reading = read("""
        N° client|N° facture|Date de facture|Date d'échéance|Montant TTC
        C01|F001|25/01/2026|24/02/2026|2 000,00
    """)
    assert list(reading.money) == [""]


def test_traditional_chinese_headings_and_words_are_read_like_simplified_ones() -> None:
    reading = read("""
        客戶編號|客戶名稱|發票號碼|發票日期|到期日|金額|幣別|狀態
        A001|臺灣股份有限公司|IN1|2026/01/05|2026/02/04|1000|新台幣|已審核
        A001|臺灣股份有限公司|IN2|2026/01/05|2026/02/04|500|TWD|作廢
        合計|||||1500||
    """)
    assert rows(reading, "documents", "customer_id", "document_no", "amount", "currency") == [
        ("A001", "IN1", "1000.00", "TWD")
    ]
    assert reading.skipped == {"voided": 1, "total": 1}


def test_rows_marked_with_several_symbols_have_each_its_own_currency() -> None:
    reading = read("""
        Customer|Invoice|Invoice date|Due date|Amount
        C1|1|2026-01-05|2026-02-04|$10.00
        C1|2|2026-01-05|2026-02-04|€20.00
        C1|3|2026-01-05|2026-02-04|5.00
    """)
    assert rows(reading, "documents", "document_no", "currency") == [("1", "USD"), ("2", "EUR"), ("3", None)]


def test_a_draft_is_no_claim_whichever_column_says_so() -> None:
    """Odoo writes "Not Paid" beside drafts and cancelled invoices, too."""
    reading = read("""
        Number|Invoice Partner Display Name|Invoice/Bill Date|Due Date|Total Signed|Amount Due Signed|Payment Status|Status
        INV/1|Azure|2026-01-05|2026-02-04|115.00|115.00|Not Paid|Posted
        INV/2|Azure|2026-01-25|2026-02-24|230.00|230.00|Not Paid|Draft
        INV/3|Azure|2026-01-25|2026-02-24|230.00|230.00|Not Paid|Cancelled
    """)
    assert reading.format == "odoo"
    assert rows(reading, "documents", "document_no", "status") == [("INV/1", "open")]
    assert reading.skipped == {"draft": 1, "voided": 1}


def test_a_payment_with_an_invoice_number_pays_that_invoice_in_a_datev_batch() -> None:
    """Belegfeld 1 of a payment is the number of the invoice; the payment's own number has its day behind it."""
    headings = "Umsatz (ohne Soll/Haben-Kz)|Soll/Haben-Kennzeichen|WKZ Umsatz|Konto|Gegenkonto"
    headings += "|Belegdatum|Belegfeld 1|Buchungstext"
    reading = read(f"""
        EXTF|700|21|Buchungsstapel|12|20260301000000000||RE|||29098|55003|20260101|4|20260101|20260331
        {headings}
        1190,00|S|EUR|10001|8400|0501|RE1|Lieferung
        500,00|H|EUR|10001|1200|2001|RE1|Zahlung
        100,00|H|EUR|10002|1200|2001|RE1|Zahlung eines anderen
    """)
    assert reading.kind == Kind.ACCOUNT
    assert rows(reading, "documents", "customer_id", "document_no") == [("10001", "RE1")]
    assert rows(reading, "receipts", "customer_id", "receipt_no", "document_no") == [
        ("10001", "RE1 2026-01-20", "RE1"),
        ("10002", "RE1", None),
    ]


def test_a_date_above_the_table_may_have_lost_its_comma_to_the_cells() -> None:
    """ "As of March 31, 2026" without quotes in a CSV is two cells."""
    reading = read("""
        As of March 31| 2026
        Customer|Invoice|Invoice date|Due date|Amount|Open balance
        C1|1|2026-01-05|2026-02-04|100|40
    """)
    assert reading.stated_on == date(2026, 3, 31)
