"""What the provision says in sentences: how much, by which method, with which look ahead, and what not to trust."""

from __future__ import annotations

from scoring.desk.risk.provision import Provision
from scoring.desk.risk.provision_basis import METHODS, Factor
from scoring.metrics.turnover import ratio
from scoring.text import numbers, say


def summary(found: Provision, lang: str, unit: str = "1") -> list[str]:
    """The allowance by the method in use, by the others, the look ahead, and a warning where the history is empty.

    Amounts in `unit`, a key of numbers.UNITS.
    """
    rate = ratio(found.allowance, found.balance)
    told = say(
        "provision.in_use",
        lang,
        currency=found.currency,
        allowance=numbers.money(found.allowance, lang, unit),
        balance=numbers.money(found.balance, lang, unit),
        rate=say("figure_none", lang) if rate is None else numbers.percent(rate, lang),
        method=say(f"provision.method.{found.method}", lang),
    )
    others = [
        say(
            "provision.compared",
            lang,
            method=say(f"provision.method.{method}", lang),
            currency=found.currency,
            allowance=numbers.money(found.allowances[method], lang, unit),
        )
        for method in METHODS
        if method != found.method
    ]
    lines = [told, *others, factor_sentence(found.factor, lang)]
    return [*lines, say("provision.nothing_paid", lang)] if found.nothing_paid else lines


def factor_sentence(factor: Factor, lang: str) -> str:
    """The look ahead in force, who entered it, when and why; or that there is none."""
    if factor.made_at is None or factor.from_date is None:
        return say("provision.factor_none", lang)
    value = numbers.decimal(factor.value, lang, 2)
    facts = {"from_date": factor.from_date, "moment": factor.made_at, "by": factor.made_by, "reason": factor.reason}
    return say("provision.factor_held", lang, factor=value, **facts)
