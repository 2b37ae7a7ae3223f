"""What is overdue and what of it comes in (domain.md, portfolio figures)."""

from __future__ import annotations

from decimal import Decimal

from scoring.metrics.turnover import ratio


def overdue_ratio(overdue: Decimal, receivables: Decimal) -> Decimal | None:
    """Share of the open amount that is past due (days past due > 0), gross of credits on account.

    >>> overdue_ratio(Decimal(25), Decimal(100))
    Decimal('0.25')
    """
    return ratio(overdue, receivables)


def recovery_rate(received: Decimal, overdue_at_start: Decimal) -> Decimal | None:
    """Share of the money overdue at the start of the period that was received in it (receipts only, no write-offs).

    >>> recovery_rate(Decimal(30), Decimal(40))
    Decimal('0.75')
    """
    return ratio(received, overdue_at_start)
