"""Commands about early warnings: alerts and what is done about them, the record of indicators, their thresholds."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scoring.cli.options import AsJson, AsOf, Lang, StorePath, choice, opened
from scoring.cli.output import show, show_json, table
from scoring.strategy.warnings.life import OUTCOMES
from scoring.text import say

if TYPE_CHECKING:
    from scoring.store import Store
    from scoring.strategy.warnings.life import Alert

AlertId = Annotated[str, typer.Argument(help="cli.argument.alert", metavar="ID")]
IndicatorId = Annotated[str, typer.Argument(help="cli.argument.indicator", metavar="INDICATOR")]
Threshold = Annotated[float, typer.Argument(help="cli.argument.threshold", metavar="VALUE")]
Customer = Annotated[str | None, typer.Option("--customer", help="cli.option.alert_customer", metavar="ID")]
Closed = Annotated[bool, typer.Option("--closed", help="cli.option.alert_closed")]
Who = Annotated[str, typer.Option("--by", help="cli.option.by_person", metavar="NAME")]
Why = Annotated[str, typer.Option("--reason", help="cli.option.reason", metavar="TEXT")]
Note = Annotated[str, typer.Option("--note", help="cli.option.alert_note", metavar="TEXT")]
Outcome = Annotated[
    str,
    typer.Option(
        "--outcome", help="cli.option.alert_outcome", metavar="|".join(OUTCOMES), parser=choice("--outcome", OUTCOMES)
    ),
]


def alerts(
    context: typer.Context,
    store: StorePath = None,
    as_of: AsOf = None,
    customer: Customer = None,
    closed: Closed = False,
    as_json: AsJson = False,
    lang: Lang = "en",
) -> int:
    """Every alert that stands on a day, or those of one customer."""
    if context.invoked_subcommand is not None:
        return 0
    from scoring.desk.warnings.alerts import alerts as alerts_on

    with opened(store) as ledger:
        day = _day(ledger, as_of)
        found = [one for one in alerts_on(ledger, day, customer) if one.is_open or closed]
        names = {row["customer_id"]: row["name"] for row in ledger.rows("customer")} if found else {}
    if as_json:
        show_json({"as_of": day, "counts": _counts(found), "alerts": [_plain(one, names, lang) for one in found]})
    else:
        show(_listed(found, names, day, lang))
    return 0


def acknowledge(
    alert: AlertId, by: Who, note: Note = "", store: StorePath = None, as_of: AsOf = None, as_json: AsJson = False,
    lang: Lang = "en",
) -> int:  # fmt: skip
    """Say that somebody has seen an alert and looks into it."""
    return _step("acknowledged", alert, by, note, None, store, as_of, as_json, lang)


def act(
    alert: AlertId, by: Who, note: Note = "", store: StorePath = None, as_of: AsOf = None, as_json: AsJson = False,
    lang: Lang = "en",
) -> int:  # fmt: skip
    """Say what was done about an alert."""
    return _step("acted", alert, by, note, None, store, as_of, as_json, lang)


def close(
    alert: AlertId, by: Who, outcome: Outcome, note: Note = "", store: StorePath = None, as_of: AsOf = None,
    as_json: AsJson = False, lang: Lang = "en",
) -> int:  # fmt: skip
    """Close an alert with its outcome."""
    return _step("closed", alert, by, note, outcome, store, as_of, as_json, lang)


def record(store: StorePath = None, as_of: AsOf = None, as_json: AsJson = False, lang: Lang = "en") -> int:
    """The record of every indicator at every threshold that can be chosen."""
    from scoring.desk.warnings.records import record_lines

    with opened(store) as ledger:
        day = _day(ledger, as_of)
        lines = record_lines(ledger, day)
    if as_json:
        show_json({"as_of": day, "records": [line.as_json() for line in lines]})
        return 0
    names = ("indicator", "threshold", "in_force", "alerts", "monthly", "followed", "lead_days", "false", "warned")
    rows = [line.cells(lang) for line in lines]
    show(table([say(f"warnings.column.{name}", lang) for name in names], rows, lang, right=range(1, len(names))))
    return 0


def threshold(
    indicator: IndicatorId, value: Threshold, by: Who, reason: Why, store: StorePath = None, as_json: AsJson = False,
    lang: Lang = "en",
) -> int:  # fmt: skip
    """Put another of the offered thresholds in force."""
    from scoring.desk.warnings.thresholds import change

    with opened(store) as ledger:
        change(ledger, indicator, value, by, reason)
        return _threshold_now(ledger, indicator, as_json, lang)


def revert(
    indicator: IndicatorId, by: Who, reason: Why, store: StorePath = None, as_json: AsJson = False, lang: Lang = "en"
) -> int:
    """Put the threshold before the last change in force again."""
    from scoring.desk.warnings.thresholds import revert as put_back

    with opened(store) as ledger:
        put_back(ledger, indicator, by, reason)
        return _threshold_now(ledger, indicator, as_json, lang)


def _threshold_now(ledger: Store, name: str, as_json: bool, lang: str) -> int:
    from scoring.desk.warnings.thresholds import indicator_of, thresholds
    from scoring.desk.warnings.wording import limit_text

    now = thresholds(ledger)[name]
    if as_json:
        show_json({"indicator": name, "threshold": now})
    else:
        label, limit = say(f"warning.{name}", lang), limit_text(indicator_of(name), now, lang)
        show(say("warnings.threshold_now", lang, name=label, limit=limit))
    return 0


def _step(
    step: str, name: str, by: str, note: str, outcome: str | None, store: Any, as_of: date | None, as_json: bool,
    lang: str,
) -> int:  # fmt: skip
    from scoring.desk.warnings.alerts import alert_of, take_step

    with opened(store) as ledger:
        day = _day(ledger, as_of)
        alert = alert_of(ledger, day, name)
        take_step(ledger, alert, step, day, by, note, outcome)
        now = alert_of(ledger, day, alert.id)
    if as_json:
        show_json(_plain(now, {}, lang))
    else:
        state = say(f"warnings.state.{now.state}", lang)
        show(say("warnings.step_taken", lang, alert=now.id, name=say(f"warning.{now.indicator}", lang), state=state))
    return 0


def _day(ledger: Store, as_of: date | None) -> date:
    from scoring.desk.parameters import default_as_of

    return as_of or default_as_of(ledger)


def _counts(found: list[Alert]) -> dict[str, int]:
    from scoring.strategy.warnings.indicators import SEVERITIES

    counted = Counter(one.severity for one in found if one.is_open)
    return {severity: counted[severity] for severity in reversed(SEVERITIES)}


def _plain(one: Alert, names: dict[str, str], lang: str) -> dict[str, Any]:
    told = {name: value for name, value in vars(one).items() if name not in ("evidence", "steps")}
    evidence = [{"name": name, "months_before": months, "value": value} for name, months, value in one.evidence]
    steps = [{name: value for name, value in vars(step).items() if name != "alert_id"} for step in one.steps]
    words = {"warning": say(f"warning.{one.indicator}", lang), "to_do": say(f"warning_do.{one.indicator}", lang)}
    customer = {"customer": names[one.customer_id]} if one.customer_id in names else {}
    return told | customer | words | {"state": one.state, "evidence": evidence, "steps": steps}


def _listed(found: list[Alert], names: dict[str, str], day: date, lang: str) -> str:
    from scoring.desk.warnings.wording import evidence_text, limit_text, value_text
    from scoring.strategy.warnings.indicators import load

    counted = _counts(found)
    head = say("warnings.counted", lang, alerts=sum(counted.values()), as_of=day, **counted)
    rows = [
        [
            one.id,
            say(f"warnings.severity.{one.severity}", lang),
            f"{one.customer_id} {names.get(one.customer_id, '')}".strip(),
            say(f"warning.{one.indicator}", lang),
            one.raised_on,
            value_text(one.value, load()[one.indicator].unit, lang),
            limit_text(load()[one.indicator], one.threshold, lang),
            say(f"warnings.state.{one.state}", lang),
            evidence_text(one, lang),
        ]
        for one in found
    ]
    headings = ("id", "severity", "customer", "warning", "raised_on", "value", "limit", "state", "evidence")
    lines = table([say(f"warnings.column.{name}", lang) for name in headings], rows, lang, right=(5, 6))
    return f"{head}\n\n{lines}" if rows else head
