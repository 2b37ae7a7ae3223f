"""Loss rates by flow and the allowance that follows, against worked examples from outside; roll-forwards that add up."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from scoring.metrics.risk.allowance import Assessed, Category, provided, roll_forward
from scoring.metrics.risk.provision import Link, bootstrap, charged, loss_rates, matrix

BUCKETS = ("not_due", "1-30", "31-60", "61-90", "over_90")
MANY = (50, 500)
CENTS = st.integers(0, 10**7).map(lambda cents: Decimal(cents) / 100)
SHARES = st.decimals(0, 1, places=4)


def flow(entered: list[int], lost: int) -> list[Link]:
    """Links of money that entered each bucket; what left the last one was lost."""
    return [Link(Decimal(a), Decimal(b), *MANY) for a, b in zip(entered, [*entered[1:], lost], strict=True)]


def test_rates_and_allowance_of_the_worked_example() -> None:
    """Source: ifrscommunity.com, IFRS 9 impairment, provision matrix. Sales of 100,000: 50,000 became overdue, 23,000 were
    over 30 days late, 8,000 over 60, 2,000 over 90 and never paid. Balances 300,000 to 5,000: ECL 27,567."""
    links = flow([100_000, 50_000, 23_000, 8_000, 2_000], lost=2_000)
    rates = {rate.bucket: rate.loss for rate in matrix(BUCKETS, links, links)}
    assert [round(rate * 100, 1) for rate in rates.values()] == [
        Decimal(percent) for percent in ("2.0", "4.0", "8.7", "25.0", "100.0")
    ]
    balances = dict(zip(BUCKETS, map(Decimal, (300_000, 140_000, 60_000, 23_000, 5_000)), strict=True))
    assert round(provided(balances, rates)) == 27_567


def test_money_written_off_has_not_been_paid() -> None:
    """Source: CAS 22 practice notes. Of 100 in the bucket 50 are left a period later, 20 of the rest were written off:
    the migration rate is 70%, not 50%."""
    assert Link(Decimal(100), Decimal(50 + 20), *MANY).rate == Decimal("0.7")


def test_a_segment_without_history_borrows_and_says_so() -> None:
    own = [Link(Decimal(10), Decimal(5), 3, 4), Link(Decimal(0), Decimal(0), 0, 0), Link(Decimal(0), Decimal(0), 0, 0)]
    all_of_them = [*flow([100, 20], 10), Link(Decimal(0), Decimal(0), 0, 0)]
    found = matrix(("a", "b", "c"), own, all_of_them)
    assert [rate.source for rate in found] == ["measured", "borrowed", "assumed"]
    assert [rate.loss for rate in found] == [Decimal("0.25"), Decimal("0.5"), Decimal(1)]
    assert all(rate.thin for rate in found)


def test_one_thin_link_makes_everything_before_it_thin() -> None:
    links = [*flow([100, 50], 25), Link(Decimal(25), Decimal(5), 2, 2)]
    assert [rate.thin for rate in matrix(("a", "b", "c"), links, links)] == [True, True, True]
    assert [rate.thin for rate in matrix(("a", "b"), links[:2], links[:2])] == [False, False]


@given(st.lists(SHARES, min_size=1, max_size=6), SHARES)
def test_a_later_bucket_never_loses_less(rolls: list[Decimal], lgd: Decimal) -> None:
    rates = loss_rates(rolls, lgd)
    assert rates == sorted(rates)
    assert all(0 <= rate <= 1 for rate in rates)


def test_the_look_ahead_moves_every_rate_but_never_beyond_the_whole() -> None:
    assert [charged(Decimal(rate), Decimal(3)) for rate in ("0", "0.2", "0.5")] == [0, Decimal("0.6"), 1]


def test_the_interval_narrows_with_more_customers_and_holds_the_rate() -> None:
    random = np.random.default_rng(7)
    widths = []
    for customers in (50, 5_000):
        lost = (random.random((customers, 1)) < 0.2).astype(float)
        ((low, high),) = bootstrap(np.ones((customers, 1)), lost, [Decimal(str(lost.mean()))]) or []
        assert low < lost.mean() < high
        widths.append(high - low)
    assert widths[1] < widths[0] / 3
    assert bootstrap(np.ones((1, 1)), np.ones((1, 1)), [Decimal(1)]) is None


def somebody(category: Category) -> st.SearchStrategy[Assessed]:
    return st.builds(
        Assessed,
        customer_id=st.sampled_from("ABCD"),
        name=st.just(""),
        category=st.just(category),
        segment=st.sampled_from(["", "east"]),
        balance=CENTS,
        allowance=CENTS,
    )


ANYBODY = st.lists(st.one_of(somebody("individual"), somebody("portfolio")), unique_by=lambda one: one.customer_id)


@given(
    ANYBODY, ANYBODY, st.dictionaries(st.sampled_from("ABCDE"), CENTS), st.dictionaries(st.sampled_from("ABCDE"), CENTS)
)
def test_the_roll_forward_adds_up_to_the_cent(
    before: list[Assessed], after: list[Assessed], gone: dict[str, Decimal], exchange: dict[str, Decimal]
) -> None:
    lines = roll_forward(before, after, gone, exchange)
    for line, category in zip(lines, ("individual", "portfolio"), strict=True):
        assert line.opening + line.charged - line.released - line.written_off + line.other == line.closing
        assert line.opening == sum(one.allowance for one in before if one.category == category)
        assert line.closing == sum(one.allowance for one in after if one.category == category)
        assert line.charged >= 0 <= line.released
    assert sum(line.written_off for line in lines) == sum(gone.values())
