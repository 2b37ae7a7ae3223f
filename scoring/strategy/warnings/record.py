"""The record of an indicator on past month-ends: how often it was raised, how often bad followed, how long before.

Months are counted from the first month-end looked at, customers by number. An alert is raised in the first month of a run
of months in which the indicator trips: it is not raised again while it stands.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Trips:
    """Where an indicator tripped at a threshold. grain: one entry per customer and month, in any order."""

    customer: Ints
    month: Ints


@dataclass(frozen=True)
class Bads:
    """What became of customers that were not bad yet. grain: one entry per customer and month after which bad followed
    within the window; `days` = days until the first day of it."""

    customer: Ints
    month: Ints
    days: Ints


@dataclass(frozen=True)
class Record:
    """What an indicator would have done at `threshold` in the `months` months whose windows are complete.

    `alerts` raised for customers not bad at the time; `followed` of them by bad within the window; `lead_days` = median of
    the days in between, None without any; `warned` of `bads` customers that went bad had been warned of before.
    """

    threshold: float
    months: int
    alerts: int
    followed: int
    lead_days: float | None
    bads: int
    warned: int

    @property
    def alerts_a_month(self) -> float | None:
        """Alerts raised in an average month."""
        return self.alerts / self.months if self.months else None

    @property
    def followed_share(self) -> float | None:
        """Share of alerts followed by bad."""
        return self.followed / self.alerts if self.alerts else None

    @property
    def false_alarms(self) -> int:
        """Alerts after which nothing bad followed within the window."""
        return self.alerts - self.followed

    @property
    def warned_share(self) -> float | None:
        """Share of the customers that went bad which had been warned of."""
        return self.warned / self.bads if self.bads else None


def raised(trips: Trips) -> Flags:
    """Which of the trips begin a run of months.

    >>> raised(Trips(np.array([1, 1, 1, 2]), np.array([3, 4, 6, 4]))).tolist()
    [True, False, True, True]
    """
    keys = _keys(trips.customer, trips.month)
    begins: Flags = ~np.isin(keys - 1, keys)
    return begins


def record_of(threshold: float, trips: Trips, alive: Flags, bads: Bads, months: int) -> Record:
    """The record at one threshold. `alive` tells for each trip whether the customer was not bad yet; trips in months at
    or after `months`, whose windows are not complete, begin no alert that counts.

    >>> trips, alive = Trips(np.array([1, 1, 2]), np.array([0, 1, 1])), np.array([True, True, True])
    >>> bads = Bads(np.array([1, 1]), np.array([0, 1]), np.array([45, 14]))
    >>> told = record_of(0.9, trips, alive, bads, months=2)
    >>> told.alerts, told.followed, told.lead_days, told.warned_share
    (2, 1, 45.0, 1.0)
    """
    counts = raised(trips) & alive & (trips.month < months)
    keys = _keys(trips.customer[counts], trips.month[counts])
    bad_keys = _keys(bads.customer, bads.month)
    hit = np.isin(bad_keys, keys) & (bads.month < months)
    within = bads.month < months
    return Record(
        threshold=threshold,
        months=months,
        alerts=len(keys),
        followed=int(hit.sum()),
        lead_days=float(np.median(bads.days[hit])) if hit.any() else None,
        bads=len(np.unique(bads.customer[within])),
        warned=len(np.unique(bads.customer[hit])),
    )


def _keys(customer: Ints, month: Ints) -> Ints:
    """One number per customer and month, months side by side."""
    keys: Ints = customer.astype(np.int64) * 4096 + month + 1
    return keys
