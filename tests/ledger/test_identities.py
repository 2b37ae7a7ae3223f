"""Whatever stands in the cells, every row has exactly one fate, money adds up, and the order of rows changes nothing."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.ledger.interpret import interpret
from scoring.ledger.reading import ImportOptions
from scoring.ledger.schema import REJECTED, SCHEMAS
from tests.ledger.writing import balances, sheet_of

INVOICES = ["Customer No", "Customer Name", "Invoice No", "Invoice Date", "Due Date", "Settled Date", "Amount", "Currency",
            "Status", "Type", "Payment Terms"]  # fmt: skip
ACCOUNT = ["客户编码", "日期", "凭证号", "摘要", "借方", "贷方", "方向", "余额"]
RECEIPTS = ["Receipt No", "Invoice No", "Customer No", "Receipt Date", "Amount", "Method"]
CELLS = st.sampled_from(
    [
        *("", "C1", "C2", "A-1", "A-2", "Acme Ltd", "1.23E+09", "Invoice No", "EUR", "USD", "Net 30"),
        *("2020-01-05", "05/01/2020", "13/01/2020", "2020年1月5日", "43831", "00:00.0", "31/02/2020", "0"),
        *("100", "-100", "1.234", "1.234,50", "1,234.50", "12345.678", "(5)", "NaN", "\x00", "=1+1", "🙂"),
        *("paid", "作废", "Total", "合计", "期初余额", "本月合计", "借", "贷", "Invoice", "Credit Memo", "Payment"),
    ]
)


def sheets(headings: list[str]) -> st.SearchStrategy[list[list[str]]]:
    row = st.lists(CELLS, min_size=len(headings), max_size=len(headings))
    return st.lists(row, max_size=12).map(lambda body: [headings, *body])


@settings(max_examples=150, deadline=None)
@given(st.one_of(sheets(INVOICES), sheets(ACCOUNT), sheets(RECEIPTS)))
def test_every_row_and_every_cent_is_accounted_for(rows: list[list[str]]) -> None:
    reading = interpret(sheet_of(rows), ImportOptions())
    assert reading is not None
    assert reading.rows_read == len(rows) - 1
    assert balances(reading)
    assert reading.rejected.schema.equals(REJECTED)
    assert all(table.schema.equals(SCHEMAS[name]) for name, table in reading.tables.items())
    numbers = [n for name in ("documents", "receipts") if name in reading.tables
               for n in reading.tables[name]["source_row"].to_pylist()]  # fmt: skip
    assert len(numbers) == len(set(numbers))


@settings(max_examples=40, deadline=None)
@given(sheets(INVOICES), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_sum(rows: list[list[str]], random: object) -> None:
    """Of rows in conflict another one may come first, so only sheets without conflicts are compared."""
    shuffled = rows[1:]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = (interpret(sheet_of(r), ImportOptions()) for r in (rows, [rows[0], *shuffled]))
    assert one is not None
    assert other is not None
    if not any("conflict" in code for code in one.rejected["code"].to_pylist()):
        assert one.money == other.money
        assert one.date_orders == other.date_orders


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.text(max_size=8), min_size=1, max_size=6), min_size=1, max_size=8))
def test_any_sheet_at_all_is_read_or_is_none(rows: list[list[str]]) -> None:
    reading = interpret(sheet_of(rows), ImportOptions())
    assert reading is None or balances(reading)
