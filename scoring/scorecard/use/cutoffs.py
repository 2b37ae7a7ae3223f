"""Where to draw the line, in money: what every cut-off refuses, saves and gives up; the best one and how sure that is.

A customer is refused credit when its score is below the cut-off. Everything is over the horizon of the PDs given: with
yearly PDs, sales are those of twelve months. Per customer refused

    loss avoided       = PD x LGD x exposure
    collection avoided = PD x cost of collecting from one customer that defaults
    margin given up    = (1 - PD) x margin x sales
    net                = loss avoided + collection avoided - margin given up
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scoring.scorecard.sample import Floats, Whole


@dataclass(frozen=True)
class Costs:
    """What the user states: gross margin as a share of sales, loss given default as a share of exposure, and what it costs
    to collect from one customer that defaults, in the money of the exposures."""

    margin: float
    loss_given_default: float
    collection_cost: float


@dataclass(frozen=True)
class Candidates:
    """The customers a cut-off decides on. shape: (customers,) each. Exposure and sales in one currency, gross; PDs and
    sales over the same horizon."""

    score: Whole
    pd: Floats
    exposure: Floats
    sales: Floats


@dataclass(frozen=True)
class CutoffLine:
    """What one cut-off does. Counts and sums are of the refused (score < cut-off); `bad_rate` is the mean PD of the
    accepted, None where nobody is accepted."""

    cutoff: int
    refused: int
    exposure: float
    loss_avoided: float
    collection_avoided: float
    margin_given_up: float
    net: float
    approval_rate: float
    bad_rate: float | None


def strategy(candidates: Candidates, costs: Costs) -> list[CutoffLine]:
    """One line for every cut-off that refuses differently, rising from nobody to everybody. Empty without customers.

    >>> two = Candidates(np.array([500, 600]), np.array([0.5, 0.25]), np.array([100.0, 100.0]), np.array([40.0, 400.0]))
    >>> for line in strategy(two, Costs(margin=0.25, loss_given_default=0.4, collection_cost=10)):
    ...     print(line.cutoff, line.refused, line.loss_avoided, line.margin_given_up, line.net, line.bad_rate)
    500 0 0.0 0.0 0.0 0.375
    600 1 20.0 5.0 20.0 0.25
    601 2 30.0 80.0 -42.5 None
    """
    if not candidates.score.size:
        return []
    levels, at = np.unique(candidates.score, return_inverse=True)
    pd, size = candidates.pd, len(levels)
    parts = (
        np.ones(len(pd)),
        candidates.exposure,
        pd * costs.loss_given_default * candidates.exposure,
        pd * costs.collection_cost,
        (1 - pd) * costs.margin * candidates.sales,
        pd,
    )
    below = [_below(at, part, size) for part in parts]
    cutoffs = [*levels.tolist(), int(levels[-1]) + 1]
    return [_line(cutoff, [float(part[i]) for part in below], [float(part[-1]) for part in below])
            for i, cutoff in enumerate(cutoffs)]  # fmt: skip


def best(lines: list[CutoffLine]) -> CutoffLine:
    """The cut-off with the highest net; of several the one that refuses fewest. Raises ValueError without lines."""
    return max(lines, key=lambda line: (line.net, -line.cutoff))


def break_even_pd(candidates: Candidates, costs: Costs) -> float | None:
    """The PD above which an average customer costs more than it brings: net = 0 solved for PD, with the mean exposure and
    sales. None where neither a loss nor a margin is at stake.

    Sales of 6 times the exposure at 25% margin against an LGD of 45%: 1.5 / (1.5 + 0.45).

    >>> one = Candidates(np.array([500]), np.array([0.1]), np.array([100.0]), np.array([600.0]))
    >>> round(break_even_pd(one, Costs(margin=0.25, loss_given_default=0.45, collection_cost=0)), 3)
    0.769
    """
    margin = costs.margin * float(candidates.sales.sum())
    at_stake = margin + costs.loss_given_default * float(candidates.exposure.sum())
    at_stake += costs.collection_cost * len(candidates.score)
    return margin / at_stake if at_stake else None


def best_interval(
    candidates: Candidates, costs: Costs, share: float = 0.9, draws: int = 200, seed: int = 7
) -> tuple[int, int]:
    """Between which cut-offs the best one lies in `share` of `draws` bootstrap samples of the customers.

    The customers of the ledger are one draw of those that might have been; the interval says how far the best cut-off
    hangs on them. The same seed gives the same interval. Raises ValueError without customers.
    """
    levels, at = np.unique(candidates.score, return_inverse=True)
    gain = _gain(candidates, costs)
    cutoffs = np.append(levels, levels[-1] + 1)
    random = np.random.default_rng(seed)
    found = np.empty(draws, dtype=np.int64)
    for draw in range(draws):
        times = np.bincount(random.integers(0, len(gain), len(gain)), minlength=len(gain))
        found[draw] = cutoffs[np.argmax(_below(at, gain * times, len(levels)))]
    tail = (1 - share) / 2
    low, high = np.quantile(found, [tail, 1 - tail], method="nearest")
    return int(low), int(high)


def _gain(candidates: Candidates, costs: Costs) -> Floats:
    """Net of refusing each customer."""
    pd = candidates.pd
    saved = pd * (costs.loss_given_default * candidates.exposure + costs.collection_cost)
    return saved - (1 - pd) * costs.margin * candidates.sales


def _below(at: npt.NDArray[np.intp], amount: Floats, size: int) -> Floats:
    """Sums of `amount` over the customers below each cut-off: the levels in order, and one above all."""
    return np.append(0.0, np.cumsum(np.bincount(at, weights=amount, minlength=size)))


def _line(cutoff: int, refused: list[float], everybody: list[float]) -> CutoffLine:
    count, exposure, loss, collection, margin, bads = refused
    accepted = round(everybody[0] - count)
    return CutoffLine(
        cutoff=int(cutoff),
        refused=round(count),
        exposure=exposure,
        loss_avoided=loss,
        collection_avoided=collection,
        margin_given_up=margin,
        net=loss + collection - margin,
        approval_rate=accepted / everybody[0],
        bad_rate=(everybody[-1] - bads) / accepted if accepted else None,
    )
