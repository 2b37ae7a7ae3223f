"""Why a customer does not pay, as far as its own record here tells: suggestions, each with its evidence and how sure it is.

What somebody recorded always wins. Else each sign of the ledger speaks for one reason. This ledger shows only what is owed
to us: whether others are paid late is known from imported court, rating and statement facts alone, or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

from scoring.strategy.playbook.terms import Debtor, Persistence, Reason
from scoring.terms import Nature

Confidence = Literal["recorded", "strong", "fair", "weak"]
CONFIDENCES: tuple[Confidence, ...] = get_args(Confidence)
HABIT_CLAIMS = 6
"""Claims of a year from which on there is a habit to speak of."""
HABIT_LATE, CHRONIC_LATE, SPAN_DAYS = 0.1, 0.5, 180
"""A good payer is late with at most so much of its claims; a chronic one is more than 30 days late with at least so much,
over at least so many days."""
HALF = 0.5
BROKEN_OFTEN = 2
DROPPED_GRADES = 2
OLD_DAYS = 365
YEAR_END_MONTHS = (12, 1)
"""Public bodies spend by calendar years in most countries: around its end a payment waits for the next budget."""
FROM_DISPUTE: tuple[tuple[Reason, tuple[str, ...]], ...] = (
    ("service", ("service", "服务")),
    ("admin_error", ("paper", "document", "invoice", "单据", "发票", "资料")),
)
"""What a dispute is about where its reason holds one of these words; else it is about the goods, their delivery or price."""
CASH_SIGNS: tuple[Confidence, ...] = ("weak", "fair", "strong")
"""How sure one, two, three independent signs of cash trouble make it."""


@dataclass(frozen=True)
class Evidence:
    """One thing that speaks for a reason: a code and the facts that its sentence names."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Finding:
    """A reason, or how lasting it is, with how sure that is and what speaks for it."""

    value: str
    confidence: Confidence
    evidence: tuple[Evidence, ...]

    @property
    def sure(self) -> bool:
        """Whether it was recorded, or the evidence is strong: enough to change credit or pressure."""
        return self.confidence in ("recorded", "strong")

    @property
    def recorded(self) -> bool:
        """Whether somebody noted it; else it is a suggestion."""
        return self.confidence == "recorded"


UNKNOWN = Finding("unknown", "weak", (Evidence("nothing_known"),))


@dataclass(frozen=True)
class Signs:
    """What is known of one customer on a day, its claims past due and its year up to it.

    `late_claims`, `part_paid` of them in part; `judged` claims due in the year of which it is known whether they came more
    than 30 days late, `very_late` did, the first and last of them `very_late_span` days apart; `settled` of the year's,
    `settled_late` more than 5 days late; invoices `ordered_3m` and receipts `received_3m` in the last 91 days; promises
    `broken` in the year; when it last said it had paid without a receipt since, and asked for a plan. `disputed_share` of
    what is past due, 0 to 1; `limit_use` = open / limit. Outside facts are None where none were imported.
    """

    as_of: date
    oldest_days: int
    late_claims: int = 0
    part_paid: int = 0
    judged: int = 0
    very_late: int = 0
    very_late_span: int = 0
    settled: int = 0
    settled_late: int = 0
    ordered_3m: int = 0
    received_3m: int = 0
    broken: int = 0
    says_paid_on: date | None = None
    plan_asked_on: date | None = None
    disputes: int = 0
    dispute_reason: str | None = None
    disputed_share: float = 0.0
    limit_use: float | None = None
    insolvencies: int | None = None
    enforcements: int | None = None
    lawsuits: int | None = None
    rating_drop: int | None = None
    interest_cover: float | None = None
    current_ratio: float | None = None
    recorded_reason: str | None = None
    recorded_persistence: str | None = None
    recorded_on: date | None = None
    recorded_by: str | None = None

    @property
    def outside(self) -> bool:
        """Whether anything of it is known beside this ledger."""
        told = (self.insolvencies, self.rating_drop, self.interest_cover, self.current_ratio)
        return any(fact is not None for fact in told)


def reasons_of(debtor: Debtor, signs: Signs) -> tuple[Finding, ...]:
    """Why this customer probably does not pay, the likeliest first; a recorded reason alone, UNKNOWN where nothing speaks.

    >>> late_once = Signs(date(2026, 3, 1), 12, late_claims=1, settled=9, judged=9)
    >>> [(one.value, one.confidence) for one in reasons_of(Debtor("commercial", "light", "prime"), late_once)]
    [('admin_error', 'fair')]
    """
    if signs.recorded_reason:
        return (Finding(signs.recorded_reason, "recorded", (_noted(signs),)),)
    found = [finding for judge in JUDGES for finding in judge(debtor, signs)]
    return tuple(sorted(found, key=lambda one: CONFIDENCES.index(one.confidence))) or (UNKNOWN,)


def persistence_of(signs: Signs) -> Finding | None:
    """Whether the arrears are temporary, chronic or deliberate; None where nothing says so.

    >>> persistence_of(Signs(date(2026, 3, 1), 40, judged=12, very_late=7, very_late_span=300)).confidence
    'strong'
    """
    if signs.recorded_persistence:
        return Finding(signs.recorded_persistence, "recorded", (_noted(signs),))
    if deliberate := _deliberate_evidence(signs):
        return _lasting("deliberate", "strong", *deliberate)
    often = signs.very_late >= CHRONIC_LATE * signs.judged and signs.very_late_span >= SPAN_DAYS
    year = {"late": signs.very_late, "claims": signs.judged}
    if signs.judged >= HABIT_CLAIMS and often:
        return _lasting("chronic", "strong", Evidence("often_very_late", year))
    if signs.oldest_days > OLD_DAYS:
        return _lasting("chronic", "fair", Evidence("very_old", {"days": signs.oldest_days}))
    if signs.judged >= HABIT_CLAIMS and signs.very_late <= HABIT_LATE * signs.judged:
        return _lasting("temporary", "fair", Evidence("seldom_very_late", year))
    return None


