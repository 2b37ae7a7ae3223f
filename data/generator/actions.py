"""Calls, visits, e-mails and letters that the made-up company made, with a planted effect.

Documents and payments are there already; what is chosen is which overdue documents were acted on. Among documents alike on
the day of a step (same class of customer, same step), one that is paid t days later is taken with the chance that it would
have if all taken had the hazard of payment `HAZARD_RATIO` times that of the others for `EFFECT_DAYS` days. So the record
looks as if the action had worked, though no receipt was moved, and whoever compares like with like finds the ratio again.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.generator import decline as truth
from data.generator.decline import Decline
from data.generator.documents import Credits, Disputes, Invoices
from data.generator.entries import chosen, joined
from data.generator.handling import STEPS, VISIT, WINDOWS, rating_of, steps_of
from data.generator.payments import Receipts
from data.generator.portraits import Portraits
from data.generator.window import Flags, Floats, Ints, Window, off_weekend

HAZARD_RATIO = (1.2, 1.8, 1.3, 2.0)  # of payment after e-mail, phone, letter, visit
EFFECT_DAYS = 30
SHARE_ACTED_ON = (0.32, 0.5, 0.6, 0.6)  # of the documents open on the day of their step, by spell
SOUND, SLIDING, STOPPED = range(3)
LAST_SPELL = len(WINDOWS) - 1
FIRST_MONTH = 4  # in which the company begins to keep a record
PAID_ENOUGH = 0.98


@dataclass(frozen=True)
class Actions:
    """grain: one entry per action on a document, in order of day. `step` is a position in `STEPS`; `paid` the day on which
    the document is paid, after the ledger's end where it is not; `cents` = what is open on the day of the action."""

    invoice: Ints
    day: Ints
    step: Ints
    paid: Ints
    cents: Ints


def draw_actions(
    rng: np.random.Generator,
    who: Portraits,
    decline: Decline,
    invoices: Invoices,
    disputes: Disputes,
    credits: Credits,
    payments: Receipts,
    window: Window,
) -> Actions:
    """What was done about the overdue documents of one chunk of customers, up to the ledger's end. `payments` are those that
    still know what they are for."""
    n = len(invoices.cents)
    paid = paid_on(invoices, credits, payments, window)
    last_action = np.full(n, -EFFECT_DAYS - 1)
    found = []
    for spell, share in enumerate(SHARE_ACTED_ON):
        stage = _stage(decline, invoices, window, WINDOWS[spell][0])
        rating = rating_of(who, invoices.customer, (stage == STOPPED) & (spell == LAST_SPELL))
        step = _steps(rng, who, invoices, rating, spell)
        day = off_weekend(invoices.due + np.array([s.day for s in STEPS])[step])
        may = (step >= 0) & (paid > day) & (day <= window.last) & (day > last_action + EFFECT_DAYS)
        may &= (day >= window.first_day_of(FIRST_MONTH)) & ~_disputed(disputes, day, n)
        open_ = np.flatnonzero(may)
        groups = step[open_] * (STOPPED + 1) + stage[open_]
        taken = open_[_taken(rng, groups, step[open_], paid[open_] - day[open_], window.last - day[open_], share)]
        last_action[taken] = day[taken]
        left = _open_cents(invoices, credits, payments, taken, day[taken])
        found.append(Actions(taken, day[taken], step[taken], paid[taken], left))
    together = joined(found)
    return chosen(together, np.lexsort((together.invoice, together.day)))


def paid_on(invoices: Invoices, credits: Credits, payments: Receipts, window: Window) -> Ints:
    """The day on which money received reaches what is left of each invoice after its credit notes; later than the ledger's
    end where it never does."""
    net = invoices.cents.astype(np.float64)
    np.subtract.at(net, credits.invoice[credits.named], credits.cents[credits.named])
    money = chosen(payments, payments.named & ~payments.write_off)
    money = chosen(money, np.lexsort((money.day, money.invoice)))
    running = np.cumsum(money.cents)
    before = np.concatenate([[0], running])[np.searchsorted(money.invoice, money.invoice)]
    enough = running - before >= PAID_ENOUGH * net[money.invoice]
    found: Ints = np.full(len(net), window.last + 10_000)
    np.minimum.at(found, money.invoice[enough], money.day[enough])
    return found


def _open_cents(invoices: Invoices, credits: Credits, payments: Receipts, invoice: Ints, day: Ints) -> Ints:
    """What is open of these invoices at the end of their day, in cents."""
    end = np.full(len(invoices.cents), -1)
    end[invoice] = day
    taken = np.zeros(len(end), dtype=np.int64)
    for source in (chosen(payments, payments.named), chosen(credits, credits.named)):
        before = source.day <= end[source.invoice]
        np.add.at(taken, source.invoice[before], source.cents[before])
    left: Ints = np.maximum(invoices.cents[invoice] - taken[invoice], 0)
    return left


