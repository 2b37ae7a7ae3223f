"""The experiments of a workspace as they were planned, and those that run on a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from scoring.store import Store
from scoring.strategy.effect.experiments import Plan


def plans_of(store: Store) -> list[Plan]:
    """Every experiment by number, stopped ones too."""
    return [
        Plan(
            number=row["experiment_id"],
            rule=row["rule"],
            champion=row["champion"],
            challenger=row["challenger"],
            share=float(row["share"]),
            start_on=row["start_on"],
            goal=row["goal"],
            cases=row["cases"],
            looks=row["looks"],
            horizon_days=row["horizon_days"],
            stopped_on=row["stopped_on"],
        )
        for row in store.rows("experiment", order=["experiment_id"])
    ]


def trials_on(store: Store, day: date) -> tuple[Plan, ...]:
    """Those by which customers are assigned on a day."""
    return tuple(plan for plan in plans_of(store) if plan.runs(day))


def known_on(plan: Plan, day: date) -> Plan:
    """A plan as it was known at the end of a day: not yet stopped where that came later."""
    return plan if plan.stopped_on is None or plan.stopped_on <= day else replace(plan, stopped_on=None)
