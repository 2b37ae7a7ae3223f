"""What the open claims bring and when: chances by claim, promises and disputes laid over them, the loss taken off."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.metrics.forecast.history import Floats, Ints
from scoring.metrics.forecast.predict import ENOUGH, FAR_DAYS, NEAR_DAYS, Chances, Dates, Fitted, dates, put
from scoring.metrics.memory import keep_memory

THREADS_MAX = 4
CLOSE = 1e-4
"""How near the end of an interval may come to the last day looked at before days beyond are looked at too."""


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

    def kept(self, places: Ints) -> OpenClaims:
        """The claims at these places."""
        return OpenClaims(
            self.customer[places],
            self.due[places],
            self.disputed_days[places],
            self.promised_days[places],
            self.promised_share[places],
        )


@dataclass(frozen=True)
class Outlook:
    """`near`: chance of each claim to be paid on each of the next days; `later`: after them; `dates`: when, if it is."""

    near: Floats
    later: Floats
    dates: Dates

    def kept(self, loss_share: Floats) -> Floats:
        """What the chances of each claim are multiplied by where `loss_share` of it is expected to be lost: 1, or less
        where they add up to more than what is left."""
        total = self.near.sum(1) + self.later
        return np.asarray(np.minimum(1.0, (1 - loss_share) / np.maximum(total, 1e-12)))


def outlook(fitted: Fitted, claims: OpenClaims, days: int, kept_share: float) -> Outlook:
    """The next `days` days of open claims. A promise is kept on its day with the chance `kept_share`."""
    keep_memory()

    def part(block: tuple[Ints, Fitted]) -> tuple[Ints, Outlook]:
        places, some = block
        return places, _outlook(some, claims.kept(places), days, kept_share)

    found = _nothing(len(claims.customer), days)
    with ThreadPoolExecutor(max_workers=min(THREADS_MAX, os.cpu_count() or 1)) as threads:
        for places, mine in threads.map(part, fitted.blocks(claims.customer)):
            found.near[places], found.later[places] = mine.near, mine.later
            put(found.dates, places, mine.dates)
    return found


def _nothing(claims: int, days: int) -> Outlook:
    dates_ = Dates(*(np.full(claims, np.nan) for _ in range(3)))
    return Outlook(np.zeros((claims, days), np.float32), np.zeros(claims, np.float32), dates_)


def _outlook(fitted: Fitted, claims: OpenClaims, days: int, kept_share: float) -> Outlook:
    """The outlook of claims of a few customers."""
    found, tail = _nothing(len(claims.customer), days), fitted.model.tail
    beyond = [np.zeros(0, np.int64)]
    for places, some in fitted.parts(claims.customer, claims.due, max(days, NEAR_DAYS)):
        found.near[places, : some.paid.shape[1]] = some.paid[:, :days]
        found.later[places] = some.later + some.paid[:, days:].sum(1)
        told, soon = _dates(some, tail, exact=not fitted.factors)
        put(found.dates, places, told)
        beyond.append(places[~soon])
    far = np.concatenate(beyond)
    for places, some in fitted.parts(claims.customer[far], claims.due[far], FAR_DAYS):
        put(found.dates, far[places], dates(some.paid, tail))
    if claims.moved.any():
        _move(fitted, claims, found, kept_share)
    return found


def _dates(chances: Chances, tail: float, exact: bool) -> tuple[Dates, NDArray[np.bool_]]:
    """Dates of claims, and which of them are dated for good: those paid often enough within the days looked at. With
    `exact`, what is paid later is known as exactly as what is paid in them, and a date within them is final."""
    within = chances.paid.sum(1)
    if not exact:
        return dates(chances.paid, tail), within >= ENOUGH
    later = np.where(within < ENOUGH, chances.later, np.float32(0))
    total = within + later
    return dates(chances.paid, tail, total), within >= (1 - tail + CLOSE) * total


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


def _move(fitted: Fitted, claims: OpenClaims, whole: Outlook, kept_share: float) -> None:
    """Write what the claims that promises and disputes move bring, seen one by one, in place of what they else would."""
    mine, days = np.flatnonzero(claims.moved), whole.near.shape[1]
    found = fitted.chances(claims.customer[mine], claims.due[mine], FAR_DAYS)
    found = put_off(found, claims.disputed_days[mine])
    found = promised(found, claims.promised_days[mine], claims.promised_share[mine], kept_share)
    whole.near[mine], whole.later[mine] = found.paid[:, :days], found.later + found.paid[:, days:].sum(1)
    put(whole.dates, mine, dates(found.paid, fitted.model.tail))
