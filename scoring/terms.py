"""The vocabulary: the nouns that rooms hand to each other, as frozen dataclasses. No behaviour beyond what a noun is.

Money is `Decimal` with two places wherever a person will read it as a total; dates are `datetime.date`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal


class Kind(StrEnum):
    """What a sheet holds, as a whole. Order of the members = order in which several files are imported."""

    CUSTOMERS = "customers"
    RATES = "rates"
    INVOICES = "invoices"  # invoices and credit notes, with or without settled date, paid amount, open balance, status
    ACCOUNT = "account"  # debit/credit statement: yields documents and receipts
    RECEIPTS = "receipts"  # money in (and write-offs), with or without the invoice it pays
    DISPUTES = "disputes"
    FINANCIALS = "financials"  # customers' financial statements
    PROTECTIONS = "protections"  # deposits, guarantees, retention of title, credit insurance
    PROMISES = "promises"  # promises to pay
    EVENTS = "events"  # lawsuits, enforcement, insolvency
    OUTLOOKS = "outlooks"  # of industries
    RATINGS = "ratings"  # by agencies, over time
    ACTIVITIES = "activities"  # calls, visits, e-mails and letters
    SURVEYS = "surveys"  # answers of customers on how they were treated


class Nature(StrEnum):
    """Nature of a debtor (mission S1)."""

    COMMERCIAL = "commercial"
    INDIVIDUAL = "individual"
    GOVERNMENT = "government"


Basis = Literal["due", "issue"]
"""Ageing from the due date (days past due) or from the issue date (age of the claim)."""

GROUPINGS = ("customer", "parent", "nature", "industry", "region", "owner", "size", "rating", "currency")
"""What figures can be grouped by. All but "rating" stand in the ledger; a rating is the scorecard's, on the as-of date."""

LIST_SCOPES = ("none", "customers", "ledger")
"""What a list of open items may be said to hold completely: nothing, what its customers owe, what everybody owes."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """One bucket of an aging scheme. `upper_days` is inclusive (day 30 is in 1-30); None = open-ended.

    `key` is stable in JSON, exports and text (`bucket.<key>`).
    """

    key: str
    upper_days: int | None


@dataclass(frozen=True)
class AgingScheme:
    """Ordered buckets on a number of days; no gap and no overlap can be written down.

    >>> AgingScheme("default", "due", (Bucket("not_due", 0), Bucket("1-30", 30), Bucket("over_30", None))).key_of(30)
    '1-30'
    """

    name: str
    basis: Basis
    buckets: tuple[Bucket, ...]

    def __post_init__(self) -> None:
        """Refuse bounds that do not rise or a last bucket that is not open-ended."""
        bounds = [b.upper_days for b in self.buckets]
        closed = [b for b in bounds[:-1] if b is not None]
        if len(closed) != len(bounds) - 1 or bounds[-1] is not None or closed != sorted(set(closed)):
            raise ValueError(f"aging scheme {self.name!r}: bounds must rise and only the last be open: {bounds}")

    @property
    def keys(self) -> tuple[str, ...]:
        """Bucket keys from calm to hot."""
        return tuple(b.key for b in self.buckets)

    @property
    def edges_days(self) -> tuple[int, ...]:
        """Inclusive upper bounds of all buckets but the last."""
        return tuple(b.upper_days for b in self.buckets if b.upper_days is not None)

    def key_of(self, days: int) -> str:
        """Key of the bucket that holds `days` (a boundary belongs to the lower bucket)."""
        return next(b.key for b in self.buckets if b.upper_days is None or days <= b.upper_days)


@dataclass(frozen=True)
class Reporting:
    """How figures are expressed: the reporting currency and what one unit of each currency is worth in it.

    `rates` are those of `rate_dates` (last on or before the as-of date); the reporting currency itself is 1.
    """

    currency: str
    rates: dict[str, Decimal]
    rate_dates: dict[str, date]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure as shown, exported and printed. `value` None = not computable on this book (the words say why).

    `better` says which way is good: -1 lower, +1 higher, 0 neither.
    """

    name: str
    value: Decimal | float | None
    unit: Literal["money", "days", "percent", "count", "ratio"]
    better: Literal[-1, 0, 1]


@dataclass(frozen=True)
class ReportHeader:
    """What every report states before its first figure (domain.md, last section)."""

    entity: str
    as_of: date
    basis: Basis
    scheme: str
    currency: str
    rate_dates: dict[str, date]
    unit: str
    filters: dict[str, str]
    data_loaded_at: str
    model_version: str


@dataclass(frozen=True)
class View:
    """What a reader asked to see: the one request that page, command line and export hand to the desk.

    `currency` None = every currency by itself, nothing converted. `filters` maps a grouping (one of GROUPINGS) to the
    value kept. `basis` None = the scheme's own.
    """

    as_of: date
    scheme: str = "default"
    basis: Basis | None = None
    grouping: str = "customer"
    currency: str | None = None
    filters: tuple[tuple[str, str], ...] = ()
    period_days: int = 90
