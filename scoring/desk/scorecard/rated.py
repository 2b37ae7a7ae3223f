"""Ratings as tables and a customer's page show them: rating, score, and how the score moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from scoring.desk.figures.figures import month_ends
from scoring.desk.scorecard.observations import observations_at
from scoring.desk.scorecard.scores import CustomerScore, score_book
from scoring.desk.scorecard.versions import champion
from scoring.scorecard.characteristics import CHARACTERISTICS
from scoring.scorecard.use.reasons import Lift, lifts
from scoring.store import Store

TREND_MONTHS = 3
"""A score is compared with the one this many months before; a customer's line has a point every so many months."""
LINE_POINTS = 5


@dataclass(frozen=True, slots=True)
class Rated:
    """A customer's rating in force and whether it was set by hand; its score, and the change against the month-end three
    months before, None where one of the two is not known."""

    rating: str
    by_hand: bool
    score: int | None
    change: int | None


def days_compared(store: Store, as_of: date) -> list[date]:
    """The month-end three months before and the day itself; none of them before the ledger begins."""
    return _since_beginning(store, [month_ends(as_of, TREND_MONTHS + 1)[0], as_of])


def days_of_line(store: Store, as_of: date) -> list[date]:
    """A year in steps of three months, oldest first, the day itself last; none of them before the ledger begins."""
    return _since_beginning(store, month_ends(as_of, TREND_MONTHS * (LINE_POINTS - 1) + 1)[::TREND_MONTHS])


def rated(store: Store, as_of: date, customers: Sequence[str]) -> dict[str, Rated]:
    """Those of `customers` that were known on `as_of`, by number. Raises ScoringError as `score_book`."""
    wanted = pa.array(customers, pa.string())
    books = [score_book(store, day).table for day in days_compared(store, as_of)]
    before, now = (book.filter(pc.is_in(book["customer_id"], value_set=wanted)) for book in (books[0], books[-1]))
    earlier = dict(zip(before["customer_id"].to_pylist(), before["score"].to_pylist(), strict=True))
    columns = (now[name].to_pylist() for name in ("customer_id", "rating_shown", "rating", "score"))
    return {
        customer: Rated(
            shown, shown != model, points, _change(points, earlier.get(customer)) if len(books) > 1 else None
        )
        for customer, shown, model, points in zip(*columns, strict=True)
    }


def score_line(store: Store, customer_id: str, as_of: date) -> list[tuple[date, CustomerScore]]:
    """One customer on the days of its line, oldest first; days on which it was not known are left out."""
    books = [score_book(store, day) for day in days_of_line(store, as_of)]
    found = [(book.as_of, book.of(customer_id)) for book in books]
    return [(day, one) for day, one in found if one is not None]


def ways_up(store: Store, customer_id: str, as_of: date) -> list[Lift]:
    """What would lift a customer one class by the card in use: up to three ways, in things it can change soon.

    Empty for one who is prime, not rated by score or not known on the date. Raises ScoringError as `observations_at`.
    """
    card = champion(store).card
    everybody = observations_at(store, as_of, card.provenance.target)
    own = everybody.filter(
        pc.and_(pc.equal(everybody["customer_id"], customer_id), pc.equal(everybody["status"], "rated"))
    )
    changeable = {name for name, one in CHARACTERISTICS.items() if one.can_change}
    return lifts(card, own, changeable) if own.num_rows else []


def _since_beginning(store: Store, days: list[date]) -> list[date]:
    first = (store.one("extent", {}) or {}).get("first_date")
    return [day for day in days if first is not None and day >= first]


def _change(now: int | None, before: int | None) -> int | None:
    return None if now is None or before is None else now - before