def _stage(decline: Decline, invoices: Invoices, window: Window, days: int) -> Ints:
    """sound as ever, issued in the slide, or payments have stopped by the day on which it is so many days late."""
    bad = decline.goes_bad[invoices.customer]
    sliding = bad & (invoices.month >= decline.onset[invoices.customer])
    stopped = bad & (invoices.due + days >= truth.stops_paying(decline, window)[invoices.customer])
    return np.where(stopped, STOPPED, np.where(sliding, SLIDING, SOUND))


def _steps(rng: np.random.Generator, who: Portraits, invoices: Invoices, rating: Ints, spell: int) -> Ints:
    """The step that each document is up for in a spell, whatever becomes of it; -1 = none."""
    luck, found = rng.random(len(rating)), np.full(len(rating), -1)
    kinds = np.stack([who.nature[invoices.customer], rating, who.size[invoices.customer]], axis=1)
    for kind in np.unique(kinds, axis=0):
        choices = steps_of(int(kind[0]), int(kind[1]), int(kind[2]), spell)
        choices += [step for step in choices if STEPS[step].channel == VISIT]  # rare enough
        if choices:
            alike = (kinds == kind).all(axis=1)
            found[alike] = np.array(choices)[(luck[alike] * len(choices)).astype(np.int64)]
    return found


def _disputed(disputes: Disputes, day: Ints, n: int) -> Flags:
    """Documents that are in dispute on their day."""
    found = np.zeros(n, dtype=np.bool_)
    found[disputes.invoice] = (disputes.opened <= day[disputes.invoice]) & (disputes.closed > day[disputes.invoice])
    return found


def _taken(rng: np.random.Generator, groups: Ints, step: Ints, until: Ints, known: Ints, share: float) -> Flags:
    """Which documents are acted on; `until` = days from the step to payment, `known` = to the ledger's end.

    Taken at even distances along the sum of the chances, documents alike in order of payment, so that luck moves the record
    of a small ledger but little.
    """
    chance = np.zeros(len(groups))
    for group in np.unique(groups):
        alike = np.flatnonzero(groups == group)
        ratio = HAZARD_RATIO[STEPS[int(step[alike[0]])].channel]
        chance[alike] = chance_given(until[alike], np.minimum(known[alike], EFFECT_DAYS), share, ratio)
    channel = np.array([s.channel for s in STEPS])[step]
    order = np.lexsort((rng.random(len(groups)), until, groups, channel))
    sums = np.floor(np.cumsum(chance[order]) + rng.random())
    taken = np.zeros(len(groups), dtype=np.bool_)
    taken[order] = np.diff(sums, prepend=0.0) > 0
    return taken


def chance_given(until: Ints, known: Ints, share: float, ratio: float) -> Floats:
    """P(acted on | days until payment) for documents alike, of which `share` are acted on and then have `ratio` times the
    hazard of the others, so that all of them together have the hazard that they have.

    Payments after `known` days say nothing: those get the chance of whoever was unpaid till then.

    >>> chance_given(np.array([1, 9, 9, 9]), np.array([2, 2, 2, 2]), 0.5, 1.0).tolist()
    [0.5, 0.5, 0.5, 0.5]
    """
    seen = np.minimum(until, known)
    at_event, after = np.empty(EFFECT_DAYS + 1), np.empty(EFFECT_DAYS + 1)
    at_event[0] = after[0] = share
    for day in range(1, EFFECT_DAYS + 1):
        at_risk, events = int((seen >= day).sum()), int(((seen == day) & (until <= known)).sum())
        own = after[day - 1]
        usual = _usual_hazard(events / at_risk if at_risk else 0.0, own, ratio)
        acted = 1 - (1 - usual) ** ratio
        whole = own * acted + (1 - own) * usual
        at_event[day] = own * acted / whole if whole else own
        left = own * (1 - acted) + (1 - own) * (1 - usual)
        after[day] = own * (1 - acted) / left if left else own
    place = np.clip(seen, 0, EFFECT_DAYS)
    chance: Floats = np.where(until <= known, at_event[place], after[place])
    return chance


def _usual_hazard(together: float, share: float, ratio: float) -> float:
    """The hazard of those not acted on, where all together have `together`: halving until it fits."""
    low, high = 0.0, 1.0
    for _ in range(50):
        middle = (low + high) / 2
        if share * (1 - (1 - middle) ** ratio) + (1 - share) * middle < together:
            low = middle
        else:
            high = middle
    return high if together else 0.0
