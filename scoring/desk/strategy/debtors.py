"""Who owes, how each of them is handled by the playbook, by which rule, and which step is due."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from scoring import settings
from scoring.desk.strategy.playbook import playbook_of
from scoring.desk.strategy.signs import Noted, signs_on
from scoring.desk.strategy.trials import trials_on
from scoring.desk.views import Scope, header_of, ratings_on, scope_of
from scoring.errors import ScoringError
from scoring.store import Store
from scoring.strategy.cases.reasons import UNKNOWN, Finding, persistence_of, reasons_of
from scoring.strategy.effect.experiments import Plan, assigned
from scoring.strategy.playbook.choose import Choice, chosen, step_after, step_due
from scoring.strategy.playbook.terms import Debtor, Level, Playbook, Rule, Severity, Step
from scoring.terms import Nature, ReportHeader, View

ZERO = Decimal("0.00")
SUMS = ("open_amount", "overdue", "disputed_overdue")
UNKNOWN_NATURE = Nature.COMMERCIAL
"""How a customer is handled whose nature is neither given nor told by its name."""


class Cell(NamedTuple):
    """A cell of the strategy grid."""

    nature: str
    severity: str
    rating: str


@dataclass(frozen=True)
class Standing:
    """One customer in one currency shown. `oldest_days` = days past due of the oldest claim that nobody disputes, <= 0 =
    nothing is due; `step_days` = the days its level's steps count by: of the oldest claim in dispute where all that is past
    due is; `due` = the step whose day has come, `later` = the next one after today. `reasons` = why it may not pay,
    the likeliest first; `lasting` = whether its arrears are temporary, chronic or deliberate, None = not known; `debtor`
    holds of them what the rules may see. `held` = the rule, with its level, that would count if the suggested reason were
    recorded. `outside` = whether anything is known of it beside this ledger; `nature_assumed` = its nature is not known."""

    customer_id: str
    name: str
    owner: str | None
    currency: str
    open: Decimal
    overdue: Decimal
    disputed: Decimal
    oldest_days: int
    step_days: int
    debtor: Debtor
    rule: Rule
    level: Level
    due: Step | None
    later: Step | None
    reasons: tuple[Finding, ...] = (UNKNOWN,)
    lasting: Finding | None = None
    held: Rule | None = None
    held_level: Level | None = None
    outside: bool = False
    nature_assumed: bool = False

    @property
    def why(self) -> Finding:
        """The reason that counts: the recorded one, else the likeliest."""
        return self.reasons[0]

    @property
    def asked(self) -> Decimal:
        """What a step is about: what is past due and undisputed, else what is past due and in dispute, else all that is
        open."""
        if self.overdue > self.disputed:
            return self.overdue - self.disputed
        return self.overdue or self.open

    @property
    def cell(self) -> Cell:
        """Where it stands in the grid."""
        return Cell(self.debtor.nature, self.debtor.severity, self.debtor.rating)


@dataclass(frozen=True)
class CellTotal:
    """What a cell of the grid holds; `levels` = the level ids its customers get, the commonest first."""

    cell: Cell
    customers: int
    open: Decimal
    overdue: Decimal
    levels: tuple[str, ...]


@dataclass(frozen=True)
class StrategyReport:
    """Everybody with something open, by currency shown, most overdue first, handled by `playbook`."""

    header: ReportHeader
    playbook: Playbook
    standings: dict[str, tuple[Standing, ...]]

    def grid(self, currency: str) -> list[CellTotal]:
        """The cells that hold somebody, by nature, severity and rating; amounts add up to the open balance."""
        found: dict[Cell, list[Standing]] = defaultdict(list)
        for standing in self.standings[currency]:
            found[standing.cell].append(standing)
        return [_total(cell, found[cell]) for cell in sorted(found)]


class Choosing:
    """A playbook applied to many debtors: whoever looks alike to the rules is looked up once."""

    def __init__(self, playbook: Playbook) -> None:
        self.playbook = playbook
        self._choices: dict[tuple[object, ...], Choice] = {}
        self._steps: dict[tuple[str, int], tuple[Step | None, Step | None]] = {}

    def choice(self, debtor: Debtor, reason: Finding, lasting: Finding | None) -> Choice:
        """As `chosen`. Raises ScoringError "playbook_gap" where no rule fits."""
        seen = (reason.value, reason.confidence), lasting and (lasting.value, lasting.confidence)
        key = (debtor.nature, debtor.severity, debtor.rating, debtor.size, debtor.disputed, *seen)
        if key not in self._choices:
            choice = chosen(self.playbook, debtor, reason, lasting)
            if choice is None:
                raise ScoringError("playbook_gap", nature=debtor.nature, severity=debtor.severity, rating=debtor.rating)
            self._choices[key] = choice
        return self._choices[key]

    def steps(self, level: Level, days: int) -> tuple[Step | None, Step | None]:
        """The step whose day has come for a claim so many days past due, and the next one."""
        key = level.id, days
        if key not in self._steps:
            self._steps[key] = step_due(level, days), step_after(level, days)
        return self._steps[key]


def strategy_report(store: Store, view: View, playbook: Playbook | None = None) -> StrategyReport:
    """How every customer with an open claim is handled on the view's date, by the playbook in force now or the one given.
    Raises ScoringError as `scope_of`."""
    scope, playbook = scope_of(store, view), playbook or playbook_of(store)
    masters = {row["customer_id"]: row for row in store.rows("customer")}
    ratings = ratings_on(store, view.as_of)
    noted, trials = signs_on(store, scope), trials_on(store, view.as_of)
    book = Choosing(playbook)
    found: dict[str, list[Standing]] = {currency: [] for currency in scope.reportings}
    for currency, customer_id, sums in _owed(store, scope):
        one = masters[customer_id] | {"rating": ratings.get(customer_id, "not_rated")}
        found[currency].append(_standing(book, one, currency, sums, noted.get(customer_id), trials))
    for standings in found.values():
        standings.sort(key=lambda one: (-float(one.overdue), -float(one.open), one.customer_id))
    return StrategyReport(header_of(store, view), playbook, {name: tuple(ones) for name, ones in found.items()})


@lru_cache(maxsize=4096)
def severity_of(days_past_due: int) -> Severity:
    """The class of arrears of a number of days past due, by the severity scheme of the settings.

    >>> [severity_of(days) for days in (0, 30, 31, 91)]
    ['not_due', 'light', 'moderate', 'severe']
    """
    key: Any = settings.load().schemes["severity"].key_of(days_past_due)
    return key  # type: ignore[no-any-return]


def _owed(store: Store, scope: Scope) -> Iterable[tuple[str, str, Mapping[str, Any]]]:
    """Currency shown, customer and its sums; several currencies of one customer in one where they are converted."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    params = {"as_of": scope.view.as_of, **scope.params}
    kept = {"currency": [code for reporting in scope.reportings.values() for code in reporting.rates]}
    for row in store.rows("arrears", params, where=scope.customers_where | kept):
        key = scope.shown(row["currency"]), row["customer_id"]
        if key not in found:
            found[key] = dict(row)
            continue
        held = found[key]
        held["oldest_days"] = max(held["oldest_days"], row["oldest_days"])
        held["disputed_days"] = max(
            (held["disputed_days"], row["disputed_days"]), key=lambda days: (days is not None, days)
        )
        for name in SUMS:
            held[name] += row[name]
    return ((currency, customer, sums) for (currency, customer), sums in found.items())


