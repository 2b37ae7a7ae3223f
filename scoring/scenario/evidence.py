"""What a ledger itself says of an assumption: by how much payments moved where terms changed.

Difference in differences: the change in days from issue to payment of a customer whose terms changed, less the change that
customers with unchanged terms show over the same months, per day by which the terms changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.scenario.assumptions import BOUNDS, Assumption

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
WINDOW_MONTHS = 12
"""Months before and after a change that are compared."""
INVOICES_MIN = 3
"""On each side, for a customer to count."""
CUSTOMERS_MIN = 5
"""With changed terms, and with unchanged ones to compare with, for an estimate."""
DRAWS, SHARE, SEED = 500, 0.9, 7


@dataclass(frozen=True)
class History:
    """How long customers took to pay. grain: one entry per customer, month of issue and terms; `month` counts on from any
    one month, `days` is the sum over the `invoices` of days from issue to payment."""

    customer: Whole
    month: Whole
    terms_days: Whole
    invoices: Whole
    days: Floats


@dataclass(frozen=True)
class TermsMove:
    """A customer whose terms changed: by how many days, and by how many days more than the others' its payments moved."""

    customer: int
    terms: float
    payment: float
    invoices: int


@dataclass(frozen=True)
class PassThrough:
    """The share of a change of terms by which payments move, and between what it lies in 9 of 10 draws of the customers.

    Resting on `customers` with changed terms, their `invoices`, and `compared` with unchanged ones."""

    estimate: float
    low: float
    high: float
    customers: int
    invoices: int
    compared: int

    @property
    def assumption(self) -> Assumption:
        """The estimate as an assumption, kept within what is possible."""
        least, most = BOUNDS["pass_through"]
        low, base, high = (min(most, max(least, value)) for value in (self.low, self.estimate, self.high))
        told = {"customers": self.customers, "invoices": self.invoices, "compared": self.compared}
        return Assumption(low, base, high, "terms_changed", told)


def pass_through(history: History) -> PassThrough | None:
    """The pass-through that a ledger shows; None where too few customers' terms changed to say.

    The estimate is the least-squares slope of payment on terms through the origin; the interval a bootstrap of customers.
    """
    moves, compared = terms_moves(history)
    if len(moves) < CUSTOMERS_MIN or compared < CUSTOMERS_MIN:
        return None
    terms, payment = np.array([m.terms for m in moves]), np.array([m.payment for m in moves])
    picked = np.random.default_rng(SEED).integers(0, len(moves), (DRAWS, len(moves)))
    drawn = (terms[picked] * payment[picked]).sum(axis=1) / (terms[picked] ** 2).sum(axis=1)
    low, high = np.quantile(drawn, [(1 - SHARE) / 2, (1 + SHARE) / 2])
    slope = float((terms * payment).sum() / (terms**2).sum())
    return PassThrough(slope, float(low), float(high), len(moves), sum(m.invoices for m in moves), compared)


def terms_moves(history: History) -> tuple[list[TermsMove], int]:
    """Every customer whose terms changed once for all, against the median change of those whose terms never did; and how
    many of the latter there were to compare with (of the change with the fewest)."""
    many = int(history.customer.max(initial=-1)) + 1
    lowest = np.full(many, np.iinfo(np.int64).max)
    highest = np.full(many, -1)
    np.minimum.at(lowest, history.customer, history.terms_days)
    np.maximum.at(highest, history.customer, history.terms_days)
    steady = (lowest == highest)[history.customer]
    others: dict[int, Floats] = {}
    found, fewest = [], many
    for customer, month, terms, payment, invoices in _changes(history, ~steady):
        if month not in others:
            others[month] = _moved(_kept(history, steady), month)
        if len(others[month]):
            found.append(TermsMove(customer, terms, payment - float(np.median(others[month])), invoices))
            fewest = min(fewest, len(others[month]))
    return found, fewest if found else 0


def _changes(history: History, changed: NDArray[np.bool_]) -> Iterator[tuple[int, int, float, float, int]]:
    """Customer, month of the change, days by which terms and payment moved, invoices; of those with two terms, one after
    the other, and enough invoices on both sides."""
    mine = _kept(history, changed)
    order = np.argsort(mine.customer, kind="stable")
    customers, starts = np.unique(mine.customer[order], return_index=True)
    for customer, at in zip(customers.tolist(), np.split(order, starts)[1:], strict=True):
        rows = _kept(mine, at)
        terms, first = np.unique(rows.terms_days, return_inverse=True)
        if len(terms) != 2:
            continue
        later = int(rows.month[first == 1].min() > rows.month[first == 0].min())
        before, after = _kept(rows, first != later), _kept(rows, first == later)
        change = int(after.month.min())
        if before.month.max() > change:
            continue
        sides = [_kept(side, np.abs(side.month - change) <= WINDOW_MONTHS) for side in (before, after)]
        counts = [int(side.invoices.sum()) for side in sides]
        if min(counts) >= INVOICES_MIN:
            means = [float(side.days.sum()) / count for side, count in zip(sides, counts, strict=True)]
            yield customer, change, float(terms[later] - terms[1 - later]), means[1] - means[0], sum(counts)


def _moved(history: History, change: int) -> Floats:
    """By how many days the payments of each customer moved from the months before `change` to those after it."""
    many = int(history.customer.max(initial=-1)) + 1
    within = np.abs(history.month - change) <= WINDOW_MONTHS
    sums = []
    for side in (within & (history.month < change), within & (history.month >= change)):
        count = np.bincount(history.customer[side], history.invoices[side], many)
        days = np.bincount(history.customer[side], history.days[side], many)
        sums.append((count, np.divide(days, count, out=np.zeros(many), where=count > 0)))
    enough = (sums[0][0] >= INVOICES_MIN) & (sums[1][0] >= INVOICES_MIN)
    found: Floats = (sums[1][1] - sums[0][1])[enough]
    return found


def _kept(history: History, which: NDArray[np.bool_] | NDArray[np.intp]) -> History:
    return History(*(getattr(history, name)[which] for name in History.__dataclass_fields__))
