"""Today's worklist: for everybody with a step due, what it should bring, and which fit into the day's hours."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np

from scoring.desk.collections.clocks import clocks_ending
from scoring.desk.collections.contact import calls_by_customer
from scoring.desk.collections.repayment import agreed_amounts
from scoring.desk.effect.measured import effects_at
from scoring.desk.parameters import currency_of, number_of
from scoring.desk.risk.delays import curves_and_whole
from scoring.desk.scorecard.scores import score_book
from scoring.desk.strategy.debtors import Standing, strategy_report
from scoring.desk.strategy.law import rules_of_contact
from scoring.desk.strategy.playbook import text_of
from scoring.desk.views import default_currency, scope_of
from scoring.errors import ScoringError
from scoring.metrics.delays import DelayCurve
from scoring.store import Store
from scoring.strategy.cases.contact import ContactRules, limit_reached
from scoring.strategy.playbook.choose import step_due
from scoring.strategy.playbook.terms import Step
from scoring.strategy.value import Effects, expected_gain, net_value
from scoring.strategy.worklist import Placed, Task, Worklist, plan_day
from scoring.terms import Nature, View

MONTHS_A_YEAR = 12
VISITS = "visit"
Taken = dict[tuple[str, str], list[tuple[date, int]]]
"""Steps taken, by customer and level: when, and the step's day."""


@dataclass(frozen=True)
class Item:
    """One line of the list: who, which step by which rule, what it is expected to bring and why it is or is not today's.

    `paid_anyway` = P(paid within the horizon | nothing is done), `gain` = money expected because of the step.
    """

    standing: Standing
    step: Step | None
    amount: Decimal
    paid_anyway: float
    gain: float
    placed: Placed


@dataclass(frozen=True)
class Today:
    """The list of a day in one currency: today's tasks first, then everybody else with the reason. `measured` = channels
    whose effect rests on this ledger's own cases."""

    as_of: date
    currency: str
    horizon_days: int
    items: tuple[Item, ...]
    worklist: Worklist
    measured: tuple[str, ...]


def capacity_of(store: Store, hours: float | None = None, people: int | None = None) -> dict[str, float]:
    """Minutes of the day by role, as the workspace has them; `hours` and `people` replace those of the clerks.

    Raises ScoringError "capacity_invalid".
    """
    table = _capacity(store)
    if hours is not None:
        table["clerk"]["hours"] = hours
    if people is not None:
        table["clerk"]["people"] = people
    for role, entry in table.items():
        if not 0 <= entry["hours"] <= 24 or not 0 <= entry["people"] <= 1000:
            raise ScoringError("capacity_invalid", role=role, hours=entry["hours"], people=entry["people"])
    return {role: entry["people"] * entry["hours"] * 60.0 for role, entry in table.items()}


def clerks(store: Store) -> tuple[int, float]:
    """How many clerks the workspace has, and the hours of each."""
    clerk = _capacity(store)["clerk"]
    return int(clerk["people"]), float(clerk["hours"])


def worklist(store: Store, view: View, minutes: Mapping[str, float] | None = None) -> Today:
    """The list of the view's date in its currency (the workspace's where it names none).

    Raises ScoringError "worklist_currency" where amounts cannot be expressed in one currency, and as `strategy_report`.
    """
    currency = view.currency or default_currency(store)
    if currency is None:
        raise ScoringError("worklist_currency")
    one = replace(view, currency=currency)
    standings = strategy_report(store, one).standings[currency]
    effects = effects_at(store, view.as_of)
    taken, calls = _activities(store, view.as_of)
    steps = [_step(s, _done(s, view.as_of, taken)) for s in standings]
    amounts = [s.asked for s in standings]
    anyway = _paid_anyway(store, view.as_of, standings, effects.horizon_days)
    gains, values = _worth(store, one, standings, steps, amounts, anyway, effects)
    waiting = _waiting(store, one, standings, steps, amounts, calls)
    urgent = {running.customer_id for running in clocks_ending(store, view) if running.clock.state == "warn_3"}
    tasks = [
        _task(s, step, float(value), why, s.customer_id in urgent, effects)
        for s, step, value, why in zip(standings, steps, values, waiting, strict=True)
    ]
    planned = plan_day(tasks, minutes or capacity_of(store), _visits(store))
    numbers = {s.customer_id: n for n, s in enumerate(standings)}
    items = [
        Item(standings[n], steps[n], amounts[n], float(anyway[n]), float(gains[n]), placed)
        for placed in planned.placed
        for n in [numbers[placed.task.customer_id]]
    ]
    items.sort(key=lambda item: item.placed.rank is None)
    measured = tuple(name for name, effect in effects.channels.items() if effect.cases)
    return Today(view.as_of, currency, effects.horizon_days, tuple(items), planned, measured)


def _task(s: Standing, step: Step | None, value: float, why: str | None, urgent: bool, effects: Effects) -> Task:
    if step is None:
        return Task(s.customer_id, "clerk", "", 0.0, 0.0, why)
    minutes = effects.channels[step.channel].minutes
    return Task(s.customer_id, step.owner, step.channel, minutes, value, why, urgent and why is None)


def _paid_anyway(
    store: Store, as_of: date, standings: Sequence[Standing], horizon_days: int
) -> np.ndarray[Any, np.dtype[np.float64]]:
    """P(paid within the horizon | nothing is done): the delays of each rating, given how late the oldest claim is."""
    curves, whole = curves_and_whole(store, as_of, "rating")
    known: dict[tuple[str, int], float] = {}
    for standing in standings:
        key = standing.debtor.rating, standing.step_days
        if key not in known:
            known[key] = _paid_within(curves.get(key[0], whole), key[1], horizon_days)
    return np.array([known[s.debtor.rating, s.step_days] for s in standings], dtype=float)


