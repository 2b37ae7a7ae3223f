"""Facts of law as data: late interest and fixed compensation that a letter may state, periods that a clock runs by.

A reminder with its source and the day it was looked up, never advice, and never booked.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from scoring.errors import ScoringError
from scoring.strategy.cases.contact import ContactRules, read_contact
from scoring.strategy.cases.limitation import RESETTING

CENT = Decimal("0.01")
DAYS_A_YEAR = 365
KINDS = ("points_over_base", "daily")


@dataclass(frozen=True)
class Compensation:
    """A fixed sum for a debt below `up_to`; None = for every larger one."""

    amount: Decimal
    up_to: Decimal | None = None


@dataclass(frozen=True)
class Law:
    """One jurisdiction. `rate` is yearly points above a base rate ("points_over_base") or a share a day ("daily").

    `half_years` = the base rate of 30 June or 31 December holds for the half-year after it; `agreed_least` = an agreed rate
    is not below the base rate, which is called `base_name`; `resets` = what sets the limitation clock anew. None and empty
    = the facts at hand do not state it.
    """

    jurisdiction: str
    currency: str
    kind: str | None
    rate: Decimal | None
    half_years: bool
    compensation: tuple[Compensation, ...]
    limitation_years: int | None
    absolute_years: int | None
    resets: tuple[str, ...]
    agreed_least: bool
    base_name: Mapping[str, str] | None
    contact: ContactRules | None
    valid_from: date
    checked: date
    verified: bool
    source: Mapping[str, str]
    applies: Mapping[str, str]


@dataclass(frozen=True)
class Claimable:
    """What the law gives on one claim, to the cent: simple interest over `days`, and the fixed sum."""

    interest: Decimal
    compensation: Decimal
    days: int


def read_laws(text: str) -> dict[str, Law]:
    """Jurisdictions from their TOML. Raises ScoringError "law_invalid" (jurisdiction) for an entry that is not whole."""
    found = {}
    for name, entry in tomllib.loads(text).items():
        try:
            found[name] = _law(name, entry)
        except (KeyError, TypeError, ValueError, ArithmeticError) as trouble:
            raise ScoringError("law_invalid", jurisdiction=name, reason=str(trouble)) from trouble
    return found


def claimable(
    law: Law, amount: Decimal, days_past_due: int, base_rate_yearly: Decimal | None = None
) -> Claimable | None:
    """Interest and compensation on an open amount; None where the law at hand states no interest, a base rate is needed and
    not given, or nothing is late.

    Simple interest: amount x (base + points) x days / 365, or amount x rate x days. Rounded half up, at the end only.
    Source of the check: Act of 1998, 5,000 over 101 days at 12.25% = 169.49, and 70.

    >>> uk = Law("UK", "GBP", "points_over_base", Decimal("0.08"), True,
    ...     (Compensation(Decimal(40), Decimal(1000)), Compensation(Decimal(70))),
    ...     None, None, (), False, None, None, date(1998, 11, 1), date(2026, 11, 1), True, {}, {})
    >>> found = claimable(uk, Decimal(5000), 101, Decimal("0.0425"))
    >>> str(found.interest), str(found.compensation)
    ('169.49', '70')
    """
    if days_past_due <= 0 or amount <= 0 or law.rate is None:
        return None
    if law.kind == "daily":
        interest = amount * law.rate * days_past_due
    elif base_rate_yearly is None:
        return None
    else:
        interest = amount * (base_rate_yearly + law.rate) * days_past_due / DAYS_A_YEAR
    fixed = next((c.amount for c in law.compensation if c.up_to is None or amount < c.up_to), Decimal(0))
    return Claimable(interest.quantize(CENT, ROUND_HALF_UP), fixed, days_past_due)


def rate_day(law: Law, due: date, as_of: date) -> date:
    """The day whose base rate counts for a claim due on `due`: that of the half-year in which interest begins to run where
    the law says so, else the last known on `as_of`.

    >>> from types import SimpleNamespace as Some
    >>> [str(rate_day(Some(half_years=halves), date(2026, 6, 30), date(2026, 9, 1))) for halves in (True, False)]
    ['2026-06-30', '2026-09-01']
    """
    if not law.half_years:
        return as_of
    begins = due + timedelta(days=1)
    return date(begins.year, 6, 30) if begins.month > 6 else date(begins.year - 1, 12, 31)


def agreed_interest(amount: Decimal, days_past_due: int, rate_yearly: Decimal) -> Decimal:
    """Simple interest at an agreed rate, to the cent; 0 where nothing is late.

    >>> str(agreed_interest(Decimal(1000), 73, Decimal("0.1")))
    '20.00'
    """
    days = max(0, days_past_due)
    return (max(amount, Decimal(0)) * rate_yearly * days / DAYS_A_YEAR).quantize(CENT, ROUND_HALF_UP)


def yearly_rate(law: Law, base_rate_yearly: Decimal | None) -> Decimal | None:
    """What the law gives a year on a late claim; None where it states nothing or a base rate is missing.

    >>> from types import SimpleNamespace as Some
    >>> str(yearly_rate(Some(kind="daily", rate=Decimal("0.0005")), None))
    '0.1825'
    """
    if law.rate is None:
        return None
    if law.kind == "daily":
        return law.rate * DAYS_A_YEAR
    return None if base_rate_yearly is None else base_rate_yearly + law.rate


def benchmark(laws: Mapping[str, Law], jurisdiction: str | None) -> ContactRules | None:
    """The rules of contact with individuals: those of the jurisdiction, else the ones offered as a benchmark."""
    own = laws.get(jurisdiction or "")
    if own is not None and own.contact is not None:
        return own.contact
    return next((law.contact for law in laws.values() if law.contact is not None and law.contact.benchmark), None)


def _law(name: str, entry: Mapping[str, Any]) -> Law:
    interest = entry.get("late_interest", {"kind": None, "rate": None})
    if interest["kind"] not in (None, *KINDS):
        raise ValueError(interest["kind"])
    resets = tuple(str(kind) for kind in entry.get("resets", ()))
    if set(resets) - set(RESETTING):
        raise ValueError(", ".join(resets))
    fixed = tuple(
        Compensation(Decimal(one["amount"]), Decimal(one["up_to"]) if "up_to" in one else None)
        for one in entry.get("compensation", ())
    )
    return Law(
        jurisdiction=name,
        currency=str(entry["currency"]),
        kind=interest["kind"],
        rate=None if interest["rate"] is None else Decimal(interest["rate"]),
        half_years=bool(interest.get("half_years", False)),
        compensation=fixed,
        limitation_years=entry.get("limitation_years"),
        absolute_years=entry.get("absolute_years"),
        resets=resets,
        agreed_least=bool(entry.get("agreed_least", False)),
        base_name=dict(entry["base_name"]) if "base_name" in entry else None,
        contact=read_contact(name, entry["contact"]) if "contact" in entry else None,
        valid_from=entry["valid_from"],
        checked=entry["checked"],
        verified=bool(entry["verified"]),
        source=dict(entry["source"]),
        applies=dict(entry["applies"]),
    )
