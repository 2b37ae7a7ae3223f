"""The life of an alert: raised, acknowledged, acted on, closed with an outcome; never raised twice while it is open."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from scoring.errors import ScoringError
from scoring.strategy.warnings.indicators import SEVERITIES

STATES = ("raised", "acknowledged", "acted", "closed")
STEPS = ("acknowledged", "acted", "closed")
OUTCOMES = ("paid", "protected", "false_alarm", "lost", "other")
"""How an alert can end: the money came, the claim was secured, it meant nothing, it was lost, something else."""
SHOWN_MONTHS = 1
"""An alert nobody handled stays in sight for so many month-ends after it stopped being true."""


@dataclass(frozen=True)
class Step:
    """Something somebody did with an alert, seen from `on_date` on. `outcome` only where it closes."""

    alert_id: str
    step: str
    on_date: date
    by: str
    note: str
    outcome: str | None = None


@dataclass(frozen=True)
class Alert:
    """One alert. `value` and `evidence` (name, months before, value) are those of the day it was raised, `threshold` the one
    in force. `still` = it is true on the day asked for."""

    id: str
    indicator: str
    risk: str
    severity: str
    customer_id: str
    raised_on: date
    value: float
    threshold: float
    evidence: tuple[tuple[str, int, float | None], ...]
    still: bool
    steps: tuple[Step, ...] = ()

    @property
    def state(self) -> str:
        """One of STATES."""
        return self.steps[-1].step if self.steps else "raised"

    @property
    def is_open(self) -> bool:
        """Whether nobody closed it."""
        return self.state != "closed"


def alert_id(indicator: str, customer_id: str, raised_on: date) -> str:
    """Ten digits that are the same whenever the same alert is found again, on whatever day of the month it began in.

    >>> alert_id("lawsuit", "C00001", date(2026, 1, 31)) == alert_id("lawsuit", "C00001", date(2026, 1, 12))
    True
    """
    text = f"{indicator}\x1f{customer_id}\x1f{raised_on:%Y-%m}"
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def allowed(alert: Alert, step: str, note: str, outcome: str | None) -> None:
    """Whether a step may follow. Raises ScoringError "alert_closed" for one after the end, "alert_acknowledged" for a second
    acknowledgement, "alert_outcome_missing" for an end without outcome and "alert_note_missing" for an act without note."""
    if not alert.is_open:
        raise ScoringError("alert_closed", alert=alert.id)
    if step == "acknowledged" and alert.state != "raised":
        raise ScoringError("alert_acknowledged", alert=alert.id)
    if step == "acted" and not note.strip():
        raise ScoringError("alert_note_missing", alert=alert.id)
    if step == "closed" and outcome not in OUTCOMES:
        raise ScoringError("alert_outcome_missing", alert=alert.id, expected=", ".join(OUTCOMES))


def standing(found: Iterable[Alert], handled: Sequence[Alert]) -> list[Alert]:
    """What stands on a day, worst first: `found` from the ledger, with `handled` ones (with their steps) in their place.

    An alert that somebody has in hand takes the place of every one found of the same indicator and customer. One that was
    closed stays closed while the same run of days goes on, and a new run raises a new one. Days looked at are month-ends
    and the last day, so what begins in a month is one run whatever day of it somebody looked.
    """
    kept = {alert.id: alert for alert in handled}
    in_hand: dict[tuple[str, str], list[str]] = {}
    for alert in handled:
        in_hand.setdefault((alert.indicator, alert.customer_id), []).append(alert.id)
    for alert in found:
        mine = [kept[name] for name in in_hand.get((alert.indicator, alert.customer_id), [])]
        holding = [one for one in mine if one.is_open or _same_run(one, alert)]
        for one in holding:
            kept[one.id] = replace(one, still=one.still or alert.still)
        if not holding:
            kept[alert.id] = alert
    return sorted(kept.values(), key=worst_first)


def _same_run(closed: Alert, found: Alert) -> bool:
    """Whether a closed alert is of the run of days that `found` begins: closed in it, or raised in the month it began."""
    month = (closed.raised_on.year, closed.raised_on.month)
    return closed.steps[-1].on_date >= found.raised_on or month == (found.raised_on.year, found.raised_on.month)


def worst_first(alert: Alert) -> tuple[bool, int, int, str, str]:
    """Order of reading: open ones first, the most severe, the newest."""
    severity = SEVERITIES.index(alert.severity)
    return (not alert.is_open, -severity, -alert.raised_on.toordinal(), alert.customer_id, alert.indicator)


def by_exposure(found: Iterable[Alert], owed: Mapping[str, Decimal]) -> list[Alert]:
    """Open ones first, the most severe, of those the customers that owe most (`owed` by customer number)."""

    def place(one: Alert) -> tuple[bool, int, Decimal]:
        return (not one.is_open, -SEVERITIES.index(one.severity), -owed.get(one.customer_id, Decimal(0)))

    return sorted(found, key=place)
