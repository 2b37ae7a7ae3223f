"""Command of what collecting brought: effect."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from scoring.cli.options import AsJson, AsOf, Currency, Lang, StorePath, choice, day, opened
from scoring.cli.output import show, show_json
from scoring.cli.risk_provision import report_table
from scoring.cli.tables import header_text
from scoring.terms import View

BY = ("strategy", "owner", "nature", "severity", "rating", "month")
ByOf = Annotated[
    str, typer.Option("--by", help="cli.option.by_effect", metavar="|".join(BY), parser=choice("--by", BY))
]
Since = Annotated[date | None, typer.Option("--from", help="cli.option.effect_from", metavar="YYYY-MM-DD", parser=day)]


def effect(
    store: StorePath = None,
    as_of: AsOf = None,
    by: ByOf = "strategy",
    since: Since = None,
    currency: Currency = None,
    as_json: AsJson = False,
    lang: Lang = "en",
) -> int:
    """What came in of what was overdue, and how customers felt treated, by the strategy they had then or by segment."""
    from scoring.desk.effect.experiments import as_json as experiment_json
    from scoring.desk.effect.experiments import experiments
    from scoring.desk.effect.measured import KINDS, record_of
    from scoring.desk.effect.report import effect_report
    from scoring.desk.effect.tables import recovered_table
    from scoring.desk.effect.wording import answer, names_of, record_json, record_table
    from scoring.desk.parameters import default_as_of
    from scoring.desk.views import default_currency

    with opened(store) as ledger:
        view = View(as_of or default_as_of(ledger), currency=currency or default_currency(ledger))
        report = effect_report(ledger, view, by, since)
        records = [record_of(ledger, view.as_of, kind) for kind in KINDS]
        told = [(record, names_of(ledger, record, lang)) for record in records]
        tried = [experiment_json(one) for one in experiments(ledger, view.as_of)] if as_json else []
    if as_json:
        by_kind = {f"by_{record.kind}": record_json(record) for record in records}
        show_json(report.as_json() | by_kind | {"experiments": tried})
    else:
        show(header_text(report.header, lang))
        for record, names in told:
            if record.effects or record.kind == KINDS[0]:
                show("\n" + answer(record, names, lang))
            if record.effects:
                show(report_table(record_table(record, names, lang), lang))
        for code in report.lines:
            show("\n" + report_table(recovered_table(report, code, lang), lang))
    return 0
