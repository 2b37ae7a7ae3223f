"""How much of the receivables hangs on few customers. Amounts are open amounts, one per customer, in any order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Amounts = Sequence[float] | npt.NDArray[np.float64]
TOPS = (1, 5, 10, 20)


@dataclass(frozen=True)
class Concentration:
    """How unevenly `debtors` owe. `top` has the share of the 1, 5, 10, 20 largest, `herfindahl` the sum of squared shares,
    `lorenz` the curve of `lorenz_points`; shares and index are None without receivables."""

    debtors: int
    top: dict[int, float | None]
    herfindahl: float | None
    lorenz: tuple[tuple[float, float], ...]

    @property
    def as_if_equal(self) -> float | None:
        """So many debtors that owe the same would be as concentrated = 1 / Herfindahl."""
        return None if not self.herfindahl else 1 / self.herfindahl


def concentration(amounts: Amounts) -> Concentration:
    """Every measure of concentration at once, of the debtors that owe something.

    >>> found = concentration([75, 25, 0])
    >>> found.debtors, found.top[1], found.as_if_equal
    (2, 0.75, 1.6)
    """
    owing = [float(amount) for amount in amounts if amount > 0]
    return Concentration(
        len(owing), {count: top_share(owing, count) for count in TOPS}, herfindahl(owing), tuple(lorenz_points(owing))
    )


def top_share(amounts: Amounts, count: int) -> float | None:
    """Share of the `count` largest in the total; all of them where there are fewer. None without receivables.

    >>> top_share([10, 60, 30], 1)
    0.6
    """
    ranked = np.sort(np.asarray(amounts, dtype=float))[::-1]
    return float(ranked[:count].sum() / ranked.sum()) if ranked.sum() > 0 else None


def herfindahl(amounts: Amounts) -> float | None:
    """Herfindahl index = sum(share^2): 1 = one customer owes everything, 1/n = n customers owe the same.

    >>> herfindahl([50, 50])
    0.5
    """
    listed = np.asarray(amounts, dtype=float)
    return float(((listed / listed.sum()) ** 2).sum()) if listed.sum() > 0 else None


def lorenz_points(amounts: Amounts) -> list[tuple[float, float]]:
    """Lorenz curve from the smallest up: (share of customers, share of the receivables), (0, 0) to (1, 1).

    Empty without receivables.

    >>> lorenz_points([3, 1])
    [(0.0, 0.0), (0.5, 0.25), (1.0, 1.0)]
    """
    ranked = np.sort(np.asarray(amounts, dtype=float))
    if ranked.sum() <= 0:
        return []
    shares = np.concatenate([[0.0], ranked.cumsum() / ranked.sum()])
    return [(number / len(ranked), float(share)) for number, share in enumerate(shares)]
