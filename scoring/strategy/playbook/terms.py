"""The nouns of the playbook: debtors in, rules that sort them, levels that say how a class of debtor is handled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

Severity = Literal["not_due", "light", "moderate", "severe"]
Reason = Literal[
    "cash_trouble", "product_dispute", "service", "internal_approval", "admin_error", "deliberate", "unknown"
]
Persistence = Literal["temporary", "chronic", "deliberate"]
Channel = Literal["email", "phone", "visit", "letter", "lawyer", "third_party"]
Tone = Literal["friendly", "neutral", "firm", "final"]
Owner = Literal["clerk", "sales", "manager", "finance", "legal"]
Document = Literal[
    "", "before_due", "at_due", "first_demand", "second_demand", "final_demand", "statement", "plan_agreement"
]
Pressure = Literal["management_call", "hold_orders", "withdraw_terms", "late_interest", "lawyer_letter", "lawsuit"]
Incentive = Literal["instalments", "settlement_discount", "rebate_on_time", "extension"]
Credit = Literal["none", "watch", "hold_new_terms", "hold_orders", "cut_limit", "ask_deposit", "cash_only"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
REASONS: tuple[Reason, ...] = get_args(Reason)
PERSISTENCES: tuple[Persistence, ...] = get_args(Persistence)
CHANNELS: tuple[Channel, ...] = get_args(Channel)
Told = Mapping[str, str]
"""The same sentence by language."""


@dataclass(frozen=True)
class Debtor:
    """What the rules look at. `severity` is that of the oldest claim past due; `rating` one of prime, ordinary, risky,
    in_default, not_rated; `size` as the customer list has it. `reason` and `persistence` None = not known. `disputed` =
    everything past due is in dispute."""

    nature: str
    severity: Severity
    rating: str
    size: str | None = None
    reason: Reason | None = None
    persistence: Persistence | None = None
    disputed: bool = False


@dataclass(frozen=True)
class Step:
    """One thing to do. `day` counts from the due date of the oldest open claim, negative = before it; `document` "" =
    none."""

    day: int
    channel: Channel
    tone: Tone
    owner: Owner
    document: Document
    told: Told


@dataclass(frozen=True)
class Level:
    """How a class of debtor is handled. Steps rise by day. After payment the customer goes to level `paid`, after the last
    step to level `other`."""

    id: str
    name: Told
    posture: Told
    steps: tuple[Step, ...]
    pressure: tuple[Pressure, ...]
    incentive: tuple[Incentive, ...]
    credit: Credit
    paid: str
    other: str


@dataclass(frozen=True)
class Rule:
    """Which debtors get a level. Each condition lists what it accepts, empty = anything."""

    id: str
    level: str
    nature: tuple[str, ...] = ()
    severity: tuple[str, ...] = ()
    rating: tuple[str, ...] = ()
    size: tuple[str, ...] = ()
    reason: tuple[str, ...] = ()
    persistence: tuple[str, ...] = ()
    disputed: bool = False

    def fits(self, debtor: Debtor) -> bool:
        """Whether the rule is for this debtor. What is not known of one fits only rules that do not ask for it."""
        if self.disputed and not debtor.disputed:
            return False
        asked = (self.nature, self.severity, self.rating, self.size, self.reason, self.persistence)
        known = (debtor.nature, debtor.severity, debtor.rating, debtor.size, debtor.reason, debtor.persistence)
        return all(not accepted or value in accepted for accepted, value in zip(asked, known, strict=True))


@dataclass(frozen=True)
class Excuse:
    """What a debtor says, and an answer to it: what it may mean, what to ask, say and offer, when to escalate."""

    id: str
    reason: Reason
    says: Told
    may_mean: Told
    ask: Told
    say: Told
    offer: Told
    escalate: Told


@dataclass(frozen=True)
class Playbook:
    """Levels and excuses by id; rules in order, of which the first that fits counts."""

    levels: Mapping[str, Level]
    rules: tuple[Rule, ...]
    excuses: Mapping[str, Excuse]
