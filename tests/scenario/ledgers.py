"""Segments small enough to follow, for the tests of the scenario room."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from scoring.metrics.delays import DelayCurve
from scoring.scenario.assumptions import Values
from scoring.scenario.facts import Accounts, Costs, Facts, Opening, Segment, horizon_days
from scoring.settings import load
from scoring.terms import AgingScheme

AS_OF = date(2026, 10, 31)
DAYS = horizon_days(AS_OF)
SCHEME: AgingScheme = load().schemes["default"]
COSTS = Costs(gross_margin=0.25, cost_of_capital_yearly=0.08, collection_cost=400.0)
STEADY = Values(pass_through=1.0, price_elasticity=0.0, pd_per_30_days=0.0)
"""Customers who pass a change of terms on to the day and buy as before."""


def curve(first_day: int = 0, *shares: float) -> DelayCurve:
    """Payments on the days from `first_day` on."""
    return DelayCurve(first_day, np.array(shares))


ON_TIME = curve(0, 1.0)
"""Everybody pays on the due date."""
MIXED = DelayCurve(-5, np.concatenate([np.full(20, 0.02), np.full(60, 0.007), np.full(100, 0.0015)]))
"""40% within two weeks, 42% in the two months after, 15% later, 3% never."""


def accounts(monthly: list[float], days_to_pay: list[float], oldest: list[float] | None = None) -> Accounts:
    """Customers C1, C2, ... with terms of 30 days and no limit."""
    many = len(monthly)
    paid, sold = np.array(days_to_pay), np.array(monthly)
    return Accounts(
        customer_id=tuple(f"C{number}" for number in range(1, many + 1)),
        name=tuple(f"Customer {number}" for number in range(1, many + 1)),
        monthly_sales=sold,
        open=sold * paid / 30,
        overdue=sold * np.maximum(0, paid - 30) / 30,
        oldest_days=np.array(oldest if oldest is not None else [0.0] * many),
        limit=np.full(many, np.nan),
        terms_days=np.full(many, 30.0),
        days_to_pay=paid,
    )


def segment(key: str = "A", daily: float = 100.0, gap: int = 30, paid: DelayCurve = ON_TIME) -> Segment:
    """A segment that sells `daily` every day under one term, with what would stand open had it always done so."""
    left = [paid.unpaid_after(day) * daily for day in range(-gap, 365)]
    return Segment(
        key=key,
        sales=np.full(DAYS, daily),
        history=np.full(400, daily),
        opening=Opening(-gap, np.array(left)),
        gaps=((gap, 1.0),),
        curve=paid,
        claims=500,
        accounts=accounts([daily * 20, daily * 10], [gap + 5.0, gap + 40.0]),
    )


def facts(*segments: Segment) -> Facts:
    """A ledger of these segments, by default one."""
    return Facts(AS_OF, "EUR", segments or (segment(),), COSTS, SCHEME)


def scaled(one: Segment, factor: float) -> Segment:
    """The same segment with all amounts `factor` times as large."""
    of = one.accounts
    return replace(
        one,
        sales=one.sales * factor,
        history=one.history * factor,
        opening=Opening(one.opening.first_day, one.opening.amounts * factor),
        accounts=replace(of, monthly_sales=of.monthly_sales * factor, open=of.open * factor, overdue=of.overdue * factor,
                         limit=of.limit * factor),
    )  # fmt: skip
