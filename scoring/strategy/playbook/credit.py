"""What a level's consequence for credit means as credit terms that can be tried on a ledger."""

from __future__ import annotations

from scoring.scenario.terms import UNCHANGED, Terms
from scoring.strategy.playbook.terms import Credit, Severity

DEPOSIT_PERCENT = 20.0
LIMIT_MONTHS = 1.0
LATE_FROM: dict[Severity, int] = {"not_due": 0, "light": 0, "moderate": 30, "severe": 90}
"""Orders are held while something is past due more days than these: from the class's first day on."""


def terms_for(credit: Credit, severity: Severity) -> Terms:
    """The terms to try for customers of a class of arrears; unchanged where the consequence leaves their terms alone.

    >>> terms_for("hold_orders", "moderate").stop_ship_days, terms_for("watch", "light").changed
    (30, ())
    """
    if credit == "hold_orders":
        return Terms(stop_ship_days=LATE_FROM[severity])
    if credit == "cut_limit":
        return Terms(limit_months=LIMIT_MONTHS)
    if credit == "ask_deposit":
        return Terms(deposit_percent=DEPOSIT_PERCENT)
    return Terms(net_days=0) if credit == "cash_only" else UNCHANGED
