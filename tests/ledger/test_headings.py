"""Headings find their fields: exact in seven languages, alike with a confidence, and never by accident."""

from __future__ import annotations

import pytest

from scoring.errors import ScoringError
from scoring.ledger.formats import PLAIN
from scoring.ledger.headings.fields import FIELDS, fields_of
from scoring.ledger.headings.kinds import recognise
from scoring.ledger.headings.matching import match, taken_apart
from scoring.ledger.reading import Match
from scoring.terms import Kind
from scoring.text import knows


def fields(kind: Kind, *labels: str, **told: str) -> dict[str, str]:
    return {m.field: m.heading for m in match(kind, labels, PLAIN, told)}


def kind_of(*labels: str) -> Kind | None:
    found = recognise(labels, PLAIN, {}, customer_known=False)
    return found[0] if found else None


@pytest.mark.parametrize(
    "labels",
    [
        ("customerID", "invoiceNumber", "InvoiceDate", "DueDate", "InvoiceAmount"),
        ("CUSTOMER_NO", "Invoice #", "invoice date", "Due-Date", "Gross Amount"),
        ("客户编码", "发票号码", "开票日期", "到期日", "价税合计"),
        ("Kundennummer", "Rechnungs-Nr.", "Rechnungsdatum", "Fälligkeit", "Rechnungsbetrag"),
        ("N° client", "N° facture", "Date de facture", "Date d'échéance", "Montant TTC"),
        ("Klantnummer", "Factuurnummer", "Factuurdatum", "Vervaldatum", "Factuurbedrag"),
        ("Código cliente", "Nº factura", "Fecha de factura", "Fecha de vencimiento", "Importe total"),
        ("客户编码 Customer Code", "Invoice No./发票号码", "开票日期\nInvoice Date", "到期日", "金额(元)"),
    ],
)
def test_seven_languages(labels: tuple[str, ...]) -> None:
    wanted = ("customer_id", "document_no", "issue_date", "due_date", "amount")
    assert fields(Kind.INVOICES, *labels) == dict(zip(wanted, labels, strict=True))
    assert kind_of(*labels) == Kind.INVOICES


def test_the_gross_amount_beats_the_bare_word() -> None:
    assert fields(Kind.INVOICES, "金额", "税额", "价税合计") == {
        "net_amount": "金额",
        "tax_amount": "税额",
        "amount": "价税合计",
    }
    assert fields(Kind.INVOICES, "金额") == {"amount": "金额"}


def test_a_number_beats_a_name() -> None:
    assert fields(Kind.INVOICES, "Customer", "Customer No") == {
        "customer_id": "Customer No",
        "customer_name": "Customer",
    }
    assert fields(Kind.INVOICES, "Customer", "Name") == {"customer_id": "Customer", "customer_name": "Name"}


def test_a_misspelt_heading_is_found_with_less_confidence() -> None:
    found = match(Kind.INVOICES, ("Invioce Date", "Custmer Number"), PLAIN, {})
    assert {m.field for m in found} == {"issue_date", "customer_id"}
    assert all(0.84 <= m.confidence < 1 for m in found)


@pytest.mark.parametrize(
    "label",
    [
        *(
            "DaysToSettle",
            "DaysLate",
            "AgingBucket",
            "Current_Exposure",
            "Risk_Rating",
            "PaperlessDate",
            "business_code",
        ),
        *("企业代号", "账龄", "逾期天数", "上次收款金额"),
        *("Last payment date", "Unpaid amonut", "Days due", "Delivery date", "Average amount"),
    ],
)
def test_nothing_is_matched_by_accident(label: str) -> None:
    assert fields(Kind.INVOICES, label) in ({}, {"open_amount": label} if "npaid" in label else {})


def test_units_and_currencies_of_headings() -> None:
    assert taken_apart("金额（万元）").factor == 10_000
    assert taken_apart("Betrag in EUR").currency == "EUR"
    assert taken_apart("Amount (USD)").currency == "USD"


