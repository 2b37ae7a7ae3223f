"""Expected loss = PD x LGD x EAD, by hand and in properties.

    Ann    owes 1,000.00, limit 3,000.00, PD 2%      insured for 90%, at most 500.00
    Bob    owes   200.00, no limit,       PD 10%     deposit of 50.00
    City   owes   800.00, in default
    New    owes   100.00, nobody has rated it

LGD of an unprotected claim 45%, nothing of unused limits counts, PD of those not rated 5%.
Ann: 500 of 1,000 covered: 2% x 45% x 500 = 4.50. Bob: 10% x 45% x 150 = 6.75. City: 45% x 800 = 360.00.
New: 5% x 45% x 100 = 2.25. Together 373.50.
"""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.metrics.risk import loss
from scoring.metrics.risk.loss import LossTerms, contributions, spread, total, with_losses
from scoring.metrics.risk.protections import Protection, covered_cents

TERMS = LossTerms(lgd_unsecured=0.45, unused_limit_share=0.0, pd_not_rated=0.05)
PROTECTIONS = (Protection("Ann", "insurance", 50_000, 0.9), Protection("Bob", "deposit", 5_000))
NAN = float("nan")


def customers() -> pd.DataFrame:
    rows = [
        ("Ann", 100_000, 300_000, 0.02, "rated"),
        ("Bob", 20_000, NAN, 0.10, "rated"),
        ("City", 80_000, NAN, NAN, "in_default"),
        ("New", 10_000, NAN, NAN, "not_rated"),
    ]
    return pd.DataFrame(rows, columns=["customer_id", "open", "credit_limit", "pd", "status"])


def test_every_customers_loss_by_hand() -> None:
    table = with_losses(customers(), TERMS, PROTECTIONS)
    assert dict(zip(table["customer_id"], table["expected_loss"], strict=True)) == {
        "Ann": 450,
        "Bob": 675,
        "City": 36_000,
        "New": 225,
    }
    assert table["covered"].tolist() == [50_000, 5_000, 0, 0]
    assert table["pd"].tolist() == [0.02, 0.10, 1.0, 0.05]


def test_segments_add_up_and_say_what_they_are_made_of() -> None:
    table = with_losses(customers(), TERMS, PROTECTIONS)
    whole = total(table)
    assert (whole.expected_loss, whole.open, whole.covered) == (
        Decimal("373.50"),
        Decimal("2100.00"),
        Decimal("550.00"),
    )
    first, second, third = contributions(table, table["status"])
    assert [one.group for one in (first, second, third)] == ["in_default", "rated", "not_rated"]
    assert (second.customers, second.open, second.expected_loss) == (2, Decimal("1200.00"), Decimal("11.25"))
    assert second.pd == pytest.approx((0.02 * 1000 + 0.10 * 200) / 1200)
    assert second.lgd == pytest.approx(0.45 * (500 + 150) / 1200)
    assert first.share == pytest.approx(360 / 373.5)


def test_a_share_of_the_unused_limit_is_exposure() -> None:
    """Ann may draw another 2,000.00; half of it counts: exposure 2,000.00, nobody's without a limit grows."""
    table = with_losses(customers(), LossTerms(0.45, 0.5, 0.05))
    assert table["exposure"].tolist() == [200_000, 20_000, 80_000, 10_000]
    assert table["expected_loss"].iloc[0] == 1_800


def test_a_customer_over_its_limit_has_nothing_unused() -> None:
    over = customers().assign(credit_limit=50_000.0)
    assert with_losses(over, LossTerms(0.45, 1.0, 0.05))["unused"].tolist() == [0, 30_000, 0, 40_000]


def test_protections_are_drawn_on_in_turn_and_cover_no_more_than_there_is() -> None:
    deposit, insurance = Protection("A", "deposit", 2_000), Protection("A", "insurance", None, 0.9)
    assert covered_cents(10_000, [insurance, deposit]) == covered_cents(10_000, [deposit, insurance]) == 9_200
    assert covered_cents(1_500, [deposit]) == 1_500
    assert covered_cents(0, [deposit]) == 0


