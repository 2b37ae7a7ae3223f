"""What is paid, when, and what never is: receipts and write-offs."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from data.generator import decline as truth
from data.generator.decline import Decline
from data.generator.documents import Credits, Disputes, Invoices
from data.generator.entries import chosen, joined
from data.generator.portraits import COMMERCIAL, Portraits
from data.generator.terms import PASS_THROUGH
from data.generator.window import Flags, Floats, Ints, Window, off_weekend, on_weekday

SHARE_IN_TWO_PARTS, SHARE_IN_TWO_PARTS_SLIDING = 0.07, 0.35
SHARE_STAYING_AWAY = 0.75  # of the payments of a bad customer once it stops paying
SHARE_LOST = 0.001  # of invoices of healthy customers that are never paid
SHARE_SHORT, SHARE_TWICE, SHARE_WITHOUT_REFERENCE = 0.007, 0.002, 0.015
SHARE_IN_ADVANCE = 0.03  # of customers with a recent payment on account
SHARE_WRITTEN_OFF = 0.8  # of what is never paid and old enough


@dataclass(frozen=True)
class Receipts:
    """grain: one entry per receipt or write-off and invoice it pays; amounts in cents, above zero.

    `number` counts the receipts from 0 in order of day: one receipt of a customer's payment run may pay several
    invoices. Where `named` is False the receipt states no invoice and `invoice` means nothing.
    """

    number: Ints
    customer: Ints
    day: Ints
    cents: Ints
    foreign: Flags
    write_off: Flags
    invoice: Ints
    named: Flags


@dataclass(frozen=True)
class _Plan:
    """What each invoice's payer means to do. grain: one entry per invoice.

    `stop` is the day from which payments stay away, `luck` (0 to 1) decides whether this one does.
    """

    first_day: Ints
    first_cents: Ints
    second_day: Ints
    second_cents: Ints
    stop: Ints
    luck: Floats


def draw_payments(
    rng: np.random.Generator,
    who: Portraits,
    decline: Decline,
    invoices: Invoices,
    disputes: Disputes,
    credits: Credits,
    window: Window,
) -> Receipts:
    """What is paid or written off of each invoice of one chunk of customers, up to the ledger's end: not numbered yet, and
    every payment knows what it is for, but for those in advance."""
    plan = _plan(rng, who, decline, invoices, disputes, credits, window)
    n, never = len(plan.luck), window.last + 1
    first, second = (_arrival(day, plan, never) for day in (plan.first_day, plan.second_day))
    short = _short(rng, who, invoices, plan)
    unpaid = np.where(first == never, plan.first_cents, 0) + np.where(second == never, plan.second_cents, 0)
    given_up = off_weekend(invoices.due + rng.integers(150, 270, n))
    given_up = np.where(rng.random(n) < SHARE_WRITTEN_OFF, np.maximum(given_up, plan.stop + 60), never)
    twice = np.where((rng.random(n) < SHARE_TWICE) & (first < never), first + 7, never)
    every = np.arange(n)
    rows = [
        _rows(invoices, every, first, plan.first_cents - short, write_off=False),
        _rows(invoices, every, second, plan.second_cents, write_off=False),
        _rows(invoices, every, twice, plan.first_cents, write_off=False),
        _rows(invoices, every, np.where(first < never, off_weekend(first + 45), never), short, write_off=True),
        _rows(invoices, every, given_up, unpaid, write_off=True),
        _in_advance(rng, who, decline, invoices, window),
    ]
    together = joined(rows)
    return chosen(together, (together.day <= window.last) & (together.cents > 0))


def _plan(
    rng: np.random.Generator,
    who: Portraits,
    decline: Decline,
    invoices: Invoices,
    disputes: Disputes,
    credits: Credits,
    window: Window,
) -> _Plan:
    """When each invoice would be paid and in how many parts, before payments stay away."""
    n, customer = len(invoices.cents), invoices.customer
    habit = who.delay_days[customer] + who.delay_spread[customer] * (rng.exponential(1.0, n) - 1)
    change = invoices.due - invoices.issue - who.terms_days[customer]
    late = habit + truth.extra_delay(who, decline, window)[customer, invoices.month] + (PASS_THROUGH - 1) * change
    ready = np.maximum(invoices.due + np.rint(late).astype(np.int64), invoices.issue + 1)
    net = invoices.cents.copy()
    ready[disputes.invoice] = np.maximum(ready[disputes.invoice], disputes.closed + 5)
    net[credits.invoice[credits.named]] -= credits.cents[credits.named]
    np.maximum.at(ready, credits.invoice[credits.named], credits.day[credits.named] + 1)
    sliding = decline.goes_bad[customer] & (invoices.month >= decline.onset[customer])
    two = rng.random(n) < np.where(sliding, SHARE_IN_TWO_PARTS_SLIDING, SHARE_IN_TWO_PARTS)
    part = np.rint(net * np.where(two, rng.uniform(0.3, 0.7, n), 1.0)).astype(np.int64)
    day = on_weekday(ready, who.payday[customer])
    lost = rng.random(n) < SHARE_LOST
    stops = np.where(decline.goes_bad, truth.stops_paying(decline, window), window.last + 1)[customer]
    luck = np.where(lost, 0.0, rng.random(n))
    second = on_weekday(day + rng.integers(14, 41, n), who.payday[customer])
    return _Plan(day, part, second, net - part, np.where(lost, invoices.issue, stops), luck)


def _arrival(day: Ints, plan: _Plan, never: int) -> Ints:
    """The day a payment really comes: as planned, months later, or never."""
    much_later = off_weekend(day + 45 + (120 * plan.luck).astype(np.int64))
    stuck = np.where(plan.luck < SHARE_STAYING_AWAY, never, much_later)
    return np.where(day >= plan.stop, stuck, day)


def _short(rng: np.random.Generator, who: Portraits, invoices: Invoices, plan: _Plan) -> Ints:
    """Bank charges that a firm takes off its payment, in cents; the rest is written off later."""
    may = (who.nature[invoices.customer] == COMMERCIAL) & (plan.second_cents == 0)
    charge = np.minimum(rng.integers(500, 3_000, len(may)), plan.first_cents // 50)
    return np.where(may & (rng.random(len(may)) < SHARE_SHORT), charge, 0)


def _rows(invoices: Invoices, invoice: Ints, day: Ints, cents: Ints, *, write_off: bool) -> Receipts:
    """Payments of these invoices, one each, not numbered yet."""
    n = len(invoice)
    return Receipts(
        number=np.zeros(n, dtype=np.int64),
        customer=invoices.customer[invoice],
        day=day,
        cents=cents,
        foreign=invoices.foreign[invoice],
        write_off=np.full(n, write_off),
        invoice=invoice,
        named=np.full(n, True),
    )


def _in_advance(
    rng: np.random.Generator, who: Portraits, decline: Decline, invoices: Invoices, window: Window
) -> Receipts:
    """Recent payments on account by a few healthy customers, as large as one of their invoices, naming none."""
    payer = np.flatnonzero((rng.random(len(who)) < SHARE_IN_ADVANCE) & (decline.reason == truth.NONE))
    last_invoice = np.zeros(len(who), dtype=np.int64)
    last_invoice[invoices.customer] = np.arange(len(invoices.cents))
    day = on_weekday(window.last - rng.integers(5, 60, len(payer)), who.payday[payer])
    billed = np.isin(payer, invoices.customer)
    invoice = last_invoice[payer[billed]]
    paid = _rows(invoices, invoice, day[billed], invoices.cents[invoice] // 10_000 * 10_000, write_off=False)
    return replace(paid, named=~paid.named)


def numbered(rng: np.random.Generator, rows: Receipts, customers: int) -> Receipts:
    """The receipts, in order of day and customer: payments of a customer on one day and in one currency become one receipt;
    some receipts lose their references.

    A receipt without reference is one row, with the whole sum.
    """
    key = ((rows.day * customers + rows.customer) * 2 + rows.foreign) * 2 + rows.write_off
    keys, number = np.unique(key, return_inverse=True)
    blank = (rng.random(len(keys)) < SHARE_WITHOUT_REFERENCE) & (keys % 2 == 0)
    blank[number[~rows.named]] = True
    total = np.zeros(len(keys), dtype=np.int64)
    np.add.at(total, number, rows.cents)
    unnamed = blank[number]
    group = np.where(unnamed, number, len(keys) + np.arange(len(number)))
    _, kept = np.unique(group, return_index=True)
    result = Receipts(
        number=number,
        customer=rows.customer,
        day=rows.day,
        cents=np.where(unnamed, total[number], rows.cents),
        foreign=rows.foreign,
        write_off=rows.write_off,
        invoice=rows.invoice,
        named=~unnamed,
    )
    result = chosen(result, kept)
    return chosen(result, np.lexsort((result.invoice, result.number)))
