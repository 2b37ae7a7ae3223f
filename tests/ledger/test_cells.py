"""Identifiers, payment terms, statuses and the other words of cells."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.ledger.cells.identifiers import generated_numbers, id_of_name, read_identifiers
from scoring.ledger.cells.payment_terms import Terms, read_terms
from scoring.ledger.cells.words import currency_of, document_type_of, flag_of, is_write_off, nature_word_of, status_of


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1930438491.0", "1930438491"), ("0001", "0001"), (" A-1 ", "A-1"), ("1.50", "1.50"), ("V1.0", "V1.0"),
        ("１２３", "123"), ("NaN", None), ("1.23E+09", None), ("E12", "E12"), ("5E2", "5E2"), ("3E-AB", "3E-AB"),
    ],
)  # fmt: skip
def test_identifiers_stay_text(cell: str, value: str | None) -> None:
    assert read_identifiers(pa.array([cell])).values.to_pylist() == [value]


def test_scientific_notation_is_refused() -> None:
    assert read_identifiers(pa.array(["1.23E+09", "17"])).scientific.tolist() == [True, False]


@settings(deadline=None)
@given(st.from_regex(r"[0-9A-Z][0-9A-Z/-]{0,12}", fullmatch=True))
def test_an_identifier_is_kept_to_the_letter(number: str) -> None:
    read = read_identifiers(pa.array([number]))
    assert read.scientific[0] or read.values.to_pylist() in ([number], [None])


def test_a_name_in_two_spellings_is_one_customer() -> None:
    assert id_of_name("ACME　Ltd") == id_of_name(" Acme  LTD ")


def test_generated_numbers_count_equal_rows_apart_and_stay_the_same() -> None:
    parts = [pa.array(["C1", "C1", "C2"]), pa.array(["5.00", "5.00", "5.00"])]
    assert len(set(generated_numbers(parts).to_pylist())) == 3
    assert generated_numbers(parts).equals(generated_numbers(parts))


@pytest.mark.parametrize(
    ("terms", "days"),
    [
        ("Net 30", 30), ("30 days", 30), ("30", 30), ("2/10 net 30", 30), ("2/10, n/30 net 45", 45), ("NET60", 60),
        ("月结60天", 60), ("账期90天", 90), ("3个月", 90), ("两个月", 60), ("Due on receipt", 0), ("COD", 0),
        ("货到付款", 0), ("14 Tage 2%, 30 Tage netto", 30), ("30 jours fin de mois", 30), ("NT45", 45), ("30.0", 30),
        ("60天", 60), ("30 días", 30), ("as agreed", None), ("Net 9999", None),
    ],
)  # fmt: skip
def test_payment_terms(terms: str, days: int | None) -> None:
    read = read_terms(terms)
    assert (read.days if read else None) == days


def test_terms_from_the_end_of_the_month_say_so() -> None:
    assert read_terms("30 days EOM") == Terms(30, month_end=True)
    assert read_terms("EOM 30") == Terms(30, month_end=True)


@pytest.mark.parametrize(
    ("cell", "status"),
    [
        (" paid", "paid"), ("Outstanding", "open"), ("Partially Paid", "part"), ("已付", "paid"), ("未付", "open"),
        ("部分付款", "part"), ("Written off", "written_off"), ("核销", "written_off"), ("已核销", "paid"),
        ("作废发票", "voided"), ("Cancelled", "voided"), ("Storno", "voided"), ("有效发票", "neutral"), ("Draft", "draft"),
        ("not_paid", "open"), ("something", None),
    ],
)  # fmt: skip
def test_statuses(cell: str, status: str | None) -> None:
    assert status_of(cell) == status


def test_other_words() -> None:
    assert [document_type_of(w) for w in ("Credit Memo", "收款单", "Invoice")] == ["credit_note", "receipt", "invoice"]
    assert [flag_of(w) for w in ("Yes", "否", "1.0", "maybe")] == ["yes", "no", "yes", None]
    assert [nature_word_of(w) for w in ("政府", "Individual", "B2B")] == ["government", "individual", "commercial"]
    assert [currency_of(w) for w in ("usd", "人民币", "€", "US$", "dollars!")] == ["USD", "CNY", "EUR", "USD", None]
    assert is_write_off("坏账核销")
    assert not is_write_off("Bank transfer")
