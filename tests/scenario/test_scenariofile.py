"""A scenario is read and written as TOML; what is wrong with it is told field by field."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.errors import ScoringError
from scoring.scenario.assumptions import Assumption
from scoring.scenario.scenario import Change, Scenario
from scoring.scenario.scenariofile import errors_of, from_toml, to_toml
from scoring.scenario.shocks import Shocks
from scoring.scenario.terms import Terms

WHOLE = Scenario(
    'Shorter terms, "risky" customers',
    "As discussed\nin November, 与销售部商定",
    "nature",
    (
        Change("commercial", Terms(net_days=30, discount_percent=2.5, discount_days=10, factoring_recourse=None)),
        Change("our three", Terms(stop_ship_days=45, limit_months=1.5), ("C1", "C2")),
    ),
    Shocks(sales_percent=-5.0, delay_days=7),
    {"pass_through": Assumption(0.5, 0.75, 1.0, "own")},
)


def found(**fields: Any) -> list[tuple[str, str]]:
    return [(error.place, error.code) for error in errors_of({"name": "x", **fields}, {"risky", "prime"})]


def change(**fields: Any) -> list[tuple[str, str]]:
    return [(place.removeprefix("change.0."), code) for place, code in found(change=[{"segment": "risky", **fields}])]


def test_a_scenario_reads_back_as_it_was_written() -> None:
    assert from_toml(to_toml(WHOLE)) == WHOLE


@given(st.text(max_size=40).filter(lambda text: text.strip() == text and text), st.text())
@settings(max_examples=50, deadline=None)
def test_any_name_and_note_survive(name: str, note: str) -> None:
    again = from_toml(to_toml(Scenario(name, note)))
    assert (again.name, again.note) == (name, note)


@pytest.mark.parametrize(
    ("fields", "place", "code"),
    [
        ({"discount_percent": 120, "discount_days": 10}, "discount_percent", "above"),
        ({"net_days": -5}, "net_days", "below"),
        ({"net_days": 30.5}, "net_days", "not_whole"),
        ({"net_days": "30"}, "net_days", "not_a_number"),
        ({"net_days": True}, "net_days", "not_a_number"),
        ({"net_days": float("nan")}, "net_days", "not_a_number"),
        ({"due_rule": "weekly"}, "due_rule", "not_one_of"),
        ({"due_rule": "day_of_month", "net_days": 0}, "due_day", "needed"),
        ({"due_day": 15}, "due_day", "contradicts"),
        ({"discount_percent": 2}, "discount_days", "needed"),
        ({"discount_days": 10}, "discount_percent", "needed"),
        ({"net_days": 10, "discount_percent": 2, "discount_days": 14}, "discount_days", "discount_after_due"),
        ({"limit_amount": 1000, "limit_months": 2}, "limit_months", "contradicts"),
        ({"instalments": 3}, "instalment_days", "needed"),
        ({"insurance_own_percent": 10}, "insurance_cover_percent", "needed"),
        ({"factoring_recourse": True}, "factoring_advance_percent", "needed"),
        ({"factoring_advance_percent": 80, "factoring_fee_percent": 1, "factoring_recourse": 1}, "factoring_recourse",
         "not_yes_or_no"),
        ({"net_dais": 30}, "net_dais", "unknown"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_terms(fields: dict[str, Any], place: str, code: str) -> None:
    assert change(**fields) == [(place, code)]


def test_what_is_wrong_around_them() -> None:
    assert found(change=[{"segment": "gone", "net_days": 30}]) == [("change.0.segment", "empty_segment")]
    assert found(change=[{"segment": "mine", "customers": [], "net_days": 1}]) == [
        ("change.0.customers", "no_customers")
    ]
    assert found(change=[{"segment": "risky"}]) == [("change.0", "nothing_changes")]
    assert found(change=[{"segment": "risky", "net_days": 1}] * 2) == [("change.1.segment", "twice")]
    assert found(change={"segment": "risky"}) == [("change", "not_a_table")]
    assert found(name=" ") == [("name", "missing")]
    assert found(grouping="currency") == [("grouping", "not_one_of")]
    assert found(shocks={"sales": 5}) == [("shocks.sales", "unknown")]
    assert found(shocks={"sales_percent": -150}) == [("shocks.sales_percent", "below")]
    assert found(colour="red") == [("colour", "unknown")]


def test_a_customer_is_in_one_list() -> None:
    lists = [{"segment": name, "customers": ["C1", "C2"], "net_days": 1} for name in ("one", "two")]
    assert found(change=lists) == [("change.1.customers", "twice")]


def test_assumptions_need_three_levels_in_order() -> None:
    assert found(assumptions={"pass_through": {"base": 1}}) == [("assumptions.pass_through", "not_three_levels")]
    backwards = {"low": 0.9, "base": 0.5, "high": 1.0}
    assert found(assumptions={"pass_through": backwards}) == [("assumptions.pass_through.base", "not_in_order")]
    assert found(assumptions={"luck": backwards}) == [("assumptions.luck", "unknown")]


def test_all_errors_are_told_at_once() -> None:
    assert [place for place, _ in change(net_days=-1, deposit_percent=101)] == ["net_days", "deposit_percent"]


def test_a_file_that_cannot_be_used_stops_with_its_first_error() -> None:
    with pytest.raises(ScoringError, match=r"scenario_invalid: place=change\.0\.net_days, trouble=below, count=1"):
        from_toml('name = "x"\n[[change]]\nsegment = "risky"\nnet_days = -5\n')
    with pytest.raises(ScoringError, match="scenario_not_a_file"):
        from_toml("name = ")
