"""What no ledger has: protections of claims, promises to pay, courts, outlooks of industries, agencies' ratings.

They follow the planted truth loosely, as in life: some customers that go bad are sued before, some are not; some that are
sued pay all the same.
"""

from __future__ import annotations

import numpy as np

from data.generator import customers
from data.generator.chunks import Plan
from data.generator.decline import DOWNTURN_MONTHS, SLIDE_MONTHS, customer_ids, downturn_begins, stops_paying
from data.generator.files import Columns, days, money, texts
from data.generator.portraits import COMMERCIAL, CONSTRUCTION, GOVERNMENT, INDIVIDUAL
from data.generator.window import Flags, Floats, Ints, Window, stream

DEPOSIT, GUARANTEE, RETENTION, INSURANCE = range(4)
LAWSUIT, ENFORCEMENT, INSOLVENCY = range(3)
SHARE_PROTECTED, COVER_SHARE = 0.15, 0.9
SHARE_SUED, SHARE_SUED_UNHARMED, SHARE_ENFORCED, SHARE_INSOLVENT = 0.45, 0.03, 0.5, 0.15
SHARE_PROMISING, PROMISE_DAYS = 0.6, 14
INDEX_DROP = 18.0
"""Points that the index of the industry in downturn loses at its depth."""


def of_protections(ours: Plan) -> Columns:
    """grain: one row per protection; insurance runs for two years and covers a share, the others have an amount."""
    rng, who = stream(ours.seed, "protections"), ours.who
    limit, limited = customers.limits(ours)
    chosen = np.flatnonzero((rng.random(len(who)) < SHARE_PROTECTED) & limited & (who.nature != GOVERNMENT))
    kind = np.where(who.nature[chosen] == INDIVIDUAL, DEPOSIT, rng.integers(0, 4, len(chosen)))
    start = ours.window.first + rng.integers(0, ours.window.last - ours.window.first - 90, len(chosen))
    share = np.where(kind == DEPOSIT, 0.15, np.where(kind == INSURANCE, 1.0, rng.uniform(0.3, 0.8, len(chosen))))
    amount = np.maximum(_round(limit[chosen] * share), 100)
    insured = kind == INSURANCE
    return {
        "customer_id": texts(customer_ids(len(who)), chosen),
        "protection": texts(ours.words.values["protection"], kind),
        "amount": money((amount * 100).astype(np.int64)),
        "currency": texts([ours.words.home], 0 * chosen),
        "cover_share": texts([f"{COVER_SHARE:.0%}"], 0 * chosen, insured),
        "valid_from": days(start),
        "valid_to": days(start + 730, insured),
        "provider": texts(ours.words.values["provider"], kind, kind != DEPOSIT),
    }


def of_promises(ours: Plan) -> Columns:
    """grain: one row per promise: made around the day on which payments stop, or would have, of the whole debt."""
    rng, who, fate = stream(ours.seed, "promises"), ours.who, ours.fate
    stops = stops_paying(fate, ours.window)
    chosen = np.flatnonzero((fate.reason != 0) & (rng.random(len(who)) < SHARE_PROMISING))
    customer = np.repeat(chosen, np.where(fate.goes_bad[chosen], 2, 1))
    made = stops[customer] + rng.integers(10, 90, len(customer))
    amount = _round(np.exp(who.amount_log[customer]) * ours.words.scales[0] * rng.uniform(0.5, 1.5, len(customer)))
    known = made <= ours.window.last
    order = np.lexsort((customer[known], made[known]))
    customer, made, amount = customer[known][order], made[known][order], amount[known][order]
    return {
        "customer_id": texts(customer_ids(len(who)), customer),
        "promised_date": days(made + PROMISE_DAYS),
        "promised_amount": money((amount * 100).astype(np.int64)),
        "currency": texts([ours.words.home], 0 * customer),
        "made_on": days(made),
    }


def of_events(ours: Plan) -> Columns:
    """grain: one row per event: lawsuits around the time payments stop, enforcement and insolvency after some of them;
    and lawsuits that came to nothing, closed within a year."""
    rng, who, fate = stream(ours.seed, "events"), ours.who, ours.fate
    stops, n = stops_paying(fate, ours.window), len(who)
    firm = who.nature == COMMERCIAL
    sued = fate.goes_bad & firm & (rng.random(n) < SHARE_SUED)
    unharmed = ~fate.goes_bad & firm & (rng.random(n) < SHARE_SUED_UNHARMED)
    anywhere = rng.integers(ours.window.first, ours.window.last - 120, n)
    first = np.where(sued, stops + rng.integers(-90, 60, n), anywhere)
    enforced = sued & (rng.random(n) < SHARE_ENFORCED)
    insolvent = enforced & (rng.random(n) < SHARE_INSOLVENT / SHARE_ENFORCED)
    parts = [
        (sued | unharmed, LAWSUIT, first),
        (enforced, ENFORCEMENT, first + rng.integers(60, 150, n)),
        (insolvent, INSOLVENCY, first + rng.integers(160, 300, n)),
    ]
    customer = np.concatenate([np.flatnonzero(which) for which, _, _ in parts])
    kind = np.concatenate([np.full(int(which.sum()), kind) for which, kind, _ in parts])
    day = np.concatenate([when[which] for which, _, when in parts])
    closed = day + rng.integers(60, 300, len(day))
    amount = _round(np.exp(who.amount_log[customer]) * ours.words.scales[0] * rng.uniform(1, 8, len(customer)))
    return _events(ours, customer, kind, day, amount, closed, unharmed[customer])


