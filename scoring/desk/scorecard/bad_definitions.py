"""The task of choosing what counts as bad: every threshold and window tried on the ledger itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pyarrow as pa

from scoring.desk.scorecard.observations import (
    OnShare,
    amounts_by_customer,
    amounts_of,
    bad_flags,
    ledger_days,
    observed,
    rates_of,
    rates_on,
    reasons_of,
    told,
)
from scoring.scorecard.card import Target
from scoring.scorecard.definition import THRESHOLDS_DAYS, WINDOWS_MONTHS, BadDefinition, BadDefinitions, propose
from scoring.scorecard.windows import observation_days, window_end
from scoring.store import Store

Tried = tuple[Target, list[str], list[str]]
"""A definition on one date: its observations' customers, and those of them that go bad."""


def bad_definitions(
    store: Store, *, material_share: float = 0.01, material_amount: float = 0.0, on_share: OnShare | None = None
) -> BadDefinitions:
    """What each threshold and window gives, over the same observations as `development_sample`, and which to propose.

    Raises ScoringError "ledger_empty". A window longer than the ledger has no observations.
    """
    begin, end = ledger_days(store)
    targets = [
        Target(days, months, material_share, material_amount) for days in THRESHOLDS_DAYS for months in WINDOWS_MONTHS
    ]
    days = {months: _complete_days(begin, end, months) for months in WINDOWS_MONTHS}
    good: dict[Target, list[str]] = defaultdict(list)
    bad: dict[Target, list[str]] = defaultdict(list)
    for day in told(sorted({day for found in days.values() for day in found}), on_share):
        for target, seen, gone in _tried(store, day, [t for t in targets if day in days[t.window_months]]):
            good[target] += seen
            bad[target] += gone
    rolled = roll_forward(store, end)
    rows = [
        _row(target, good[target], bad[target], rolled.get(target.days_past_due), len(days[target.window_months]))
        for target in targets
    ]
    return propose(rows, targets[0])


def roll_forward(store: Store, last_date: date) -> dict[int, float]:
    """By threshold: of the amount that reached it, the share that was still open 30 days later. Amounts at the rates of
    `last_date`; currencies without one are left out."""
    rates = rates_of(store, last_date)
    worth = dict(zip(rates["currencies"], rates["rates"], strict=True))
    sums: dict[int, list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for row in store.rows("roll_forward", {"last_date": last_date, "thresholds": list(THRESHOLDS_DAYS)}):
        rate = worth.get(row["currency"], Decimal(0))
        for place, name in enumerate(("reached", "rolled")):
            sums[row["days_past_due"]][place] += row[name] * rate
    return {days: float(rolled / reached) for days, (reached, rolled) in sums.items() if reached}


def _complete_days(begin: date, end: date, months: int) -> list[date]:
    return [day for day in observation_days(begin, end, months) if window_end(day, months) <= end]


def _tried(store: Store, day: date, targets: list[Target]) -> Iterator[Tried]:
    """Every target on one date, from one look at the customers and one at what became of them."""
    ends = {target.window_months: window_end(day, target.window_months) for target in targets}
    params = {
        "days": [day] * len(set(ends.values())),
        "ends": sorted(set(ends.values())),
        "thresholds": sorted({t.days_past_due for t in targets}),
    }
    outcomes = store.table("outcomes", {**params, **rates_on(store, [day])})
    table = observed(store, "observed_customers", [day], THRESHOLDS_DAYS[-1])
    for target in targets:
        found = _of(outcomes, target.days_past_due, ends[target.window_months])
        now = amounts_by_customer(found, "amount_now", table["customer_id"])
        place = table.schema.get_field_index("past_due_amount")
        kept = table.filter(
            pa.array(reasons_of(table.set_column(place, "past_due_amount", pa.array(now)), target) == "")
        )
        worst = amounts_by_customer(found, "worst_amount", kept["customer_id"])
        bad = bad_flags(worst, amounts_of(kept, "open_amount"), target)
        yield target, kept["customer_id"].to_pylist(), kept["customer_id"].filter(pa.array(bad)).to_pylist()


def _of(outcomes: pa.Table, days_past_due: int, end: date) -> pa.Table:
    import pyarrow.compute as pc

    same_window = pc.equal(outcomes["end_date"], pa.scalar(end))
    return outcomes.filter(pc.and_(pc.equal(outcomes["days_past_due"], days_past_due), same_window))


def _row(target: Target, seen: list[str], gone: list[str], rolled: float | None, dates: int) -> BadDefinition:
    return BadDefinition(
        target.days_past_due, target.window_months, len(seen), len(gone), len(set(seen)), len(set(gone)), rolled, dates
    )
