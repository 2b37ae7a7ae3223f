"""Customers as they were known on a date: what each looked like then, and what became of it afterwards.

Scoring a date and building a development sample ask the same mart, so a card meets in use what it was fitted on. The mart
reads the ledger once for all days it is asked for, so many days are asked for together.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from scoring import settings
from scoring.desk.parameters import currency_of
from scoring.errors import ScoringError
from scoring.ledger.nature import nature_of
from scoring.metrics import money
from scoring.scorecard.card import Target
from scoring.scorecard.characteristics import CHARACTERISTICS
from scoring.scorecard.sample import Flags, Floats, Sample
from scoring.scorecard.windows import observation_days, window_end
from scoring.store import Store

THIN_INVOICES = 3
"""A customer with fewer invoices ever due than this says too little of itself to learn from; the marts count no further."""
ROWS_TOGETHER = 1_250_000
"""Customers on dates that are looked at together: fewer take longer, since the ledger is read once for all of them; more
take more memory (3 GB for a million of them over ten million documents)."""
EXCLUSIONS = ("no_history", "no_rate", "inactive", "already_bad", "thin", "indeterminate")
"""Why an observation is no row of a development sample; of several reasons the first is counted."""
STATUS = {"no_history": "no_history", "no_rate": "no_rate", "already_bad": "in_default"}
"""What these reasons make of a customer in use. Inactive and thin customers are rated: they are what is known."""

Step = TypeVar("Step")
OnShare = Callable[[float], None]
"""Told, before each date or run of dates, the share of the dates that is done; what it raises ends the work."""


@dataclass(frozen=True)
class Development:
    """A development sample and what it was made of.

    `sample.group` counts into `customers`. `open_amount` is what each row's customer owed on its date, in the workspace's
    currency. `days` are the dates asked for, also those whose windows are incomplete. `excluded` counts the observations
    left out and `excluded_customers` their customers, by reason (EXCLUSIONS); `left_out` names them, each with the number
    of its observations, most first.
    """

    target: Target
    sample: Sample
    customers: Sequence[str]
    days: Sequence[date]
    open_amount: Floats
    excluded: Mapping[str, int]
    excluded_customers: Mapping[str, int]
    left_out: Mapping[str, Sequence[tuple[str, int]]] = field(default_factory=dict)


def observations_at(store: Store, as_of: date, target: Target | None = None) -> pa.Table:
    """Every customer known on `as_of`, by number: customer_id, status, open_amount, then all characteristics.

    `status` is "rated", "in_default" (past due beyond materiality by `target`, else the default one), "no_history"
    (nothing was ever due) or "no_rate" (traded in a currency without a rate into the workspace's). Only what was known
    on `as_of` counts. Raises ScoringError "ledger_empty" and "day_before_ledger".
    """
    first, _ = ledger_days(store)
    if as_of < first:
        raise ScoringError("day_before_ledger", day=as_of.isoformat(), first=first.isoformat())
    chosen = target or Target()
    table = observed(store, "observations", [as_of], chosen.days_past_due)
    status = [STATUS.get(reason, "rated") for reason in reasons_of(table, chosen)]
    found = table.select(["customer_id", "open_amount"]).add_column(1, "status", pa.array(status, pa.string()))
    for name in CHARACTERISTICS:
        found = found.append_column(name, table[name])
    return found


def development_sample(
    store: Store, target: Target, first: date | None = None, last: date | None = None, on_share: OnShare | None = None
) -> Development:
    """Observations at the month-ends from `first` to `last` (see `observation_days`) with what became of each.

    Raises ScoringError "ledger_empty", and "no_observation_dates" where no window is complete.
    """
    begin, end = ledger_days(store)
    days = observation_days(begin, end, target.window_months, first, last)
    if not any(window_end(day, target.window_months) <= end for day in days):
        raise ScoringError(
            "no_observation_dates", first=begin.isoformat(), last=end.isoformat(), months=target.window_months
        )
    parts = [part for run in told(_runs(store, days), on_share) for part in _developed(store, run, end, target)]
    table = pa.concat_tables(kept for kept, _ in parts if kept is not None)
    out = pa.concat_tables(left_out for _, left_out in parts)
    who = table["customer_id"].combine_chunks().dictionary_encode()
    sample = Sample(
        table.select(list(CHARACTERISTICS)),
        table["bad"].to_numpy(),
        who.indices.to_numpy(zero_copy_only=False).astype(np.int64),
        np.asarray(table["period"].to_numpy(), dtype=np.str_),
    )
    customers, amounts = who.dictionary.to_pylist(), amounts_of(table, "open_amount")
    return Development(target, sample, customers, days, amounts, *counted(out), named(out))


def told(steps: Sequence[Step], on_share: OnShare | None) -> Iterator[Step]:
    """The steps one by one (dates, or runs of them), the share done told before each.

    >>> shares = []
    >>> len(list(told([date(2025, 1, 31), date(2025, 2, 28)], shares.append))), shares
    (2, [0.0, 0.5])
    """
    for place, step in enumerate(steps):
        if on_share is not None:
            on_share(place / len(steps))
        yield step


def ledger_days(store: Store) -> tuple[date, date]:
    """First and last day the ledger knows of. Raises ScoringError "ledger_empty"."""
    extent = store.one("extent", {}) or {}
    if extent.get("first_date") is None:
        raise ScoringError("ledger_empty")
    return extent["first_date"], extent["last_date"]


def observed(store: Store, mart: str, days: Sequence[date], threshold: int) -> pa.Table:
    """Rows of the mart "observations" or "observed_customers", by day and customer, natures told from names where nobody
    gave them (with the name known then)."""
    params = {"days": list(days), "threshold": threshold, "home": currency_of(store), **rates_on(store, days)}
    table = store.table(mart, params, order=["as_of", "customer_id"])
    return table.set_column(table.schema.get_field_index("nature"), "nature", _natures(store, table))


def rates_on(store: Store, days: Sequence[date]) -> dict[str, list[Any]]:
    """Parameters `rate_days`, `currencies` and `rates` of the marts for many days: `rates_of` each of them, end to end."""
    found: dict[str, list[Any]] = {"rate_days": [], "currencies": [], "rates": []}
    for day in days:
        known = rates_of(store, day)
        found["rate_days"] += [day] * len(known["rates"])
        found["currencies"] += known["currencies"]
        found["rates"] += known["rates"]
    return found


def rates_of(store: Store, as_of: date) -> dict[str, list[Any]]:
    """Parameters `currencies` and `rates`: every currency with a rate into the workspace's, as known on `as_of`."""
    home, rows = currency_of(store), store.rows("rates_on", {"as_of": as_of})
    found = {home: Decimal(1)}
    for currency in sorted({row[side] for row in rows for side in ("from_currency", "to_currency")} - {home}):
        try:
            found[currency] = money.reporting(rows, [currency], home, as_of).rates[currency]
        except ScoringError:  # no way from it into ours: its customers are told apart as "no_rate"
            continue
    return {"currencies": list(found), "rates": list(found.values())}


def reasons_of(table: pa.Table, target: Target) -> npt.NDArray[np.str_]:
    """Why each row of `observed` is no row of a development sample (EXCLUSIONS, all but the last), "" where it is."""
    due, invoices = (table[name].to_numpy() for name in ("invoices_due", "invoices"))
    owed, past_due = amounts_of(table, "open_amount"), amounts_of(table, "past_due_amount")
    idle = (owed == 0) & (invoices == 0)
    conditions = [
        due == 0,
        table["without_rate"].to_numpy(),
        idle,
        bad_flags(past_due, owed, target),
        due < THIN_INVOICES,
    ]
    return np.select(conditions, EXCLUSIONS[:-1], default="")


def bad_flags(past_due: Floats, owed: Floats, target: Target) -> Flags:
    """Whether amounts past due are above materiality, by what the customer owed on the observation date.

    >>> bad_flags(np.array([5.0, 15.0, 0.0]), np.array([1000.0, 1000.0, 0.0]), Target(material_share=0.01)).tolist()
    [False, True, False]
    """
    flags: Flags = past_due > np.maximum(target.material_share * owed, target.material_amount)
    return flags


def amounts_of(table: pa.Table, name: str) -> Floats:
    """A column of money as floats, for statistics."""
    amounts: Floats = pc.cast(table[name], pa.float64()).to_numpy()
    return amounts


def counted(left_out: pa.Table) -> tuple[dict[str, int], dict[str, int]]:
    """Observations and customers left out, by reason. `left_out` has a reason and a customer_id in each row."""
    groups = left_out.group_by("reason").aggregate([("reason", "count"), ("customer_id", "count_distinct")])
    rows = {row["reason"]: row for row in groups.to_pylist()}
    known = [reason for reason in EXCLUSIONS if reason in rows]
    return (
        {reason: rows[reason]["reason_count"] for reason in known},
        {reason: rows[reason]["customer_id_count_distinct"] for reason in known},
    )


def named(left_out: pa.Table) -> dict[str, list[tuple[str, int]]]:
    """Who is left out and how often, by reason, most often first. `left_out` as in `counted`.

    >>> named(pa.table({"reason": ["thin", "thin", "thin"], "customer_id": ["A", "B", "B"]}))
    {'thin': [('B', 2), ('A', 1)]}
    """
    groups = left_out.group_by(["reason", "customer_id"]).aggregate([([], "count_all")])
    found: dict[str, list[tuple[str, int]]] = {}
    for row in groups.sort_by([("count_all", "descending"), ("customer_id", "ascending")]).to_pylist():
        found.setdefault(row["reason"], []).append((row["customer_id"], row["count_all"]))
    return found


def amounts_by_customer(found: pa.Table, name: str, customers: pa.ChunkedArray) -> Floats:
    """The amount `name` of each of `customers` in a table of one row per customer at most; 0 where it has none."""
    places = pc.index_in(customers, value_set=found["customer_id"])
    amounts: Floats = pc.fill_null(pc.cast(found[name], pa.float64()).take(places), 0.0).to_numpy()
    return amounts


def _runs(store: Store, days: Sequence[date]) -> list[Sequence[date]]:
    """The dates in runs of about ROWS_TOGETHER customers, at least one date each."""
    customers = store.total("customer", None, [])["rows"]
    runs = max(1, -(-customers * len(days) // ROWS_TOGETHER))
    size = -(-len(days) // runs)
    return [days[start : start + size] for start in range(0, len(days), size)]


def _developed(
    store: Store, days: Sequence[date], end: date, target: Target
) -> Iterator[tuple[pa.Table | None, pa.Table]]:
    """Each date's rows of the sample, with `bad` and `period`; and the customers left out, with the reason."""
    windows = {day: window_end(day, target.window_months) for day in days}
    complete = [day for day in days if windows[day] <= end]
    if complete:
        params = {"days": complete, "ends": [windows[day] for day in complete], "thresholds": [target.days_past_due]}
        became = store.table("outcomes", {**params, **rates_on(store, complete)}).sort_by("as_of")
        seen = observed(store, "observations", complete, target.days_past_due)
        for day in complete:
            kept, out = _kept(_on(seen, day), target)
            yield _with_outcome(day, _on(became, day), target, kept), out
    begun = [day for day in days if windows[day] > end]
    if begun:
        seen = observed(store, "observed_customers", begun, target.days_past_due)
        yield from ((None, _kept(_on(seen, day), target, otherwise=EXCLUSIONS[-1])[1]) for day in begun)


def _on(table: pa.Table, day: date) -> pa.Table:
    """The rows of one day in a table that is in order of `as_of`; a view, no copy."""
    days = table["as_of"].to_numpy()
    first, last = np.searchsorted(days, np.datetime64(day), "left"), np.searchsorted(days, np.datetime64(day), "right")
    return table.slice(first, last - first)


def _kept(table: pa.Table, target: Target, otherwise: str = "") -> tuple[pa.Table, pa.Table]:
    """Rows of the sample, and the others as customer_id and reason. `otherwise` = reason of those that have no other."""
    reasons = reasons_of(table, target)
    reasons = np.where(reasons == "", otherwise, reasons)
    kept = pa.array(reasons == "")
    out = table.select(["customer_id"]).append_column("reason", pa.array(reasons)).filter(pc.invert(kept))
    return table.filter(kept), out


def _with_outcome(day: date, became: pa.Table, target: Target, rows: pa.Table) -> pa.Table:
    worst = amounts_by_customer(became, "worst_amount", rows["customer_id"])
    bad = bad_flags(worst, amounts_of(rows, "open_amount"), target)
    found = rows.select(["customer_id", "open_amount", *CHARACTERISTICS]).append_column("bad", pa.array(bad))
    return found.append_column("period", pa.array([day.isoformat()] * rows.num_rows, pa.string()))


def _natures(store: Store, table: pa.Table) -> pa.ChunkedArray:
    kept = store.setting("nature_patterns")
    patterns = json.loads(kept) if kept else settings.load().nature_patterns
    nature = table["nature"]
    names = pc.unique(table["name"].filter(pc.is_null(nature)))
    told = pa.array([str(nature_of(name, patterns)[0]) for name in names.to_pylist()], pa.string())
    return pc.coalesce(nature, told.take(pc.index_in(table["name"], value_set=names).combine_chunks()))
