"""What matching speaks of: claims past due, actions on them, matched sets; all as arrays of codes and days."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Real = NDArray[np.float64]
Flags = NDArray[np.bool_]
NEVER = 10**7
"""A day later than any."""
NONE = -1
"""The code of no action."""
SPAN = 2 * NEVER
AGES = (7, 30, 90)
"""Last days past due of the classes within which claims leave the comparison alike."""


@dataclass(frozen=True)
class Claims:
    """Claims past due, one position each. Days count from 1970-01-01: due, first day at risk (past due and issued), closed
    (NEVER = open); `paid` = closed by money; in dispute from `disputed` (NEVER = never) until `undisputed`. `customer` and
    `group` are codes: group[p] as known when period p began."""

    customer: Whole
    amount: Real
    due: Whole
    late: Whole
    end: Whole
    paid: Flags
    disputed: Whole
    undisputed: Whole
    group: Whole


@dataclass(frozen=True)
class Actions:
    """Actions on claims in order of claim and day, one a claim and day; `code` = by what they are judged (a channel, a
    strategy), NONE = counts as an action but is not judged."""

    claim: Whole
    day: Whole
    code: Whole


@dataclass(frozen=True)
class Sets:
    """Matched sets: column 0 is the treated claim, the others are its controls. `time` = days watched from the day after the
    action, `paid` = ended by payment, `there` = the place is filled; `customer` its code, `case` the number of the action's
    customer and day, `stratum` that of its group and age. `unmatched` = treated claims without a single control."""

    time: Whole
    paid: Flags
    there: Flags
    customer: Whole
    case: Whole
    stratum: Whole
    unmatched: int
