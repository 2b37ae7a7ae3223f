"""Who the customers are: what is fixed about each of them before the first invoice is written.

The same seed and size give the same portraits in every language; only names and currencies differ.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from data.generator.window import Flags, Floats, Ints, Window, stream

SAMPLE_INVOICES, SAMPLE_CUSTOMERS = 10_000, 400

COMMERCIAL, INDIVIDUAL, GOVERNMENT = 0, 1, 2
SMALL, MEDIUM, LARGE = 0, 1, 2
CONSTRUCTION, HEALTHCARE, PUBLIC = 0, 6, 7  # positions in the languages' lists of industries

SHARE_OF_NATURE = (0.70, 0.18, 0.12)
SHARE_OF_SIZE = ((0.50, 0.35, 0.15), (1.0, 0.0, 0.0), (0.20, 0.50, 0.30))  # by nature
SHARE_OF_INDUSTRY = (
    (0.20, 0.16, 0.14, 0.14, 0.14, 0.12, 0.10, 0.0),
    (0.30, 0.0, 0.0, 0.30, 0.40, 0.0, 0.0, 0.0),
    (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.30, 0.70),
)
TERMS_DAYS = (15, 30, 45, 60, 90)
SHARE_OF_TERMS = ((0.10, 0.50, 0.15, 0.25, 0.0), (0.60, 0.40, 0.0, 0.0, 0.0), (0.0, 0.5, 0.0, 0.5, 0.0))
LONGER_TERMS = {15: 30, 30: 60, 45: 60, 60: 90, 90: 90}
SHARE_RENEGOTIATED = 0.05
SHARE_OF_HABIT = (0.55, 0.33, 0.12)  # punctual, ordinary, slow
HABIT_DAYS = ((-4, 3), (3, 5), (14, 10), (14, 9))  # mean days beyond terms and their spread; the last: government
ACTIVITY_OF_SIZE = np.array([0.8, 1.2, 1.9])
AMOUNT_OF_SIZE = np.array([1_800.0, 7_500.0, 24_000.0])
REGIONS, OWNERS = 5, 6


@dataclass(frozen=True)
class Portraits:
    """grain: one entry per customer.

    `parent` is the position of the group's head (a customer without a group is its own head). `activity` is relative:
    how many invoices compared with others. `amount_log` is the mean of ln(amount) in the first sample's currency.
    `delay_days` and `delay_spread` describe days beyond terms when all is well. `payday` is the weekday of payment runs.
    """

    nature: Ints
    industry: Ints
    region: Ints
    owner: Ints
    size: Ints
    parent: Ints
    terms_days: Ints
    new_terms_days: Ints
    new_terms_month: Ints
    foreign_share: Floats
    first_month: Ints
    activity: Floats
    amount_log: Floats
    delay_days: Floats
    delay_spread: Floats
    payday: Ints

    def part(self, start: int, stop: int) -> Portraits:
        """The customers from `start` (inclusive) to `stop` (exclusive); `parent` still counts from the first."""
        return Portraits(**{f.name: getattr(self, f.name)[start:stop] for f in fields(self)})

    def __len__(self) -> int:
        return len(self.nature)


def customers_for(invoices: int) -> int:
    """How many customers a ledger of that size has: ten times the invoices, 5.6 times the customers.

    >>> customers_for(10_000), customers_for(1_000_000)
    (400, 12649)
    """
    growth: float = (invoices / SAMPLE_INVOICES) ** 0.75
    return max(40, round(SAMPLE_CUSTOMERS * growth))


def draw(seed: int, customers: int, window: Window) -> Portraits:
    """Portraits of that many customers."""
    rng = stream(seed, "portraits")
    nature = rng.choice(3, customers, p=SHARE_OF_NATURE)
    size = _by_nature(rng, nature, SHARE_OF_SIZE)
    terms = np.array(TERMS_DAYS)[_by_nature(rng, nature, SHARE_OF_TERMS)]
    renegotiated = (nature == COMMERCIAL) & (rng.random(customers) < SHARE_RENEGOTIATED)
    new_terms = np.where(renegotiated, [LONGER_TERMS[int(t)] for t in terms], terms)
    habit = np.where(nature == GOVERNMENT, 3, rng.choice(3, customers, p=SHARE_OF_HABIT))
    habit_days = np.array(HABIT_DAYS, dtype=np.float64)[habit]
    region = rng.integers(0, REGIONS, customers)
    return Portraits(
        nature=nature,
        industry=_by_nature(rng, nature, SHARE_OF_INDUSTRY),
        region=region,
        owner=(region + rng.integers(0, 2, customers)) % OWNERS,
        size=size,
        parent=_parents(rng, nature, size),
        terms_days=terms,
        new_terms_days=new_terms,
        new_terms_month=rng.integers(window.months // 4, window.months, customers),
        foreign_share=_foreign_share(rng, (nature == COMMERCIAL) & (size >= MEDIUM)),
        first_month=np.where(
            rng.random(customers) < 0.82, 0, rng.integers(1, max(2, 2 * window.months // 3), customers)
        ),
        activity=ACTIVITY_OF_SIZE[size] * rng.lognormal(0.0, 0.35, customers),
        amount_log=np.log(AMOUNT_OF_SIZE[size]) + rng.normal(0.0, 0.35, customers),
        delay_days=habit_days[:, 0] + rng.normal(0.0, 1.0, customers),
        delay_spread=habit_days[:, 1],
        payday=rng.integers(0, 5, customers),
    )


def _by_nature(rng: np.random.Generator, nature: Ints, shares: tuple[tuple[float, ...], ...]) -> Ints:
    """A category for each customer, with shares that depend on the nature."""
    bounds = np.cumsum(np.array(shares), axis=1)[nature]
    category: Ints = (rng.random(len(nature))[:, None] >= bounds[:, :-1]).sum(axis=1)
    return category


def _parents(rng: np.random.Generator, nature: Ints, size: Ints) -> Ints:
    """Every 35th customer heads a group of about four: a large firm and smaller ones."""
    parent = np.arange(len(nature))
    heads = np.flatnonzero((nature == COMMERCIAL) & (size == LARGE))[: max(1, len(nature) // 35)]
    others = np.flatnonzero((nature == COMMERCIAL) & (size != LARGE))
    children = rng.permutation(others)[: 3 * len(heads)]
    if len(heads):
        parent[children] = heads[rng.integers(0, len(heads), len(children))]
    return parent


def _foreign_share(rng: np.random.Generator, may: Flags) -> Floats:
    """Share of a customer's invoices in the second currency: for most none, for some all, for a few some."""
    share = rng.choice([0.0, 0.4, 1.0], len(may), p=[0.68, 0.06, 0.26])
    return np.where(may, share, 0.0)
