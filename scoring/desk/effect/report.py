"""Did collecting work? What came in of what was overdue, by strategy at the start, by owner, segment and month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from scoring.desk.effect.known import attributes_on
from scoring.desk.figures.aging import Tie
from scoring.desk.figures.figures import month_ends, written
from scoring.desk.strategy.debtors import strategy_report
from scoring.desk.strategy.playbook import playbook_of
from scoring.desk.strategy.standings import Kind
from scoring.desk.views import Scope, groups_of, header_of, scope_of
from scoring.errors import ScoringError
from scoring.store import Store
from scoring.strategy.effect.recovered import Recovered, together
from scoring.terms import ReportHeader, View

BY = ("strategy", "owner", "nature", "severity", "rating", "month")
LISTED = ("owner", "nature")
"""What customer lists say, as known at the period's start; the others are as they stood then."""
RATED = ("strategy", "rating")
"""What the scorecard has a part in."""
MONTHS = 12
ZERO = Decimal("0.00")
SUMS = ("overdue_at_start", "received", "written_off")
Key = tuple[str, str]
"""Currency shown and customer."""


@dataclass(frozen=True)
class Line:
    """One group: `key` is a level, an owner, a class or the last day of a month; "" = none."""

    key: str
    figures: Recovered


@dataclass(frozen=True)
class EffectReport:
    """Lines by currency shown, the largest overdue first (months in order), with their total.

    `since` < as-of date is the period's start: what was overdue at its end is followed. `names` has levels by language.
    `ties` sets the overdue of both ends against the aging of those days.
    """

    header: ReportHeader
    by: str
    since: date
    lines: dict[str, tuple[Line, ...]]
    totals: dict[str, Recovered]
    names: Mapping[str, Mapping[str, str]]
    ties: tuple[Tie, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain values: amounts as decimal strings, shares as 0.25, null = not computable."""
        return {
            "as_of": self.header.as_of.isoformat(),
            "since": self.since.isoformat(),
            "by": self.by,
            "currencies": {
                code: {
                    "groups": [{"key": line.key} | figures_json(line.figures) for line in lines],
                    "total": figures_json(self.totals[code]),
                }
                for code, lines in self.lines.items()
            },
        }


@dataclass(frozen=True)
class CustomerLine:
    """One customer of a group."""

    customer_id: str
    name: str
    figures: Recovered


def effect_report(store: Store, view: View, by: str = "strategy", since: date | None = None) -> EffectReport:
    """What came in until the view's date of what was overdue at the end of `since` (by default the view's period before,
    for months the last 12), by group. Raises ScoringError "not_a_choice", "period_backwards" and as `scope_of`."""
    if by not in BY:
        raise ScoringError("not_a_choice", option="by", value=by, allowed=", ".join(BY))
    periods = _periods(view, by, since)
    scope = scope_of(store, view)
    facts = _facts(store, scope, periods)
    groups = {} if by == "month" else groups_at(store, view, by, periods[0][0])
    summed: dict[str, dict[str, list[Recovered]]] = {code: defaultdict(list) for code in scope.reportings}
    for end, found in facts.items():
        for (currency, customer), figures in found.items():
            key = end.isoformat() if by == "month" else groups.get((currency, customer), "")
            summed[currency][key].append(figures)
    return EffectReport(
        header=header_of(store, replace(view, grouping="rating") if by in RATED else view),
        by=by,
        since=periods[0][0],
        lines={code: _lines(by, parts) for code, parts in summed.items()},
        totals={code: together(one for ones in parts.values() for one in ones) for code, parts in summed.items()},
        names={name: level.name for name, level in playbook_of(store, periods[0][0]).levels.items()},
        ties=tuple(_ties(store, scope, periods, facts)),
    )


def customers_of(store: Store, view: View, by: str, since: date, key: str) -> list[CustomerLine]:
    """The customers of one group (of a month: everybody in it) in the view's currency, most overdue first."""
    scope = scope_of(store, view)
    start, end = _period(view, by, since, key)
    groups = {} if by == "month" else groups_at(store, view, by, start)
    names = {row["customer_id"]: str(row["name"]) for row in store.rows("customer")}
    found = [
        CustomerLine(customer, names.get(customer, customer), figures)
        for (currency, customer), figures in _facts(store, scope, [(start, end)])[end].items()
        if by == "month" or groups.get((currency, customer), "") == key
    ]
    return sorted(found, key=lambda one: (-one.figures.overdue_at_start, one.customer_id))


def documents_of(store: Store, view: View, by: str, since: date, key: str, customer_id: str) -> list[dict[str, Any]]:
    """What of one customer of a group was overdue at the start, and what came of it, oldest first (rows of `collected`)."""
    scope = scope_of(store, view)
    start, end = _period(view, by, since, key)
    params = {"starts": [start], "ends": [end], **scope.params}
    where: dict[str, object] = {"customer_id": customer_id}
    return store.rows("collected", params, where=where | _kept(scope), order=["due_date", "document_key"])


def groups_at(store: Store, view: View, by: str, on: date) -> dict[Key, str]:
    """The group of each customer in each currency shown, as it was at the end of a day: strategies by the playbook in force
    then, from what was known then, owner and nature by the customer lists of then. Who owed nothing has no strategy and no
    severity."""
    at_start = replace(view, as_of=on)
    if by in LISTED or by == "rating":
        groups = attributes_on(store, on, by) if by in LISTED else groups_of(store, on, by)
        return {(code, name): group for code in scope_of(store, view).reportings for name, group in groups.items()}
    report = strategy_report(store, at_start, playbook_of(store, on))
    return {
        (code, name): _place(ones.kinds[kind], by)
        for code, ones in report.standings.items()
        for name, kind in zip(ones.table["customer_id"].to_pylist(), ones.kind.tolist(), strict=True)
    }