def test_the_user_has_the_last_word() -> None:
    labels = ("Customer No", "Date", "Wert", "Amount")
    assert fields(Kind.INVOICES, *labels, amount="Wert")["amount"] == "Wert"
    assert "amount" not in fields(Kind.INVOICES, *labels, amount="")
    assert match(Kind.INVOICES, labels, PLAIN, {"amount": "Wert"})[-1] == Match("amount", "Wert", 2, 1.0)


def test_a_heading_that_is_not_there_is_named() -> None:
    with pytest.raises(ScoringError) as stop:
        fields(Kind.INVOICES, "Date", amount="Betrag")
    assert (stop.value.code, stop.value.facts) == ("heading_unknown", {"heading": "Betrag", "found": "Date"})
    with pytest.raises(ScoringError, match="field_unknown"):
        fields(Kind.INVOICES, "Date", wealth="Date")


def test_no_column_is_used_twice() -> None:
    found = match(Kind.INVOICES, ("Customer", "Date", "Amount", "Total", "Balance", "Paid"), PLAIN, {})
    assert len({m.column for m in found}) == len(found)


@pytest.mark.parametrize(
    ("labels", "kind"),
    [
        (("Payment_ID", "Invoice_ID", "Payment_Date", "Amount_Paid", "Payment_Method"), Kind.RECEIPTS),
        (("Customer", "Date", "Amount"), Kind.INVOICES),
        (("Customer", "Date", "Amount", "Method"), Kind.RECEIPTS),
        (("客户编码", "日期", "凭证号", "摘要", "借方", "贷方", "余额"), Kind.ACCOUNT),
        (("Konto", "Datum", "Soll", "Haben", "Saldo"), Kind.ACCOUNT),
        (("date", "currency_pair", "rate"), Kind.RATES),
        (("Date", "USD/JPY", "EUR/JPY"), Kind.RATES),
        (("Customer_ID", "Credit_Limit", "Current_Exposure"), Kind.CUSTOMERS),
        (("客户名称", "行业", "信用额度"), Kind.CUSTOMERS),
        (("Customer No", "Invoice No", "Dispute date", "Reason"), Kind.DISPUTES),
        (("Customer No", "Period End", "Revenue", "Equity"), Kind.FINANCIALS),
        (("Customer No", "Protection Type", "Amount", "Valid From"), Kind.PROTECTIONS),
        (("客户名称", "担保方式", "担保金额", "担保人"), Kind.PROTECTIONS),
        (("Customer No", "Invoice No", "Promised Date", "Promised Amount", "Made On"), Kind.PROMISES),
        (("客户编号", "承诺付款日", "承诺金额"), Kind.PROMISES),
        (("Customer No", "Event", "Date", "Amount", "Source"), Kind.EVENTS),
        (("客户名称", "案件类型", "立案日期", "涉案金额"), Kind.EVENTS),
        (("Industry", "Month", "PMI"), Kind.OUTLOOKS),
        (("行业", "日期", "景气指数"), Kind.OUTLOOKS),
        (("Customer No", "Agency", "Rating", "Date"), Kind.RATINGS),
        (("客户编号", "评级机构", "信用评级", "评级日期"), Kind.RATINGS),
        (("Customer", "Type", "Date", "Amount"), Kind.INVOICES),
        (("Customer No", "Customer Name", "Industry", "External Rating", "Date"), Kind.CUSTOMERS),
        (("Custmer Number", "Invioce Date", "Invoice Amuont"), Kind.INVOICES),
        (("LOAN", "VALUE", "JOB"), None),
        (("ID", "LIMIT_BAL", "SEX", "AGE", "PAY_0"), None),
    ],
)
def test_kinds(labels: tuple[str, ...], kind: Kind | None) -> None:
    assert kind_of(*labels) == kind


def test_every_field_and_kind_has_words() -> None:
    assert [f.name for kind in FIELDS for f in fields_of(kind) if not knows(f"field.{f.name}")] == []
    assert [kind for kind in Kind if not knows(f"kind.{kind}")] == []
