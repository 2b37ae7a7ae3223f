"""First-in-first-out: which invoices a customer's receipts without reference have paid.

A receipt takes the oldest open invoice of its customer and currency; what finds none waits on account for the next one. An
allocation depends only on what had happened by its day: tomorrow's receipt never moves yesterday's book. All accounts (a
customer in one currency) are worked through at once, as columns, since a ledger may have a million receipts that name no
invoice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scoring.ledger.cells.columns import Mask
from scoring.ledger.fifo_desk import Desk

Numbers = npt.NDArray[np.int64]
MANY_DAYS = 1 << 32
MOST_CENTS = 2.0**62


@dataclass(frozen=True)
class Moves:
    """What moves accounts, one row each: the account's number, the day as days since 1970, the document or receipt it is
    about, and exact cents (> 0 for claims and receipts; what is taken by name may be given back)."""

    account: Numbers
    day: Numbers
    key: Numbers
    cents: Numbers

    def where(self, chosen: Mask | Numbers) -> Moves:
        """The chosen rows, in the order of `chosen` where it holds positions."""
        return Moves(self.account[chosen], self.day[chosen], self.key[chosen], self.cents[chosen])


@dataclass(frozen=True)
class Allocations:
    """One row per receipt and invoice it pays on a day; cents below 0 where a receipt's money is given back."""

    source_key: Numbers
    document_key: Numbers
    cents: Numbers
    day: Numbers


TakenOf = Callable[[Mask], Moves]
"""What is taken by name of the chosen claims."""


def first_in_first_out(claims: Moves, gone: Numbers, receipts: Moves, taken_of: TakenOf) -> Allocations:
    """Allocations of the receipts, in no particular order.

    `gone` is the day on which what names a claim had taken all of it, -1 where it never does. On one day claims come first,
    then what names them, then receipts; among equals the lower key. Money that was on a claim which is taken by name later
    is released on that day (a negative allocation) and goes on to the next open claim.

    >>> claims = Moves(*np.array([[1, 1], [5, 5], [10, 11], [100, 50]]))
    >>> receipts, nothing = Moves(*np.array([[1], [36], [9], [120]])), Moves(*np.zeros((4, 0), np.int64))
    >>> found = first_in_first_out(claims, np.array([-1, -1]), receipts, lambda chosen: nothing)
    >>> found.document_key.tolist(), found.cents.tolist()
    ([10, 11], [100, 20])
    """
    met = _met(claims, gone, receipts)
    found, unsure = _allocated(claims.where(met), taken_of(met), receipts)
    again = np.isin(claims.account, unsure) & np.isin(claims.account, claims.account[~met])
    if not again.any():
        return found
    theirs = np.isin(receipts.account, claims.account[again])
    kept = ~np.isin(found.source_key, receipts.key[theirs])
    anew, _ = _allocated(claims.where(again), taken_of(again), receipts.where(theirs))
    return _joined([Allocations(*(column[kept] for column in vars(found).values())), anew])


def _met(claims: Moves, gone: Numbers, receipts: Moves) -> Mask:
    """Claims that some receipt of their account finds open on its day. The others are met only by money that waits or is
    released, which is known afterwards."""
    days = np.sort(receipts.account * MANY_DAYS + receipts.day)
    before = np.searchsorted(days, claims.account * MANY_DAYS + claims.day)
    last = np.where(gone < 0, MANY_DAYS - 1, gone)
    found: Mask = np.searchsorted(days, claims.account * MANY_DAYS + last) > before
    return found


def _allocated(claims: Moves, taken: Moves, receipts: Moves) -> tuple[Allocations, Numbers]:
    """Allocations, and the accounts in which money waited or was released."""
    crossed = np.unique(taken.account)
    if float(claims.cents.sum(dtype=np.float64)) + float(receipts.cents.sum(dtype=np.float64)) > MOST_CENTS:
        crossed = np.unique(receipts.account)
    by_hand, claimed = np.isin(receipts.account, crossed), np.isin(claims.account, crossed)
    straight, waited = _straight(claims.where(~claimed), receipts.where(~by_hand))
    walked, unsure = _walked(claims.where(claimed), taken, receipts.where(by_hand))
    return _joined([straight, walked]), np.concatenate([waited, unsure])


