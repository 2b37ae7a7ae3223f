"""The shape of a portfolio and how it moves: concentration, ratings by severity, migrations, collection, overdue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

import pyarrow as pa

from scoring import settings
from scoring.desk.figures.figures import month_before
from scoring.desk.figures.migration import Migration, migration
from scoring.desk.figures.overview import Change, sentence, what_changed
from scoring.desk.risk.collection import Collection, collection
from scoring.desk.risk.loss import SEVERITY, LossBook, loss_report, open_by_severity
from scoring.desk.risk.overdue_bridge import OverdueBridge, overdue_bridge
from scoring.desk.risk.rating_migration import RatingMigration, rating_migration
from scoring.desk.together import together
from scoring.desk.views import groups_of, scope_of
from scoring.metrics.concentration import Concentration, concentration
from scoring.metrics.risk import loss
from scoring.metrics.risk.loss import Contribution
from scoring.scorecard.use.classes import SHOWN
from scoring.store import Store
from scoring.terms import View

DEBTORS = ("customer", "parent")
"""Whose shares are concentrated: customers, or groups of companies."""
LORENZ_STEPS = 20
SEVERITIES = settings.load().schemes["severity"].keys


@dataclass(frozen=True)
class Shape:
    """Everything about the shape of a view in one currency, and its movement since a day."""

    since: date
    concentration: dict[str, Concentration]
    heat: dict[tuple[str, str], Contribution]
    buckets: Migration
    ratings: RatingMigration
    overdue: OverdueBridge
    collection: Collection
    changes: tuple[Change, ...]

    def as_json(self, lang: str = "en") -> dict[str, Any]:
        """Plain values. Keys: since, concentration (by customer and parent: debtors, top, herfindahl, as_if_equal, lorenz),
        heat (a list of rating, severity and a contribution's fields), migration (bucket -> bucket or paid -> share),
        rating_migration, overdue, collection, changes (sentences in `lang`)."""
        return {
            "since": self.since.isoformat(),
            "concentration": {by: _concentration(found) for by, found in self.concentration.items()},
            "heat": [
                {"rating": rating, "severity": severity, **{n: v for n, v in asdict(cell).items() if n != "group"}}
                for (rating, severity), cell in self.heat.items()
            ],
            "migration": {
                source: {target: str(round(share, 6)) for target, share in row.items()}
                for source, row in self.buckets.shares.items()
            },
            "rating_migration": self.ratings.as_json(),
            "overdue": self.overdue.as_json(),
            "collection": self.collection.as_json(),
            "changes": [sentence(change, lang) for change in self.changes],
        }


def shape(store: Store, view: View, since: date | None = None) -> Shape:
    """The shape of a view in its currency (which must be given), against the end of `since` (default: a month before).

    Raises ScoringError "since_not_before", as `scope_of` and as `score_book`; ValueError for a view without currency.
    """
    earlier = since or month_before(view.as_of)
    due = replace(view, scheme="default", basis=None)
    ratings, changes, book, buckets, overdue, collected = together(
        lambda: rating_migration(store, view, earlier),
        lambda: what_changed(store, view, earlier),
        lambda: next(iter(loss_report(store, view).books.values())),
        lambda: migration(store, due, earlier),
        lambda: overdue_bridge(store, view, earlier),
        lambda: collection(store, view),
    )
    return Shape(
        since=earlier,
        concentration={by: concentrated(store, view, by) for by in DEBTORS},
        heat=heat(book),
        buckets=buckets,
        ratings=ratings,
        overdue=overdue,
        collection=collected,
        changes=next(iter(changes.values())),
    )


def concentrated(store: Store, view: View, by: str) -> Concentration:
    """Concentration of the open amounts by customer or by group of companies ("parent"), gross of credits on account."""
    scope = scope_of(store, replace(view, scheme=SEVERITY, basis=None))
    owed = open_by_severity(store, scope)
    groups = groups_of(store, view.as_of, by)
    mine = pa.array([groups.get(customer, customer) for customer in owed["customer_id"].to_pylist()], pa.string())
    keys = [*scope.by_currency, "group"]
    summed = owed.append_column("group", mine).group_by(keys).aggregate([("reporting_amount", "sum")])
    return concentration(sorted(filter(None, summed["reporting_amount_sum"].to_pylist()), reverse=True))


def heat(book: LossBook) -> dict[tuple[str, str], Contribution]:
    """Customers by rating and by the worst bucket of their arrears, good and calm first; cells without customers are left
    out. The cells add up to the book."""
    table = book.table[book.table["open"] > 0]
    cells = table["rating"].astype(str) + "|" + table["severity"].astype(str)
    found = {one.group: one for one in loss.contributions(table, cells)}
    found = {name: replace(one, group="", share=1.0 if one.expected_loss else None) for name, one in found.items()}
    places = [(rating, severity) for rating in SHOWN for severity in SEVERITIES]
    return {place: found["|".join(place)] for place in places if "|".join(place) in found}


def in_cell(book: LossBook, rating: str, severity: str) -> list[Contribution]:
    """The customers of a cell of the heat map, the largest expected loss first."""
    table = book.table
    mine = table[(table["open"] > 0) & (table["rating"] == rating) & (table["severity"] == severity)]
    return loss.contributions(mine, mine["customer_id"])


def _concentration(found: Concentration) -> dict[str, Any]:
    return {
        "debtors": found.debtors,
        "top": {str(count): share for count, share in found.top.items()},
        "herfindahl": found.herfindahl,
        "as_if_equal": found.as_if_equal,
        "lorenz": [[round(share, 6) for share in point] for point in thinned(found.lorenz, LORENZ_STEPS)],
    }


def thinned(points: Sequence[tuple[float, float]], steps: int) -> list[tuple[float, float]]:
    """About `steps` + 1 of the points of a curve, evenly along it, its first and last among them.

    >>> thinned([(0, 0), (1, 2), (2, 3), (3, 5), (4, 9)], 2)
    [(0, 0), (2, 3), (4, 9)]
    """
    last = len(points) - 1
    return (
        [points[place] for place in sorted({round(last * step / steps) for step in range(steps + 1)})] if points else []
    )
