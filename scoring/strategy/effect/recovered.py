"""What became of overdue money in a period: the four figures by which collecting is judged (mission.md S8)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import add

from scoring.metrics.recovery import recovery_rate
from scoring.metrics.turnover import ratio

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Recovered:
    """Sums of a group of customers over a period, in one currency.

    `overdue_at_start`, and of it `received` and `written_off` in the period; `overdue_at_end` of all their claims, and the
    sum of amount x days past due then; `score_sum` of `answers` (1 to 5) on how they felt treated in the period.

    >>> one = Recovered(1, Decimal(40), Decimal(30), Decimal(4), Decimal(10), Decimal(600), 8, 2)
    >>> one.recovery_rate, one.bad_debt_rate, one.days_overdue, one.satisfaction
    (Decimal('0.75'), Decimal('0.1'), Decimal('60'), 4.0)
    """

    customers: int = 0
    overdue_at_start: Decimal = ZERO
    received: Decimal = ZERO
    written_off: Decimal = ZERO
    overdue_at_end: Decimal = ZERO
    overdue_days: Decimal = ZERO
    score_sum: int = 0
    answers: int = 0

    def __add__(self, other: Recovered) -> Recovered:
        mine, others = vars(self), vars(other)
        return Recovered(**{name: mine[name] + others[name] for name in mine})

    @property
    def recovery_rate(self) -> Decimal | None:
        """Money received in the period on what was overdue at its start / amount overdue at its start (domain.md)."""
        return recovery_rate(self.received, self.overdue_at_start)

    @property
    def bad_debt_rate(self) -> Decimal | None:
        """Written off in the period of what was overdue at its start / amount overdue at its start."""
        return ratio(self.written_off, self.overdue_at_start)

    @property
    def days_overdue(self) -> Decimal | None:
        """Days past due at the period's end, weighted by the amount overdue then."""
        return ratio(self.overdue_days, self.overdue_at_end)

    @property
    def satisfaction(self) -> float | None:
        """Mean answer, 1 (badly treated) to 5 (well); None where nobody was asked."""
        return self.score_sum / self.answers if self.answers else None


def together(parts: Iterable[Recovered]) -> Recovered:
    """The sums of several groups."""
    return reduce(add, parts, Recovered())
