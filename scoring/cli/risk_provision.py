"""Commands about the provision: the allowance and its tables, customers assessed one by one, the look ahead."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Annotated

import typer

from scoring.cli.options import AsJson, AsOf, Currency, Lang, StorePath, choice, day, opened
from scoring.cli.output import show, show_json, table
from scoring.cli.tables import header_text
from scoring.errors import ScoringError
from scoring.metrics.risk.allowance import SEGMENTS
from scoring.terms import View
from scoring.text import numbers, say

if TYPE_CHECKING:
    from scoring.desk.risk.disclosure import Disclosure
    from scoring.desk.risk.provision import Provision
    from scoring.desk.risk.tables import ReportTable
    from scoring.store import Store

FORMS = ("statutory_long", "statutory")
Segment = Annotated[
    str | None,
    typer.Option("--by", help="cli.option.segment", metavar="|".join(SEGMENTS), parser=choice("--by", SEGMENTS)),
]
Since = Annotated[date | None, typer.Option("--since", help="cli.option.since", metavar="YYYY-MM-DD", parser=day)]
Form = Annotated[
    str, typer.Option("--form", help="cli.option.age_form", metavar="|".join(FORMS), parser=choice("--form", FORMS))
]
CustomerId = Annotated[str, typer.Argument(help="cli.argument.customer_id", metavar="CUSTOMER")]
Percent = Annotated[str, typer.Option("--percent", help="cli.option.assessed_share", metavar="P")]
Who = Annotated[str, typer.Option("--by", help="cli.option.by_person", metavar="NAME")]
Why = Annotated[str, typer.Option("--reason", help="cli.option.reason", metavar="TEXT")]
Begins = Annotated[
    date | None, typer.Option("--from", help="cli.option.decided_from", metavar="YYYY-MM-DD", parser=day)
]
Ends = Annotated[bool, typer.Option("--end", help="cli.option.end_assessment")]
FactorText = Annotated[str, typer.Argument(help="cli.argument.factor", metavar="FACTOR")]


def provision(
    store: StorePath = None,
    as_of: AsOf = None,
    by: Segment = None,
    since: Since = None,
    form: Form = FORMS[0],
    currency: Currency = None,
    as_json: AsJson = False,
    lang: Lang = "en",
) -> int:
    """The allowance on a day, its matrix and the tables of an annual report, currency by currency."""
    from scoring.desk.parameters import default_as_of
    from scoring.desk.risk import disclosure as tables_of
    from scoring.desk.risk import provision as made
    from scoring.desk.risk.provision_basis import decisions_on

    with opened(store) as ledger:
        on = as_of or default_as_of(ledger)
        views = views_of(ledger, View(on, currency=currency))
        found = [
            (made.provision(ledger, view, by), tables_of.disclosure(ledger, view, by, since, form))
            for view in views.values()
        ]
        reasons = {name: str(row["reason"]) for name, row in decisions_on(ledger, on).items()}
    if as_json:
        told = {one.currency: one.as_json() | {"tables": tables.as_json()} for one, tables in found}
        show_json({"as_of": on, "segment": by, "currencies": told})
        return 0
    for one, tables in found:
        show(_told(one, tables, reasons, lang) + "\n")
    return 0


def assess(
    customer_id: CustomerId,
    by: Who,
    percent: Percent = "100",
    reason: Why = "",
    begins: Begins = None,
    end: Ends = False,
    store: StorePath = None,
    as_json: AsJson = False,
    lang: Lang = "en",
) -> int:
    """Assess a customer individually, or in the portfolio again."""
    from scoring.desk.parameters import default_as_of
    from scoring.desk.risk import provision_basis

    with opened(store) as ledger:
        on = begins or default_as_of(ledger)
        if end:
            provision_basis.end(ledger, customer_id, by, on)
            told = {"customer": customer_id, "ended_on": on}
        else:
            share = _number(percent, "--percent") / 100
            provision_basis.assess(ledger, customer_id, share, reason, by, on)
            told = {"customer": customer_id, "share": str(share), "from_date": on}
    if as_json:
        show_json(told)
    elif end:
        show(say("provision.ended", lang, customer=customer_id, day=on))
    else:
        show(say("provision.assessed", lang, customer=customer_id, from_date=on, share=numbers.percent(share, lang)))
    return 0


def look_ahead(
    factor: FactorText,
    by: Who,
    reason: Why,
    begins: Begins = None,
    store: StorePath = None,
    as_json: AsJson = False,
    lang: Lang = "en",
) -> int:
    """Multiply the loss rates by a factor from a day on, and say why."""
    from scoring.desk.parameters import default_as_of
    from scoring.desk.risk import provision_basis

    value = _number(factor, "FACTOR")
    with opened(store) as ledger:
        on = begins or default_as_of(ledger)
        provision_basis.set_factor(ledger, value, reason, by, on)
    if as_json:
        show_json({"factor": str(value), "from_date": on})
    else:
        show(say("provision.factor_kept", lang, factor=str(value), from_date=on))
    return 0


def views_of(ledger: Store, view: View) -> dict[str, View]:
    """One view per currency shown: the one asked for, else each currency of the ledger by itself, unconverted."""
    from scoring.desk.views import scope_of

    if view.currency is not None:
        return {view.currency: view}
    currencies = scope_of(ledger, view).reportings
    return {code: replace(view, currency=code, filters=(*view.filters, ("currency", code))) for code in currencies}


def report_table(found: ReportTable, lang: str) -> str:
    """A table of a report for the terminal, its title above."""
    right = [place for place, field in enumerate(found.fields) if field.kind != "text"]
    rows = [[_cell(line.get(field.name), field.kind, lang) for field in found.fields] for line in found.rows]
    total = [] if found.total is None else [_cell(found.total.get(f.name), f.kind, lang) for f in found.fields]
    return found.title + "\n" + table(found.headings, rows, lang, total, right=right)


def _told(found: Provision, tables: Disclosure, reasons: dict[str, str], lang: str) -> str:
    from scoring.desk.risk.provision_tables import disclosure_tables, provision_tables
    from scoring.desk.risk.provision_wording import summary

    shown = [*provision_tables(found, lang), *disclosure_tables(tables, reasons, lang)]
    parts = [header_text(found.header, lang), "\n".join(summary(found, lang))]
    return "\n\n".join([*parts, *(report_table(each, lang) for each in shown)])


def _cell(value: object, kind: str, lang: str) -> object:
    if kind == "percent" and isinstance(value, Decimal | float):
        return numbers.percent(value, lang)
    return value


def _number(text: str, option: str) -> Decimal:
    """A number as typed, with or without a percent sign. Raises ScoringError "option_not_a_number"."""
    try:
        value = Decimal(text.strip().rstrip("%"))
    except InvalidOperation:
        raise ScoringError("option_not_a_number", option=option, value=text) from None
    if not value.is_finite():
        raise ScoringError("option_not_a_number", option=option, value=text)
    return value
