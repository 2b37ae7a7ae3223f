"""Expected loss = PD x LGD x EAD, customer by customer (domain.md, Risk), and who and what contributes to it.

Amounts are whole cents, so that the contributions of any segments add up to the total exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoring.metrics.risk.protections import Protection, covered_cents

Cents = NDArray[np.int64]
Shares = NDArray[np.float64]
RATED, IN_DEFAULT, NOT_RATED = "rated", "in_default", "not_rated"
SUMS = ("open", "unused", "exposure", "covered", "expected_loss")


@dataclass(frozen=True)
class LossTerms:
    """The parameters of a loss: share of an unprotected claim lost in default, share of an unused limit that counts as
    exposure, and the PD within a year of customers nobody has rated."""

    lgd_unsecured: float
    unused_limit_share: float
    pd_not_rated: float


@dataclass(frozen=True)
class Contribution:
    """What one segment contributes. `pd` and `lgd` are averages weighted by exposure, None without exposure; `share` is
    that of the total expected loss, None where nothing is expected to be lost."""

    group: str
    customers: int
    open: Decimal
    exposure: Decimal
    covered: Decimal
    expected_loss: Decimal
    share: float | None
    pd: float | None
    lgd: float | None


def cents(amounts: Any) -> Cents:
    """Amounts (decimals or floats) as whole cents.

    >>> cents([Decimal("0.29"), 1.1]).tolist()
    [29, 110]
    """
    return np.rint(np.asarray(amounts, dtype=np.float64) * 100).astype(np.int64)


def amount(cents_: int | np.int64) -> Decimal:
    """Cents as an amount.

    >>> amount(29)
    Decimal('0.29')
    """
    return Decimal(int(cents_)).scaleb(-2)


def with_losses(customers: pd.DataFrame, terms: LossTerms, protections: Iterable[Protection] = ()) -> pd.DataFrame:
    """Customers with what each is expected to lose within a year.

    `customers`: customer_id, open (cents), credit_limit (cents, NaN = none set), pd (within a year, NaN where not rated),
    status (rated, in_default, not_rated); further columns stay. Added: unused (cents of the unused limit that count),
    exposure = open + unused, covered, lgd, expected_loss (cents); pd is filled: 1 in default, `terms.pd_not_rated` where
    nobody rated. `protections` are those in force.

    >>> ann = pd.DataFrame({"customer_id": ["A"], "open": [100_000], "credit_limit": [float("nan")], "pd": [0.02],
    ...                     "status": ["rated"]})
    >>> with_losses(ann, LossTerms(0.45, 0.0, 0.05))["expected_loss"].tolist()
    [900]
    """
    table = customers.copy()
    open_cents = table["open"].to_numpy(dtype=np.int64)
    left = np.nan_to_num(table["credit_limit"].to_numpy(dtype=np.float64)) - open_cents
    table["unused"] = np.rint(np.maximum(left, 0) * terms.unused_limit_share).astype(np.int64)
    table["exposure"] = open_cents + table["unused"].to_numpy()
    table["covered"] = _covered(table, protections)
    status = table["status"].to_numpy()
    known = np.where(status == IN_DEFAULT, 1.0, table["pd"].to_numpy(dtype=np.float64))
    table["pd"] = np.where(np.isnan(known), terms.pd_not_rated, known)
    table["lgd"] = lgd_of(table["exposure"].to_numpy(), table["covered"].to_numpy(), terms.lgd_unsecured)
    table["expected_loss"] = np.rint(table["pd"] * loss_given_default(table)).astype(np.int64)
    return table


def lgd_of(exposure: Cents, covered: Cents, unsecured: float) -> Shares:
    """Share of an exposure lost in default: that of an unprotected claim, on what is not covered.

    >>> lgd_of(np.array([100, 0]), np.array([50, 0]), 0.4).tolist()
    [0.2, 0.4]
    """
    bare = 1 - covered / np.maximum(exposure, 1)
    return np.asarray(unsecured * np.where(exposure > 0, bare, 1.0))


def loss_given_default(table: pd.DataFrame) -> Shares:
    """What is lost of each customer if it defaults, in cents: LGD x exposure."""
    return np.asarray(table["lgd"].to_numpy(dtype=np.float64) * table["exposure"].to_numpy(dtype=np.float64))


def contributions(table: pd.DataFrame, groups: Iterable[str]) -> list[Contribution]:
    """What each group contributes to the loss of `with_losses`; `groups` names that of every row. Largest loss first.

    Expected losses, open amounts and exposures add up to the totals of the table to the cent.
    """
    named = table.assign(group=list(groups), default_loss=loss_given_default(table))
    named["pd_weight"] = named["pd"] * named["exposure"]
    sums = named.groupby("group", sort=False)[[*SUMS, "default_loss", "pd_weight"]].sum()
    whole = int(table["expected_loss"].sum())
    counts = named.groupby("group", sort=False)["customer_id"].nunique().to_dict()
    found = [_contribution(str(group), int(counts[group]), row, whole) for group, row in sums.to_dict("index").items()]
    return sorted(found, key=lambda one: (-one.expected_loss, -one.exposure, one.group))


def total(table: pd.DataFrame) -> Contribution:
    """All customers of a table as one segment, called ""."""
    nothing = Decimal("0.00")
    found = contributions(table, [""] * len(table))
    return found[0] if found else Contribution("", 0, nothing, nothing, nothing, nothing, None, None, None)


def fewest(losses: Cents, share: float) -> tuple[int, float] | None:
    """The fewest customers that together make up a share of the losses, and the share they make up; None without loss.

    >>> fewest(np.array([10, 60, 30]), 0.5), fewest(np.array([0]), 0.5)
    ((1, 0.6), None)
    """
    ranked = np.sort(losses)[::-1].cumsum()
    if not len(ranked) or ranked[-1] <= 0:
        return None
    count = int(np.searchsorted(ranked, share * ranked[-1])) + 1
    return count, float(ranked[count - 1] / ranked[-1])


def spread(table: pd.DataFrame, parts: pd.DataFrame) -> pd.DataFrame:
    """The table split into one row per customer and part (a currency): every sum of cents stays what it is.

    `parts`: customer_id, part, open (cents); they add up to the customer's open amount. Exposure, cover and loss go by
    open amount, what rounding leaves to the largest part. A customer without parts stays whole, its part "".
    """
    both = table.merge(parts.rename(columns={"open": "part_open"}), on="customer_id", how="left")
    both["part"] = both["part"].fillna("")
    whole = both["part_open"].isna()
    weight = np.where(whole, 1.0, both["part_open"].fillna(0) / both["open"].where(both["open"] != 0, 1))
    largest = both.groupby("customer_id")["part_open"].rank(method="first", ascending=False).fillna(1) == 1
    both["open"] = np.where(whole, both["open"], both["part_open"].fillna(0)).astype(np.int64)
    for name in SUMS[1:]:
        pieces = np.floor(both[name] * weight).astype(np.int64)
        rest = both[name] - pieces.groupby(both["customer_id"]).transform("sum")
        both[name] = pieces + np.where(largest, rest, 0)
    return both.drop(columns="part_open")


def _covered(table: pd.DataFrame, protections: Iterable[Protection]) -> Cents:
    by_customer: dict[str, list[Protection]] = {}
    for one in protections:
        by_customer.setdefault(one.customer_id, []).append(one)
    found = np.zeros(len(table), dtype=np.int64)
    if by_customer:
        exposures = table["exposure"].tolist()
        for place, customer in enumerate(table["customer_id"].tolist()):
            if customer in by_customer:
                found[place] = covered_cents(exposures[place], by_customer[customer])
    return found


def _contribution(group: str, customers: int, sums: Mapping[Any, Any], whole: int) -> Contribution:
    exposure = float(sums["exposure"])
    return Contribution(
        group=group,
        customers=customers,
        open=amount(sums["open"]),
        exposure=amount(sums["exposure"]),
        covered=amount(sums["covered"]),
        expected_loss=amount(sums["expected_loss"]),
        share=sums["expected_loss"] / whole if whole else None,
        pd=sums["pd_weight"] / exposure if exposure else None,
        lgd=sums["default_loss"] / exposure if exposure else None,
    )
