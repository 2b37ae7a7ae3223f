"""How customers answer a change of terms: assumptions in the open, each with low, base and high, and where it comes from.

None of them is a fact of the ledger unless its evidence says so. A share is 0.8 for 80%.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Literal

from scoring.errors import Fact

Level = Literal["low", "base", "high"]


@dataclass(frozen=True)
class Assumption:
    """One assumption. `evidence` is the code of its note (`scenario.evidence.<code>` in the words), filled by `facts`.

    >>> Assumption(0.5, 0.8, 1.0).of("high")
    1.0
    """

    low: float
    base: float
    high: float
    evidence: str = "stated"
    facts: Mapping[str, Fact] = field(default_factory=dict)

    def of(self, level: Level) -> float:
        """The value of a level."""
        return {"low": self.low, "base": self.base, "high": self.high}[level]


@dataclass(frozen=True)
class Values:
    """One value of every assumption, as the simulation takes them.

    pass_through: days that the payment moves per day that the due date moves. price_elasticity: percent of sales gained
    per percent by which terms make buying cheaper (longer terms, discounts) or lost where they make it dearer.
    customer_rate: yearly cost of the customers' own money, by which they value a day of credit. take_up: share of those
    who would pay after the discount's last day that take it, once it pays three times their rate; none at that rate, in
    proportion between. pd_per_30_days: change of the share never paid per 30 days of longer terms. attrition: share of
    deliveries held back (stop-ship, over limit) whose customer leaves instead of paying. late_interest_paid: share of the
    late interest that is paid.
    """

    pass_through: float = 0.8
    price_elasticity: float = 2.0
    customer_rate: float = 0.12
    take_up: float = 0.6
    pd_per_30_days: float = 0.05
    attrition: float = 0.1
    late_interest_paid: float = 0.2


@dataclass(frozen=True)
class Assumptions:
    """Every assumption with its range. The ranges shipped are stated, not measured; evidence of the ledger replaces them."""

    pass_through: Assumption = Assumption(0.5, 0.8, 1.0)
    price_elasticity: Assumption = Assumption(0.5, 2.0, 4.0)
    customer_rate: Assumption = Assumption(0.06, 0.12, 0.2)
    take_up: Assumption = Assumption(0.3, 0.6, 0.8)
    pd_per_30_days: Assumption = Assumption(0.0, 0.05, 0.15)
    attrition: Assumption = Assumption(0.05, 0.1, 0.25)
    late_interest_paid: Assumption = Assumption(0.0, 0.2, 0.5)

    @property
    def base(self) -> Values:
        """The base value of each.

        >>> Assumptions().base.pass_through
        0.8
        """
        return Values(**{name: self.of(name).base for name in NAMES})

    def of(self, name: str) -> Assumption:
        """One assumption by name. Raises AttributeError for an unknown one."""
        found: Assumption = getattr(self, name)
        return found

    def at(self, name: str, level: Level) -> Values:
        """The base values with one assumption at another level."""
        return replace(self.base, **{name: self.of(name).of(level)})

    def replaced(self, by: Mapping[str, Assumption]) -> Assumptions:
        """The same with other assumptions in place of those named."""
        return replace(self, **by)


NAMES: tuple[str, ...] = tuple(field.name for field in fields(Values))
"""Names of all assumptions, in the order in which they are shown."""
BOUNDS: dict[str, tuple[float, float]] = {
    "pass_through": (0.0, 1.5), "price_elasticity": (0.0, 10.0), "customer_rate": (0.0, 1.0), "take_up": (0.0, 1.0),
    "pd_per_30_days": (-1.0, 5.0), "attrition": (0.0, 1.0), "late_interest_paid": (0.0, 1.0),
}  # fmt: skip
"""What each may be at least and at most."""
