"""How late each rating pays, which a long ledger takes long to tell: worked out once a day and state of it, and kept."""

from __future__ import annotations

from datetime import date

import numpy as np

from scoring.desk.kept import is_kept, kept_or
from scoring.desk.risk.delays import curves_and_whole
from scoring.desk.scorecard.overrides import in_force
from scoring.desk.scorecard.scores import made_from
from scoring.desk.scorecard.versions import version_of
from scoring.metrics.delays import DelayCurve
from scoring.store import Store

CURVES, FORM = "payment_curves", 1
"""What is kept, and its form: raised when it is worked out in another way."""
WHOLE = ""
"""The name under which the curve of the whole ledger stands beside those of its ratings."""


def payment_curves(store: Store, as_of: date) -> dict[str, DelayCurve]:
    """How late the claims of each rating on a date are paid, and those of the whole ledger (WHOLE), as known then."""
    found = kept_or(store, CURVES, as_of, _basis(store, as_of), lambda: _told(store, as_of))
    return {rating: DelayCurve(first, np.array(paid, dtype=float)) for rating, (first, paid) in found.items()}


def are_curves_kept(store: Store, as_of: date) -> bool:
    """Whether the curves of a date need only be read."""
    return is_kept(store, CURVES, as_of, _basis(store, as_of))


def _basis(store: Store, as_of: date) -> tuple[object, ...]:
    """What they depend on: the scores of the date, and the ratings set by hand."""
    forced = sorted((customer, row["rating"]) for customer, row in in_force(store, as_of).items())
    return FORM, made_from(store, version_of(store)), forced


def _told(store: Store, as_of: date) -> dict[str, tuple[int, list[float]]]:
    curves, whole = curves_and_whole(store, as_of, "rating")
    return {rating: (curve.first_day, curve.paid.tolist()) for rating, curve in {**curves, WHOLE: whole}.items()}
