"""How customers moved between ratings from one day to another, by number and by what they owed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from scoring.desk.figures.books import standing_amounts
from scoring.desk.scorecard.scores import score_book
from scoring.desk.views import scope_of
from scoring.errors import ScoringError
from scoring.metrics.aging import migration_shares
from scoring.scorecard.use.classes import SHOWN
from scoring.store import Store
from scoring.terms import View

ORDER = ("prime", "ordinary", "risky", "in_default")
"""From good to bad; a move among these is a raise or a fall, one from or to "not rated" is neither."""
ZERO = Decimal("0.00")
Pair = tuple[str, str]


@dataclass(frozen=True)
class RatingMigration:
    """Customers that owed something at the end of `since` by their rating then and now. `customers` counts them, `amounts`
    adds up what they owed then, both by (rating then, rating now)."""

    since: date
    as_of: date
    currency: str
    customers: Mapping[Pair, int]
    amounts: Mapping[Pair, Decimal]

    @property
    def states(self) -> tuple[str, ...]:
        """Ratings, good to bad, then not rated."""
        return tuple(rating for rating in SHOWN if any(rating in pair for pair in self.customers))

    def shares(self, by: str = "customers") -> dict[str, dict[str, Decimal]]:
        """Of the customers (or, by "amounts", of the money) of a rating then: the part in each rating now; rows sum to 1."""
        if by == "amounts":
            return migration_shares(self.amounts)
        return migration_shares({pair: Decimal(count) for pair, count in self.customers.items()})

    def moved(self, direction: int) -> tuple[int, Decimal]:
        """Customers whose rating fell (direction 1, towards bad) or rose (-1), and what they owed then."""
        pairs = [pair for pair in self.customers if steps(pair) * direction > 0]
        return sum(self.customers[pair] for pair in pairs), sum((self.amounts[pair] for pair in pairs), ZERO)

    def as_json(self) -> dict[str, Any]:
        """Plain values: since and a list of from, to, customers, amount, share (of the customers of `from`)."""
        shares = self.shares()
        return {
            "since": self.since.isoformat(),
            "moves": [
                {
                    "from": source,
                    "to": target,
                    "customers": count,
                    "amount": str(self.amounts[source, target]),
                    "share": str(round(shares[source][target], 6)),
                }
                for (source, target), count in sorted(self.customers.items())
            ],
        }


def steps(pair: Pair) -> int:
    """How many ratings a move goes down (> 0) or up (< 0); 0 where one of the two is no rating.

    >>> steps(("prime", "risky")), steps(("risky", "ordinary")), steps(("not_rated", "prime"))
    (2, -1, 0)
    """
    if not set(pair) <= set(ORDER):
        return 0
    return ORDER.index(pair[1]) - ORDER.index(pair[0])


def rating_migration(store: Store, view: View, since: date) -> RatingMigration:
    """Ratings in force at the end of `since` and of the as-of date, of the customers of a view that owed something then.

    Raises ScoringError "since_not_before", as `scope_of` and as `score_book`, and ValueError for a view without currency.
    """
    if view.currency is None:
        raise ValueError("a migration is shown in one currency")
    if since >= view.as_of:
        raise ScoringError("since_not_before", since=since.isoformat(), as_of=view.as_of.isoformat())
    moves = _moves(store, view, view.currency, since)
    customers = dict(Counter(pair for pair, _ in moves.values()))
    amounts = {pair: sum((owed for own, owed in moves.values() if own == pair), ZERO) for pair in customers}
    return RatingMigration(since, view.as_of, view.currency, customers, amounts)


def rated_then_and_now(store: Store, view: View, since: date, pair: Pair) -> dict[str, Decimal]:
    """The customers of one cell of `rating_migration` with what they owed at the end of `since`, the largest first.

    Raises as `rating_migration`.
    """
    if view.currency is None:
        raise ValueError("a migration is shown in one currency")
    moves = _moves(store, view, view.currency, since)
    mine = [(owed, customer) for customer, (own, owed) in moves.items() if own == pair]
    return {customer: owed for owed, customer in sorted(mine, key=lambda one: (-one[0], one[1]))}


def _moves(store: Store, view: View, currency: str, since: date) -> dict[str, tuple[Pair, Decimal]]:
    """Every customer that owed something then: its ratings then and now, and what it owed."""
    standing = standing_amounts(store, scope_of(store, view), [since, view.as_of], "reporting_amount")
    owed = {customer: amount for customer, amount in standing.get((currency, since), {}).items() if amount > 0}
    if not owed:
        return {}
    then, now = (score_book(store, day).ratings for day in (since, view.as_of))
    return {name: ((then.get(name, "not_rated"), now.get(name, "not_rated")), amount) for name, amount in owed.items()}
