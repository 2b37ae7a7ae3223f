"""Invoice lists in all their shapes, as a bookkeeper would check them."""

from __future__ import annotations

from datetime import date

from scoring.terms import Kind
from tests.ledger.writing import codes, read, rows, warned

HEAD = "Customer No|Invoice No|Invoice Date|Due Date|Amount"


def test_negative_and_red_letter_invoices_are_credit_notes() -> None:
    reading = read("""
        企业代号|发票号码|开票日期|购方单位代号|金额|税额|价税合计|发票状态
        E1|1|2017/1/3|D1|100.00|17.00|117.00|有效发票
        E1|2|2017/1/4|D1|-100.00|-17.00|-117.00|有效发票
        E1|3|2017/1/5|D1|50.00|8.50|58.50| 作废发票
        E1|4|2017/1/6|D2|50.00|8.50|60.00|有效发票
    """)
    assert rows(reading, "documents", "customer_id", "document_no", "kind", "amount") == [
        ("D1", "1", "invoice", "117.00"), ("D1", "2", "credit_note", "-117.00"), ("D2", "4", "invoice", "60.00"),
    ]  # fmt: skip
    assert reading.skipped == {"voided": 1}
    assert warned(reading) == {"tax_mismatch": 1}


def test_typed_credit_notes_turn_their_sign_and_name_their_invoice() -> None:
    reading = read("""
        Customer No|Invoice No|Invoice Date|Amount|Type|Original Invoice
        C1|A-1|2020-01-01|100.00|Invoice|
        C1|A-2|2020-01-02|30.00|Credit Memo|A-1
    """)
    assert rows(reading, "documents", "kind", "amount", "credits_document_no") == [
        ("invoice", "100.00", None), ("credit_note", "-30.00", "A-1"),
    ]  # fmt: skip


def test_settled_dates_and_open_in_every_word() -> None:
    reading = read("""
        Customer No|Invoice No|Invoice Date|Amount|Paid on
        C1|A-1|2020-01-01|1|2020-01-20
        C1|A-2|2020-01-01|1|
        C1|A-3|2020-01-01|1|0
        C1|A-4|2020-01-01|1|NaN
        C1|A-5|2020-01-01|1|未付
    """)
    assert [r[0] for r in rows(reading, "documents", "settled_date")] == [date(2020, 1, 20), None, None, None, None]
    assert rows(reading, "documents", "settled_by")[0] == ("receipt",)
    assert reading.rejected.num_rows == 0


def test_a_snapshot_of_paid_and_open_amounts_speaks_of_a_date() -> None:
    reading = read("""
        As of 2020-02-29|||||
        Customer No|Invoice No|Invoice Date|Amount|Paid Amount|Open Amount|Status
        C1|A-1|2020-01-01|100|40|60|Partially Paid
        C1|A-2|2020-01-02|100|100|0|Paid
        C1|A-3|2020-01-03|100|10|80|Open
        C1|A-4|2020-01-04|100|||Written off
    """)
    assert rows(reading, "documents", "paid_amount", "open_amount", "status", "known_on") == [
        ("40.00", "60.00", "part", date(2020, 2, 29)),
        ("100.00", "0.00", "paid", date(2020, 2, 29)),
        ("10.00", "80.00", "open", date(2020, 2, 29)),
        (None, None, "written_off", date(2020, 2, 29)),
    ]
    assert warned(reading) == {"balance_mismatch": 1}


def test_an_open_amount_that_stands_alone_is_the_claim() -> None:
    reading = read("""
        cust_number|invoice_id|document_create_date|due_in_date|clear_date|total_open_amount|isOpen
        0200980828|1929646410.0|20190722|20190811.0|2019-08-08 00:00:00|79656.6|0
        0200792734|1929873765.0|20190914|20190929.0||2253.86|1
    """)
    assert rows(reading, "documents", "customer_id", "document_no", "amount", "open_amount", "status") == [
        ("0200980828", "1929646410", "79656.60", None, "paid"),
        ("0200792734", "1929873765", "2253.86", None, "open"),
    ]


def test_due_and_settled_before_issue_are_kept_with_one_warning_each() -> None:
    reading = read(
        f"""
        {HEAD}|Settled Date
        C1|A-1|2020-01-15|2020-01-10|2020-01-12|1
        C1|A-2|2020-01-16|2020-02-10|2020-01-12|1
    """.replace("|Amount|Settled Date", "|Settled Date|Amount")
    )
    assert reading.tables["documents"].num_rows == 2
    assert warned(reading) == {"due_before_issue": 1, "settled_before_issue": 2}
    assert reading.warnings[0].facts["first_row"] == 2


def test_terms_of_the_row_where_no_due_date_stands() -> None:
    reading = read("""
        Customer No|Invoice No|Invoice Date|Payment Terms|Amount
        C1|A-1|2020-01-15|Net 30|1
        C1|A-2|2020-01-15|月结60天|1
        C1|A-3|2020-01-15|as agreed|1
    """)
    assert rows(reading, "documents", "due_date", "terms_days") == [(None, 30), (None, 60), (None, None)]
    assert warned(reading) == {"terms_unreadable": 1, "terms_end_of_month": 1}


