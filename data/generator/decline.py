"""The planted truth: which customers go bad, from when, and what their data shows before they do.

A customer that goes bad has an *onset*. From the onset on it slides for `SLIDE_MONTHS`: payments come ever later, and one
more sign shows, named by its reason. Then it stops paying for most of what it owes, and soon after deliveries stop. Some
healthy customers show the same sign for a while and recover: the false alarms a scorecard must live with.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

import numpy as np

from data.generator import portraits as people
from data.generator.portraits import CONSTRUCTION, GOVERNMENT, INDIVIDUAL, MEDIUM, Portraits
from data.generator.window import Flags, Floats, Ints, Window, as_date, stream

REASONS = ("none", "falling_sales", "high_utilisation", "poor_statements", "industry_downturn", "disputes")
NONE, FALLING_SALES, HIGH_UTILISATION, POOR_STATEMENTS, INDUSTRY_DOWNTURN, DISPUTES = range(6)

SLIDE_MONTHS = 6
DELIVERIES_STOP_MONTHS = 8  # after the onset
SHARE_BAD, SHARE_FALSE_ALARM = 0.17, 0.12
LIKELIER_IN_CONSTRUCTION, LIKELIER_WHERE_SLOW, SLOW_DAYS = 2.5, 2.0, 9.0  # slow: pays so long after terms by habit
DELAY_AT_DEFAULT_DAYS, DELAY_OF_FALSE_ALARM_DAYS, DELAY_IN_DOWNTURN_DAYS = 70.0, 14.0, 8.0
DISPUTED_SHARE, DISPUTED_SHARE_AT_DEFAULT = 0.015, 0.35
DOWNTURN_MONTHS = 14


@dataclass(frozen=True)
class Decline:
    """grain: one entry per customer. `onset` counts months; it means nothing where the reason is NONE."""

    reason: Ints
    onset: Ints
    goes_bad: Flags

    def part(self, start: int, stop: int) -> Decline:
        """The customers from `start` (inclusive) to `stop` (exclusive)."""
        return Decline(**{f.name: getattr(self, f.name)[start:stop] for f in fields(self)})


@dataclass(frozen=True)
class Truth:
    """What was planted for one customer. `stops_paying` is the first day on which most payments stay away.

    `goes_bad` False = a false alarm: the sign of `reason` shows from the onset on, and passes.
    """

    customer_id: str
    reason: str
    onset: date
    stops_paying: date
    goes_bad: bool


def planted_truth(seed: int = 7, invoices: int = people.SAMPLE_INVOICES, months: int = 36) -> tuple[Truth, ...]:
    """What `generate` plants for the same arguments, in any language. grain: one entry per customer with a sign.

    >>> sum(t.goes_bad for t in planted_truth())
    68
    """
    window, customers = Window(months), people.customers_for(invoices)
    decline = draw(seed, people.draw(seed, customers, window), window)
    ids = customer_ids(customers)
    stops = stops_paying(decline, window)
    onset = window.first_day_of(decline.onset)
    return tuple(
        Truth(
            ids[i],
            REASONS[decline.reason[i]],
            as_date(int(onset[i])),
            as_date(int(stops[i])),
            bool(decline.goes_bad[i]),
        )
        for i in np.flatnonzero(decline.reason != NONE)
    )


def customer_ids(customers: int) -> list[str]:
    """Customer numbers in order.

    >>> customer_ids(2)
    ['C00001', 'C00002']
    """
    width = max(5, len(str(customers)))
    return [f"C{i + 1:0{width}}" for i in range(customers)]


def draw(seed: int, who: Portraits, window: Window) -> Decline:
    """Choose who goes bad and who only looks like it. Government bodies pay late but never go bad."""
    rng = stream(seed, "decline")
    weight = np.where(who.nature == GOVERNMENT, 0.0, np.where(who.nature == INDIVIDUAL, 0.6, 1.0))
    weight = weight * np.where(who.industry == CONSTRUCTION, LIKELIER_IN_CONSTRUCTION, 1.0)
    weight = weight * np.where(who.delay_days > SLOW_DAYS, LIKELIER_WHERE_SLOW, 1.0)
    weight = weight * np.sqrt(who.activity) * (who.first_month == 0)
    bad, alarm = round(SHARE_BAD * len(who)), round(SHARE_FALSE_ALARM * len(who))
    chosen = rng.choice(len(who), bad + alarm, replace=False, p=weight / weight.sum())
    goes_bad = np.zeros(len(who), dtype=np.bool_)
    goes_bad[chosen[:bad]] = True
    reason = np.zeros(len(who), dtype=np.int64)
    reason[chosen] = _reasons(rng, who.size[chosen], who.industry[chosen])
    onset = rng.integers(min(6, window.months // 4), max(2, window.months - 1), len(who))
    begin = downturn_begins(window)
    onset = np.where(reason == INDUSTRY_DOWNTURN, begin + onset % (DOWNTURN_MONTHS - SLIDE_MONTHS), onset)
    return Decline(reason, onset, goes_bad)


def _reasons(rng: np.random.Generator, size: Ints, industry: Ints) -> Ints:
    """Reasons in turn, where the data can show them: only larger firms publish statements, one industry turns down."""
    n = len(size)
    reason = np.array([FALLING_SALES, HIGH_UTILISATION, DISPUTES, POOR_STATEMENTS])[np.arange(n) % 4]
    reason = np.where((size >= MEDIUM) & (rng.random(n) < 0.3), POOR_STATEMENTS, reason)
    reason = np.where((size < MEDIUM) & (reason == POOR_STATEMENTS), HIGH_UTILISATION, reason)
    return np.where((industry == CONSTRUCTION) & (rng.random(n) < 0.55), INDUSTRY_DOWNTURN, reason)


def downturn_begins(window: Window) -> int:
    """The month in which the construction industry turns down."""
    return int(0.45 * window.months)


def downturn(who: Portraits, window: Window) -> Floats:
    """Depth of the downturn, 0 to 1, by customer and month: rises and falls within `DOWNTURN_MONTHS`."""
    middle = downturn_begins(window) + DOWNTURN_MONTHS / 2
    depth = np.clip(1.4 - np.abs(np.arange(window.months) - middle) / (DOWNTURN_MONTHS / 2), 0.0, 1.0)
    return np.outer(who.industry == CONSTRUCTION, depth)


def progress(decline: Decline, window: Window) -> Floats:
    """How far the sign shows, 0 to 1, by customer and month: a slide that stays, or a false alarm that passes."""
    since = np.arange(window.months)[None, :] - decline.onset[:, None]
    slide = np.clip((since + 1) / SLIDE_MONTHS, 0.0, 1.0)
    spell = np.clip(1.25 - np.abs(since - SLIDE_MONTHS / 2) / 4, 0.0, 1.0)
    far: Floats = np.where(decline.goes_bad[:, None], slide, spell) * (decline.reason != NONE)[:, None]
    return far


def sales_factor(who: Portraits, decline: Decline, window: Window) -> Floats:
    """What becomes of a customer's orders, by customer and month: 1 = as usual, 0 = deliveries have stopped."""
    far = progress(decline, window)
    reason = decline.reason[:, None]
    factor = np.where(reason == FALLING_SALES, 1 - 0.65 * far, np.where(reason == HIGH_UTILISATION, 1 + 1.0 * far, 1.0))
    stopped = np.arange(window.months)[None, :] >= (decline.onset + DELIVERIES_STOP_MONTHS)[:, None]
    return factor * (1 - 0.35 * downturn(who, window)) * ~(stopped & decline.goes_bad[:, None])


def extra_delay(who: Portraits, decline: Decline, window: Window) -> Floats:
    """Days beyond the customer's habit, by customer and month of issue."""
    far = progress(decline, window)
    bad = DELAY_AT_DEFAULT_DAYS * far**1.2
    own: Floats = np.where(decline.goes_bad[:, None], bad, DELAY_OF_FALSE_ALARM_DAYS * far)
    return own + DELAY_IN_DOWNTURN_DAYS * downturn(who, window)


def disputed_share(decline: Decline, window: Window) -> Floats:
    """Share of a month's invoices that the customer disputes, by customer and month of issue."""
    far: Floats = progress(decline, window) * (decline.reason == DISPUTES)[:, None]
    return DISPUTED_SHARE + (DISPUTED_SHARE_AT_DEFAULT - DISPUTED_SHARE) * far


def stops_paying(decline: Decline, window: Window) -> Ints:
    """First day on which most payments of a customer that goes bad stay away, by customer."""
    return window.first_day_of(decline.onset + SLIDE_MONTHS)
