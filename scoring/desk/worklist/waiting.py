"""Who must wait today whatever it is worth: steps taken already, promises not yet due, calls enough for an individual."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from scoring.desk.collections.contact import calls_by_customer
from scoring.desk.collections.repayment import agreed_amounts
from scoring.desk.strategy.law import rules_of_contact
from scoring.desk.strategy.standings import Flags, Standings
from scoring.desk.views import scope_of
from scoring.store import Store
from scoring.strategy.cases.contact import COUNTED, limit_reached
from scoring.terms import Nature, View


def steps_left(store: Store, standings: Standings) -> Flags:
    """For whom a step is due that was not taken yet on the customer's oldest claim: what was done before its level's first
    step could be due belongs to earlier claims."""
    noted = _noted(store, standings)
    noted = noted.filter(pc.and_(pc.is_valid(noted["level"]), pc.is_valid(noted["step_day"])))
    place = np.asarray(noted["place"], dtype=np.int64)
    levels = pa.array([kind.level.id for kind in standings.kinds], pa.string())
    first = np.array([kind.level.steps[0].day for kind in standings.kinds], dtype=np.int64)
    due = np.array([due.day if due else 0 for due, _ in standings.steps], dtype=np.int64)
    same = np.asarray(pc.equal(noted["level"], levels.take(pa.array(standings.kind[place]))), dtype=bool)
    days_ago = np.asarray(noted["days_ago"], dtype=np.int64)
    late = np.asarray(standings.table["step_days"], dtype=np.int64)
    same &= days_ago <= (late - first[standings.kind])[place]
    same &= np.asarray(noted["step_day"], dtype=np.int64) >= due[standings.step][place]
    left = standings.due
    left[place[same]] = False
    return left


def waiting(store: Store, view: View, standings: Standings, stepped: Flags) -> pa.Array:
    """Why each must wait today, null where it need not; `stepped` = who has a step left."""
    why = np.full(len(standings), None, dtype=object)
    why[_called_enough(store, standings, stepped)] = "call_limit"
    why[_promised(store, view, standings)] = "promise_not_due"
    why[~stepped] = "step_done"
    why[~standings.due] = "not_yet"
    return pa.array(why, pa.string())


def _noted(store: Store, standings: Standings) -> pa.Table:
    """What was noted of those who owe up to the day, with their `place` and how many days ago it was."""
    noted = store.table("activity")
    place = pc.index_in(noted["customer_id"], value_set=standings.table["customer_id"].combine_chunks())
    noted = noted.append_column("place", place)
    noted = noted.append_column("days_ago", pc.days_between(noted["done_on"], pa.scalar(standings.as_of)))
    return noted.filter(pc.and_(pc.is_valid(place), pc.greater_equal(noted["days_ago"], 0)))


def _promised(store: Store, view: View, standings: Standings) -> Flags:
    """Whose promises, plans and offers that are waited for reach what is asked. They count in the view's currency; a promise
    without a currency is in it, one without a rate to it is left out."""
    promised = defaultdict[str, Decimal](Decimal)
    rates = scope_of(store, view).reportings[str(view.currency)].rates
    known = store.table("known_promises", {"as_of": view.as_of})
    for row in known.filter(pc.greater_equal(known["promised_date"], pa.scalar(view.as_of))).to_pylist():
        rate = rates.get(row["currency"] or str(view.currency), Decimal(0))
        promised[row["customer_id"]] += (row["promised_amount"] or Decimal(0)) * rate
    for customer, agreed in agreed_amounts(store, view.as_of, rates).items():
        promised[customer] += agreed
    names = pa.array(promised, pa.string())
    places = pc.index_in(names, value_set=standings.table["customer_id"].combine_chunks()).to_pylist()
    asked = standings.table["asked"]
    found = np.asarray(pc.less_equal(asked, pa.scalar(Decimal("0.00"), asked.type)))
    for place, amount in zip(places, promised.values(), strict=True):
        if place is not None:
            found[place] = amount >= asked[place].as_py()
    return found


def _called_enough(store: Store, standings: Standings, stepped: Flags) -> Flags:
    """Which individuals whose step is a call may not be called once more."""
    found, rules = np.zeros(len(standings), dtype=bool), rules_of_contact(store)
    if rules is None:
        return found
    calls: Any = np.array([due is not None and due.channel == COUNTED for due, _ in standings.steps], dtype=bool)
    asked = stepped & calls[standings.step]
    asked &= standings.flags([kind.debtor.nature == Nature.INDIVIDUAL for kind in standings.kinds])
    noted = _noted(store, standings)
    rows = noted.filter(pa.array(asked[np.asarray(noted["place"], dtype=np.int64)]))
    days = calls_by_customer(rows.select(["customer_id", "channel", "done_on"]).to_pylist(), standings.as_of)
    places = {row["customer_id"]: row["place"] for row in rows.select(["customer_id", "place"]).to_pylist()}
    for customer, made in days.items():
        found[places[customer]] = limit_reached(rules, COUNTED, standings.as_of, made) is not None
    return found
