"""Why DSO changed between two dates: volume, mix, terms and delinquency, which sum to the change exactly.

Source: own definition, a midpoint (Bennet 1920) decomposition of DSO (simple) by segment s. With w = the segment's share
of the period's credit sales and, in days, DSO_s = T + V + A where

    T = credit terms granted: sales-weighted days from issue to due date of the period's invoices
    V = B - T, B = best possible DSO of the segment: how sales are spread over the window (volume and timing)
    A = DSO_s - B: days that come from lateness

    mix = sum dw x mean(DSO_s)   terms = sum mean(w) x dT   volume = sum mean(w) x dV   delinquency = sum mean(w) x dA

A segment without sales at one of the two dates has no DSO there: such segments are pooled, and joined by the smallest
segment with sales at both dates while the pool still has none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

PARTS = ("volume", "mix", "terms", "delinquency")


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment at one date: credit sales of the period, sum of sales x terms days, open and overdue at its end."""

    sales: Decimal = Decimal(0)
    sales_terms_days: Decimal = Decimal(0)
    receivables: Decimal = Decimal(0)
    overdue: Decimal = Decimal(0)

    def __add__(self, other: Segment) -> Segment:
        return Segment(
            self.sales + other.sales,
            self.sales_terms_days + other.sales_terms_days,
            self.receivables + other.receivables,
            self.overdue + other.overdue,
        )


@dataclass(frozen=True)
class DsoChange:
    """DSO (simple) at two dates and the four parts of its change, in days; volume + mix + terms + delinquency = change."""

    earlier: Decimal
    later: Decimal
    parts: dict[str, Decimal]

    @property
    def change(self) -> Decimal:
        """Later - earlier, in days."""
        return self.later - self.earlier


def dso_change_of(
    earlier: Mapping[str, Segment], later: Mapping[str, Segment], days: int, places: int = 2
) -> DsoChange | None:
    """Split the change of DSO between two dates, by segment name; `days` in both periods; None without sales at either.

    DSO and parts are rounded to `places` so that the rounded parts still sum exactly: the largest part carries the rest.

    >>> before = {"all": Segment(Decimal(900), Decimal(27_000), Decimal(400), Decimal(100))}
    >>> after = {"all": Segment(Decimal(900), Decimal(27_000), Decimal(450), Decimal(150))}
    >>> change = dso_change_of(before, after, days=90)
    >>> change.change, change.parts["delinquency"]
    (Decimal('5.00'), Decimal('5.00'))
    """
    pairs = pooled(earlier, later)
    if not pairs:
        return None
    dso_earlier, dso_later = (_rounded(_dso([pair[at] for pair in pairs], days), places) for at in (0, 1))
    parts = {name: _rounded(part, places) for name, part in exact_parts(pairs, days).items()}
    largest = max(parts, key=lambda name: abs(parts[name]))
    parts[largest] += dso_later - dso_earlier - sum(parts.values())
    return DsoChange(dso_earlier, dso_later, parts)


def exact_parts(pairs: list[tuple[Segment, Segment]], days: int) -> dict[str, Fraction]:
    """The four parts, unrounded, of (earlier, later) segments that all have sales at both dates."""
    parts = dict.fromkeys(PARTS, Fraction(0))
    sales = [sum((Fraction(pair[at].sales) for pair in pairs), Fraction(0)) for at in (0, 1)]
    for earlier, later in pairs:
        before, after = _layers(earlier, days), _layers(later, days)
        weights = Fraction(earlier.sales) / sales[0], Fraction(later.sales) / sales[1]
        parts["mix"] += (weights[1] - weights[0]) * (sum(before.values()) + sum(after.values())) / 2
        for name in before:
            parts[name] += (weights[0] + weights[1]) / 2 * (after[name] - before[name])
    return parts


def _layers(segment: Segment, days: int) -> dict[str, Fraction]:
    sales = Fraction(segment.sales)
    terms = Fraction(segment.sales_terms_days) / sales
    best_possible = Fraction(segment.receivables - segment.overdue) / sales * days
    return {"terms": terms, "volume": best_possible - terms, "delinquency": Fraction(segment.overdue) / sales * days}


def _dso(segments: list[Segment], days: int) -> Fraction:
    total = _sum(segments)
    return Fraction(total.receivables) / Fraction(total.sales) * days


def pooled(earlier: Mapping[str, Segment], later: Mapping[str, Segment]) -> list[tuple[Segment, Segment]]:
    """(earlier, later) per segment, those without sales at a date pooled; empty where a date has no sales at all."""
    pairs = [(earlier.get(name, Segment()), later.get(name, Segment())) for name in sorted({*earlier, *later})]
    whole = [pair for pair in pairs if pair[0].sales > 0 and pair[1].sales > 0]
    whole.sort(key=lambda pair: pair[0].sales + pair[1].sales, reverse=True)
    pool = [pair for pair in pairs if pair not in whole]
    while pool and not all(sum(pair[at].sales for pair in pool) > 0 for at in (0, 1)):
        if not whole:
            return []
        pool.append(whole.pop())
    return whole + ([(_sum([a for a, _ in pool]), _sum([b for _, b in pool]))] if pool else [])


def _sum(segments: list[Segment]) -> Segment:
    return sum(segments, Segment())


def _rounded(value: Fraction, places: int) -> Decimal:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN) + Decimal(0)  # no negative zero
