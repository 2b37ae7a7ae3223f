"""The distribution of the loss within a year of the customers of a view, and who makes a bad year bad."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

import numpy as np

from scoring.desk.parameters import number_of
from scoring.desk.risk.loss import LossBook, LossReport, loss_report
from scoring.metrics.risk import distribution, loss
from scoring.metrics.risk.distribution import LossDistribution
from scoring.store import Store
from scoring.terms import View


@dataclass(frozen=True)
class Name:
    """A large customer in the worst 5% of the years: what it adds to their average loss, and how often it is in default
    in them; its loss in default and its PD within a year."""

    customer_id: str
    name: str
    shortfall: float
    share: float
    defaulting: float
    loss_in_default: float
    pd: float


@dataclass(frozen=True)
class DistributionReport:
    """The distribution by currency shown, None where nothing can be lost; amounts in that currency. `names` are the
    largest contributors to the shortfall of a bad year."""

    found: dict[str, LossDistribution | None]
    names: dict[str, tuple[Name, ...]]

    def as_json(self) -> dict[str, Any]:
        """Plain values by currency: the fields of LossDistribution with rounded amounts; names instead of places."""
        return {
            currency: None if one is None else rounded(asdict(one)) | {"names": [rounded(asdict(n)) for n in names]}
            for (currency, one), names in zip(self.found.items(), self.names.values(), strict=True)
        }


def distribution_report(store: Store, view: View, losses: LossReport | None = None) -> DistributionReport:
    """The distribution of the loss of `losses` (None = `loss_report` of the view) by the workspace's correlation.

    Raises ScoringError as `loss_report`.
    """
    books, correlation = (losses or loss_report(store, view)).books, number_of(store, "loss_correlation")
    found = {currency: distribution_of(book, correlation) for currency, book in books.items()}
    return DistributionReport(found, {currency: _names(books[currency], one) for currency, one in found.items()})


def distribution_of(book: LossBook, correlation: float) -> LossDistribution | None:
    """The distribution of one book's loss, in units of its currency; None without anything to lose."""
    return distributions_of([book], correlation)[0]


def distributions_of(books: Sequence[LossBook], correlation: float) -> list[LossDistribution | None]:
    """The same of several books, drawn together."""
    parts = [(book.table["pd"].to_numpy(dtype=float), loss.loss_given_default(book.table) / 100) for book in books]
    return list(_drawn(tuple((pds.tobytes(), losses.tobytes()) for pds, losses in parts), correlation))


@lru_cache(maxsize=16)
def _drawn(books: tuple[tuple[bytes, bytes], ...], correlation: float) -> tuple[LossDistribution | None, ...]:
    """Drawn once for the same customers: several tabs ask for today's."""
    parts = [(np.frombuffer(pds), np.frombuffer(losses)) for pds, losses in books]
    return tuple(distribution.distributions(parts, correlation, one_by_one=distribution.ONE_BY_ONE))


def _names(book: LossBook, found: LossDistribution | None) -> tuple[Name, ...]:
    if found is None:
        return ()
    losses = loss.loss_given_default(book.table) / 100
    rows = book.table[["customer_id", "name", "pd"]].to_dict("records")
    return tuple(
        Name(
            customer_id=rows[part.place]["customer_id"],
            name=rows[part.place]["name"],
            shortfall=part.shortfall,
            share=part.shortfall / found.bad_year.shortfall,
            defaulting=part.defaulting,
            loss_in_default=float(losses[part.place]),
            pd=rows[part.place]["pd"],
        )
        for part in found.names
    )


def rounded(value: Any) -> Any:
    """A tree of plain values with numbers above 1 to the cent and shares to 6 places.

    >>> rounded({"loss": 1234.5678, "share": [0.12345678, None]})
    {'loss': 1234.57, 'share': [0.123457, None]}
    """
    if isinstance(value, dict):
        return {name: rounded(one) for name, one in value.items()}
    if isinstance(value, tuple | list):
        return [rounded(one) for one in value]
    if isinstance(value, Decimal):
        return round(value, 2)
    return round(value, 2 if abs(value) > 1 else 6) if isinstance(value, float) else value
