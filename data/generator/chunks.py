"""A ledger in the making: what is fixed for all of it, and its documents, one run of customers at a time."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from data.generator import actions, decline, documents, language, payments, portraits, terms
from data.generator.actions import Actions
from data.generator.decline import Decline
from data.generator.documents import Credits, Disputes, Invoices
from data.generator.entries import chosen
from data.generator.language import Language
from data.generator.payments import Receipts
from data.generator.portraits import Portraits
from data.generator.window import Floats, Ints, Window, stream

INVOICES_PER_CHUNK, INVOICES_PER_FILE = 250_000, 1_000_000


@dataclass(frozen=True)
class Plan:
    """What is known before the first document."""

    seed: int
    invoices: int
    window: Window
    words: Language
    who: Portraits
    fate: Decline


@dataclass(frozen=True)
class Chunk:
    """The documents of one run of customers.

    `start` is the position of its first customer; `before` and `receipts_before` are the numbers before those of its
    first invoice and its first receipt; `part` (from 1) is the file it goes into.
    """

    start: int
    before: int
    receipts_before: int
    part: int
    invoices: Invoices
    disputes: Disputes
    credits: Credits
    receipts: Receipts
    actions: Actions


def plan(invoices: int, seed: int, code: str, months: int, customers: int | None = None) -> Plan:
    """Portraits and fates for a ledger of that size; of as many customers as such a ledger has, where none are named."""
    window = Window(months)
    before = portraits.draw(seed, customers or portraits.customers_for(invoices), window)
    fate = decline.draw(seed, before, window)
    who = terms.changed(seed, before, fate, window)
    return Plan(seed, invoices, window, language.load(code), who, fate)


def chunks(ours: Plan) -> Iterator[Chunk]:
    """The whole ledger. Chances do not depend on the language, only amounts and words do."""
    size = math.ceil(len(ours.who) * INVOICES_PER_CHUNK / ours.invoices)
    starts = range(0, len(ours.who), size)
    share = np.concatenate([_weights(ours, start, start + size).sum(axis=1) for start in starts])
    counts = stream(ours.seed, "counts").multinomial(ours.invoices, share / share.sum())
    first = before = receipts_before = 10 ** len(str(2 * ours.invoices))
    for start in starts:
        part = 1 + (before - first) // INVOICES_PER_FILE
        chunk = _chunk(ours, start, start + size, counts[start : start + size])
        yield replace(chunk, before=before, receipts_before=receipts_before, part=part)
        before += len(chunk.invoices.cents)
        receipts_before += int(chunk.receipts.number.max(initial=-1)) + 1


def _weights(ours: Plan, start: int, stop: int) -> Floats:
    return documents.monthly_weights(ours.who.part(start, stop), ours.fate.part(start, stop), ours.window)


def _chunk(ours: Plan, start: int, stop: int, counts: Ints) -> Chunk:
    who, fate, window = ours.who.part(start, stop), ours.fate.part(start, stop), ours.window
    chance = {
        part: stream(ours.seed, part, start) for part in ("invoices", "disputes", "credits", "payments", "actions")
    }
    weights, scales = _weights(ours, start, stop), ours.words.scales
    invoices = documents.draw_invoices(chance["invoices"], who, counts, weights, window, scales)
    disputes = documents.draw_disputes(chance["disputes"], invoices, fate, window)
    credits = documents.draw_credits(chance["credits"], invoices, disputes, window)
    paid = payments.draw_payments(chance["payments"], who, fate, invoices, disputes, credits, window)
    receipts = payments.numbered(chance["payments"], paid, len(who))
    acts = actions.draw_actions(
        chance["actions"], who, fate, invoices, disputes, credits, _booked(paid, receipts, fate), window
    )
    return Chunk(start, 0, 0, 1, invoices, disputes, credits, receipts, acts)


def _booked(paid: Receipts, receipts: Receipts, fate: Decline) -> Receipts:
    """Payments as the books have them: a receipt that names nothing goes to the oldest claim, which for a customer that goes
    bad is seldom the one that was meant."""
    keys = [(r.day * len(fate.reason) + r.customer) * 2 + r.foreign for r in (paid, receipts)]
    astray = np.isin(keys[0], keys[1][~receipts.named]) & fate.goes_bad[paid.customer]
    return chosen(paid, ~astray | paid.write_off)
