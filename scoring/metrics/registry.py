"""The register of figures: one decorated function each, a Book in, a value out (None = this book cannot give it)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeVar

from scoring.metrics.book import Book

Value = Decimal | float | int | None
Unit = Literal["money", "days", "percent", "count", "ratio"]
Better = Literal[-1, 0, 1]
F = TypeVar("F", bound=Callable[[Book], Value])


@dataclass(frozen=True)
class Metric:
    """A figure that can be computed of any Book. unit "percent" is a share: 0.25 is 25%."""

    name: str
    unit: Unit
    better: Better
    of: Callable[[Book], Value]


METRICS: dict[str, Metric] = {}
"""Every figure by name, in the order in which they are shown."""


def metric(*, unit: Unit, better: Better) -> Callable[[F], F]:
    """Register a function of a Book as the figure of its name; `better` -1 = lower is good, 1 = higher, 0 = neither."""

    def register(of: F) -> F:
        if of.__name__ in METRICS:
            raise ValueError(f"two figures are called {of.__name__}")
        METRICS[of.__name__] = Metric(of.__name__, unit, better, of)
        return of

    return register
