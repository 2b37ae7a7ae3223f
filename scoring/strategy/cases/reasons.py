"""Why a customer does not pay, as far as its own record here tells: suggestions, each with its evidence and how sure it is.

What somebody recorded always wins. Else each sign of the ledger speaks for one reason. This ledger shows only what is owed
to us: whether others are paid late is known from imported court, rating and statement facts alone, or not at all.
Customers alike in all that matters here (`Alike`) have the same reasons: they are found once for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple, get_args

from scoring.strategy.cases.signs import Signs
from scoring.strategy.playbook.terms import Debtor, Persistence, Reason
from scoring.terms import Nature

Confidence = Literal["recorded", "strong", "fair", "weak"]
CONFIDENCES: tuple[Confidence, ...] = get_args(Confidence)
YEAR_END_MONTHS = (12, 1)
"""Public bodies spend by calendar years in most countries: around its end a payment waits for the next budget."""
FROM_DISPUTE: tuple[tuple[Reason, tuple[str, ...]], ...] = (
    ("service", ("service", "服务")),
    ("admin_error", ("paper", "document", "invoice", "单据", "发票", "资料")),
)
"""What a dispute is about where its reason holds one of these words; else it is about the goods, their delivery or price."""
PROOFS = ("plan_asked", "insolvency", "enforcement")
"""Marks that prove cash trouble; `_pointers` only hint at it."""
CASH_SIGNS: tuple[Confidence, ...] = ("weak", "fair", "strong")
"""How sure one, two, three independent signs of cash trouble make it."""
UNWILLING = ("promises_broken", "pays_nothing", "still_orders")
"""Promises broken, nothing paid, and still ordering: only all three together are deliberate."""


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


class Alike(NamedTuple):
    """What reasons depend on: the debtor, its marks (`signs.named`), the month, what its dispute is about and what was
    recorded (None = nothing)."""

    debtor: Debtor
    marks: frozenset[str]
    month: int
    dispute: Reason = "product_dispute"
    recorded_reason: str | None = None
    recorded_persistence: str | None = None


def dispute_about(told: str | None) -> Reason:
    """What a dispute is about, by the words of its reason.

    >>> dispute_about("Invoice number missing"), dispute_about(None)
    ('admin_error', 'product_dispute')
    """
    low = (told or "").lower()
    return next((reason for reason, words in FROM_DISPUTE if any(word in low for word in words)), "product_dispute")


def reasons_of(one: Alike) -> tuple[Finding, ...]:
    """Why such customers probably do not pay, the likeliest first; a recorded reason alone, UNKNOWN where nothing speaks.
    Evidence names its facts only when `told` of one of them.

    >>> late = Alike(Debtor("commercial", "light", "prime"), frozenset({"late_for_once"}), 3)
    >>> [(one.value, one.confidence) for one in reasons_of(late)]
    [('admin_error', 'fair')]
    """
    if one.recorded_reason:
        return (_finding(one.recorded_reason, "recorded", "recorded"),)
    found = [finding for judge in JUDGES for finding in judge(one)]
    return tuple(sorted(found, key=lambda finding: CONFIDENCES.index(finding.confidence))) or (UNKNOWN,)


def persistence_of(one: Alike) -> Finding | None:
    """Whether the arrears are temporary, chronic or deliberate; None where nothing says so.

    >>> persistence_of(Alike(Debtor("commercial", "moderate", "risky"), frozenset({"often_very_late"}), 3)).confidence
    'strong'
    """
    if one.recorded_persistence:
        return _finding(one.recorded_persistence, "recorded", "recorded")
    if _unwilling(one):
        return _finding("deliberate", "strong", *UNWILLING)
    if "often_very_late" in one.marks:
        return _finding("chronic", "strong", "often_very_late")
    if "very_old" in one.marks:
        return _finding("chronic", "fair", "very_old")
    if "seldom_very_late" in one.marks:
        return _finding("temporary", "fair", "seldom_very_late")
    return None


def told(finding: Finding, signs: Signs) -> Finding:
    """A finding with the facts that its evidence rests on for one customer.

    >>> from datetime import date
    >>> told(_finding("chronic", "fair", "very_old"), Signs(date(2026, 3, 1), 400)).evidence[0].facts
    {'days': 400}
    """
    facts: list[Mapping[str, object]] = [
        {name: getattr(signs, column) for name, column in FACTS.get(evidence.code, {}).items()}
        for evidence in finding.evidence
    ]
    named = (Evidence(evidence.code, known) for evidence, known in zip(finding.evidence, facts, strict=True))
    return replace(finding, evidence=tuple(named))


FACTS: Mapping[str, Mapping[str, str]] = {
    "recorded": {"day": "recorded_on", "by": "recorded_by"},
    "dispute_open": {"count": "disputes", "share": "disputed_share"},
    "promises_broken": {"count": "broken"},
    "still_orders": {"count": "ordered_3m"},
    "says_paid": {"day": "says_paid_on"},
    "late_for_once": {"late": "settled_late", "claims": "settled"},
    "late_but_sure": {"late": "settled_late", "claims": "settled"},
    "plan_asked": {"day": "plan_asked_on"},
    "insolvency": {"count": "insolvencies"},
    "enforcement": {"count": "enforcements"},
    "part_payments": {"count": "part_paid", "claims": "late_claims"},
    "over_limit": {"share": "limit_use"},
    "lawsuits": {"count": "lawsuits"},
    "rating_drop": {"grades": "rating_drop"},
    "often_very_late": {"late": "very_late", "claims": "judged"},
    "seldom_very_late": {"late": "very_late", "claims": "judged"},
    "very_old": {"days": "oldest_days"},
}
"""By code of evidence: the facts that its sentence names, and which of `Signs` they are."""


def _finding(value: Reason | Persistence | str, confidence: Confidence, *codes: str) -> Finding:
    return Finding(value, confidence, tuple(Evidence(code) for code in codes))


def _unwilling(one: Alike) -> bool:
    return one.marks.issuperset(UNWILLING)


def _dispute(one: Alike) -> Iterator[Finding]:
    """What it disputes; strong where that is at least half of what is past due, weak where none of that is."""
    if "dispute_open" in one.marks:
        part: Confidence = "fair" if "dispute_in_part" in one.marks else "weak"
        yield _finding(one.dispute, "strong" if "dispute_of_half" in one.marks else part, "dispute_open")


def _deliberate(one: Alike) -> Iterator[Finding]:
    if _unwilling(one):
        yield _finding("deliberate", "strong", *UNWILLING)


def _cash_trouble(one: Alike) -> Iterator[Finding]:
    """Proof of it, or signs that each may mean something else and together hardly do."""
    if proof := [code for code in PROOFS if code in one.marks]:
        yield _finding("cash_trouble", "strong", *proof)
    elif pointers := list(_pointers(one)):
        yield _finding("cash_trouble", CASH_SIGNS[min(len(pointers), len(CASH_SIGNS)) - 1], *pointers)


def _pointers(one: Alike) -> Iterator[str]:
    broken = () if _unwilling(one) else ("promises_broken",)
    for code in ("part_payments", "over_limit", *broken, "lawsuits", "rating_drop", "weak_statements"):
        if code in one.marks:
            yield code
    if one.debtor.rating in ("risky", "in_default"):
        yield "often_late"


def _says_paid(one: Alike) -> Iterator[Finding]:
    if "says_paid" in one.marks:
        yield _finding("admin_error", "fair", "says_paid")


def _first_time(one: Alike) -> Iterator[Finding]:
    """Late against its own habit: mislaid in the first month, something else after it."""
    if "late_for_once" in one.marks and one.debtor.severity in ("light", "moderate"):
        yield _finding("admin_error", "fair" if one.debtor.severity == "light" else "weak", "late_for_once")


def _approval(one: Alike) -> Iterator[Finding]:
    """Public bodies, the more around the end of the budget's year; large accounts that pay late and surely."""
    if one.debtor.nature == Nature.GOVERNMENT:
        at_year_end = ("year_end",) if one.month in YEAR_END_MONTHS else ()
        yield _finding("internal_approval", "fair", "public_body", *at_year_end)
    elif one.debtor.size == "large" and "late_but_sure" in one.marks:
        yield _finding("internal_approval", "weak", "late_but_sure")


JUDGES: tuple[Callable[[Alike], Iterator[Finding]], ...] = (
    _dispute, _deliberate, _says_paid, _approval, _first_time, _cash_trouble,
)  # fmt: skip
"""In the order in which reasons of the same confidence are named."""
