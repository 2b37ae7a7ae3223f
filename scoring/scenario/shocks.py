"""What may happen from outside, to everybody: sales, delays, defaults and the rate of interest."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Shocks:
    """Changes against what is expected without them; the defaults change nothing.

    `sales_percent` of sales more (negative = less); everybody pays `delay_days` later (negative = earlier); the share that
    is never paid is `pd_multiple` as large; the cost of capital is `interest_points` percentage points higher.
    """

    sales_percent: float = 0.0
    delay_days: int = 0
    pd_multiple: float = 1.0
    interest_points: float = 0.0

    @property
    def changed(self) -> tuple[str, ...]:
        """Names of the fields that change something.

        >>> Shocks(delay_days=5).changed
        ('delay_days',)
        """
        return tuple(field.name for field in fields(self) if getattr(self, field.name) != field.default)


CALM = Shocks()
