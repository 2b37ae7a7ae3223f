"""Figures of written cases, computed from their inputs by the functions that the rest of the product uses.

Names tell the unit: `..._share` 0 to 1, `..._ratio` a plain number, a date, else an amount of money.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from scoring.metrics.overdue_cost import financing_cost, new_sales_needed
from scoring.strategy.cases.limitation import Happened, clock
from scoring.strategy.cases.plans import plan, settlement_gain, strain
from scoring.strategy.law import Law, claimable

Inputs = Mapping[str, Any]
Figures = dict[str, Decimal | float | date]
CENT = Decimal("0.01")
MONTH_DAYS = 30


def exposure(told: Inputs, laws: Mapping[str, Law]) -> Figures:
    """What can be open with a customer that buys for `monthly` and pays `terms_days` + `days_late` after: both of them,
    and the sales at `margin` that make good its loss.

    >>> owed = exposure({"monthly": 100, "terms_days": 90, "days_late": 15, "margin": "0.2"}, {})
    >>> owed["owed"] == 350, owed["sales_needed"] == 1750
    (True, True)
    """
    monthly = _money(told, "monthly")
    owed = monthly * (told["terms_days"] + told["days_late"]) / MONTH_DAYS
    needed = new_sales_needed(owed, _money(told, "margin"))
    return {"monthly": monthly, "owed": owed, "sales_needed": needed or Decimal(0)}


def ratios(told: Inputs, laws: Mapping[str, Law]) -> Figures:
    """Current assets / current liabilities, liabilities / assets, EBIT / interest: as the mart `known_financials`.

    >>> told = {"assets": 500, "current_assets": 240, "liabilities": 290, "current_liabilities": 160, "ebit": 42,
    ...     "interest": 12}
    >>> [ratios(told, {})[name] for name in ("current_ratio", "debt_share", "cover_ratio")]
    [1.5, 0.58, 3.5]
    """
    return {
        "current_ratio": told["current_assets"] / told["current_liabilities"],
        "debt_share": told["liabilities"] / told["assets"],
        "cover_ratio": told["ebit"] / told["interest"],
        **{name: Decimal(value) for name, value in told.items()},
    }


def instalments(told: Inputs, laws: Mapping[str, Law]) -> Figures:
    """The heaviest payment of a plan, and its share of what the customer usually pays in a month (`usual`)."""
    parts = plan(_money(told, "debt"), _money(told, "first"), told["instalments"], told["start"])
    usual = _money(told, "usual")
    share = strain(parts, usual)
    return {
        "debt": _money(told, "debt"),
        "first": _money(told, "first"),
        "usual": usual,
        "heaviest": max(part.amount for part in parts),
        "strain_share": float(share or 0),
    }


def limitation(told: Inputs, laws: Mapping[str, Law]) -> Figures:
    """The last day on which a claim due on `due` can be sued for, by the law of `law`, with what has `happened`."""
    law = laws[told["law"]]
    happened = [Happened(one["kind"], one["on"], one["evidence"]) for one in told["happened"]]
    found = clock(told["due"], happened, told["as_of"], law.limitation_years or 0, law.absolute_years)
    return {"ends": found.ends, "due": told["due"], "as_of": told["as_of"]}


def interest(told: Inputs, laws: Mapping[str, Law]) -> Figures:
    """What the law of `law` gives for `days` past due on `amount`, and what financing it has cost at `capital_yearly`."""
    amount, days = _money(told, "amount"), told["days"]
    found = claimable(laws[told["law"]], amount, days)
    cost = financing_cost(amount * days, _money(told, "capital_yearly")).quantize(CENT)
    return {"amount": amount, "interest": found.interest if found else Decimal(0), "cost": cost}


def settlement(told: Inputs, laws: Mapping[str, Law]) -> Figures:
    """What taking an offer now brings against waiting, as a share of the claim: negative = waiting is worth more."""
    discount, waiting = float(told["discount"]), float(told["waiting"])
    gain = settlement_gain(discount, 1.0, waiting)
    return {"offer_share": 1 - discount, "waiting_share": waiting, "gain_share": gain}


COMPUTED: dict[str, Callable[[Inputs, Mapping[str, Law]], Figures]] = {
    "exposure": exposure,
    "ratios": ratios,
    "instalments": instalments,
    "limitation": limitation,
    "interest": interest,
    "settlement": settlement,
}
"""What a case may ask to be computed, by `kind`."""


def _money(told: Inputs, name: str) -> Decimal:
    return Decimal(str(told[name]))
