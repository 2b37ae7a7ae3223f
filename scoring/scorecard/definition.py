"""Which customers to call bad: what each threshold and window would give, and the one to propose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from scoring.errors import Fact
from scoring.scorecard.card import Target

THRESHOLDS_DAYS = (1, 15, 30, 60, 90)
WINDOWS_MONTHS = (6, 12, 3)
"""In order of preference: half a year, then longer rather than shorter."""
BADS_MIN = 50
DATES_MIN = 4
"""So that the last quarter of the observation dates can be held out."""
BAD_RATE_BELOW = 0.5


@dataclass(frozen=True)
class BadDefinition:
    """What one definition of bad gives on a ledger.

    `observations` are those of the development sample, on `dates` month-ends, and `bad_observations` the bad ones among
    them; `customers` and `bads` are their customers. A customer that stays bad for a year is bad on many month-ends and
    yet one bad: `bads` is what the evidence rests on. `roll_forward` is the share of the amount that reaches the
    threshold which reaches 30 days more; None where nothing did.
    """

    days_past_due: int
    window_months: int
    observations: int
    bad_observations: int
    customers: int
    bads: int
    roll_forward: float | None
    dates: int

    @property
    def bad_rate(self) -> float | None:
        """Bad observations of all observations; None without any."""
        return self.bad_observations / self.observations if self.observations else None


@dataclass(frozen=True)
class BadDefinitions:
    """All definitions, mildest first, the proposed target (None: none is good enough, an expert's card is to be used) and
    why: a key of text with its facts."""

    rows: tuple[BadDefinition, ...]
    proposed: Target | None
    reason: str
    facts: Mapping[str, Fact]


def propose(rows: Iterable[BadDefinition], materiality: Target | None = None) -> BadDefinitions:
    """The highest threshold at which at least BADS_MIN customers go bad and less than half of the observations are bad,
    seen on at least DATES_MIN dates, with the window that stands first in WINDOWS_MONTHS. The proposed target has the
    materiality of `materiality`.

    >>> mild, severe = BadDefinition(30, 6, 4000, 900, 400, 120, 0.4, 18), BadDefinition(90, 6, 4000, 200, 400, 30, 0.9, 18)
    >>> found = propose([mild, severe])
    >>> found.proposed.days_past_due, found.reason
    (30, 'bad_definition.proposed')
    """
    told = tuple(sorted(rows, key=lambda row: (row.days_past_due, row.window_months)))
    limits: dict[str, Fact] = {"least": BADS_MIN, "below": f"{BAD_RATE_BELOW:.0%}", "dates": DATES_MIN}
    seen = [row for row in told if row.dates >= DATES_MIN]
    fitting = [row for row in seen if row.bads >= BADS_MIN and (row.bad_rate or 0.0) < BAD_RATE_BELOW]
    if not fitting:
        return BadDefinitions(told, None, "bad_definition.none", limits)
    best = max(fitting, key=lambda row: (row.days_past_due, -WINDOWS_MONTHS.index(row.window_months)))
    facts = limits | {
        "days": best.days_past_due,
        "months": best.window_months,
        "bads": best.bads,
        "rate": f"{best.bad_rate or 0:.1%}",
    }
    chosen = replace(materiality or Target(), days_past_due=best.days_past_due, window_months=best.window_months)
    return BadDefinitions(told, chosen, "bad_definition.proposed", facts)
