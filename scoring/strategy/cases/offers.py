"""Settlement offers against waiting: what a claim is worth if nothing is given away, and what a discount costs or brings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scoring.errors import ScoringError
from scoring.metrics.delays import DelayCurve
from scoring.strategy.cases.plans import DAYS_A_YEAR, waiting_value

RECOVERY_DAYS = 365
"""When what is left of an unpaid claim comes back: a year from now."""


@dataclass(frozen=True)
class Prospect:
    """What is known of how a customer's claims end: its delay curve, `pd` within a year (None = it is in default already:
    the curve alone says what is left), `lgd` of what is not paid, cost of capital a year."""

    curve: DelayCurve
    pd: float | None
    lgd: float
    cost_of_capital: float


@dataclass(frozen=True)
class Waiting:
    """What claims are worth today if one waits. `worth` = money expected, discounted, less `cost` of going on collecting;
    `unpaid` = the chance that a unit is not paid; all amounts in the claims' currency."""

    claim: float
    worth: float
    unpaid: float
    cost: float


@dataclass(frozen=True)
class Verdict:
    """An offer beside waiting. `discount` given and `break_even` (the discount at which both are worth the same, below 0 =
    waiting is worth more than the claim paid on the day) are shares of the claim; `gain` = offer less waiting."""

    discount: float
    break_even: float
    offer_worth: float
    gain: float

    @property
    def fine(self) -> bool:
        """Whether the compromise costs no more than it brings."""
        return self.gain >= 0


def waiting(claims: Sequence[tuple[float, int]], prospect: Prospect, steps_cost: float, default_cost: float) -> Waiting:
    """What claims, as (amount, days past due), are worth if one waits.

    Of each unit the share q is not paid: the larger of what the curve leaves unpaid, given how late the claim is, and the
    PD; of it 1 - LGD comes back in a year. What is paid comes when the curve says. Costs: `steps_cost` of the steps still to
    come, `default_cost` x q of collecting from one in default; who expects less than they cost stops, so that waiting is
    never worth less than nothing. All discounted at the cost of capital. Raises ScoringError "settlement_nothing".

    >>> import numpy as np
    >>> half = Prospect(DelayCurve(0, np.array([0.0, 0.5])), 0.1, 0.4, 0.0)
    >>> waiting([(100.0, 0)], half, 5.0, 20.0)
    Waiting(claim=100.0, worth=65.0, unpaid=0.5, cost=15.0)
    """
    total = sum(amount for amount, _ in claims)
    if total <= 0:
        raise ScoringError("settlement_nothing")
    later = (1.0 + prospect.cost_of_capital) ** (-RECOVERY_DAYS / DAYS_A_YEAR)
    worth = lost = 0.0
    for amount, days in claims:
        paid = float(prospect.curve.given_unpaid(days).paid.sum())
        unpaid = max(1.0 - paid, prospect.pd or 0.0)
        timing = waiting_value(prospect.curve, days, prospect.cost_of_capital) / paid if paid > 0 else 0.0
        worth += amount * ((1.0 - unpaid) * timing + unpaid * (1.0 - prospect.lgd) * later)
        lost += amount * unpaid
    share = lost / total
    cost = steps_cost + default_cost * share
    return Waiting(total, max(0.0, worth - cost), share, cost)


def verdict(waited: Waiting, pay: float, days: int, cost_of_capital: float) -> Verdict:
    """An offer to end the claims for `pay` in `days` days beside waiting.

    Raises ScoringError "settlement_no_offer" for a payment that is none or no less than the claim, or for a day gone by.

    >>> verdict(Waiting(100.0, 65.0, 0.5, 15.0), 80.0, 10, 0.0)
    Verdict(discount=0.2, break_even=0.35, offer_worth=80.0, gain=15.0)
    """
    if not 0 < pay < waited.claim or days < 0:
        raise ScoringError("settlement_no_offer", pay=f"{pay:.2f}", claim=f"{waited.claim:.2f}")
    sooner = (1.0 + cost_of_capital) ** (-days / DAYS_A_YEAR)
    return Verdict(
        discount=round(1.0 - pay / waited.claim, 10),
        break_even=round(1.0 - waited.worth / (waited.claim * sooner), 10),
        offer_worth=pay * sooner,
        gain=pay * sooner - waited.worth,
    )
