"""Amounts as people and programs write them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from unittest.mock import patch

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.ledger.cells.amounts import Amounts, read_amounts

MONEY = st.decimals(Decimal("-9999999999.99"), Decimal("9999999999.99"), places=2)


def column(*cells: str | None, factor: int = 1) -> Amounts:
    return read_amounts(pa.array(list(cells), pa.string()), factor)


def values(*cells: str | None, factor: int = 1) -> list[str | None]:
    found = column(*cells, factor=factor).money.decimals().to_pylist()
    return [None if value is None else str(value) for value in found]


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("1234.56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1.234,56", "1234.56"),
        ("1 234,56", "1234.56"),
        ("12'345'678.90", "12345678.90"),
        ("1 234 567 890", "1234567890.00"),
        ("1,23,456.78", "123456.78"),
        ("(123)", "-123.00"),
        ("123-", "-123.00"),
        ("123 CR", "-123.00"),
        ("123.00 DR", "123.00"),
        ("123,45 H", "-123.45"),
        ("¥ 12", "12.00"),
        ("￥1,000.00", "1000.00"),
        ("-$1,234.00", "-1234.00"),
        ("($6)", "-6.00"),
        ("€5,00", "5.00"),
        ("5,00 EUR", "5.00"),
        ("USD 5.00", "5.00"),
        ("１２３４．５０", "1234.50"),
        ("\u22125.00", "-5.00"),
        ("1.5万元", "15000.00"),
        ("2亿", "200000000.00"),
        ("+7", "7.00"),
        ("0", "0.00"),
    ],
)
def test_spellings(cell: str, amount: str) -> None:
    assert values(cell) == [amount]


@pytest.mark.parametrize("cell", ["abc", "1e5", "12 34", "1,2,3", "--5", "#REF!", "1.2.3"])
def test_what_is_no_amount_is_refused(cell: str) -> None:
    assert set(column(cell).problems) == {"amount_unreadable"}


@pytest.mark.parametrize("cell", [None, "NaN", "-", "—", "NULL", "n/a"])
def test_nothing_is_neither_an_amount_nor_a_problem(cell: str | None) -> None:
    read = column(cell, "x", "1.00")
    assert read.money.known.tolist() == [False, False, True]
    assert read.problems["amount_unreadable"].tolist() == [False, True, False]


def test_the_style_is_the_columns() -> None:
    assert values("1.234", "5,5") == ["1234.00", "5.50"]
    assert values("1,234", "5.5") == ["1234.00", "5.50"]


def test_a_dot_that_nothing_explains_is_a_decimal_point_and_told() -> None:
    read = column("1.234", "5")
    assert read.money.decimals().to_pylist() == [Decimal("1.23"), Decimal("5.00")]
    assert read.assumed is not None
    assert read.assumed.tolist() == [True, False]


def test_a_column_of_both_styles_gives_what_is_certain() -> None:
    read = column("1.234", "1.234,56", "1,234.56")
    assert read.problems["amount_ambiguous"].tolist() == [True, False, False]
    assert read.money.cents.tolist()[1:] == [123456, 123456]


def test_more_than_two_decimals_are_rounded_half_up_and_told() -> None:
    read = column("2.345", "-2.345", "2.3449999999999999999", "2.34")
    assert [str(v) for v in read.money.decimals().to_pylist()] == ["2.35", "-2.35", "2.34", "2.34"]
    assert read.rounded is not None
    assert read.rounded.tolist() == [True, True, True, False]


def test_a_heading_in_ten_thousands() -> None:
    assert values("1.5", "0.00015", factor=10_000) == ["15000.00", "1.50"]


def test_the_largest_and_the_too_large() -> None:
    assert values("123456789012345.67") == ["123456789012345.67"]
    assert set(column("12345678901234567").problems) == {"amount_too_large"}


def test_symbols_are_told() -> None:
    assert column("$1.00", "$2.00").symbols == {"USD"}
    assert column("$1.00", "€2.00").symbols == {"USD", "EUR"}


@settings(deadline=None)
@given(st.lists(MONEY, min_size=1, max_size=20))
def test_every_style_gives_the_amount_back(amounts: list[Decimal]) -> None:
    english = [f"{a:,.2f}" for a in amounts]
    german = [text.translate(str.maketrans(",.", ".,")) for text in english]
    french = [text.replace(",", " ").replace(".", ",") for text in english]
    accounting = [f"({a.copy_abs():,.2f})" if a < 0 else f"{a:,.2f}" for a in amounts]
    for cells in (english, german, french, accounting, [str(a) for a in amounts]):
        read = read_amounts(pa.array(cells))
        assert read.money.decimals().to_pylist() == amounts
        assert not read.problems


@settings(deadline=None)
@given(st.decimals(Decimal(-(10**9)), Decimal(10**9), places=6))
def test_rounding_is_half_up(amount: Decimal) -> None:
    read = column(f"{amount:f}", "1.00").money.decimals()[0].as_py()
    assert read == amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


@settings(deadline=None)
@given(st.text(max_size=15))
def test_any_text_is_an_amount_or_nothing_or_a_problem(text: str) -> None:
    read = column(text)
    assert bool(read.money.known[0]) + sum(bool(rows[0]) for rows in read.problems.values()) <= 1


NUMERALS = (
    "1",
    "12.5",
    "-3.20",
    "5.",
    ".5",
    "-",
    "--5",
    "1-2",
    "5-",
    "12.345",
    "1.2.3",
    "1234567890123456",
    "1.234",
    "-0",
    None,
)


@given(st.lists(st.sampled_from(NUMERALS), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_a_column_known_for_plain_reads_as_when_its_cells_are_looked_at(cells: list[str | None]) -> None:
    quick = column(*cells)
    with patch("scoring.ledger.cells.amounts._plain_throughout", return_value=None):
        slow = column(*cells)
    assert quick.money.decimals().to_pylist() == slow.money.decimals().to_pylist()
    told = [{code: rows.tolist() for code, rows in found.problems.items() if rows.any()} for found in (quick, slow)]
    assert told[0] == told[1]