def test_nobody_owes_nothing_is_lost() -> None:
    nobody = with_losses(customers().iloc[:0], TERMS)
    assert total(nobody).expected_loss == 0
    assert total(nobody).pd is None
    assert contributions(nobody, []) == []


def test_a_loss_split_by_currency_keeps_every_cent() -> None:
    """Bob owes 133.33 EUR and 66.67 USD; his loss of 9.00 goes 6.00 and 3.00, what rounding leaves to the larger part."""
    table = with_losses(customers(), TERMS)
    parts = pd.DataFrame(
        {"customer_id": ["Bob", "Bob", "Ann"], "part": ["EUR", "USD", "EUR"], "open": [13_333, 6_667, 100_000]}
    )
    split = spread(table, parts)
    bob = split[split["customer_id"] == "Bob"].set_index("part")["expected_loss"].to_dict()
    assert bob == {"EUR": 600, "USD": 300}
    assert split[list(loss.SUMS)].sum().tolist() == table[list(loss.SUMS)].sum().tolist()


MONEY = st.integers(0, 10**9)
PEOPLE = st.lists(
    st.tuples(
        MONEY,
        st.one_of(st.just(NAN), MONEY.map(float)),
        st.floats(0, 1),
        st.sampled_from(["rated", "in_default", "not_rated"]),
    ),
    min_size=1,
    max_size=12,
)


def frame(people: list[tuple[int, float, float, str]]) -> pd.DataFrame:
    table = pd.DataFrame(people, columns=["open", "credit_limit", "pd", "status"])
    return table.assign(customer_id=[f"C{place}" for place in range(len(people))])


@settings(max_examples=60, deadline=None)
@given(people=PEOPLE, draw=st.randoms(use_true_random=False))
def test_whatever_the_segments_they_add_up(people: list[tuple[int, float, float, str]], draw: object) -> None:
    table = with_losses(frame(people), LossTerms(0.45, 0.3, 0.05))
    groups = [draw.choice("xyz") for _ in people]  # type: ignore[attr-defined]
    found, whole = contributions(table, groups), total(table)
    for name in ("open", "exposure", "covered", "expected_loss", "customers"):
        assert sum(getattr(one, name) for one in found) == getattr(whole, name)
    assert whole.expected_loss == Decimal(int(table["expected_loss"].sum())).scaleb(-2)


@settings(max_examples=60, deadline=None)
@given(owed=st.integers(2, 10**9), pd_=st.floats(0, 1), share=st.floats(0, 1), cut=st.floats(0, 1))
def test_a_customer_split_in_two_keeps_its_expected_loss(owed: int, pd_: float, share: float, cut: float) -> None:
    """Insured for a share of whatever it owes, as one or as two: the same loss to the cent of each rounding."""
    first = round(owed * cut)
    insured = [Protection(name, "insurance", None, share) for name in ("C0", "C1")]
    one = with_losses(frame([(owed, NAN, pd_, "rated")]), TERMS, insured)
    two = with_losses(frame([(first, NAN, pd_, "rated"), (owed - first, NAN, pd_, "rated")]), TERMS, insured)
    assert abs(int(one["expected_loss"].sum()) - int(two["expected_loss"].sum())) <= 2


@settings(max_examples=40, deadline=None)
@given(people=PEOPLE)
def test_more_protection_never_costs_more(people: list[tuple[int, float, float, str]]) -> None:
    bare = with_losses(frame(people), TERMS)
    safe = with_losses(frame(people), TERMS, [Protection(f"C{i}", "deposit", 10_000) for i in range(len(people))])
    assert (safe["expected_loss"] <= bare["expected_loss"]).all()
    assert np.array_equal(safe["exposure"], bare["exposure"])
