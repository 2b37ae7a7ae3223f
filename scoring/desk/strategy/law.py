"""The law that a workspace works under: its jurisdiction with what is known of it, base rates and the agreed rate, and the
late interest that follows from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from scoring.desk.noting import note_row
from scoring.errors import ScoringError
from scoring.settings import PROJECT
from scoring.store import Store
from scoring.strategy.cases.contact import ContactRules
from scoring.strategy.law import (
    Claimable,
    Law,
    agreed_interest,
    benchmark,
    claimable,
    rate_day,
    read_laws,
    yearly_rate,
)

LAW = PROJECT / "data" / "playbook" / "law.toml"
JURISDICTION, AGREED = "jurisdiction", "agreed_late_interest_yearly"
RATE_LEAST, RATE_MOST = Decimal("-0.02"), Decimal("0.5")
AGREED_MOST = Decimal(1)


@dataclass(frozen=True)
class LateInterest:
    """What may be stated as late interest on claims: `interest` and fixed `compensation`, by "law" or by "agreed" rate;
    `rate_yearly` = the rate agreed, None by law."""

    interest: Decimal
    compensation: Decimal
    by: str
    law: Law | None
    rate_yearly: Decimal | None


@dataclass(frozen=True)
class BaseRate:
    """A base rate as noted: in force from a day on, with its source and who noted it when (UTC)."""

    valid_from: date
    rate: Decimal
    source: str
    made_by: str
    made_at: datetime


@lru_cache(maxsize=1)
def laws() -> dict[str, Law]:
    """Every jurisdiction that facts of law are at hand for."""
    return read_laws(LAW.read_text(encoding="utf-8"))


def law_of(store: Store) -> Law | None:
    """The jurisdiction of the workspace; None where it names none."""
    return laws().get(store.setting(JURISDICTION) or "")


def set_jurisdiction(store: Store, name: str | None) -> None:
    """Choose the jurisdiction of the workspace (None = none). Raises ScoringError "not_a_choice"."""
    if name is not None and name not in laws():
        raise ScoringError("not_a_choice", option=JURISDICTION, value=name, allowed=", ".join(laws()))
    if name != store.setting(JURISDICTION):
        store.set_setting(JURISDICTION, name)


def rules_of_contact(store: Store) -> ContactRules | None:
    """What holds for contacts with individuals: by the law of the workspace, else the benchmark."""
    return benchmark(laws(), store.setting(JURISDICTION))


def base_rates(store: Store, jurisdiction: str) -> list[BaseRate]:
    """The base rates noted for a jurisdiction, the latest first; of those from one day the last noted stands first."""
    rows = store.rows("base_rate", where={"jurisdiction": jurisdiction}, order=["valid_from desc", "base_rate_id desc"])
    return [BaseRate(r["valid_from"], r["rate"], r["source"], r["made_by"], r["made_at"]) for r in rows]


def base_rate_on(store: Store, law: Law, on: date) -> Decimal | None:
    """The base rate in force on a day; None where none is noted for it."""
    return _in_force(base_rates(store, law.jurisdiction), on)


def note_base_rate(
    store: Store,
    jurisdiction: str,
    valid_from: date,
    rate: Decimal,
    source: str,
    by: str,
    at: datetime | None = None,
) -> int:
    """Keep a base rate (a share a year); returns its number. Raises ScoringError "not_a_choice", "base_rate_range",
    "base_rate_source" or "person_missing"."""
    if jurisdiction not in laws():
        raise ScoringError("not_a_choice", option=JURISDICTION, value=jurisdiction, allowed=", ".join(laws()))
    if not RATE_LEAST <= rate <= RATE_MOST:
        raise ScoringError("base_rate_range", rate=f"{rate:.2%}", least=f"{RATE_LEAST:.0%}", most=f"{RATE_MOST:.0%}")
    if not source.strip():
        raise ScoringError("base_rate_source")
    told = {"jurisdiction": jurisdiction, "valid_from": valid_from, "rate": rate, "source": source}
    return note_row(store, "base_rate_noted", "base_rate_id", told, by, at)


def agreed_rate(store: Store) -> Decimal | None:
    """The late interest a year that the company's contracts agree; None where none is agreed."""
    kept = store.setting(AGREED)
    return None if kept is None else Decimal(kept)


def set_agreed_rate(store: Store, rate: Decimal | None, on: date) -> None:
    """Keep the agreed rate. Raises ScoringError "agreed_rate_range", or "agreed_below_base" where the law of the workspace
    does not allow less than the base rate in force on a day."""
    law = law_of(store)
    if rate is not None and not 0 <= rate <= AGREED_MOST:
        raise ScoringError("agreed_rate_range", rate=f"{rate:.2%}")
    base = base_rate_on(store, law, on) if law is not None and law.agreed_least else None
    if rate is not None and base is not None and rate < base:
        raise ScoringError("agreed_below_base", rate=f"{rate:.2%}", base=f"{base:.2%}")
    if rate != agreed_rate(store):
        store.set_setting(AGREED, None if rate is None else str(rate))


def rate_of_plans(store: Store, on: date) -> tuple[str, Decimal] | None:
    """The interest a year that a repayment plan may carry: the agreed rate, else that of the law; None without either."""
    agreed, law = agreed_rate(store), law_of(store)
    if agreed is not None:
        return "agreed", agreed
    given = None if law is None else yearly_rate(law, base_rate_on(store, law, on))
    return None if given is None else ("law", given)


def late_interest(store: Store, rows: Sequence[Mapping[str, Any]], currency: str, as_of: date) -> LateInterest | None:
    """Late interest on open claims of one currency, by the agreed rate, else by law; the law's fixed sums come on top.

    None where neither gives any: no rate agreed, no jurisdiction, another currency than the law's, no base rate noted.
    """
    law, agreed = law_of(store), agreed_rate(store)
    by_law = law if law is not None and law.currency == currency else None
    rates = [] if by_law is None else base_rates(store, by_law.jurisdiction)
    given = [] if by_law is None else [_claimable(by_law, rates, row, as_of) for row in rows]
    fixed = sum((one.compensation for one in given if one is not None), Decimal(0))
    if agreed is not None:
        interest = sum((agreed_interest(r["open_amount"], r["days_past_due"], agreed) for r in rows), Decimal(0))
        return LateInterest(interest, fixed, "agreed", by_law, agreed) if interest else None
    found = [one for one in given if one is not None]
    if not found:
        return None
    return LateInterest(sum((one.interest for one in found), Decimal(0)), fixed, "law", by_law, None)


def _in_force(rates: Sequence[BaseRate], on: date) -> Decimal | None:
    return next((one.rate for one in rates if one.valid_from <= on), None)


def _claimable(law: Law, rates: Sequence[BaseRate], row: Mapping[str, Any], as_of: date) -> Claimable | None:
    base = _in_force(rates, rate_day(law, row["due_date"], as_of))
    return claimable(law, row["open_amount"], row["days_past_due"], base)