def _standing(
    book: Choosing,
    master: Mapping[str, Any],
    currency: str,
    sums: Mapping[str, Any],
    noted: Noted | None,
    trials: Sequence[Plan],
) -> Standing:
    days, debtor = int(sums["oldest_days"]), _debtor(master, sums)
    step_days = int(sums["disputed_days"]) if debtor.disputed else days
    signs = noted.signs(currency, sums) if noted else None
    reasons = reasons_of(debtor, signs) if signs else (UNKNOWN,)
    lasting = persistence_of(signs) if signs else None
    choice = book.choice(debtor, reasons[0], lasting)
    rule = assigned(trials, book.playbook, choice.rule, master["customer_id"])
    level = book.playbook.levels[rule.level]
    due, later = book.steps(level, step_days)
    return Standing(
        customer_id=master["customer_id"],
        name=master["name"],
        owner=master["owner"],
        currency=currency,
        open=sums["open_amount"],
        overdue=sums["overdue"],
        disputed=sums["disputed_overdue"],
        oldest_days=days,
        step_days=step_days,
        debtor=choice.debtor,
        rule=rule,
        level=level,
        due=due,
        later=later,
        reasons=reasons,
        lasting=lasting,
        held=choice.held,
        held_level=book.playbook.levels[choice.held.level] if choice.held else None,
        outside=bool(signs and signs.outside),
        nature_assumed=not master["nature"],
    )


def _debtor(master: Mapping[str, Any], sums: Mapping[str, Any]) -> Debtor:
    return Debtor(
        nature=master["nature"] or UNKNOWN_NATURE,
        severity=severity_of(int(sums["oldest_days"])),
        rating=master["rating"],
        size=master["size"],
        disputed=sums["overdue"] > 0 and sums["disputed_overdue"] == sums["overdue"],
    )


def _total(cell: Cell, standings: list[Standing]) -> CellTotal:
    levels = [standing.level.id for standing in standings]
    return CellTotal(
        cell,
        len(standings),
        sum((standing.open for standing in standings), ZERO),
        sum((standing.overdue for standing in standings), ZERO),
        tuple(sorted(set(levels), key=lambda level: (-levels.count(level), level))),
    )