def _events(
    ours: Plan, customer: Ints, kind: Ints, day: Ints, amount: Floats, closed: Ints, unharmed: Flags
) -> Columns:
    """Those within the window, in order of day."""
    order = np.lexsort((customer, day))
    order = order[(day[order] <= ours.window.last) & (day[order] >= ours.window.first)]
    customer, kind, day, amount, closed = customer[order], kind[order], day[order], amount[order], closed[order]
    return {
        "customer_id": texts(customer_ids(len(ours.who)), customer),
        "event": texts(ours.words.values["event"], kind),
        "event_date": days(day),
        "amount": money((amount * 100).astype(np.int64)),
        "currency": texts([ours.words.home], 0 * customer),
        "source": texts(ours.words.values["event_source"], kind),
        "closed_date": days(closed, unharmed[order] & (closed <= ours.window.last)),
    }


def of_outlooks(ours: Plan) -> Columns:
    """grain: one row per industry and month: a business survey's index and outlook, published at the month's end."""
    window, industries = ours.window, len(ours.words.values["industry"])
    rng = stream(ours.seed, "outlooks")
    wander = np.clip(np.cumsum(rng.normal(0.0, 0.5, (industries, window.months)), axis=1), -3, 3)
    index = 52.0 + wander
    index[CONSTRUCTION] -= INDEX_DROP * _depth(window)
    industry, month = np.indices((industries, window.months)).reshape(2, -1)
    order = np.lexsort((industry, month))
    industry, month = industry[order], month[order]
    values = np.rint(index[industry, month] * 10) / 10
    return {
        "industry": texts(ours.words.values["industry"], industry),
        "outlook_date": days(window.first_day_of(month + 1) - 1),
        "outlook_index": texts([f"{v:.1f}" for v in values], np.arange(len(values))),
        "outlook": texts(ours.words.values["outlook"], np.where(values >= 53, 0, np.where(values >= 47, 1, 2))),
        "source": texts(ours.words.values["outlook_source"], 0 * industry),
    }


def _depth(window: Window) -> Floats:
    """Depth of the downturn, 0 to 1, by month; the survey feels it two months before the ledger does."""
    middle = downturn_begins(window) - 2 + DOWNTURN_MONTHS / 2
    depth: Floats = np.clip(1.4 - np.abs(np.arange(window.months) - middle) / (DOWNTURN_MONTHS / 2), 0.0, 1.0)
    return depth


def of_ratings(ours: Plan) -> Columns:
    """grain: one row per rated firm and year: as in the customer list in the end, better before for some that go bad."""
    rng, who, fate = stream(ours.seed, "ratings over time"), ours.who, ours.fate
    level, rated = customers.ratings(ours.seed, who, fate)
    firms = np.flatnonzero(rated)
    years = np.arange(ours.window.months // 12 + 1)
    customer, year = np.repeat(firms, len(years)), np.tile(years, len(firms))
    offset = np.repeat(rng.integers(0, 330, len(firms)), len(years))
    day = ours.window.first - 180 + 365 * year + offset
    stops = stops_paying(fate, ours.window)
    fell = fate.goes_bad & (rng.random(len(who)) < 0.6)
    before = fell[customer] & (day < stops[customer] - 30 * SLIDE_MONTHS // 2)
    then = np.clip(level[customer] - 2 * before, 0, customers.RATINGS - 1)
    known = day <= ours.window.last
    customer, day, then = customer[known], day[known], then[known]
    return {
        "customer_id": texts(customer_ids(len(who)), customer),
        "agency": texts(ours.words.values["agency"], customer % len(ours.words.values["agency"])),
        "rating": texts(ours.words.values["rating"], then),
        "rating_date": days(day),
    }


def _round(values: Floats) -> Floats:
    """Two significant digits.

    >>> _round(np.array([1234.0, 88.0])).tolist()
    [1200.0, 88.0]
    """
    digits = 10.0 ** (np.floor(np.log10(np.maximum(values, 1.0))) - 1)
    rounded: Floats = np.rint(values / digits) * digits
    return rounded