def _lasting(value: Persistence, confidence: Confidence, *evidence: Evidence) -> Finding:
    return Finding(value, confidence, evidence)


def _noted(signs: Signs) -> Evidence:
    return Evidence("recorded", {"day": signs.recorded_on, "by": signs.recorded_by or ""})


def _dispute(debtor: Debtor, signs: Signs) -> Iterator[Finding]:
    """What it disputes; strong where that is at least half of what is past due, weak where none of that is."""
    if signs.disputes:
        told = (signs.dispute_reason or "").lower()
        named = (reason for reason, words in FROM_DISPUTE if any(word in told for word in words))
        reason: Reason = next(named, "product_dispute")
        sure: Confidence = "strong" if signs.disputed_share >= HALF else "fair" if signs.disputed_share else "weak"
        yield Finding(
            reason, sure, (Evidence("dispute_open", {"count": signs.disputes, "share": signs.disputed_share}),)
        )


def _deliberate_evidence(signs: Signs) -> tuple[Evidence, ...]:
    """Promises broken, nothing paid, and still ordering: only all three together."""
    if signs.broken < BROKEN_OFTEN or signs.received_3m or not signs.ordered_3m:
        return ()
    broken = Evidence("promises_broken", {"count": signs.broken})
    return broken, Evidence("pays_nothing"), Evidence("still_orders", {"count": signs.ordered_3m})


def _deliberate(debtor: Debtor, signs: Signs) -> Iterator[Finding]:
    if evidence := _deliberate_evidence(signs):
        yield Finding("deliberate", "strong", evidence)


def _cash_trouble(debtor: Debtor, signs: Signs) -> Iterator[Finding]:
    """Proof of it, or signs that each may mean something else and together hardly do."""
    if proof := tuple(_proofs(signs)):
        yield Finding("cash_trouble", "strong", proof)
    elif pointers := tuple(_pointers(debtor, signs)):
        yield Finding("cash_trouble", CASH_SIGNS[min(len(pointers), len(CASH_SIGNS)) - 1], pointers)


def _proofs(signs: Signs) -> Iterator[Evidence]:
    if signs.plan_asked_on:
        yield Evidence("plan_asked", {"day": signs.plan_asked_on})
    if signs.insolvencies:
        yield Evidence("insolvency", {"count": signs.insolvencies})
    if signs.enforcements:
        yield Evidence("enforcement", {"count": signs.enforcements})


def _pointers(debtor: Debtor, signs: Signs) -> Iterator[Evidence]:
    if signs.part_paid >= HALF * signs.late_claims and signs.part_paid:
        yield Evidence("part_payments", {"count": signs.part_paid, "claims": signs.late_claims})
    if signs.limit_use is not None and signs.limit_use > 1:
        yield Evidence("over_limit", {"share": signs.limit_use})
    if signs.broken >= BROKEN_OFTEN and not _deliberate_evidence(signs):
        yield Evidence("promises_broken", {"count": signs.broken})
    if signs.lawsuits:
        yield Evidence("lawsuits", {"count": signs.lawsuits})
    if (signs.rating_drop or 0) >= DROPPED_GRADES:
        yield Evidence("rating_drop", {"grades": signs.rating_drop})
    if (signs.interest_cover is not None and signs.interest_cover < 1) or (signs.current_ratio or 1) < 1:
        yield Evidence("weak_statements")
    if debtor.rating in ("risky", "in_default"):
        yield Evidence("often_late")


def _says_paid(debtor: Debtor, signs: Signs) -> Iterator[Finding]:
    if signs.says_paid_on:
        yield Finding("admin_error", "fair", (Evidence("says_paid", {"day": signs.says_paid_on}),))


def _first_time(debtor: Debtor, signs: Signs) -> Iterator[Finding]:
    """Late against its own habit: mislaid in the first month, something else after it."""
    good = signs.settled >= HABIT_CLAIMS and signs.settled_late <= HABIT_LATE * signs.settled
    if good and debtor.severity in ("light", "moderate"):
        facts = {"late": signs.settled_late, "claims": signs.settled}
        confidence: Confidence = "fair" if debtor.severity == "light" else "weak"
        yield Finding("admin_error", confidence, (Evidence("late_for_once", facts),))


def _approval(debtor: Debtor, signs: Signs) -> Iterator[Finding]:
    """Public bodies, the more around the end of the budget's year; large accounts that pay late and surely."""
    if debtor.nature == Nature.GOVERNMENT:
        at_year_end = (Evidence("year_end"),) if signs.as_of.month in YEAR_END_MONTHS else ()
        yield Finding("internal_approval", "fair", (Evidence("public_body"), *at_year_end))
    elif debtor.size == "large" and _late_but_sure(signs):
        facts = {"late": signs.settled_late, "claims": signs.settled}
        yield Finding("internal_approval", "weak", (Evidence("late_but_sure", facts),))


def _late_but_sure(signs: Signs) -> bool:
    often = signs.settled >= HABIT_CLAIMS and signs.settled_late >= HALF * signs.settled
    return often and signs.very_late <= HABIT_LATE * signs.judged


JUDGES: tuple[Callable[[Debtor, Signs], Iterator[Finding]], ...] = (
    _dispute, _deliberate, _says_paid, _approval, _first_time, _cash_trouble,
)  # fmt: skip
"""In the order in which reasons of the same confidence are named."""
