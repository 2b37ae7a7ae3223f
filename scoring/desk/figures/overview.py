"""What an executive reads once a month: what changed since the last one, in ranked sentences, and who owes most."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from scoring.desk.figures.aging import AgingReport, aging_report, names_of
from scoring.desk.figures.books import standing_amounts
from scoring.desk.figures.figures import FigureLine, FiguresReport, changed_figures, figures_report
from scoring.desk.figures.trend import Trend, bucket_trend
from scoring.desk.together import together
from scoring.desk.views import Scope, scope_of
from scoring.metrics.aging import AgingRow
from scoring.metrics.changes import movers
from scoring.metrics.dso_bridge import DsoChange
from scoring.store import Store
from scoring.terms import View
from scoring.text import numbers, say

EXPOSURES = 10
CHANGES_MAX = 6
NOTEWORTHY = Decimal("0.005")
"""A change of the receivables by less than this share is not told."""
Amounts = dict[str, Decimal]
Fact = Decimal | int | str | date


@dataclass(frozen=True)
class Change:
    """One sentence: its key under `overview_change.` and its facts. `weight` is its money, by which sentences are
    ranked; `good` None = neither good nor bad.

    Facts called amount and total are money, share and from_share/to_share shares, days days; others are as they are.
    """

    key: str
    facts: dict[str, Fact]
    weight: Decimal
    good: bool | None


@dataclass(frozen=True)
class Overview:
    """Everything of the overview; `changes` and `exposures` by currency shown."""

    figures: FiguresReport
    aging: AgingReport
    trend: Trend
    changes: dict[str, tuple[Change, ...]]
    exposures: dict[str, tuple[AgingRow, ...]]


def overview(store: Store, view: View) -> Overview:
    """The overview of a view, compared with one month before. Raises ScoringError as `scope_of`."""
    figures, aging, trend = together(
        lambda: figures_report(store, view, series=False),
        lambda: aging_report(store, view),
        lambda: bucket_trend(store, view),
    )
    exposures = {currency: largest(aging, currency) for currency in aging.totals}
    return Overview(figures, aging, trend, changes_since(store, view, figures), exposures)


def what_changed(store: Store, view: View, since: date | None = None) -> dict[str, tuple[Change, ...]]:
    """The weightiest changes of a view since a day (default: one month before), by currency shown.

    Raises ScoringError as `scope_of`.
    """
    return changes_since(store, view, changed_figures(store, view, since))


def changes_since(store: Store, view: View, figures: FiguresReport) -> dict[str, tuple[Change, ...]]:
    """The weightiest changes since `figures.compared_to` by currency shown, at most six each, the weightiest first."""
    scope = scope_of(store, view)
    days = (figures.compared_to, view.as_of)
    by_day = standing_amounts(store, scope, days, "overdue")
    names = {customer: str(name) for customer, name in names_of(store).items()}
    found = {}
    for currency in scope.reportings:
        overdue = [by_day.get((currency, day), {}) for day in days]
        lines = {line.figure.name: line for line in figures.lines[currency]}
        told = [*_overdue(lines, overdue, names), *_newly_late(overdue, names), *_turnover(lines, scope)]
        told += [*_receivables(lines), *_concentration(lines), *_over_limit(lines)]
        found[currency] = tuple(sorted(told, key=lambda change: -change.weight)[:CHANGES_MAX])
    return found


def largest(aging: AgingReport, currency: str) -> tuple[AgingRow, ...]:
    """The customers that owe most in a currency shown, the largest first, at most ten."""
    rows = [row for row in aging.rows if row.currency == currency and row.open > 0]
    return tuple(sorted(rows, key=lambda row: (-row.open, row.key))[:EXPOSURES])


def sentence(change: Change, lang: str) -> str:
    """A change in words: "Overdue rose 410K to 4.2M: 3 customers make up 71% of the increase"."""
    return say(f"overview_change.{change.key}", lang, **{n: _written(n, v, lang) for n, v in change.facts.items()})


def dso_sentence(change: DsoChange, lang: str) -> str:
    """Why DSO changed, its largest part first."""
    parts = sorted(change.parts.items(), key=lambda part: -abs(part[1]))
    told = [f"{say(f'dso_part.{name}.name', lang)} {_signed(days, lang)}" for name, days in parts]
    listed = say("overview_change.joined_by", lang).join(told)
    return say("overview_change.dso_parts", lang, change=_signed(change.change, lang), parts=listed)


def _overdue(lines: dict[str, FigureLine], overdue: list[Amounts], names: dict[str, str]) -> list[Change]:
    line = lines["overdue"]
    if not line.change:
        return []
    up = line.change > 0
    moved = movers(overdue[0], overdue[1], 1 if up else -1)
    facts: dict[str, Fact] = {
        "amount": abs(line.change),
        "total": Decimal(line.figure.value or 0),
        "customers": len(moved.customers),
        "share": moved.share,
        "name": names[moved.customers[0]],
    }
    how_many = "one" if len(moved.customers) == 1 else "many"
    return [Change(f"overdue_{'rose' if up else 'fell'}_{how_many}", facts, abs(line.change), not up)]


def _newly_late(overdue: list[Amounts], names: dict[str, str]) -> list[Change]:
    """The largest customer that was not overdue at all before, and the largest that no longer is."""
    told = []
    for key, first, second in (
        ("newly_overdue", overdue[0], overdue[1]),
        ("no_longer_overdue", overdue[1], overdue[0]),
    ):
        fresh = {customer: amount for customer, amount in second.items() if amount > 0 and not first.get(customer)}
        if fresh:
            largest = max(fresh, key=lambda customer: (fresh[customer], customer))
            facts: dict[str, Fact] = {"name": names[largest], "amount": fresh[largest], "customers": len(fresh)}
            how_many = "one" if len(fresh) == 1 else "many"
            told.append(Change(f"{key}_{how_many}", facts, fresh[largest], key == "no_longer_overdue"))
    return told


def _turnover(lines: dict[str, FigureLine], scope: Scope) -> list[Change]:
    """DSO, weighed by the money it ties up: days x credit sales a day."""
    dso, sales = lines["dso_simple"], lines["credit_sales"].figure.value
    if not dso.change or dso.figure.value is None or abs(dso.change) < Decimal("0.05"):
        return []
    weight = abs(dso.change) * Decimal(sales or 0) / scope.view.period_days
    key = "dso_rose" if dso.change > 0 else "dso_fell"
    return [
        Change(
            key,
            {"days": abs(dso.change), "to_days": Decimal(dso.figure.value), "amount": weight},
            weight,
            dso.change < 0,
        )
    ]


def _receivables(lines: dict[str, FigureLine]) -> list[Change]:
    line = lines["receivables"]
    if not line.change or not line.before or abs(line.change) < NOTEWORTHY * Decimal(line.before):
        return []
    key = "receivables_rose" if line.change > 0 else "receivables_fell"
    facts: dict[str, Fact] = {
        "amount": abs(line.change),
        "share": abs(line.change) / Decimal(line.before),
        "total": Decimal(line.figure.value or 0),
    }
    return [Change(key, facts, abs(line.change), None)]


def _concentration(lines: dict[str, FigureLine]) -> list[Change]:
    """The share of the five largest, if it moved by two points or more."""
    line, receivables = lines["top_5_share"], lines["receivables"].figure.value
    if line.change is None or abs(line.change) < Decimal("0.02"):
        return []
    facts: dict[str, Fact] = {"from_share": Decimal(str(line.before)), "to_share": Decimal(str(line.figure.value))}
    return [Change("top_5_moved", facts, abs(line.change) * Decimal(receivables or 0), line.change < 0)]


def _over_limit(lines: dict[str, FigureLine]) -> list[Change]:
    line = lines["customers_over_limit"]
    if not line.change:
        return []
    facts: dict[str, Fact] = {"customers": int(line.figure.value or 0), "before": int(line.before or 0)}
    return [Change("over_limit_moved", facts, Decimal(0), line.change < 0)]


def _written(name: str, value: Fact, lang: str) -> object:
    if not isinstance(value, Decimal):
        return value
    if name in ("amount", "total"):
        return numbers.compact(value, lang)
    return numbers.percent(value, lang) if name.endswith("share") else numbers.decimal(value, lang)


def _signed(days: Decimal, lang: str) -> str:
    return f"{'+' if days > 0 else ''}{numbers.decimal(days, lang, 2)}"
