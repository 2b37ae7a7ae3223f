from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from scoring import settings
from scoring.metrics import aging
from scoring.metrics.aging import ON_ACCOUNT, Cell

D = Decimal

SCHEME = settings.load().schemes["default"]


def test_a_credit_stands_beside_the_claims_and_the_total_is_the_balance() -> None:
    """Documents 100,000 and 50,000 and a credit of 1,000: total 149,000. Source: OCA/account-financial-reporting #546.

    Ann: 100,000 not due | 50,000 in 1-30 | 1,000 on account.
    """
    cells = [
        Cell("A", "Ann", "EUR", "not_due", D("100000.00"), 1),
        Cell("A", "Ann", "EUR", "1-30", D("50000.00"), 1),
        Cell("A", "Ann", "EUR", ON_ACCOUNT, D("1000.00"), 0),
    ]
    (row,) = aging.tabulate(cells, SCHEME)
    assert (row.open, row.on_account, row.net, row.overdue) == (D(150_000), D(1_000), D(149_000), D(50_000))
    assert list(row.buckets) == list(SCHEME.keys)
    assert row.documents == 2


def test_currencies_are_never_added_up() -> None:
    cells = [Cell("A", "Ann", "EUR", "1-30", D(5), 1), Cell("A", "Ann", "USD", "1-30", D(7), 1)]
    rows = aging.tabulate(cells, SCHEME)
    assert [(row.currency, row.open) for row in rows] == [("USD", D(7)), ("EUR", D(5))]
    assert aging.total(rows, SCHEME, "EUR").open == D(5)


def test_exactly_30_days_late_is_in_1_to_30_and_in_no_other() -> None:
    """Our rule (golden/oracles.md): four tools disagree."""
    assert [SCHEME.key_of(days) for days in (0, 1, 30, 31, 60, 61, 90, 91)] == [
        "not_due", "1-30", "1-30", "31-60", "31-60", "61-90", "61-90", "over_90",
    ]  # fmt: skip


def test_roll_rate_counts_what_moved_to_any_older_bucket() -> None:
    """Of 100 in 1-30: 50 paid, 30 now in 31-60, 10 in 61-90, 10 still in 1-30. Roll rate 40%."""
    amounts = {
        ("1-30", "paid"): D(50), ("1-30", "31-60"): D(30), ("1-30", "61-90"): D(10), ("1-30", "1-30"): D(10),
    }  # fmt: skip
    assert aging.roll_rates(amounts, SCHEME.keys)["1-30"] == D("0.4")
    assert aging.roll_rates(amounts, SCHEME.keys)["31-60"] is None


STATES = st.sampled_from([*SCHEME.keys, aging.PAID])


@given(st.dictionaries(st.tuples(st.sampled_from(SCHEME.keys), STATES), st.decimals("0.01", "1e9", places=2)))
def test_every_row_of_the_migration_matrix_sums_to_one(amounts: dict[tuple[str, str], D]) -> None:
    for row in aging.migration_shares(amounts).values():
        assert abs(sum(row.values()) - 1) < D("1e-20")
