"""Repayment plans and settlements: instalments to the cent, whether a customer can keep them, what waiting is worth."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import numpy as np

from scoring.errors import ScoringError
from scoring.metrics.delays import DelayCurve
from scoring.strategy.cases.limitation import months_after

CENT = Decimal("0.01")
DAYS_A_YEAR = 365
MOST_INSTALMENTS = 60
GRACE_DAYS = 3
"""A payment so many days after an instalment's day still keeps it; the agreement says so."""


@dataclass(frozen=True)
class Instalment:
    """One payment of a plan: `principal` of the debt and `interest` since the payment before."""

    number: int
    due: date
    principal: Decimal
    interest: Decimal

    @property
    def amount(self) -> Decimal:
        """What is to be paid on the day."""
        return self.principal + self.interest


def plan(
    debt: Decimal, first_payment: Decimal, instalments: int, start: date, interest_yearly: Decimal = Decimal(0)
) -> tuple[Instalment, ...]:
    """A first payment on `start`, then `instalments` equal parts of the rest, a month apart; the last one takes the cents.

    Interest is simple, on what is left, by days / 365. Principals sum to the debt exactly.
    Raises ScoringError "plan_impossible" (debt, first_payment, instalments) for anything that is no plan.

    >>> [str(part.amount) for part in plan(Decimal("100.00"), Decimal("10.00"), 4, date(2026, 1, 31))]
    ['10.00', '22.50', '22.50', '22.50', '22.50']
    """
    if debt <= 0 or not 0 <= first_payment < debt or not 1 <= instalments <= MOST_INSTALMENTS or interest_yearly < 0:
        raise ScoringError("plan_impossible", debt=str(debt), first_payment=str(first_payment), instalments=instalments)
    rest = debt - first_payment
    each = (rest / instalments).quantize(CENT, ROUND_HALF_UP)
    principals = [first_payment, *[each] * (instalments - 1), rest - each * (instalments - 1)]
    days = [months_after(start, number) for number in range(instalments + 1)]
    parts, left, before = [], debt, start
    for number, (due, principal) in enumerate(zip(days, principals, strict=True)):
        interest = (left * interest_yearly * (due - before).days / DAYS_A_YEAR).quantize(CENT, ROUND_HALF_UP)
        if principal or interest:
            parts.append(Instalment(number, due, principal, interest))
        left, before = left - principal, due
    return tuple(parts)


@dataclass(frozen=True)
class Kept:
    """An instalment and what came for it by a date: `paid` of its amount, `state` one of kept, waiting, broken."""

    instalment: Instalment
    paid: Decimal
    state: str


def followed(
    instalments: Sequence[Instalment],
    receipts: Iterable[tuple[date, Decimal]],
    as_of: date,
    grace_days: int = 0,
    since: date | None = None,
) -> tuple[Kept, ...]:
    """What became of a plan by `as_of`: receipts since the day it was agreed (None = that of its first instalment) pay the
    oldest instalment first.

    An instalment is broken when, `grace_days` after its day, less than its amount had come.
    """
    first = min(since or instalments[0].due, instalments[0].due)
    dated = sorted((day, amount) for day, amount in receipts if first <= day <= as_of)
    found, asked = [], Decimal(0)
    total = sum((amount for _, amount in dated), Decimal(0))
    for part in instalments:
        before, asked = asked, asked + part.amount
        limit = part.due + timedelta(days=grace_days)
        in_time = sum((amount for day, amount in dated if day <= limit), Decimal(0)) >= asked
        paid = min(part.amount, max(Decimal(0), total - before))
        state = "kept" if in_time else "broken" if as_of > limit else "waiting"
        found.append(Kept(part, paid, state))
    return tuple(found)


@dataclass(frozen=True)
class Habit:
    """What a customer paid us in `months` months before a day: `receipts` receipts of `total`; `monthly` on average."""

    total: Decimal
    receipts: int
    months: int

    @property
    def monthly(self) -> Decimal | None:
        """What it pays in a month; None where it paid nothing."""
        return (self.total / self.months).quantize(CENT, ROUND_HALF_UP) if self.total > 0 else None


def habit(paid: Iterable[tuple[date, Decimal]], first_seen: date, as_of: date) -> Habit:
    """What receipts of the last twelve months say, or of as many as the customer has been known (at least one).

    >>> paid = [(date(2026, 1, 5), Decimal("90.00")), (date(2024, 1, 5), Decimal("7.00"))]
    >>> habit(paid, date(2025, 12, 1), date(2026, 3, 1))
    Habit(total=Decimal('90.00'), receipts=1, months=3)
    """
    known = (as_of.year - first_seen.year) * 12 + as_of.month - first_seen.month
    months = max(1, min(12, known))
    since = months_after(as_of, -months)
    amounts = [amount for day, amount in paid if since < day <= as_of and amount > 0]
    return Habit(sum(amounts, Decimal(0)), len(amounts), months)


FEASIBLE = ((Decimal("0.25"), "light"), (Decimal("0.5"), "fair"), (Decimal(1), "hard"))
"""How heavy the heaviest instalment is, up to these shares of a usual month; above the last "beyond"."""


def feasible(share: Decimal | None) -> str:
    """The word for a strain: light, fair, hard or beyond; "unknown" without payments to judge by.

    >>> [feasible(share) for share in (None, Decimal("0.25"), Decimal("0.6"), Decimal(2))]
    ['unknown', 'light', 'hard', 'beyond']
    """
    if share is None:
        return "unknown"
    return next((word for most, word in FEASIBLE if share <= most), "beyond")


def strain(instalments: Sequence[Instalment], usual_monthly: Decimal | None) -> Decimal | None:
    """The heaviest instalment as a share of what the customer usually pays in a month; above 0.5 is hard beside new
    invoices. None where it has no payments to judge by."""
    if not usual_monthly or usual_monthly <= 0:
        return None
    return max(part.amount for part in instalments) / usual_monthly


def waiting_value(curve: DelayCurve, days_past_due: int, cost_of_capital_yearly: float) -> float:
    """What one unit of an open claim is worth today if nothing is done: its expected payments, discounted by days.

    >>> round(waiting_value(DelayCurve(0, np.array([0.0, 0.5])), 0, 0.0), 4)
    0.5
    """
    left = curve.given_unpaid(days_past_due)
    days = np.arange(left.first_day, left.last_day + 1) - days_past_due
    return float(left.paid @ (1.0 + cost_of_capital_yearly) ** (-days / DAYS_A_YEAR))


def settlement_gain(discount: float, accepted: float, waiting: float) -> float:
    """What offering `discount` for payment now brings per unit: P(accepted) x ((1 - discount) - value of waiting).

    Negative = waiting is worth more. Raises ScoringError "settlement_impossible".

    >>> round(settlement_gain(0.1, 0.5, 0.7), 3), round(settlement_gain(0.4, 0.5, 0.7), 3)
    (0.1, -0.05)
    """
    if not 0 <= discount < 1 or not 0 <= accepted <= 1:
        raise ScoringError("settlement_impossible", discount=discount, accepted=accepted)
    return accepted * ((1.0 - discount) - waiting)
