"""One segment of a ledger: the columns of its customers added up to what the simulation takes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scoring.desk.risk.delays import Delays
from scoring.desk.views import Scope
from scoring.desk.whatif.ledger import HISTORY_DAYS, Columns
from scoring.metrics.delays import DelayCurve, mixture
from scoring.scenario.facts import Accounts, DiscountUse, Opening, Segment, horizon_days, spread_over_days

Flags = NDArray[np.bool_]
TERMS_MAX, TERMS_SHARE_MIN = 12, 0.005
"""Different terms kept of a segment, and the share of its sales from which terms are kept; others go to the nearest."""
BLEND_CLAIMS = 30
"""A segment's own delays count as its claims against these of the whole ledger."""
LONGEST_TERMS_DAYS = 365


def segment_of(scope: Scope, columns: Columns, mine: Flags, key: str, own: Delays | None, whole: Delays) -> Segment:
    """The segment of the customers `mine`; `own` are their delays, `whole` those of all segments."""
    as_of, days = scope.view.as_of, horizon_days(scope.view.as_of)
    sold = float(columns.sales[mine].sum())
    monthly = [sold / 12 * columns.season[(as_of.month - 1 + step) % 12] for step in _months(scope, days)]
    curve = _curve(own, whole)
    discount = _discount(columns, mine)
    credited = float(columns.credited[mine].sum()) / sold - discount.cost_share if sold > 0 else 0.0
    gaps = _gaps(columns, mine)
    rated = mine & ~np.isnan(columns.pd_yearly)
    return Segment(
        key=key,
        sales=spread_over_days(as_of, monthly, days),
        history=columns.issued.by_number("sales", mine, 1 - HISTORY_DAYS, HISTORY_DAYS),
        opening=_opening(columns, mine),
        gaps=gaps,
        curve=curve,
        claims=0 if own is None else own.evidence.ended + own.evidence.waiting,
        credited_share=min(1.0, max(0.0, credited)),
        discount=discount,
        pd_yearly=float(columns.pd_yearly[rated].mean()) if rated.any() else None,
        accounts=_accounts(columns, mine, gaps, curve),
    )


def _months(scope: Scope, days: int) -> range:
    """Months from that of the as-of date in which the days expected lie, the first being that of the next day."""
    as_of = np.datetime64(scope.view.as_of, "D")
    first, last = ((as_of + n).astype("datetime64[M]") for n in (1, days))
    offset = int((first - as_of.astype("datetime64[M]")).astype(int))
    return range(offset, offset + int((last - first).astype(int)) + 1)


def _curve(own: Delays | None, whole: Delays) -> DelayCurve:
    everybody = whole.curve
    if own is None:
        return everybody
    return mixture([own.curve, everybody], [own.evidence.ended + own.evidence.waiting, BLEND_CLAIMS])


def _gaps(columns: Columns, mine: Flags) -> tuple[tuple[int, float], ...]:
    """The terms given in the last year, by share of sales; where nothing was sold, those agreed with the customers."""
    number = np.clip(columns.given.number, 0, LONGEST_TERMS_DAYS)
    kept = mine[columns.given.customer]
    amounts = np.bincount(number[kept], columns.given.amounts["reporting_amount"][kept], LONGEST_TERMS_DAYS + 1)
    total = float(amounts.sum())
    if total <= 0:
        agreed = columns.terms_days[mine & ~np.isnan(columns.terms_days)]
        return ((int(np.clip(np.rint(agreed.mean()), 0, LONGEST_TERMS_DAYS)) if len(agreed) else 30, 1.0),)
    shares = amounts / total
    named = np.sort(np.argsort(-shares, kind="stable")[:TERMS_MAX])
    named = named[(shares[named] >= TERMS_SHARE_MIN) | (shares[named] == shares.max())]
    nearest = named[np.abs(np.arange(len(shares))[:, None] - named[None, :]).argmin(axis=1)]
    merged = np.bincount(nearest, shares, LONGEST_TERMS_DAYS + 1)
    return tuple((int(gap), float(merged[gap])) for gap in named)


def _discount(columns: Columns, mine: Flags) -> DiscountUse:
    kept = mine[columns.given.customer]
    sums = {name: float(amounts[kept].sum()) for name, amounts in columns.given.amounts.items()}
    if sums["discounted"] <= 0:
        return DiscountUse()
    percent = 100 * sums["discount"] / sums["discounted"]
    days = round(sums["discounted_days"] / sums["discounted"])
    return DiscountUse(sums["discounted"] / sums["reporting_amount"], percent, max(0, days))


def _opening(columns: Columns, mine: Flags) -> Opening:
    numbers = columns.open.number[mine[columns.open.customer]]
    first, last = (int(numbers.min()), int(numbers.max())) if len(numbers) else (0, 0)
    return Opening(first, columns.open.by_number("open", mine, first, last - first + 1))


def _accounts(columns: Columns, mine: Flags, gaps: tuple[tuple[int, float], ...], curve: DelayCurve) -> Accounts:
    many, at = len(columns.customer_id), np.flatnonzero(mine)
    amount, late = columns.open.amounts["open"], columns.open.number > 0
    oldest = np.zeros(many)
    np.maximum.at(oldest, columns.open.customer[late & (amount > 0)], columns.open.number[late & (amount > 0)])
    mean = sum(days * share for days, share in gaps)
    terms = np.where(np.isnan(columns.terms_days), mean, columns.terms_days)[mine]
    known = columns.paid[mine] > 0
    usual = terms + (curve.mean_days or 0.0)
    paid = np.divide(columns.paid_days[mine], columns.paid[mine], out=usual.copy(), where=known)
    return Accounts(
        customer_id=tuple(columns.customer_id[i] for i in at),
        name=tuple(columns.name[i] for i in at),
        monthly_sales=columns.sales[mine] / 12,
        open=np.bincount(columns.open.customer, amount, many).astype(np.float64)[mine],
        overdue=np.bincount(columns.open.customer[late], amount[late], many).astype(np.float64)[mine],
        oldest_days=oldest[mine],
        limit=columns.limit[mine],
        terms_days=terms,
        days_to_pay=paid,
    )
