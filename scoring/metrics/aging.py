"""From amounts by group and bucket to a table that ties out, and how buckets roll from one date to the next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from scoring.metrics.turnover import ratio
from scoring.terms import AgingScheme

ON_ACCOUNT = "on_account"
"""The bucket under which credits on account stand among the cells."""
PAID = "paid"
"""The state of a document that is closed at the later date of a migration."""
ZERO = Decimal("0.00")


class Cell(NamedTuple):
    """An amount of one group in one bucket. Credits on account (> 0) carry the bucket ON_ACCOUNT and no documents."""

    group_key: str
    group_name: str
    currency: str
    bucket: str
    amount: Decimal
    documents: int


@dataclass(frozen=True)
class AgingRow:
    """One line of the table. `buckets` has every bucket of the scheme in order; `on_account` > 0 lowers what is owed."""

    key: str
    name: str
    currency: str
    buckets: dict[str, Decimal]
    on_account: Decimal
    documents: int

    @cached_property
    def open(self) -> Decimal:
        """Open claims, credits on account not taken off = the sum of the buckets."""
        return sum(self.buckets.values(), ZERO)

    @property
    def net(self) -> Decimal:
        """Open claims - credits on account = the ledger's balance."""
        return self.open - self.on_account

    @cached_property
    def overdue(self) -> Decimal:
        """What stands beyond the first bucket: past due by due date; older than the first class of age by issue date."""
        return self.open - next(iter(self.buckets.values()))


def tabulate(cells: Iterable[Cell], scheme: AgingScheme) -> list[AgingRow]:
    """One row per group and currency, the worst first: most overdue, then most open, then by name.

    Raises KeyError for a bucket the scheme does not know.

    >>> from scoring.terms import Bucket
    >>> scheme = AgingScheme("two", "due", (Bucket("not_due", 0), Bucket("late", None)))
    >>> a, b = Cell("A", "Ann", "EUR", "not_due", Decimal(9), 1), Cell("B", "Bob", "EUR", "late", Decimal(5), 1)
    >>> [(row.name, row.open, row.overdue) for row in tabulate([a, b], scheme)]
    [('Bob', Decimal('5.00'), Decimal('5.00')), ('Ann', Decimal('9.00'), Decimal('0.00'))]
    """
    groups: dict[tuple[str, str], list[Cell]] = {}
    for cell in cells:
        groups.setdefault((cell.group_key, cell.currency), []).append(cell)
    empty = dict.fromkeys((*scheme.keys, ON_ACCOUNT), ZERO)
    rows = [_row(members, empty) for members in groups.values()]
    return sorted(rows, key=lambda row: (-row.overdue, -row.open, row.name, row.key, row.currency))


def total(rows: Iterable[AgingRow], scheme: AgingScheme, currency: str) -> AgingRow:
    """The total line of `rows` in `currency` (a row of another currency is left out, never added at face value)."""
    kept = [row for row in rows if row.currency == currency]
    buckets = {key: sum((row.buckets[key] for row in kept), ZERO) for key in scheme.keys}
    on_account = sum((row.on_account for row in kept), ZERO)
    return AgingRow("", "", currency, buckets, on_account, sum(row.documents for row in kept))


def migration_shares(amounts: Mapping[tuple[str, str], Decimal]) -> dict[str, dict[str, Decimal]]:
    """Migration matrix: of what stood in bucket `from`, the share that stands in `to` (or is "paid") later.

    `amounts` is (from, to) -> amount open at the earlier date. Every row sums to 1; a bucket that was empty has no row.

    >>> migration_shares({("1-30", "paid"): Decimal(60), ("1-30", "31-60"): Decimal(40)})
    {'1-30': {'paid': Decimal('0.6'), '31-60': Decimal('0.4')}}
    """
    totals: dict[str, Decimal] = {}
    for (source, _), amount in amounts.items():
        totals[source] = totals.get(source, Decimal(0)) + amount
    shares: dict[str, dict[str, Decimal]] = {source: {} for source, amount in totals.items() if amount}
    for (source, to), amount in amounts.items():
        if source in shares:
            shares[source][to] = amount / totals[source]
    return shares


def roll_rates(amounts: Mapping[tuple[str, str], Decimal], keys: Sequence[str]) -> dict[str, Decimal | None]:
    """Roll rate of every bucket but the last: share of its amount that later stands, still open, in an older bucket.

    `keys` are the scheme's buckets from calm to hot. None where the bucket was empty.

    >>> roll_rates({("1-30", "paid"): Decimal(60), ("1-30", "31-60"): Decimal(40)}, ["not_due", "1-30", "31-60"])
    {'not_due': None, '1-30': Decimal('0.4')}
    """
    rates = {}
    for position, source in enumerate(keys[:-1]):
        older = set(keys[position + 1 :])
        stood = sum((amount for (start, _), amount in amounts.items() if start == source), Decimal(0))
        rolled = sum((amount for (start, to), amount in amounts.items() if start == source and to in older), Decimal(0))
        rates[source] = ratio(rolled, stood)
    return rates


def _row(members: Sequence[Cell], empty: Mapping[str, Decimal]) -> AgingRow:
    amounts, documents = dict(empty), 0
    for _, _, _, bucket, amount, counted in members:
        amounts[bucket] += amount
        documents += 0 if bucket == ON_ACCOUNT else counted
    key, name, currency = members[0][:3]
    return AgingRow(key, name, currency, amounts, amounts.pop(ON_ACCOUNT), documents)
