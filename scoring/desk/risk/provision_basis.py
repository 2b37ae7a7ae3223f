"""By what the allowance is computed: the method in use, the user's fixed percentages, the look ahead and its reason, and
the customers assessed one by one. Every change is an event with its moment; decisions also say by whom and why."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from scoring import settings
from scoring.desk.parameters import number_of
from scoring.errors import ScoringError
from scoring.store import Store, scorecards

Method = Literal["history", "due", "age"]
METHODS: tuple[Method, ...] = ("history", "due", "age")
"""The ledger's own loss rates; the user's percentages by days past due; the user's percentages by age of the claim."""
SCHEME: dict[Method, str] = {"history": "default", "due": "default", "age": "statutory_long"}
"""The aging scheme whose buckets a method has rates for."""
FACTOR_MAX = Decimal(10)


@dataclass(frozen=True)
class Factor:
    """The look ahead in force on a day: loss rates are multiplied by `value`. Nobody has entered one: 1, no reason."""

    value: Decimal = Decimal(1)
    reason: str = ""
    made_by: str = ""
    made_at: datetime | None = None
    from_date: date | None = None


@dataclass(frozen=True)
class Parameters:
    """What shapes the rates from history. `lgd` is a share of what counts as lost."""

    history_months: int
    lost_after_days: int
    lgd: Decimal


def parameters_of(store: Store) -> Parameters:
    """The workspace's parameters of the provision matrix, else the shipped ones."""
    return Parameters(
        int(number_of(store, "provision_history_months")),
        int(number_of(store, "provision_lost_after_days")),
        Decimal(str(number_of(store, "provision_lgd"))),
    )


def method_of(store: Store) -> Method:
    """The method the allowance is computed by: as the user chose, else the shipped one."""
    kept = store.setting("provision_method") or settings.load().provision_method
    return next(method for method in METHODS if method == kept)


def set_method(store: Store, method: str, at: datetime | None = None) -> None:
    """Compute the allowance by another method. Raises ScoringError "provision_method_unknown"."""
    if method not in METHODS:
        raise ScoringError("provision_method_unknown", method=method, known=", ".join(METHODS))
    store.set_setting("provision_method", method, at)


def percentages_of(store: Store, method: Method) -> dict[str, Decimal]:
    """The fixed share of every bucket ("due" or "age"): the user's own, else the shipped example."""
    shipped = settings.load().provision_percent[method]
    kept: Mapping[str, Any] = json.loads(store.setting(f"provision_percent_{method}") or "{}")
    return {bucket: Decimal(str(kept.get(bucket, share))) for bucket, share in shipped.items()}


def set_percentages(
    store: Store, method: Method, shares: Mapping[str, Decimal] | None, at: datetime | None = None
) -> None:
    """Keep the user's fixed shares of "due" or "age" (0.05 = 5%); None goes back to the shipped example.

    Raises ScoringError "provision_bucket_unknown" or "provision_share_invalid" and keeps what was.
    """
    known = settings.load().provision_percent[method]
    for bucket, share in (shares or {}).items():
        if bucket not in known:
            raise ScoringError("provision_bucket_unknown", bucket=bucket, known=", ".join(known))
        _share(share)
    text = None if shares is None else json.dumps({bucket: str(share) for bucket, share in shares.items()})
    store.set_setting(f"provision_percent_{method}", text, at)


def factor_on(store: Store, on: date) -> Factor:
    """The look ahead in force at the end of a day."""
    found = [row for row in factors(store) if row["from_date"] <= on]
    if not found:
        return Factor()
    row = found[0]
    return Factor(row["factor"], row["reason"], row["made_by"], row["made_at"], row["from_date"])


def factors(store: Store) -> list[dict[str, Any]]:
    """Every look ahead ever entered, the last one first."""
    return store.rows("provision_factor", order=["factor_id desc"])


def set_factor(
    store: Store, factor: Decimal, reason: str, by: str, from_date: date, at: datetime | None = None
) -> None:
    """Look ahead by `factor` from a day on, and say why.

    Raises ScoringError "provision_factor_invalid" (not above 0 and at most 10), "reason_missing" or "person_missing".
    """
    if not Decimal(0) < factor <= FACTOR_MAX:
        raise ScoringError("provision_factor_invalid", factor=str(factor), most=str(FACTOR_MAX))
    _told(reason, by)
    number = max((row["factor_id"] for row in factors(store)), default=0) + 1
    detail = {
        "factor_id": number,
        "factor": str(factor),
        "reason": reason,
        "by": by,
        "from_date": from_date.isoformat(),
    }
    scorecards.happen(store, "provision_factor", detail, at)


def decisions_on(store: Store, on: date) -> dict[str, dict[str, Any]]:
    """The decision in force on a day of every customer assessed individually, by customer; the last one made counts."""
    found = {}
    for row in reversed(decisions(store)):
        if row["from_date"] <= on and (row["ended_on"] is None or row["ended_on"] > on):
            found[row["customer_id"]] = row
    return found


def decisions(store: Store) -> list[dict[str, Any]]:
    """Every decision to assess a customer individually, the last one first."""
    return store.rows("provision_decision", order=["decision_id desc"])


def assess(
    store: Store, customer_id: str, share: Decimal, reason: str, by: str, from_date: date, at: datetime | None = None
) -> None:
    """Assess a customer individually from a day on: `share` of what it owes is provided for (1 = all of it).

    Raises ScoringError "customer_unknown", "provision_share_invalid", "reason_missing" or "person_missing".
    """
    if store.one("customer", customer_id=customer_id) is None:
        raise ScoringError("customer_unknown", customer=customer_id)
    _share(share)
    _told(reason, by)
    detail = {
        "decision_id": max((row["decision_id"] for row in decisions(store)), default=0) + 1,
        "customer_id": customer_id,
        "share": str(share),
        "reason": reason,
        "by": by,
        "from_date": from_date.isoformat(),
    }
    scorecards.happen(store, "provision_decision", detail, at)


def end(store: Store, customer_id: str, by: str, ended_on: date, at: datetime | None = None) -> None:
    """Assess a customer in the portfolio again, from `ended_on` on: every decision in force on that day ends.

    Raises ScoringError "provision_not_individual" or "person_missing".
    """
    held = [
        row
        for row in decisions(store)
        if row["customer_id"] == customer_id and row["from_date"] <= ended_on
        and (row["ended_on"] is None or row["ended_on"] > ended_on)
    ]  # fmt: skip
    if not held:
        raise ScoringError("provision_not_individual", customer=customer_id, day=ended_on.isoformat())
    if not by.strip():
        raise ScoringError("person_missing")
    for row in held:
        detail = {
            "decision_id": row["decision_id"],
            "customer_id": customer_id,
            "by": by,
            "ended_on": ended_on.isoformat(),
        }
        scorecards.happen(store, "provision_decision_ended", detail, at)


def _share(share: Decimal) -> None:
    if not Decimal(0) <= share <= Decimal(1):
        raise ScoringError("provision_share_invalid", share=str(share))


def _told(reason: str, by: str) -> None:
    if not reason.strip():
        raise ScoringError("reason_missing")
    if not by.strip():
        raise ScoringError("person_missing")
