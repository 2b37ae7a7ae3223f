"""How fast sales turn into money: the DSO family, collection effectiveness and days to pay (domain.md, portfolio figures).

Amounts are totals in one currency; days are calendar days. A figure that the amounts cannot give is None, never 0.
Receivables are gross: open invoices, credits on account not taken off. Credit sales are invoices issued, credit notes
not taken off.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal


def ratio(part: Decimal, whole: Decimal) -> Decimal | None:
    """part / whole, or None where the whole is zero.

    >>> ratio(Decimal(1), Decimal(4)), ratio(Decimal(1), Decimal(0))
    (Decimal('0.25'), None)
    """
    return part / whole if whole else None


def dso_simple(receivables: Decimal, credit_sales: Decimal, days: int) -> Decimal | None:
    """Days sales outstanding, simple variant: receivables at the end / credit sales of the period x its days.

    >>> dso_simple(Decimal(200_000), Decimal(2_000_000), 365)
    Decimal('36.5')
    """
    share = ratio(receivables, credit_sales)
    return None if share is None else share * days


def dso_countback(receivables: Decimal, months: Sequence[tuple[Decimal, int]]) -> Decimal | None:
    """Days sales outstanding, countback variant: how many days of the latest sales the receivables amount to.

    `months` is (credit sales, days), newest first; the newest may be a part of a month. Each month's sales are taken off
    until the balance is used up; the last month counts by its fraction. None where all the months do not use it up.

    >>> countback = dso_countback(Decimal(212), [(Decimal(100), 30), (Decimal(80), 30), (Decimal(70), 30)])
    >>> round(countback, 2)
    Decimal('73.71')
    """
    left, days_counted = receivables, Decimal(0)
    for sales, days in months:
        if left <= sales:
            return days_counted + (left / sales * days if sales else Decimal(0))
        left -= sales
        days_counted += days
    return None


def best_possible_dso(not_due: Decimal, credit_sales: Decimal, days: int) -> Decimal | None:
    """DSO if nothing were overdue: receivables not yet due at the end / credit sales of the period x its days.

    >>> best_possible_dso(Decimal(4_000), Decimal(10_000), 30)
    Decimal('12.0')
    """
    return dso_simple(not_due, credit_sales, days)


def average_days_delinquent(dso: Decimal | None, best_possible: Decimal | None) -> Decimal | None:
    """ADD: the days of DSO that come from lateness = DSO (simple) - best possible DSO.

    >>> average_days_delinquent(Decimal(45), Decimal(12))
    Decimal('33')
    """
    return None if dso is None or best_possible is None else dso - best_possible


def collection_effectiveness(
    opening: Decimal, credit_sales: Decimal, closing: Decimal, closing_not_due: Decimal
) -> Decimal | None:
    """CEI as a share (1 = everything that fell due was collected).

    (opening + credit sales - closing) / (opening + credit sales - closing not yet due), receivables gross of credits.

    >>> collection_effectiveness(Decimal(100), Decimal(60), Decimal(70), Decimal(40))
    Decimal('0.75')
    """
    return ratio(opening + credit_sales - closing, opening + credit_sales - closing_not_due)


def weighted_days_to_pay(paid: Decimal, paid_days: Decimal) -> Decimal | None:
    """Days from issue to payment, weighted by amount: sum(paid x days) / sum(paid), over dated allocations of receipts.

    >>> weighted_days_to_pay(Decimal(300), Decimal(100 * 10 + 200 * 40))
    Decimal('30')
    """
    return ratio(paid_days, paid)


def days_beyond_terms(paid: Decimal, paid_days_beyond: Decimal) -> Decimal | None:
    """Days from due date to payment, weighted by amount; negative = paid early.

    >>> days_beyond_terms(Decimal(300), Decimal(100 * -5 + 200 * 10))
    Decimal('5')
    """
    return ratio(paid_days_beyond, paid)
