"""What if it all goes wrong at once? A stress case turns a table of losses into another one; no case changes nothing.

The table is that of `metrics.risk.loss.with_losses`. A case multiplies PDs, lets everybody pay later, lets an industry or
the largest customers default, moves currencies; each part changes what it says and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoring.errors import ScoringError
from scoring.metrics.risk.loss import IN_DEFAULT, LossTerms, with_losses
from scoring.metrics.risk.protections import Protection

OTHERS = "*"
"""In place of a currency: every one but that of the report."""
LIMITS = {"pd_multiple": (0.0, 100.0), "delay_days": (0, 365), "top": (0, 1_000), "currency_percent": (-100.0, 1_000.0)}
NAME_MAX = 80


@dataclass(frozen=True)
class Case:
    """A stress case. PDs are `pd_multiple` as large, at most 1; everybody pays `delay_days` later; customers of the named
    `industries` and the `top` largest that still pay default; a currency gains `currency_percent` against the report's
    (-10 = a tenth is lost), OTHERS = each that is not named. Raises ScoringError "stress_invalid"."""

    name: str
    pd_multiple: float = 1.0
    delay_days: int = 0
    industries: tuple[str, ...] = ()
    top: int = 0
    currency_percent: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse a name that is none and numbers out of bounds."""
        if not 0 < len(self.name.strip()) <= NAME_MAX:
            raise ScoringError("stress_name_invalid", most=NAME_MAX)
        for name, (low, high) in LIMITS.items():
            value = getattr(self, name)
            for one in value.values() if isinstance(value, Mapping) else [value]:
                if not low <= one <= high:
                    raise ScoringError("stress_invalid", field=name, found=one, low=low, high=high)


def stressed(
    table: pd.DataFrame,
    parts: pd.DataFrame,
    daily_sales: Mapping[str, float],
    case: Case,
    currency: str,
    terms: LossTerms,
    protections: Iterable[Protection] = (),
) -> pd.DataFrame:
    """The table of losses after a case.

    `parts` (customer_id, part, open in cents) says what each customer owes in each currency; `daily_sales` what it buys
    on an average day, in cents: paid N days later, N days of sales more stay open. Protections cover what they covered.
    """
    hit = _in_default(table, case)
    moved = _moved(table, parts, case, currency)
    before = table["open"].to_numpy(dtype=np.float64)
    factor = np.where(before > 0, moved / np.maximum(before, 1), 1.0)
    later = moved + _bought(table, daily_sales, case.delay_days) * factor
    return with_losses(
        table.assign(
            open=np.rint(later).astype(np.int64),
            overdue=np.rint(table["overdue"].to_numpy() * factor).astype(np.int64),
            pd=np.minimum(1.0, table["pd"].to_numpy(dtype=np.float64) * case.pd_multiple),
            status=np.where(hit, IN_DEFAULT, table["status"].to_numpy()),
        ),
        terms,
        protections,
    )


def _bought(table: pd.DataFrame, daily_sales: Mapping[str, float], days: int) -> NDArray[np.float64]:
    """What each customer buys in so many average days, in cents."""
    if not days:
        return np.zeros(len(table))
    return np.array([daily_sales.get(one, 0.0) for one in table["customer_id"].tolist()], dtype=np.float64) * days


def _in_default(table: pd.DataFrame, case: Case) -> NDArray[np.bool_]:
    """Whom the case lets default: its industries, and the largest by exposure of those that are not in default today, ties
    by number of the customer."""
    hit = table["industry"].isin(case.industries).to_numpy(dtype=bool)
    if not case.top:
        return np.asarray(hit)
    paying = table[table["status"] != IN_DEFAULT]
    largest = paying.sort_values(["exposure", "customer_id"], ascending=[False, True]).index[: case.top]
    return np.asarray(hit | table.index.isin(largest))


def _moved(table: pd.DataFrame, parts: pd.DataFrame, case: Case, currency: str) -> NDArray[np.float64]:
    """Open cents of each customer after the currencies moved; exactly what it was where none did."""
    if not any(case.currency_percent.values()):
        return table["open"].to_numpy(dtype=np.float64)
    moves = {
        one: case.currency_percent.get(one, case.currency_percent.get(OTHERS, 0.0)) for one in parts["part"].unique()
    }
    moves[currency] = 0.0
    gained = parts["part"].map(moves).to_numpy(dtype=np.float64) / 100 * parts["open"].to_numpy(dtype=np.float64)
    more = pd.Series(gained, index=parts["customer_id"].to_numpy()).groupby(level=0).sum()
    added = table["customer_id"].map(more).fillna(0.0).to_numpy(dtype=np.float64)
    return np.asarray(table["open"].to_numpy(dtype=np.float64) + added)