def test_rows_without_number_get_one_and_equal_ones_stay() -> None:
    text = f"{HEAD}\nC1||2020-01-15||5\nC1||2020-01-15||5\nC1|A-1|2020-01-15||5\nC1|A-1|2020-01-15||5"
    reading = read(text)
    numbers = [number for (number,) in rows(reading, "documents", "document_no")]
    assert reading.duplicates == 1
    assert len(set(numbers)) == 3
    assert [n.startswith("GEN-") for n in numbers] == [True, True, False]
    assert rows(reading, "documents", "number_generated") == [(True,), (True,), (False,)]
    assert warned(reading) == {"number_generated": 2}
    assert numbers == [number for (number,) in rows(read(text), "documents", "document_no")]


def test_the_same_number_with_other_content_is_rejected_and_the_first_stays() -> None:
    reading = read(f"{HEAD}\nC1|A-1|2020-01-15||5\nC2|A-1|2020-01-15||6\nC1|A-1|2020-01-15||7")
    assert rows(reading, "documents", "customer_id", "amount") == [("C1", "5.00"), ("C2", "6.00")]
    (row,) = reading.rejected.to_pylist()
    assert (row["source_row"], row["code"], row["column"]) == (4, "document_conflict_in_file", "Invoice No")
    assert '"first_row": 2' in row["facts"]
    assert '"differs": "Amount"' in row["facts"]


def test_customers_are_found_beside_the_documents() -> None:
    reading = read("""
        Customer No|Customer Name|Region|Invoice No|Invoice Date|Amount
        C1|Acme us|North|A-1|2020-01-01|1
        C1|Acme Ltd||A-2|2020-01-02|1
        C1|Acme Ltd|South|A-3|2020-01-03|1
        C2|Börse AG||A-4|2020-01-04|1
    """)
    assert rows(reading, "customers", "customer_id", "name", "region") == [
        ("C1", "Acme Ltd", "South"), ("C2", "Börse AG", None),
    ]  # fmt: skip
    assert rows(reading, "documents", "customer_name")[0] == ("Acme us",)


def test_a_customer_known_only_by_name() -> None:
    reading = read("Customer|Invoice No|Invoice Date|Amount\nACME  Ltd|A-1|2020-01-01|1\nAcme Ltd|A-2|2020-01-01|1")
    assert rows(reading, "documents", "customer_id", "customer_name") == [
        ("acme ltd", "ACME  Ltd"), ("acme ltd", "Acme Ltd"),
    ]  # fmt: skip


def test_invoices_only_are_read_and_left_for_default_terms() -> None:
    reading = read("Customer No|Invoice No|Invoice Date|Amount\nC1|A-1|2020-01-15|1", terms_days=30)
    assert rows(reading, "documents", "due_date", "terms_days") == [(None, None)]


def test_disputes_zero_amounts_and_drafts() -> None:
    reading = read("""
        Customer No|Invoice No|Invoice Date|Amount|Disputed|Status
        C1|A-1|2020-01-01|1|Yes|
        C1|A-2|2020-01-01|0|No|
        C1|A-3|2020-01-01|1|No|Draft
    """)
    assert rows(reading, "documents", "disputed") == [(True,)]
    assert reading.skipped == {"zero_amount": 1, "draft": 1}


def test_a_reading_can_be_told_the_kind_the_order_and_the_currency() -> None:
    reading = read(
        "Kunde|Tag|Wert\nC1|03/04/2020|5\n",
        kind=Kind.INVOICES,
        mapping={"customer_id": "Kunde", "issue_date": "Tag", "amount": "Wert"},
        date_order="mdy",
        currency="CHF",
    )
    assert rows(reading, "documents", "customer_id", "issue_date", "currency") == [("C1", date(2020, 3, 4), "CHF")]


def test_every_kind_of_bad_row_is_refused_with_its_reason() -> None:
    reading = read(f"""
        {HEAD}|Currency
        |A-1|2020-01-01||1|EUR
        C1|1.23E+09|2020-01-01||1|EUR
        C1|A-3|||1|EUR
        C1|A-4|31/02/2025||1|EUR
        C1|A-5|00:00.0||1|EUR
        C1|A-6|2020-01-01||abc|EUR
        C1|A-7|2020-01-01|||EUR
        C1|A-8|2020-01-01||1|Dollars?
        C1|A-9|2020-01-01|soon|1|EUR
        C1|A-10|2020-01-01||1|EUR
    """)
    assert codes(reading) == [
        (2, "customer_missing"), (3, "id_scientific"), (4, "date_missing"), (5, "date_impossible"), (6, "date_destroyed"),
        (7, "amount_unreadable"), (8, "amount_missing"), (9, "currency_unreadable"), (10, "date_unreadable"),
    ]  # fmt: skip
    assert reading.rejected.to_pylist()[3]["value"] == "31/02/2025"
    assert reading.rejected.to_pylist()[0]["raw"] == '[null, "A-1", "2020-01-01", null, "1", "EUR"]'
    assert reading.tables["documents"].num_rows == 1


def test_a_status_of_which_no_word_is_understood_is_no_status() -> None:
    reading = read("""
        Customer No|Invoice No|Invoice Date|Amount|PaymentStatus
        C1|A-1|2020-01-01|1|0
        C1|A-2|2020-01-01|1|1
    """)
    assert reading.unmapped == ("PaymentStatus",)
    assert not reading.warnings
