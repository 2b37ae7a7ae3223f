"""The customer list: names, limits, ratings."""

from __future__ import annotations

import numpy as np

from data.generator.chunks import Plan
from data.generator.decline import HIGH_UTILISATION, Decline
from data.generator.documents import AMOUNT_SPREAD
from data.generator.portraits import COMMERCIAL, GOVERNMENT, INDIVIDUAL, MEDIUM, Portraits
from data.generator.window import Flags, Floats, Ints, Window, stream

LIMIT_OVER_EXPOSURE = (1.4, 2.4)  # a usual limit / the exposure to expect
LIMIT_WHERE_UTILISATION_IS_THE_SIGN = 0.5
SHARE_WITHOUT_LIMIT = {COMMERCIAL: 0.04, INDIVIDUAL: 0.4, GOVERNMENT: 0.6}
RATINGS = 6


def limits(ours: Plan) -> tuple[Floats, Flags]:
    """Credit limits in the home currency, two significant digits, and which customers have one."""
    rng, who, window = stream(ours.seed, "limits"), ours.who, ours.window
    months_alive = window.months - who.first_month
    monthly_invoices = ours.invoices * who.activity / (who.activity * months_alive).sum()
    monthly_sales = monthly_invoices * np.exp(who.amount_log + AMOUNT_SPREAD**2 / 2)
    exposure = monthly_sales * np.maximum(1.0, (who.terms_days + who.delay_days) / 30)
    one_large_invoice = np.exp(who.amount_log + AMOUNT_SPREAD)
    limit = (exposure + one_large_invoice) * rng.uniform(*LIMIT_OVER_EXPOSURE, len(who)) * ours.words.scales[0]
    limit = np.where(ours.fate.reason == HIGH_UTILISATION, LIMIT_WHERE_UTILISATION_IS_THE_SIGN * limit, limit)
    digits = 10.0 ** (np.floor(np.log10(limit)) - 1)
    without = np.array([SHARE_WITHOUT_LIMIT[nature] for nature in range(3)])[who.nature]
    return np.rint(limit / digits) * digits, rng.random(len(who)) >= without


def known_since(seed: int, who: Portraits, window: Window) -> Ints:
    """First day of the relation: up to ten years before the ledger, or a week before the first delivery."""
    years_ago = window.first - stream(seed, "since").integers(30, 3650, len(who))
    return np.where(who.first_month == 0, years_ago, window.first_day_of(who.first_month) - 7)


def ratings(seed: int, who: Portraits, decline: Decline) -> tuple[Ints, Flags]:
    """A third party's rating (0 best) of some larger firms, and which have one. It sees the future only faintly."""
    rng = stream(seed, "ratings")
    level = 2.0 + (who.delay_days > 10) + 0.5 * decline.goes_bad + rng.normal(0.0, 1.0, len(who))
    rated = (who.nature == COMMERCIAL) & (who.size >= MEDIUM) & (rng.random(len(who)) < 0.6)
    return np.clip(np.rint(level), 0, RATINGS - 1).astype(np.int64), rated
