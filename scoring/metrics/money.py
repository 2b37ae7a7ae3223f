"""One currency's worth in another, from the rates a ledger holds. A missing rate is an error, never 1."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from scoring.errors import ScoringError
from scoring.terms import Reporting

Quote = tuple[Decimal, date]


def reporting(
    rates_rows: Iterable[Mapping[str, Any]], currencies: Iterable[str], currency: str, as_of: date
) -> Reporting:
    """What one unit of each of `currencies` is worth in `currency` by the rates known on `as_of`.

    `rates_rows` are (from_currency, to_currency, rate, rate_date), the last of each pair on or before `as_of`. A pair is
    taken directly, else inverted, else through the third currency with the freshest rates (its date is the older of
    the two). Raises ScoringError("rate_missing", currency, date).

    >>> yen = [("USD", "JPY", Decimal(150), date(2024, 1, 2)), ("EUR", "JPY", Decimal(165), date(2024, 1, 3))]
    >>> rows = [dict(zip(("from_currency", "to_currency", "rate", "rate_date"), row)) for row in yen]
    >>> reporting(rows, ["EUR", "USD"], "USD", date(2024, 1, 31)).rates["EUR"] == Decimal("1.1")
    True
    """
    quotes = _both_ways(rates_rows)
    found = {other: _quote(quotes, other, currency, as_of) for other in sorted(set(currencies) - {currency})}
    rates = {currency: Decimal(1)} | {other: rate for other, (rate, _) in found.items()}
    return Reporting(currency, rates, {other: day for other, (_, day) in found.items()})


def unconverted(currencies: Iterable[str]) -> dict[str, Reporting]:
    """Every currency by itself: one Reporting each, that knows only that currency and converts nothing.

    >>> unconverted(["CAD"])["CAD"].rates
    {'CAD': Decimal('1')}
    """
    return {currency: Reporting(currency, {currency: Decimal(1)}, {}) for currency in sorted(set(currencies))}


def _both_ways(rates_rows: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], Quote]:
    direct = {(row["from_currency"], row["to_currency"]): (row["rate"], row["rate_date"]) for row in rates_rows}
    inverse = {(to, source): (1 / rate, day) for (source, to), (rate, day) in direct.items() if rate}
    return inverse | direct


def _quote(quotes: Mapping[tuple[str, str], Quote], source: str, to: str, as_of: date) -> Quote:
    if (source, to) in quotes:
        return quotes[source, to]
    crosses = [
        (min(day, quotes[third, to][1]), third, rate * quotes[third, to][0])
        for (first, third), (rate, day) in quotes.items()
        if first == source and (third, to) in quotes
    ]
    if not crosses:
        raise ScoringError("rate_missing", currency=source, date=as_of.isoformat())
    day, _, rate = max(crosses)
    return rate, day
