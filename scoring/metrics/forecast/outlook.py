"""What the open claims bring and when: chances by claim, promises and disputes laid over them, the loss taken off."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from scoring.metrics.forecast.history import Floats, Ints
from scoring.metrics.forecast.predict import FAR_DAYS, NEAR_DAYS, Chances, Dates, Fitted, dates, far_chances


@dataclass(frozen=True)
class OpenClaims:
    """Claims open on a day, one an entry: customer, due date (days since 1970-01-01), days until a dispute is likely to be
    settled (0 = none), days until it is promised to be paid (NaN = no promise) and the share of the claim promised."""

    customer: Ints
    due: Ints
    disputed_days: Ints
    promised_days: Floats
    promised_share: Floats

    @property
    def moved(self) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Which of them a promise or a dispute moves."""
        return (self.disputed_days > 0) | ~np.isnan(self.promised_days)


@dataclass(frozen=True)
class Outlook:
    """`near`: chance of each claim to be paid on each of the next days; `later`: after them; `dates`: when, if it is."""

    near: Floats
    later: Floats
    dates: Dates

    def without_loss(self, loss_share: Floats) -> Outlook:
        """The same where `loss_share` of each claim is expected to be lost: chances that add up to more than what is left
        are lowered. What then is missing to 1 - loss is paid on a date nobody knows (`undated`)."""
        total = self.near.sum(1) + self.later
        kept = np.minimum(1.0, (1 - loss_share) / np.maximum(total, 1e-12))
        return replace(self, near=self.near * kept[:, None], later=self.later * kept)

    def undated(self, loss_share: Floats) -> Floats:
        """Share of each claim that is neither expected on a known date nor lost."""
        return np.asarray(np.maximum(1 - loss_share - self.near.sum(1) - self.later, 0.0))


def outlook(fitted: Fitted, claims: OpenClaims, days: int, kept_share: float) -> Outlook:
    """The next `days` days of open claims. A promise is kept on its day with the chance `kept_share`."""
    kinds, of = np.unique(np.stack([claims.customer, claims.due]), axis=1, return_inverse=True)
    customer, due = kinds
    found = fitted.chances(customer, due, max(days, NEAR_DAYS))
    when = dates(found.paid, fitted.model.tail)
    far, chances = far_chances(fitted, customer, due, found.paid)
    when = _where(far, dates(chances, fitted.model.tail), when)
    whole = Outlook(
        found.paid[:, :days][of], (found.later + found.paid[:, days:].sum(1))[of],
        Dates(when.expected[of], when.earliest[of], when.latest[of]),
    )  # fmt: skip
    return _moved(fitted, claims, whole, days, kept_share) if claims.moved.any() else whole


def put_off(chances: Chances, days: Ints) -> Chances:
    """The same payments, `days` later (one number a claim); what leaves the days looked at is paid later.

    >>> put_off(Chances(np.array([[0.5, 0.25]]), np.array([0.25])), np.array([1])).paid.tolist()
    [[0.0, 0.5]]
    """
    span = chances.paid.shape[1]
    source = np.arange(span) - days[:, None]
    moved = np.where(source >= 0, np.take_along_axis(chances.paid, np.maximum(source, 0), axis=1), 0.0)
    return Chances(moved, chances.later + chances.paid.sum(1) - moved.sum(1))


def promised(chances: Chances, days: Floats, share: Floats, kept_share: float) -> Chances:
    """The promised `share` of each claim is paid on the promised day with the chance `kept_share`, else as claims are that
    are still open then; NaN days = no promise. What is paid in all stays the same.

    >>> promised(Chances(np.array([[0.5, 0.0, 0.5]]), np.zeros(1)), np.array([2.0]), np.ones(1), 0.75).paid.tolist()
    [[0.0, 0.75, 0.25]]
    """
    told = ~np.isnan(days) & (days <= chances.paid.shape[1])
    part = np.where(told, share, 0.0)
    day = np.where(told, days, 1.0).astype(np.int64)
    ahead = np.arange(1, chances.paid.shape[1] + 1)
    total = chances.paid.sum(1) + chances.later
    after = np.where(ahead > day[:, None], chances.paid, 0.0)
    left = after.sum(1) + chances.later
    broken = total * (1 - kept_share) / np.where(left > 1e-12, left, 1.0)
    kept = np.where(ahead == day[:, None], (total * np.where(left > 1e-12, kept_share, 1.0))[:, None], 0.0)
    paid = (1 - part)[:, None] * chances.paid + part[:, None] * (kept + after * broken[:, None])
    return Chances(paid, (1 - part) * chances.later + part * chances.later * broken)


def _moved(fitted: Fitted, claims: OpenClaims, whole: Outlook, days: int, kept_share: float) -> Outlook:
    """The outlook with the claims that promises and disputes move seen one by one."""
    mine = claims.moved
    found = fitted.chances(claims.customer[mine], claims.due[mine], FAR_DAYS)
    found = put_off(found, claims.disputed_days[mine])
    found = promised(found, claims.promised_days[mine], claims.promised_share[mine], kept_share)
    near, later = whole.near.copy(), whole.later.copy()
    near[mine], later[mine] = found.paid[:, :days], found.later + found.paid[:, days:].sum(1)
    return Outlook(near, later, _where(mine, dates(found.paid, fitted.model.tail), whole.dates))


def _where(mask: np.ndarray[tuple[int], np.dtype[np.bool_]], some: Dates, others: Dates) -> Dates:
    """`others` with the entries of `mask` taken from `some`, which has only those."""
    parts = []
    for name in ("expected", "earliest", "latest"):
        part = getattr(others, name).copy()
        part[mask] = getattr(some, name)
        parts.append(part)
    return Dates(*parts)
