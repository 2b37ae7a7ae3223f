"""A scenario: what changes, for whom, and what is assumed. It holds no figure of any ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from scoring.scenario.assumptions import Assumption, Assumptions
from scoring.scenario.shocks import CALM, Shocks
from scoring.scenario.terms import UNCHANGED, Terms


@dataclass(frozen=True)
class Change:
    """New terms for one segment: a group of the scenario's grouping, or `customers` picked by hand under that name."""

    segment: str
    terms: Terms
    customers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scenario:
    """What changes. Customers picked by hand leave the group they belong to, so every customer is in one segment.

    `assumptions` replace those of the ledger or the product by name.
    """

    name: str
    note: str = ""
    grouping: str = "rating"
    changes: tuple[Change, ...] = ()
    shocks: Shocks = CALM
    assumptions: Mapping[str, Assumption] = field(default_factory=dict)

    @property
    def lists(self) -> dict[str, tuple[str, ...]]:
        """The customers picked by hand, by the name of their segment.

        >>> Scenario("x", changes=(Change("our three", Terms(net_days=30), ("A", "B", "C")),)).lists
        {'our three': ('A', 'B', 'C')}
        """
        return {change.segment: change.customers for change in self.changes if change.customers}

    def terms_of(self, segment: str) -> Terms:
        """The terms that change for a segment; nothing where none do."""
        return next((change.terms for change in self.changes if change.segment == segment), UNCHANGED)

    def assumed(self, known: Assumptions) -> Assumptions:
        """What is assumed: `known` with this scenario's own in their place."""
        return known.replaced(self.assumptions)


TODAY = Scenario("")
"""The scenario in which nothing changes."""
