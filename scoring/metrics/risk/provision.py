"""What of every bucket is lost in the end, from how the ledger's own money flowed through its buckets (provision matrix).

The roll rate of a bucket is the part of the money that entered it that went on unpaid into the next one, and from the last
one the part still unpaid when it counts as lost. Money written off on the way has not been paid: it rolls on (迁徙率 with
the write-off correction). The lifetime loss rate of a bucket is the product of the roll rates from it to the end x the
loss given that end. Source: IFRS 9 B5.5.35 and 企业会计准则第22号 (simplified approach); ifrscommunity's worked example.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from scoring.metrics.turnover import ratio

Source = Literal["measured", "borrowed", "assumed"]
"""Where a roll rate comes from: the segment's own money, the whole ledger's, or nobody's: then all of it rolls on."""
Money = NDArray[np.float64]
CUSTOMERS_MIN, DOCUMENTS_MIN = 10, 30
"""A roll rate that rests on fewer customers or documents is marked as thin."""
DRAWS, BUNDLES_MAX, INTERVAL = 500, 2_000, (2.5, 97.5)
"""Of the bootstrap: how often it draws; customers beyond so many are drawn in bundles; percent of the draws kept out."""


@dataclass(frozen=True, slots=True)
class Link:
    """Of the money that `entered` a bucket, what `rolled` on unpaid into the next (from the last: was lost); and by how
    many customers and documents the bucket was entered."""

    entered: Decimal
    rolled: Decimal
    customers: int
    documents: int

    @property
    def rate(self) -> Decimal | None:
        """Roll rate, a share; None where nothing entered.

        >>> Link(Decimal(100), Decimal(50 + 20), 40, 90).rate  # 50 left, and 20 of the rest written off and not paid
        Decimal('0.7')
        """
        return ratio(self.rolled, self.entered)

    @property
    def thin(self) -> bool:
        """Whether it rests on too little to be believed."""
        return self.customers < CUSTOMERS_MIN or self.documents < DOCUMENTS_MIN


@dataclass(frozen=True, slots=True)
class BucketRate:
    """One bucket of a provision matrix. `roll` is the roll rate used and `source` where it is from; `loss` the lifetime
    loss rate before any look ahead, `low`..`high` its 95% interval (None where there is nothing to draw from). `thin`:
    some roll rate from here to the end rests on too little, or is not the segment's own."""

    bucket: str
    link: Link
    roll: Decimal
    source: Source
    loss: Decimal
    low: Decimal | None
    high: Decimal | None
    thin: bool


def loss_rates(rolls: Sequence[Decimal], loss_given_end: Decimal = Decimal(1)) -> list[Decimal]:
    """Lifetime loss rate of every bucket from its roll rates, calm to hot; the last one's leads to the end of the chain.

    >>> entered = [Decimal(amount) for amount in (100_000, 50_000, 23_000, 8_000, 2_000)]
    >>> rolls = [after / before for before, after in zip(entered, entered[1:])] + [Decimal(1)]
    >>> [round(rate, 3) for rate in loss_rates(rolls)] == [Decimal(r) for r in ("0.02", "0.04", "0.087", "0.25", "1")]
    True
    """
    rates: list[Decimal] = []
    for roll in reversed(rolls):
        rates.append(roll * (rates[-1] if rates else loss_given_end))
    return rates[::-1]


def matrix(
    buckets: Sequence[str],
    own: Sequence[Link],
    everybody: Sequence[Link],
    loss_given_end: Decimal = Decimal(1),
    intervals: Sequence[tuple[float, float]] | None = None,
) -> tuple[BucketRate, ...]:
    """The provision matrix of one segment: its `own` links, those of `everybody` where it has none.

    A link that nobody has is prudently taken for 1: what gets there counts as lost. `intervals` as from `bootstrap`.

    >>> links = [Link(Decimal(100), Decimal(10), 50, 90), Link(Decimal(0), Decimal(0), 0, 0)]
    >>> [(rate.loss, rate.source) for rate in matrix(("not_due", "late"), links, links)]
    [(Decimal('0.1'), 'measured'), (Decimal('1'), 'assumed')]
    """
    chosen = [_roll(mine, all_of_them) for mine, all_of_them in zip(own, everybody, strict=True)]
    losses = loss_rates([roll for roll, _ in chosen], loss_given_end)
    weak = [link.thin or source != "measured" for link, (_, source) in zip(own, chosen, strict=True)]
    spans = [None] * len(own) if intervals is None else [(Decimal(str(a)), Decimal(str(b))) for a, b in intervals]
    return tuple(
        BucketRate(
            bucket=bucket,
            link=own[place],
            roll=chosen[place][0],
            source=chosen[place][1],
            loss=losses[place],
            low=None if span is None else span[0],
            high=None if span is None else span[1],
            thin=any(weak[place:]),
        )
        for place, (bucket, span) in enumerate(zip(buckets, spans, strict=True))
    )


def bootstrap(
    entered: Money, rolled: Money, rolls: Sequence[Decimal], loss_given_end: Decimal = Decimal(1), seed: int = 1
) -> list[tuple[float, float]] | None:
    """95% interval of every bucket's lifetime loss rate: customers drawn again with replacement, all their money at once.

    `entered` and `rolled` have one row a customer and one column a bucket; `rolls` stand in where a draw has nothing in a
    bucket. None with fewer than two customers. The same seed gives the same interval.

    >>> ((low, high),) = bootstrap(np.ones((100, 1)), np.array([[1.0], [0.0]] * 50), [Decimal("0.5")])
    >>> 0.38 < low < 0.42, 0.58 < high < 0.62  # 0.5 +- 1.96 x 0.05
    (True, True)
    """
    kept = (entered != 0).any(axis=1) | (rolled != 0).any(axis=1)
    count = int(kept.sum())
    if count < 2:
        return None
    bundle = np.arange(count) % BUNDLES_MAX
    size = min(count, BUNDLES_MAX)
    money = np.zeros((size, 2 * entered.shape[1]))
    np.add.at(money, bundle, np.hstack([entered[kept], rolled[kept]]))
    draws = np.random.default_rng(seed).multinomial(size, np.full(size, 1 / size), size=DRAWS) @ money
    ins, outs = np.hsplit(draws, 2)
    fallback = np.array([float(roll) for roll in rolls])
    rates = np.where(ins > 0, outs / np.where(ins > 0, ins, 1.0), fallback)
    losses = np.cumprod(np.clip(rates, 0.0, 1.0)[:, ::-1], axis=1)[:, ::-1] * float(loss_given_end)
    low, high = np.percentile(losses, INTERVAL, axis=0)
    return [(round(float(a), 6), round(float(b), 6)) for a, b in zip(low, high, strict=True)]


def charged(loss: Decimal, factor: Decimal) -> Decimal:
    """The rate that is charged: lifetime loss x forward-looking factor, at most the whole.

    >>> charged(Decimal("0.04"), Decimal("1.25")), charged(Decimal("0.9"), Decimal(2))
    (Decimal('0.0500'), Decimal('1'))
    """
    return min(loss * factor, Decimal(1))


def _roll(own: Link, everybody: Link) -> tuple[Decimal, Source]:
    """A roll rate between 0 and 1: payments turned back after a bucket was entered can make more roll than entered."""
    for link, source in ((own, "measured"), (everybody, "borrowed")):
        if link.entered > 0 and link.rate is not None:
            return min(max(link.rate, Decimal(0)), Decimal(1)), source  # type: ignore[return-value]
    return Decimal(1), "assumed"
