"""How much of the receivables hangs on few customers. Amounts are open amounts, one per customer, in any order."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Amounts = Sequence[float] | npt.NDArray[np.float64]


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