def span_of(view: View, by: str) -> date:
    """Where a period starts that nobody names: the view's period before its date, for months twelve of them."""
    return month_ends(view.as_of, MONTHS + 1)[0] if by == "month" else view.as_of - timedelta(days=view.period_days)


def figures_json(figures: Recovered) -> dict[str, Any]:
    """Sums and rates of a group as plain values."""
    return {
        "customers": figures.customers,
        **{name: str(getattr(figures, name)) for name in (*SUMS, "overdue_at_end")},
        "recovery_rate": written(figures.recovery_rate, "percent"),
        "bad_debt_rate": written(figures.bad_debt_rate, "percent"),
        "days_overdue": written(figures.days_overdue, "days"),
        "satisfaction": None if figures.satisfaction is None else round(figures.satisfaction, 2),
        "answers": figures.answers,
    }


def _place(one: Kind, by: str) -> str:
    return one.level.id if by == "strategy" else one.debtor.severity


def _periods(view: View, by: str, since: date | None) -> list[tuple[date, date]]:
    """One period, or the months between the two days."""
    start = since or span_of(view, by)
    if start >= view.as_of:
        raise ScoringError("period_backwards", from_date=start.isoformat(), to_date=view.as_of.isoformat())
    if by != "month":
        return [(start, view.as_of)]
    months = (view.as_of.year - start.year) * MONTHS + view.as_of.month - start.month + 1
    days = [start, *(day for day in month_ends(view.as_of, months) if day > start)]
    return list(pairwise(days))


def _period(view: View, by: str, since: date, key: str) -> tuple[date, date]:
    """The period that a group stands for."""
    end = date.fromisoformat(key) if by == "month" else view.as_of
    return next(period for period in _periods(view, by, since) if period[1] == end)


def _facts(store: Store, scope: Scope, periods: Sequence[tuple[date, date]]) -> dict[date, dict[Key, Recovered]]:
    """By end of period everybody with something overdue at one of its ends, or an answer in between."""
    starts, ends = [start for start, _ in periods], [end for _, end in periods]
    where = scope.customers_where | _kept(scope)
    found: dict[date, dict[Key, Recovered]] = {end: defaultdict(Recovered) for end in ends}
    params, by = {"starts": starts, "ends": ends, **scope.params}, ["currency", "customer_id"]
    for row in store.grouped("collected", params, ["to_date", *by], SUMS, where=where):
        sums = Recovered(**{name: row[name] for name in SUMS})
        found[row["to_date"]][scope.shown(row["currency"]), row["customer_id"]] += sums
    standing = {"days": ends, **scope.params}
    for row in store.grouped("standings", standing, ["day", *by], ["overdue", "overdue_days"], where=where):
        if row["overdue"]:
            late = Recovered(overdue_at_end=row["overdue"], overdue_days=row["overdue_days"])
            found[row["day"]][scope.shown(row["currency"]), row["customer_id"]] += late
    for start, end in periods:
        for customer, score in _answers(store, scope, start, end):
            for code in scope.reportings:
                found[end][code, customer] += Recovered(score_sum=score, answers=1)
    return {end: {key: replace(one, customers=1) for key, one in of_end.items()} for end, of_end in found.items()}


def _answers(store: Store, scope: Scope, start: date, end: date) -> list[tuple[str, int]]:
    rows = store.rows("survey", where=scope.customers_where)
    return [(row["customer_id"], row["score"]) for row in rows if start < row["asked_on"] <= end]


def _kept(scope: Scope) -> dict[str, object]:
    """The currencies that are shown."""
    return {"currency": [code for reporting in scope.reportings.values() for code in reporting.rates]}


def _lines(by: str, parts: Mapping[str, Sequence[Recovered]]) -> tuple[Line, ...]:
    lines = [Line(key, together(ones)) for key, ones in parts.items()]
    if by == "month":
        return tuple(sorted(lines, key=lambda line: line.key))
    return tuple(sorted(lines, key=lambda line: (-line.figures.overdue_at_start, line.key)))


def _ties(
    store: Store, scope: Scope, periods: Sequence[tuple[date, date]], facts: Mapping[date, Mapping[Key, Recovered]]
) -> list[Tie]:
    """Overdue at the first start and at the last end against the aging of those days (open_items)."""
    first, last = periods[0], periods[-1]
    found = []
    for day, end, name in ((first[0], first[1], "overdue_at_start"), (last[1], last[1], "overdue_at_end")):
        params = {"as_of": day, "scheme": "default", "basis": "due", **scope.params}
        rows = store.grouped(
            "open_items",
            params,
            ["currency", "bucket"],
            ["reporting_amount"],
            where=scope.customers_where | _kept(scope),
        )
        for code in scope.reportings:
            aged = [
                r["reporting_amount"] for r in rows if r["bucket"] != "not_due" and scope.shown(r["currency"]) == code
            ]
            shown = [getattr(figures, name) for (currency, _), figures in facts[end].items() if currency == code]
            found.append(Tie(code, sum(shown, ZERO), sum(aged, ZERO)))
    return found
