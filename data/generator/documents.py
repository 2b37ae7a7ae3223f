"""What is billed: invoices, the disputes about them and the credit notes that follow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.generator import decline as truth
from data.generator.decline import Decline
from data.generator.portraits import Portraits
from data.generator.window import Flags, Floats, Ints, Window, off_weekend

SWING_OF_INDUSTRY = np.array([0.30, 0.10, 0.20, 0.15, 0.35, 0.15, 0.05, 0.20])  # seasonality: height ...
PEAK_OF_INDUSTRY = np.array([6, 3, 10, 7, 11, 10, 1, 11])  # ... and calendar month (0 = January) of the peak
AMOUNT_SPREAD = 0.6  # of ln(amount)
SHARE_CREDITED, SHARE_GOODWILL, GOODWILL_DAYS = 0.018, 0.015, 240
SHARE_SETTLED_BY_CREDIT = 0.4  # of disputes that are closed
REASONS = 4  # of disputes, positions in the languages' lists


@dataclass(frozen=True)
class Invoices:
    """grain: one entry per invoice, in order of issue. `customer` is a position in the chunk; amounts in cents."""

    customer: Ints
    month: Ints
    issue: Ints
    due: Ints
    cents: Ints
    foreign: Flags


@dataclass(frozen=True)
class Disputes:
    """grain: one entry per dispute. `closed` may lie after the ledger's end: then it is still open."""

    invoice: Ints
    opened: Ints
    closed: Ints
    reason: Ints
    cents: Ints


@dataclass(frozen=True)
class Credits:
    """grain: one entry per credit note, at most one an invoice that is `named`; amounts in cents, above zero."""

    invoice: Ints
    day: Ints
    cents: Ints
    named: Flags


def monthly_weights(who: Portraits, decline: Decline, window: Window) -> Floats:
    """Relative number of invoices by customer and month: activity x season x life of the customer x its decline."""
    month = np.arange(window.months)[None, :]
    turn = 2 * np.pi * (window.calendar_month()[None, :] - PEAK_OF_INDUSTRY[who.industry][:, None]) / 12
    season = 1 + SWING_OF_INDUSTRY[who.industry][:, None] * np.cos(turn)
    alive = month >= who.first_month[:, None]
    growth = 1 + 0.004 * month
    usual: Floats = who.activity[:, None] * season * growth * alive
    return usual * truth.sales_factor(who, decline, window)


def draw_invoices(
    rng: np.random.Generator, who: Portraits, counts: Ints, weights: Floats, window: Window, scales: tuple[float, float]
) -> Invoices:
    """The invoices of one run of customers, `counts` of them by customer. `scales`: of home and of foreign amounts."""
    share = weights / np.maximum(weights.sum(axis=1, keepdims=True), 1e-12)
    by_month = rng.multinomial(counts, share)
    customer, month = np.divmod(np.repeat(np.arange(by_month.size), by_month.ravel()), window.months)
    issue = off_weekend(window.first_day_of(month) + rng.integers(0, 28, len(month)))
    order = np.lexsort((customer, issue))
    customer, month, issue = customer[order], month[order], issue[order]
    foreign = rng.random(len(order)) < who.foreign_share[customer]
    amount = np.exp(who.amount_log[customer] + rng.normal(0.0, AMOUNT_SPREAD, len(order)))
    renegotiated = month >= who.new_terms_month[customer]
    terms = np.where(renegotiated, who.new_terms_days[customer], who.terms_days[customer])
    cents = np.maximum(100, np.rint(amount * 100 * np.where(foreign, scales[1], scales[0]))).astype(np.int64)
    return Invoices(customer, month, issue, issue + terms, cents, foreign)


def draw_disputes(rng: np.random.Generator, invoices: Invoices, decline: Decline, window: Window) -> Disputes:
    """The disputes opened by the ledger's end, in order of the invoices."""
    share = truth.disputed_share(decline, window)[invoices.customer, invoices.month]
    found = np.flatnonzero(rng.random(len(share)) < share)
    terms = invoices.due[found] - invoices.issue[found]
    opened = off_weekend(invoices.issue[found] + 3 + (terms * rng.random(len(found))).astype(np.int64))
    closed = off_weekend(opened + rng.integers(14, 90, len(found)))
    part = np.where(rng.random(len(found)) < 0.5, 1.0, rng.uniform(0.2, 0.8, len(found)))
    cents = np.maximum(1, np.rint(invoices.cents[found] * part)).astype(np.int64)
    known = opened <= window.last
    reason = rng.integers(0, REASONS, len(found))
    return Disputes(found[known], opened[known], closed[known], reason[known], cents[known])


def draw_credits(rng: np.random.Generator, invoices: Invoices, disputes: Disputes, window: Window) -> Credits:
    """Credit notes by the ledger's end: returns and price corrections, settled disputes, and recent goodwill.

    Goodwill names no invoice and the customer has not used it yet, so it stands on account.
    """
    n = len(invoices.cents)
    chance = rng.random(n)
    chance[disputes.invoice] = 1.0
    usual = np.flatnonzero(chance < SHARE_CREDITED)
    settled = np.flatnonzero(rng.random(len(disputes.invoice)) < SHARE_SETTLED_BY_CREDIT)
    recent = invoices.issue > window.last - GOODWILL_DAYS
    goodwill = np.flatnonzero((rng.random(n) < SHARE_GOODWILL) & recent)
    part = rng.uniform(0.05, 0.30, n)
    invoice = np.concatenate([usual, disputes.invoice[settled], goodwill])
    cents = [invoices.cents[usual] * part[usual], disputes.cents[settled] * 0.8, invoices.cents[goodwill] * 0.05]
    after = off_weekend(invoices.issue + rng.integers(4, 26, n))
    day = np.concatenate([after[usual], disputes.closed[settled], after[goodwill]])
    named = np.arange(len(invoice)) < len(usual) + len(settled)
    known = day <= window.last
    whole = np.maximum(1, np.rint(np.concatenate(cents))).astype(np.int64)
    return Credits(invoice[known], day[known], whole[known], named[known])
