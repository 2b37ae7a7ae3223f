"""Strategy against strategy: started with its rule of stopping, followed as of any day, stopped with its result recorded."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from scoring.desk.noting import note_row
from scoring.desk.strategy.debtors import strategy_report
from scoring.desk.strategy.playbook import effects_of, measure_of, playbook_of
from scoring.desk.strategy.trials import known_on, plans_of
from scoring.desk.views import default_currency, reporting_of
from scoring.errors import ScoringError
from scoring.store import Store, scorecards
from scoring.strategy.effect.experiments import Case, Goal, Plan, Verdict, arm_of, check_plan, judge, lot
from scoring.terms import View


@dataclass(frozen=True)
class Entry:
    """One customer that came into an experiment on a day, in the currency of its largest overdue."""

    day: date
    customer_id: str
    currency: str


@dataclass(frozen=True)
class Followed:
    """An experiment as of a day. `entered` = customers that came in by then, those followed to the end are the verdict's
    cases; `by_arm` counts these as champion and challenger. The rest is as it was written down."""

    plan: Plan
    verdict: Verdict
    entered: int
    by_arm: tuple[int, int]
    reason: str
    started_by: str
    stopped_by: str
    stopped_why: str


def start(
    store: Store,
    rule: str,
    challenger: str,
    share: float,
    start_on: date,
    goal: Goal,
    cases: int,
    looks: int,
    reason: str,
    by: str,
    at: datetime | None = None,
) -> int:
    """Start an experiment by everything that decides it; returns its number.

    Raises ScoringError as `check_plan`, "experiment_known" where the ledger already knows later days, "experiment_running"
    where the rule has one, "reason_missing" and "person_missing".
    """
    playbook, rules = playbook_of(store), measure_of(store)
    level = next((one.level for one in playbook.rules if one.id == rule), "")
    horizon = effects_of(store).horizon_days
    plan = Plan(0, rule, level, challenger, share, start_on, goal, cases, looks, horizon)
    check_plan(plan, playbook, rules.cases_min)
    last = (store.one("extent", {}) or {}).get("last_date")
    if last is not None and start_on < last:
        raise ScoringError("experiment_known", start=start_on.isoformat(), last=last.isoformat())
    running = next((one for one in plans_of(store) if one.rule == rule and one.stopped_on is None), None)
    if running is not None:
        raise ScoringError("experiment_running", number=running.number, rule=rule)
    if not reason.strip():
        raise ScoringError("reason_missing")
    told = {name: value for name, value in vars(plan).items() if name not in ("number", "stopped_on")}
    return note_row(store, "experiment_started", "experiment_id", told | {"reason": reason}, by, at)


def stop(store: Store, number: int, on: date, why: str, by: str, at: datetime | None = None) -> Verdict:
    """Stop an experiment and record how it stood: from `on` everybody is handled by the playbook again.

    Raises ScoringError "experiment_unknown", "experiment_over", "reason_missing", "person_missing" or "period_backwards".
    """
    plan = next((one for one in plans_of(store) if one.number == number), None)
    if plan is None:
        raise ScoringError("experiment_unknown", number=number)
    if plan.stopped_on is not None:
        raise ScoringError("experiment_over", number=number, day=plan.stopped_on.isoformat())
    if on < plan.start_on:
        raise ScoringError("period_backwards", from_date=plan.start_on.isoformat(), to_date=on.isoformat())
    if not why.strip():
        raise ScoringError("reason_missing")
    if not by.strip():
        raise ScoringError("person_missing")
    verdict = _followed(store, plan, on)[0]
    told = {"experiment_id": number, "stopped_on": on.isoformat(), "stopped_why": why, "by": by}
    scorecards.happen(store, "experiment_stopped", told | {"result": json.dumps(asdict(verdict))}, at)
    return verdict


def experiments(store: Store, as_of: date) -> list[Followed]:
    """Every experiment that had started by a day, the newest first, as it stood then: a verdict only once a look allows it.

    Cases came in while it ran; one stopped before its last look keeps the verdict it was stopped with.
    """
    written = {row["experiment_id"]: row for row in store.rows("experiment")}
    found = []
    for plan in (known_on(one, as_of) for one in plans_of(store)):
        if plan.start_on > as_of:
            continue
        row, over = written[plan.number], plan.stopped_on is not None
        verdict, entries, arms = _followed(store, plan, as_of)
        if over and row["result"]:
            verdict = Verdict(**json.loads(row["result"]))
        told = (row["stopped_by"], row["stopped_why"]) if over else ("", "")
        found.append(Followed(plan, verdict, entries, arms, row["reason"], row["made_by"], *told))
    return found[::-1]


def entries_of(store: Store, plan: Plan, as_of: date) -> list[Entry]:
    """Who came into an experiment by a day: on every so many days from its start, customers under its rule with something
    overdue, each once, in order of day and lot."""
    currency, seen, found = default_currency(store), set[str](), list[Entry]()
    for day in _days(plan, as_of, measure_of(store).experiment_days):
        report = strategy_report(store, View(day, currency=currency), playbook_of(store, day))
        standing = [one for ones in report.standings.values() for one in ones.of_rule(plan.rule) if one.overdue > 0]
        standing.sort(key=lambda one: (lot(plan.number, one.customer_id, "order"), one.customer_id, -one.overdue))
        for one in standing:
            if one.customer_id not in seen:
                seen.add(one.customer_id)
                found.append(Entry(day, one.customer_id, one.currency))
    return found


def _days(plan: Plan, as_of: date, apart: int) -> Iterator[date]:
    """The days on which customers come in: `apart` days from each other, while it runs."""
    day = plan.start_on
    while day <= as_of and plan.runs(day):
        yield day
        day += timedelta(days=apart)


def _followed(store: Store, plan: Plan, as_of: date) -> tuple[Verdict, int, tuple[int, int]]:
    """The verdict on everybody followed for the whole horizon by a day, how many came in, and the cases by arm."""
    entries = entries_of(store, plan, as_of)
    ripe = [one for one in entries if one.day + timedelta(days=plan.horizon_days) <= as_of]
    shares = _came_in(store, plan, ripe)
    cases = [
        Case(arm_of(plan.number, one.customer_id, plan.share), value)
        for one in ripe
        if (value := shares.get((one.day, one.customer_id))) is not None
    ]
    challengers = sum(case.arm == "challenger" for case in cases)
    return judge(plan, cases), len(entries), (len(cases) - challengers, challengers)


def _came_in(store: Store, plan: Plan, entries: list[Entry]) -> dict[tuple[date, str], float]:
    """By day and customer: the share of what was overdue then that came in within the horizon, or 1 where all of it did."""
    if not entries:
        return {}
    days = sorted({one.day for one in entries})
    ends = [day + timedelta(days=plan.horizon_days) for day in days]
    codes = [row["currency"] for row in store.rows("currencies_in", {"as_of": ends[-1]})]
    params = {"starts": days, "ends": ends, "currencies": codes, "rates": [Decimal(1)] * len(codes)}
    worth = {day: _worth(store, day, codes) for day in days}
    shown = {(one.day, one.customer_id): one.currency for one in entries}
    sums: dict[tuple[date, str], list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    where: dict[str, Any] = {"customer_id": sorted({one.customer_id for one in entries})}
    by = ["from_date", "customer_id", "currency"]
    for row in store.grouped("collected", params, by, ["overdue_at_start", "received"], where=where):
        key = row["from_date"], row["customer_id"]
        rate = worth[row["from_date"]].get((shown.get(key, ""), row["currency"]))
        if rate is not None:
            sums[key][0] += row["overdue_at_start"] * rate
            sums[key][1] += row["received"] * rate
    return {key: _value(plan, overdue, received) for key, (overdue, received) in sums.items() if overdue > 0}


def _worth(store: Store, day: date, codes: list[str]) -> dict[tuple[str, str], Decimal]:
    """What a unit of each currency was worth on a day in the currency shown; where nothing is converted, itself alone."""
    shown = default_currency(store)
    rates = {} if shown is None else reporting_of(store, View(day, currency=shown))[shown].rates
    alone = {(code, code): Decimal(1) for code in codes}
    return alone if shown is None else {(shown, code): rate for code, rate in rates.items()}


def _value(plan: Plan, overdue: Decimal, received: Decimal) -> float:
    return float(received >= overdue) if plan.goal == "cleared" else min(1.0, float(received / overdue))


def as_json(found: Followed) -> dict[str, Any]:
    """Plain values: the plan and the verdict by their fields, with the difference at the deciding look."""
    return asdict(found) | {"difference": found.verdict.difference}
