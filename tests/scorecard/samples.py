"""Samples and a card for the tests of validation and monitoring, made by a rule that the tests know.

A customer has a soundness z. Its past late share falls with z, its use of the limit says something of its own, and the
chance of going bad is 1 / (1 + exp(2.5 + z - use)). Rows of one customer share z.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from scoring.scorecard.card import Bin, Binning, Calibration, Card, Grade, Provenance, Scaling, Scored, Target
from scoring.scorecard.sample import Sample

PERIODS = ("2025-01-31", "2025-02-28", "2025-03-31", "2025-04-30", "2025-05-31", "2025-06-30")


def sample(customers: int = 400, periods: tuple[str, ...] = PERIODS, seed: int = 11) -> Sample:
    """One row per customer and period."""
    rng = np.random.default_rng(seed)
    z, use = rng.normal(size=customers), rng.normal(size=(len(periods), customers)) + rng.normal(size=customers)
    late = 1 / (1 + np.exp(1 + z + 0.5 * rng.normal(size=(len(periods), customers))))
    late[:, 0] = np.nan
    bad = rng.random(late.shape) < 1 / (1 + np.exp(2.5 + z - use))
    region = np.tile(np.where(np.arange(customers) % 3, "north", "south"), len(periods))
    table = pa.table({"late_paid_share_12m": late.ravel(), "limit_utilisation": use.ravel(), "region": region})
    group = np.tile(np.arange(customers), len(periods))
    return Sample(table, bad.ravel(), group, np.repeat(np.array(periods), customers))


def split(rows: Sample, first_held_out: str) -> tuple[Sample, Sample]:
    """Training and test rows, out of time."""
    late = rows.period >= first_held_out
    return rows.rows(~late), rows.rows(late)


def number(name: str, bounds: tuple[float, ...], points: tuple[int, ...], missing: int) -> Scored:
    """A characteristic with points by hand; WOE in the same proportion as the points, coefficient 1."""
    lowers, uppers = (None, *bounds), (*bounds, None)
    ordinary = [Bin("interval", a, b, woe=p / 28.9, points=p) for a, b, p in zip(lowers, uppers, points, strict=True)]
    bins = (*ordinary, Bin("missing", woe=missing / 28.9, points=missing))
    return Scored(Binning(name, "number", bins, 0.3, "descending"), 1.0)


def card(calibration: Calibration | None = None, kind: str = "fitted") -> Card:
    """A card on past late share and use of the limit; its points are right, its PDs nearly so."""
    return Card(
        name="Test card",
        base_points=540,
        characteristics=(
            number("late_paid_share_12m", (0.1, 0.2, 0.35, 0.5), (60, 45, 25, 5, -20), 20),
            number("limit_utilisation", (-1.0, 0.0, 1.0), (40, 15, -10, -45), 0),
        ),
        scaling=Scaling(),
        calibration=calibration or Calibration(-16.0, 0.0325, source="development"),
        grades=(Grade("A", "prime", 590), Grade("B", "ordinary", 550), Grade("C", "risky", None)),
        provenance=Provenance("expert" if kind == "expert" else "fitted", "Kim", "2025-07-01T00:00:00", Target()),
    )
