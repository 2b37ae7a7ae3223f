"""What is shown of a debtor beside its claims: the facts that reasons are found from, in sentences, without a name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from scoring.strategy.cases.reasons import YEAR_END_MONTHS, Evidence, dispute_about
from scoring.strategy.cases.signs import Signs
from scoring.strategy.training.terms import Remark, Saying

TENTH = 0.1
HUNDRED = 100


def signs_told(signs: Signs, size: str | None) -> tuple[Remark, ...]:
    """Facts in sentences; what is not known or did not happen is left out, but for habits, orders and promises.

    >>> from datetime import date
    >>> [told.code for told in signs_told(Signs(date(2026, 3, 1), 12, late_claims=1, broken=2), None)]
    ['late_claims', 'habit_none', 'recent', 'promises']
    """
    return tuple(_told(signs, size))


def limit_in_tenths(use: float) -> float:
    """The share of a limit that is used, to the nearest tenth, so that nobody is known by it; what is over the limit stays
    over it.

    >>> limit_in_tenths(1.437), limit_in_tenths(1.02), limit_in_tenths(0.98)
    (1.4, 1.1, 1.0)
    """
    return max(round(use, 1), 1 + TENTH) if use > 1 else round(use, 1)


def evidence_told(evidence: Evidence, as_of: date) -> Saying:
    """What speaks for a reason, without a date or an exact share.

    >>> evidence_told(Evidence("plan_asked", {"day": date(2026, 2, 24)}), date(2026, 3, 1))
    Remark(code='plan_asked', facts={'ago': 5})
    """
    day, share = evidence.facts.get("day"), evidence.facts.get("share")
    if isinstance(day, date):
        return Remark(evidence.code, {"ago": (as_of - day).days})
    if evidence.code == "over_limit" and isinstance(share, float):
        return Remark("limit", {"used": _percent(limit_in_tenths(share))})
    return evidence


def _percent(share: float) -> int:
    return round(share * HUNDRED)


def about(dispute_reason: str | None) -> str:
    """What a dispute is about: service, papers or goods. What was noted of it may name somebody and is not shown.

    >>> about("Invoice number missing"), about(None)
    ('papers', 'goods')
    """
    return {"service": "service", "admin_error": "papers"}.get(dispute_about(dispute_reason), "goods")


def _told(signs: Signs, size: str | None) -> Iterator[Remark]:
    if size:
        yield Remark("size", {"size": size})
    yield Remark("late_claims", {"claims": signs.late_claims, "part_paid": signs.part_paid})
    habit = {"settled": signs.settled, "settled_late": signs.settled_late, "judged": signs.judged}
    very_late = {"very_late": signs.very_late, "span": signs.very_late_span}
    code = "habit" if signs.very_late > 1 else "habit_one" if signs.very_late else "habit_none"
    yield Remark(code, habit | very_late)
    yield Remark("recent", {"ordered": signs.ordered_3m, "received": signs.received_3m})
    yield Remark("promises", {"broken": signs.broken})
    if signs.limit_use is not None:
        yield Remark("limit", {"used": _percent(limit_in_tenths(signs.limit_use))})
    if signs.disputes:
        facts = {"count": signs.disputes, "disputed": _percent(signs.disputed_share)}
        yield Remark(f"dispute_{about(signs.dispute_reason)}", facts)
    if signs.says_paid_on:
        yield Remark("says_paid", {"ago": (signs.as_of - signs.says_paid_on).days})
    if signs.plan_asked_on:
        yield Remark("plan_asked", {"ago": (signs.as_of - signs.plan_asked_on).days})
    yield from _outside(signs)
    if signs.as_of.month in YEAR_END_MONTHS:
        yield Remark("year_end")


def _outside(signs: Signs) -> Iterator[Remark]:
    counted = {"insolvencies": signs.insolvencies, "enforcements": signs.enforcements, "lawsuits": signs.lawsuits}
    for name, count in counted.items():
        if count:
            yield Remark(name, {"count": count})
    if signs.rating_drop and signs.rating_drop > 0:
        yield Remark("rating_drop", {"grades": signs.rating_drop})
    if signs.interest_cover is not None:
        yield Remark("cover", {"cover_ratio": signs.interest_cover})
    if signs.current_ratio is not None:
        yield Remark("current", {"current_ratio": signs.current_ratio})
