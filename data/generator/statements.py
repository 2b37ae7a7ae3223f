"""Yearly financial statements of the larger firms, published months after the year they speak of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.generator.decline import NONE, POOR_STATEMENTS, SLIDE_MONTHS, Decline
from data.generator.portraits import COMMERCIAL, CONSTRUCTION, MEDIUM, Portraits
from data.generator.window import LAST_MONTH, Floats, Ints, Window, stream

ACCOUNTS = (
    "total_assets", "current_assets", "inventory", "cash", "receivables", "total_liabilities", "current_liabilities",
    "equity", "retained_earnings", "revenue", "cost_of_sales", "ebit", "interest_expense", "net_income",
)  # fmt: skip
TAX, INTEREST = 0.25, 0.06
BAD_YEARS = 2  # how many years' statements show the trouble before and at the onset


@dataclass(frozen=True)
class Statements:
    """grain: one entry per firm and year. `accounts` are whole thousands, in the order of `ACCOUNTS`."""

    customer: Ints
    period_end: Ints
    published: Ints
    accounts: list[Ints]


def draw(seed: int, who: Portraits, decline: Decline, window: Window) -> Statements:
    """The statements published within the window. Assets = liabilities + equity; ebit - interest - tax = net income."""
    rng = stream(seed, "statements")
    firms = np.flatnonzero((who.nature == COMMERCIAL) & (who.size >= MEDIUM))
    ends = _year_ends(window)
    customer, year = np.repeat(firms, len(ends)), np.tile(np.arange(len(ends)), len(firms))
    published = ends[year] + np.repeat(rng.integers(75, 175, len(firms)), len(ends))
    trouble = _trouble(who, decline, window, customer, published)
    base = np.exp(who.amount_log + rng.normal(4.0, 0.4, len(who)))[customer] * 1.05**year
    quality = rng.normal(0.0, 0.35, len(who))[customer] - 2.2 * trouble
    accounts = _accounts(rng, base * (1 - 0.25 * trouble), quality)
    known = (published <= window.last) & (published >= window.first - 365)
    return Statements(customer[known], ends[year][known], published[known], [a[known] for a in accounts])


def _year_ends(window: Window) -> Ints:
    """The 31 Decembers whose statements are known in the window, the year before its first included."""
    last_year = int(LAST_MONTH.astype("M8[Y]").astype(np.int64)) + 1970
    years = np.arange(last_year - 2 - window.months // 12, last_year - 1) + 1
    return np.array([np.datetime64(f"{y}-12-31", "D").astype(np.int64) for y in years])


def _trouble(who: Portraits, decline: Decline, window: Window, customer: Ints, published: Ints) -> Floats:
    """How bad a statement looks, 0 to 1: most where statements are the sign, a little in every slide and downturn."""
    stops = window.first_day_of(decline.onset + SLIDE_MONTHS)[customer]
    near = (published <= stops + 365) & (published > stops - 365 * BAD_YEARS)
    sign = np.where(decline.reason == POOR_STATEMENTS, 1.0, np.where(decline.reason == NONE, 0.0, 0.25))
    sign = np.where(decline.goes_bad, sign, 0.7 * sign)[customer] * near
    after = published > window.first_day_of(int(0.55 * window.months))
    hit = (who.industry[customer] == CONSTRUCTION) & after
    worst: Floats = np.maximum(sign, 0.2 * hit)
    return worst


def _accounts(rng: np.random.Generator, revenue: Floats, quality: Floats) -> list[Ints]:
    """A balance sheet and an income statement in whole thousands. `quality` 0 = an ordinary firm, -2 = in trouble."""
    n = len(revenue)
    revenue = _thousands(revenue)
    cost = _thousands(revenue * np.clip(0.72 - 0.03 * quality + rng.normal(0, 0.02, n), 0.5, 0.95))
    ebit = _thousands((revenue - cost) - revenue * 0.20 + revenue * 0.015 * quality)
    assets = _thousands(revenue * rng.uniform(0.7, 1.1, n))
    liabilities = _thousands(assets * np.clip(0.55 - 0.12 * quality + rng.normal(0, 0.04, n), 0.2, 1.1))
    interest = _thousands(liabilities * INTEREST * 0.5)
    before_tax = ebit - interest
    net = before_tax - _thousands(np.maximum(before_tax, 0) * TAX)
    current = _thousands(assets * rng.uniform(0.5, 0.7, n))
    cash = _thousands(current * np.clip(0.18 + 0.06 * quality, 0.02, 0.4))
    receivables = _thousands(current * rng.uniform(0.35, 0.45, n))
    inventory = _thousands((current - cash - receivables) * 0.85)
    current_liabilities = _thousands(liabilities * np.clip(0.65 - 0.05 * quality, 0.4, 0.95))
    equity = assets - liabilities
    retained = equity - _thousands(assets * 0.15)
    values = {
        "total_assets": assets, "current_assets": current, "inventory": inventory, "cash": cash,
        "receivables": receivables, "total_liabilities": liabilities, "current_liabilities": current_liabilities,
        "equity": equity, "retained_earnings": retained, "revenue": revenue, "cost_of_sales": cost, "ebit": ebit,
        "interest_expense": interest, "net_income": net,
    }  # fmt: skip
    return [values[name].astype(np.int64) for name in ACCOUNTS]


def _thousands(amount: Floats) -> Floats:
    return np.rint(amount / 1000) * 1000
