"""Up to four scenarios side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from scoring.desk.whatif.facts import Starting
from scoring.desk.whatif.outcome import Outcome, Pair, outcome, started
from scoring.errors import ScoringError
from scoring.scenario.scenario import Scenario
from scoring.store import Store
from scoring.terms import View

COMPARED_MAX = 4


@dataclass(frozen=True)
class Compared:
    """Scenarios on one ledger. Those that group customers otherwise start from delays of other groups, so each is told
    against today's terms by its own groups."""

    outcomes: tuple[Outcome, ...]

    @property
    def rows(self) -> dict[str, tuple[Pair, ...]]:
        """Each figure of all scenarios: those of `Outcome.figures`, then released and npv (against 0 today)."""
        found = {pair.name: tuple(o.figure(pair.name) for o in self.outcomes) for pair in self.outcomes[0].figures}
        nothing = Decimal("0.00")
        for name in ("released", "npv"):
            found[name] = tuple(Pair(name, "money", 1, nothing, getattr(o, name)) for o in self.outcomes)
        return found

    def as_json(self) -> dict[str, Any]:
        """Plain values: scenarios, each as `Outcome.as_json`."""
        return {"scenarios": [found.as_json() for found in self.outcomes]}


def compared(store: Store, view: View, scenarios: Sequence[Scenario]) -> Compared:
    """Run scenarios on one ledger. Raises ScoringError "scenarios_to_compare" for none or too many, and as `outcome`."""
    if not 1 <= len(scenarios) <= COMPARED_MAX:
        raise ScoringError("scenarios_to_compare", count=len(scenarios), most=COMPARED_MAX)
    known: dict[object, Starting] = {}
    found = []
    for scenario in scenarios:
        by = (scenario.grouping, tuple(scenario.lists.items()))
        if by not in known:
            known[by] = started(store, view, scenario)
        found.append(outcome(known[by], scenario))
    return Compared(tuple(found))
