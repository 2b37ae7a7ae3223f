"""Today's worklist: for everybody with a step due, what it should bring, and which fit into the day's hours."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from scoring.desk.collections.clocks import clocks_ending
from scoring.desk.effect.measured import effects_at
from scoring.desk.parameters import currency_of, number_of
from scoring.desk.scorecard.scores import score_book
from scoring.desk.strategy.columns import alike
from scoring.desk.strategy.debtors import strategy_report
from scoring.desk.strategy.playbook import text_of
from scoring.desk.strategy.standings import Flags, Standings
from scoring.desk.views import default_currency, scope_of
from scoring.desk.worklist.curves import WHOLE, payment_curves
from scoring.desk.worklist.items import Items, Today
from scoring.desk.worklist.waiting import steps_left, waiting
from scoring.errors import ScoringError
from scoring.metrics.delays import DelayCurve
from scoring.store import Store
from scoring.strategy.value import Effects, expected_gain, net_value
from scoring.strategy.worklist import TASKS, plan_day
from scoring.terms import View

MONTHS_A_YEAR = 12
VISITS = "visit"
NOBODYS = "clerk"
"""Whose list a customer stands on for whom nothing is to be done today."""
Real = NDArray[np.float64]


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
    planned = plan_day(_tasks(store, one, standings, effects), minutes or capacity_of(store), _visits(store))
    first = pc.sort_indices(
        planned.table.append_column("left", planned.table["rank"].is_null()), [("left", "ascending")]
    )
    items = Items(standings, planned.table.take(first))
    measured = tuple(name for name, effect in effects.channels.items() if effect.cases)
    return Today(view.as_of, currency, effects.horizon_days, items, planned, measured)


def _tasks(store: Store, view: View, standings: Standings, effects: Effects) -> pa.Table:
    """Everybody's action as TASKS, with the columns of `Items`."""
    stepped = steps_left(store, standings)
    anyway = _paid_anyway(store, standings, effects.horizon_days)
    gains, values = _worth(store, view, standings, stepped, anyway, effects)
    why = waiting(store, view, standings, stepped)
    ending = [running.customer_id for running in clocks_ending(store, view) if running.clock.state == "warn_3"]
    urgent = pc.and_(pc.is_in(standings.table["customer_id"], value_set=pa.array(ending, pa.string())), pc.is_null(why))
    due = [due for due, _ in standings.steps]
    owners = pa.array([step.owner if step else NOBODYS for step in due], pa.string())
    channels = pa.array([step.channel if step else "" for step in due], pa.string())
    minutes = pa.array([effects.channels[step.channel].minutes if step else 0.0 for step in due], pa.float64())
    step, has = pa.array(standings.step), pa.array(stepped)
    columns = {
        "customer_id": standings.table["customer_id"],
        "owner": pc.if_else(has, owners.take(step), NOBODYS),
        "channel": pc.if_else(has, channels.take(step), ""),
        "minutes": pc.if_else(has, minutes.take(step), 0.0),
        "value": pa.array(values),
        "waiting": why,
        "urgent": urgent,
    }
    tasks = pa.table(columns, TASKS).append_column("place", pa.array(np.arange(len(standings))))
    for name, column in {"stepped": has, "paid_anyway": pa.array(anyway), "gain": pa.array(gains)}.items():
        tasks = tasks.append_column(name, column)
    return tasks


def _paid_anyway(store: Store, standings: Standings, horizon_days: int) -> Real:
    """P(paid within the horizon | nothing is done): the delays of each rating, given how late the oldest claim is."""
    curves = payment_curves(store, standings.as_of)
    ratings = pa.array([kind.debtor.rating for kind in standings.kinds], pa.string()).take(pa.array(standings.kind))
    days = standings.table["step_days"]
    first, which = alike([ratings, days])
    rows = pa.table({"rating": ratings, "days": days}).take(pa.array(first)).to_pylist()
    known = [_paid_within(curves.get(row["rating"], curves[WHOLE]), row["days"], horizon_days) for row in rows]
    return np.array(known, dtype=float)[which]


def _paid_within(curve: DelayCurve, days_past_due: int, horizon_days: int) -> float:
    left = curve.given_unpaid(days_past_due)
    return 1.0 - left.unpaid_after(days_past_due + horizon_days)


def _worth(
    store: Store, view: View, standings: Standings, stepped: Flags, anyway: Real, effects: Effects
) -> tuple[Real, Real]:
    """Gain and net value of each step, 0 where there is none."""
    owed = np.asarray(standings.table["asked"].cast(pa.float64()), dtype=float)
    margins = _yearly_margins(store, view, standings)
    gains, values = np.zeros(len(owed)), np.zeros(len(owed))
    hourly = number_of(store, "collection_cost_hourly")
    ways = [(due.channel, due.tone) if due else None for due, _ in standings.steps]
    for channel, tone in filter(None, set(ways)):
        mine = stepped & np.array([way == (channel, tone) for way in ways], dtype=bool)[standings.step]
        effect = effects.channels[channel]
        gains[mine] = expected_gain(anyway[mine], owed[mine], effect)
        values[mine] = net_value(gains[mine], effect, effects.leave_chances[tone], margins[mine], hourly)
    return gains, values


def _yearly_margins(store: Store, view: View, standings: Standings) -> Real:
    """What a year's sales to each customer earn, in the view's currency; 0 where no sales are known."""
    first = (store.one("extent", {}) or {}).get("first_date")
    if first is None or view.as_of < first:
        return np.zeros(len(standings))
    table = score_book(store, view.as_of).table
    places = pc.index_in(standings.table["customer_id"], value_set=table["customer_id"].combine_chunks())
    home = scope_of(store, view).reportings[str(view.currency)].rates.get(currency_of(store), Decimal(1))
    yearly = MONTHS_A_YEAR * number_of(store, "gross_margin") * float(home)
    return np.asarray(pc.fill_null(table["monthly_sales"].take(places), 0.0), dtype=float) * yearly


def _capacity(store: Store) -> dict[str, dict[str, Any]]:
    return tomllib.loads(text_of(store, "capacity"))


def _visits(store: Store) -> dict[tuple[str, str], int]:
    table = _capacity(store)
    return {(role, VISITS): int(entry["people"] * entry["visits"]) for role, entry in table.items()}