def _straight(claims: Moves, receipts: Moves) -> tuple[Allocations, Numbers]:
    """Where nothing is taken by name, the n-th cent received pays the n-th cent claimed, on the later of their days."""
    if not len(claims.key) or not len(receipts.key):
        return Allocations(*np.zeros((4, 0), np.int64)), np.unique(receipts.account)
    claims, receipts = _in_order(claims), _in_order(receipts)
    accounts = np.unique(np.concatenate([claims.account, receipts.account]))
    owed, paid = _of_account(accounts, claims), _of_account(accounts, receipts)
    base = np.append(0, np.cumsum(np.maximum(owed, paid)))[:-1]
    claim_at, receipt_at = _begins(accounts, base, owed, claims), _begins(accounts, base, paid, receipts)
    cuts = np.unique(np.concatenate([claim_at, claim_at + claims.cents, receipt_at, receipt_at + receipts.cents]))
    claim, is_claimed = _standing_at(cuts[:-1], claim_at, claims)
    receipt, is_received = _standing_at(cuts[:-1], receipt_at, receipts)
    both = is_claimed & is_received
    claim, receipt = claim[both], receipt[both]
    day = np.maximum(claims.day[claim], receipts.day[receipt])
    late = np.concatenate([claims.account[claim[claims.day[claim] > receipts.day[receipt]]], accounts[paid > owed]])
    return Allocations(receipts.key[receipt], claims.key[claim], np.diff(cuts)[both], day), np.unique(late)


def _of_account(accounts: Numbers, moves: Moves) -> Numbers:
    """Cents of each account."""
    sums = np.zeros(len(accounts), np.int64)
    np.add.at(sums, np.searchsorted(accounts, moves.account), moves.cents)
    return sums


def _begins(accounts: Numbers, base: Numbers, sums: Numbers, moves: Moves) -> Numbers:
    """Where on the line of all cents each move begins; `base` is where its account does."""
    at = np.searchsorted(accounts, moves.account)
    before = np.append(0, np.cumsum(sums))[at]
    found: Numbers = base[at] + np.cumsum(moves.cents) - moves.cents - before
    return found


def _standing_at(points: Numbers, begins: Numbers, moves: Moves) -> tuple[Numbers, Mask]:
    """Which move each point of the line falls into, and whether into any."""
    at = np.maximum(np.searchsorted(begins, points, side="right") - 1, 0)
    found: Mask = (begins[at] <= points) & (points < (begins + moves.cents)[at])
    return at, found


def _walked(claims: Moves, taken: Moves, receipts: Moves) -> tuple[Allocations, Numbers]:
    """Event by event, where money named and money not named cross."""
    parts = [claims, taken, receipts]
    what = np.repeat([Desk.CLAIM, Desk.TAKEN, Desk.RECEIPT], [len(part.key) for part in parts])
    account, day, key, cents = (
        np.concatenate(columns) for columns in zip(*(vars(p).values() for p in parts), strict=True)
    )
    order = np.lexsort([key, what, day, account])
    desk = Desk()
    for event in zip(*(column[order].tolist() for column in (account, day, what, key, cents)), strict=True):
        desk.take(*event)
    found = np.array(desk.taken, np.int64).reshape(-1, 4).T
    return Allocations(*found), np.array(sorted(desk.unsure), np.int64)


def _in_order(moves: Moves) -> Moves:
    return moves.where(np.lexsort([moves.key, moves.day, moves.account]))


def _joined(parts: list[Allocations]) -> Allocations:
    columns = zip(*(vars(part).values() for part in parts), strict=True)
    return Allocations(*(np.concatenate(column) for column in columns))
