"""The law that a workspace works under: its jurisdiction with what is known of it, and the base rates it has entered."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from scoring.settings import PROJECT
from scoring.store import Store
from scoring.strategy.cases.contact import ContactRules
from scoring.strategy.law import Law, benchmark, read_laws

LAW = PROJECT / "data" / "playbook" / "law.toml"
JURISDICTION, BASE_RATE, BASE_SOURCE = "jurisdiction", "base_rate_yearly", "base_rate_source"
RATE_MAX = Decimal(1)


@lru_cache(maxsize=1)
def laws() -> dict[str, Law]:
    """Every jurisdiction that facts of law are at hand for."""
    return read_laws(LAW.read_text(encoding="utf-8"))


def law_of(store: Store) -> Law | None:
    """The jurisdiction of the workspace; None where it names none."""
    return laws().get(store.setting(JURISDICTION) or "")


def rules_of_contact(store: Store) -> ContactRules | None:
    """What holds for contacts with individuals: by the law of the workspace, else the benchmark."""
    return benchmark(laws(), store.setting(JURISDICTION))