def _paid_within(curve: DelayCurve, days_past_due: int, horizon_days: int) -> float:
    left = curve.given_unpaid(days_past_due)
    return 1.0 - left.unpaid_after(days_past_due + horizon_days)


def _worth(
    store: Store,
    view: View,
    standings: Sequence[Standing],
    steps: Sequence[Step | None],
    amounts: Sequence[Decimal],
    anyway: np.ndarray[Any, np.dtype[np.float64]],
    effects: Effects,
) -> tuple[np.ndarray[Any, np.dtype[np.float64]], np.ndarray[Any, np.dtype[np.float64]]]:
    """Gain and net value of each step, 0 where there is none."""
    owed = np.array([float(amount) for amount in amounts])
    margins = _yearly_margins(store, view, standings)
    gains, values = np.zeros(len(owed)), np.zeros(len(owed))
    hourly = number_of(store, "collection_cost_hourly")
    alike: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, step in enumerate(steps):
        if step is not None:
            alike[step.channel, step.tone].append(number)
    for (channel, tone), numbers in alike.items():
        effect = effects.channels[channel]
        gains[numbers] = expected_gain(anyway[numbers], owed[numbers], effect)
        values[numbers] = net_value(gains[numbers], effect, effects.leave_chances[tone], margins[numbers], hourly)
    return gains, values


def _yearly_margins(store: Store, view: View, standings: Sequence[Standing]) -> np.ndarray[Any, np.dtype[np.float64]]:
    """What a year's sales to each customer earn, in the view's currency; 0 where no sales are known."""
    first = (store.one("extent", {}) or {}).get("first_date")
    if first is None or view.as_of < first:
        return np.zeros(len(standings))
    table = score_book(store, view.as_of).table
    monthly = dict(zip(table["customer_id"].to_pylist(), table["monthly_sales"].to_pylist(), strict=True))
    home = scope_of(store, view).reportings[str(view.currency)].rates.get(currency_of(store), Decimal(1))
    yearly = MONTHS_A_YEAR * number_of(store, "gross_margin") * float(home)
    return np.array([(monthly.get(s.customer_id) or 0.0) * yearly for s in standings])


def _waiting(
    store: Store,
    view: View,
    standings: Sequence[Standing],
    steps: Sequence[Step | None],
    amounts: Sequence[Decimal],
    calls: Mapping[str, Sequence[date]],
) -> list[str | None]:
    """Why each must wait today, None where it need not. Promises count in the view's currency; one without a currency is in
    it, one without a rate to it is left out."""
    as_of, promised = view.as_of, defaultdict[str, Decimal](Decimal)
    rates = scope_of(store, view).reportings[str(view.currency)].rates
    for row in store.rows("known_promises", {"as_of": as_of}):
        if row["promised_date"] >= as_of:
            rate = rates.get(row["currency"] or str(view.currency), Decimal(0))
            promised[row["customer_id"]] += (row["promised_amount"] or Decimal(0)) * rate
    for customer, agreed in agreed_amounts(store, as_of, rates).items():
        promised[customer] += agreed
    rules, found = rules_of_contact(store), list[str | None]()
    for standing, step, amount in zip(standings, steps, amounts, strict=True):
        if step is None:
            found.append("step_done" if standing.due is not None else "not_yet")
        elif promised.get(standing.customer_id, Decimal(0)) >= amount:
            found.append("promise_not_due")
        elif rules and _too_often(rules, standing, step, as_of, calls):
            found.append("call_limit")
        else:
            found.append(None)
    return found


def _too_often(
    rules: ContactRules, standing: Standing, step: Step, as_of: date, calls: Mapping[str, Sequence[date]]
) -> bool:
    private = standing.debtor.nature == Nature.INDIVIDUAL
    return private and limit_reached(rules, step.channel, as_of, calls.get(standing.customer_id, ())) is not None


def _activities(store: Store, as_of: date) -> tuple[Taken, dict[str, list[date]]]:
    """Steps taken by customer and level, and the days of calls by customer."""
    taken: Taken = defaultdict(list)
    rows = store.rows("activity")
    for row in rows:
        if row["done_on"] <= as_of and row["level"] is not None and row["step_day"] is not None:
            taken[row["customer_id"], row["level"]].append((row["done_on"], row["step_day"]))
    return taken, calls_by_customer(rows, as_of)


def _step(standing: Standing, done_until: int | None) -> Step | None:
    """The step due that was not taken yet, None = nothing to do today."""
    if done_until is None:
        return standing.due
    return step_due(standing.level, standing.step_days, done_until)


def _done(standing: Standing, as_of: date, taken: Taken) -> int | None:
    """The last step taken on the customer's oldest claim: what was done before its level's first step could be due
    belongs to earlier claims."""
    steps = taken.get((standing.customer_id, standing.level.id))
    if not steps:
        return None
    since = as_of - timedelta(days=standing.step_days - standing.level.steps[0].day)
    return max((day for on, day in steps if on >= since), default=None)


def _capacity(store: Store) -> dict[str, dict[str, Any]]:
    return tomllib.loads(text_of(store, "capacity"))


def _visits(store: Store) -> dict[tuple[str, str], int]:
    table = _capacity(store)
    return {(role, VISITS): int(entry["people"] * entry["visits"]) for role, entry in table.items()}
