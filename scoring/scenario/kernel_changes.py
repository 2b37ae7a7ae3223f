"""What single terms make of a kernel: discount, stop-ship, payment on order. Each gives another kernel."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from scoring.scenario.kernels import Kernel

Floats = NDArray[np.float64]
DEFAULT_DAYS = 90
"""Days past due at which deliveries to who never pays end without any stop-ship rule (domain.md, default)."""


def with_discount(kernel: Kernel, percent: float, days: int, take_up: float) -> Kernel:
    """Who pays by `days` from issue takes the discount; of who would pay later, the share `take_up` now pays on that day.

    >>> late = Kernel(30, np.eye(1, 395, 40), np.zeros((1, 395)), np.zeros(1), np.zeros(1))
    >>> found = with_discount(late, 2.0, 10, 0.25)
    >>> found.settled[0, [10, 40]].tolist(), float(found.discount.sum())
    ([0.25, 0.75], 0.005)
    """
    settled = kernel.settled.copy()
    last = min(days, settled.shape[1] - 1)
    moved = settled[:, last + 1 :].sum(axis=1) * take_up
    settled[:, last + 1 :] *= 1 - take_up
    settled[:, last] += moved
    discount = np.zeros_like(settled)
    discount[:, : last + 1] = settled[:, : last + 1] * (percent / 100)
    return replace(kernel, settled=settled, discount=discount)


def with_discount_taken(kernel: Kernel, percent: float, days: int, sales_share: float) -> Kernel:
    """The discount as it is taken today: `sales_share` of sales, among what is paid by `days` from issue; where less than
    that is paid by then, among all payments."""
    if not sales_share:
        return kernel
    early = kernel.settled.copy()
    early[:, days + 1 :] = 0
    scarce = early.sum(axis=1) < sales_share
    early[scarce] = kernel.settled[scarce]
    total = early.sum(axis=1)
    factor = np.divide(sales_share * percent / 100, total, out=np.zeros_like(total), where=total > 0)
    return replace(kernel, discount=early * np.minimum(factor, 1.0)[:, None])


def without_early(kernel: Kernel, days: int, sales_share: float) -> Kernel:
    """Who takes a discount today (`sales_share` of sales, paid by `days` from issue) pays on the due date without it."""
    if not sales_share or kernel.gap <= days:
        return kernel
    settled = kernel.settled.copy()
    early = settled[:, : days + 1].sum(axis=1)
    moved = np.minimum(early, sales_share)
    settled[:, : days + 1] *= np.divide(early - moved, early, out=np.ones_like(early), where=early > 0)[:, None]
    settled[:, kernel.gap] += moved
    return replace(kernel, settled=settled)


def with_stop_ship(kernel: Kernel, days: int, attrition: float) -> tuple[Kernel, Floats]:
    """No deliveries while something is more than `days` past due: what would be paid later is paid on that day, or its
    customer leaves (the share `attrition`); who never pays gets fewer deliveries, in proportion to the days until they end.

    The second value is what is left of sales, by draw.

    >>> late = Kernel(30, np.eye(1, 395, 100), np.zeros((1, 395)), np.zeros(1), np.zeros(1))
    >>> found, kept = with_stop_ship(late, 20, 0.1)
    >>> float(found.settled[0, 50]), kept.tolist()
    (1.0, [0.9])
    """
    settled, lost = kernel.settled.copy(), kernel.lost
    stop = kernel.gap + days
    later = settled[:, stop + 1 :].sum(axis=1)
    settled[:, stop + 1 :] = 0
    if stop < settled.shape[1]:
        settled[:, stop] += later * (1 - attrition)
    reached = min(1.0, (stop + 1) / (kernel.gap + DEFAULT_DAYS + 1))
    kept = 1 - attrition * later - lost * (1 - reached)
    scale = np.divide(1.0, kept, out=np.zeros_like(kept), where=kept > 0)
    settled *= scale[:, None]
    return replace(kernel, settled=settled, credited=kernel.credited * scale, lost=lost * reached * scale), kept


def with_payment_on_order(kernel: Kernel, share: float) -> Kernel:
    """The share of a sale that is paid on the day of issue, by the customer or by a factor who takes the risk over; the
    rest as before."""
    if not share:
        return kernel
    settled = kernel.settled * (1 - share)
    settled[:, 0] += share
    rest = {name: getattr(kernel, name) * (1 - share) for name in ("discount", "credited", "lost")}
    return replace(kernel, settled=settled, **rest)
