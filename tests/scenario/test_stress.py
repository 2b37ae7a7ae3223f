"""Stress on three customers, by hand.

    Ann   owes 1,000.00 EUR and 500.00 USD (1,500.00 in EUR terms), Food,   PD 2%,   buys 10.00 a day
    Bob   owes   400.00 EUR,                                        Metal,  PD 60%,  buys nothing
    City  owes   800.00 EUR, in default,                            Public

LGD 50%, nobody protected: 15.00 + 120.00 + 400.00 = 535.00 are expected to be lost.
"""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.errors import ScoringError
from scoring.metrics.risk.loss import LossTerms, total, with_losses
from scoring.metrics.risk.protections import Protection
from scoring.scenario.stress import Case, stressed
from scoring.scenario.stressfile import from_toml, to_toml
from tests.house import PROJECT

TERMS = LossTerms(0.5, 0.0, 0.05)
SALES = {"Ann": 1_000.0}
PARTS = pd.DataFrame(
    [("Ann", "EUR", 100_000), ("Ann", "USD", 50_000), ("Bob", "EUR", 40_000), ("City", "EUR", 80_000)],
    columns=["customer_id", "part", "open"],
)


def table(protections: tuple[Protection, ...] = ()) -> pd.DataFrame:
    rows = [
        ("Ann", "Food", 150_000, 30_000, 0.02, "rated"),
        ("Bob", "Metal", 40_000, 40_000, 0.6, "rated"),
        ("City", "Public", 80_000, 80_000, 1.0, "in_default"),
    ]
    columns = ["customer_id", "industry", "open", "overdue", "pd", "status"]
    return with_losses(pd.DataFrame(rows, columns=columns).assign(credit_limit=float("nan")), TERMS, protections)


def lost(case: Case, protections: tuple[Protection, ...] = ()) -> list[int]:
    after = stressed(table(protections), PARTS, SALES, case, "EUR", TERMS, protections)
    return [int(one) for one in after["expected_loss"]]


def test_today() -> None:
    assert table()["expected_loss"].tolist() == [1_500, 12_000, 40_000]


def test_stress_of_nothing_changes_nothing() -> None:
    pd.testing.assert_frame_equal(stressed(table(), PARTS, SALES, Case("Nothing"), "EUR", TERMS), table())


def test_pds_grow_up_to_certainty() -> None:
    assert lost(Case("Worse", pd_multiple=2)) == [3_000, 20_000, 40_000]


def test_everybody_pays_ten_days_later() -> None:
    """Ann's sales of ten days stay open longer: 100.00 more at 2% x 50% cost 1.00 more."""
    assert lost(Case("Later", delay_days=10)) == [1_600, 12_000, 40_000]


def test_an_industry_defaults() -> None:
    assert lost(Case("Food fails", industries=("Food",))) == [75_000, 12_000, 40_000]


def test_the_largest_default() -> None:
    """The two largest by exposure that still pay: Ann and Bob; City is in default already."""
    assert lost(Case("One", top=1)) == [75_000, 12_000, 40_000]
    assert lost(Case("Two", top=2)) == [75_000, 20_000, 40_000]


def test_a_currency_falls() -> None:
    """USD loses 20%: Ann owes 100.00 less. The report's own currency cannot move against itself."""
    assert lost(Case("Dollar", currency_percent={"USD": -20})) == [1_400, 12_000, 40_000]
    assert lost(Case("All others", currency_percent={"*": -20})) == [1_400, 12_000, 40_000]
    assert lost(Case("Itself", currency_percent={"EUR": -20})) == [1_500, 12_000, 40_000]


def test_a_deposit_covers_in_bad_times_what_it_covered_in_good_ones() -> None:
    """Bob's deposit of 100.00 leaves 300.00: 60% x 50% x 300 = 90.00; in default 150.00."""
    deposit = (Protection("Bob", "deposit", 10_000),)
    assert lost(Case("Nothing"), deposit)[1] == 9_000
    assert lost(Case("Metal fails", industries=("Metal",)), deposit)[1] == 15_000


def test_all_at_once() -> None:
    """Ann: 1,400.00 after the dollar fell, 10 days of sales at the weight of what is left 93.33 more, PD 4%."""
    case = Case("All", pd_multiple=2, delay_days=10, industries=("Metal",), currency_percent={"USD": -20})
    assert lost(case) == [round(0.04 * 0.5 * (140_000 + 10_000 * 1_400 / 1_500)), 20_000, 40_000]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"name": " "}, "stress_name_invalid"),
        ({"pd_multiple": -1}, "stress_invalid"),
        ({"delay_days": 400}, "stress_invalid"),
        ({"currency_percent": {"USD": -101}}, "stress_invalid"),
        ({"pd_multiple": float("nan")}, "stress_invalid"),
    ],
)
def test_a_case_that_cannot_be_is_refused(wrong: dict[str, object], code: str) -> None:
    with pytest.raises(ScoringError) as stop:
        Case(**{"name": "Case", **wrong})  # type: ignore[arg-type]
    assert stop.value.code == code


NAMES = st.text(min_size=1, max_size=20).filter(str.strip).map(str.strip)
CASES = st.builds(
    Case,
    name=NAMES,
    pd_multiple=st.floats(0, 100),
    delay_days=st.integers(0, 365),
    industries=st.lists(st.text(max_size=10), max_size=3).map(tuple),
    top=st.integers(0, 50),
    currency_percent=st.dictionaries(st.sampled_from(["EUR", "USD", "*"]), st.floats(-100, 100), max_size=3),
)


@settings(max_examples=60, deadline=None)
@given(cases=st.lists(CASES, min_size=1, max_size=3))
def test_cases_read_back_as_they_were_written(cases: list[Case]) -> None:
    assert list(from_toml(to_toml(cases))) == cases


@settings(max_examples=40, deadline=None)
@given(multiple=st.floats(1, 10), top=st.integers(0, 3), days=st.integers(0, 90))
def test_worse_is_never_better(multiple: float, top: int, days: int) -> None:
    after = stressed(table(), PARTS, SALES, Case("Worse", multiple, days, (), top), "EUR", TERMS)
    assert total(after).expected_loss >= Decimal("535.00")
    assert (after["expected_loss"] >= table()["expected_loss"]).all()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("case = 1", "stress_not_a_file"),
        ("[[case]]\nname = ", "stress_not_a_file"),
        ("[[case]]\nname = 'A'\ntopp = 1", "stress_field_unknown"),
        ("[[case]]\nname = 'A'\ntop = 'three'", "stress_value_unreadable"),
        ("[[case]]\nname = 'A'\ntop = 1.5", "stress_value_unreadable"),
        ("[[case]]\ntop = 1", "stress_name_invalid"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(text: str, code: str) -> None:
    with pytest.raises(ScoringError) as stop:
        from_toml(text)
    assert stop.value.code == code


def test_the_shipped_cases_are_readable() -> None:
    cases = from_toml((PROJECT / "data" / "stress_cases.toml").read_text(encoding="utf-8"))
    assert [case.name for case in cases] == ["downturn", "recession", "largest", "five_largest", "currencies"]
