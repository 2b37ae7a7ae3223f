"""Commands about what comes out: aging, figures, customer, statement, export, report."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scoring.cli.options import AsJson, AsOf, BasisOf, By, Currency, Lang, Period, Scheme, StorePath, day, opened
from scoring.cli.output import show, show_json
from scoring.cli.tables import (
    OF_THE_PORTFOLIO,
    account_table,
    aging_tables,
    documents_table,
    dso_table,
    figures_table,
    header_text,
    who_table,
)
from scoring.desk.wording import figure_text
from scoring.errors import ScoringError
from scoring.terms import Basis, View
from scoring.text import numbers, say

if TYPE_CHECKING:
    from scoring.desk.figures.customer import Limit
    from scoring.metrics.dso_bridge import DsoChange
    from scoring.store import Store

Earlier = Annotated[
    date | None, typer.Option("--compare-to", help="cli.option.compare_to", metavar="YYYY-MM-DD", parser=day)
]
FromDay = Annotated[date | None, typer.Option("--from", help="cli.option.from_day", metavar="YYYY-MM-DD", parser=day)]
OutFile = Annotated[Path, typer.Option("--out", help="cli.option.out_file", metavar="FILE")]
ReportFile = Annotated[Path, typer.Option("--out", help="cli.option.report_file", metavar="FILE.pdf|.html|.xlsx")]
CustomerId = Annotated[str, typer.Argument(help="cli.argument.customer_id", metavar="CUSTOMER")]


def aging(
    store: StorePath = None,
    as_of: AsOf = None,
    by: By = "customer",
    scheme: Scheme = "default",
    basis: BasisOf = None,
    currency: Currency = None,
    as_json: AsJson = False,
    lang: Lang = "en",
) -> int:
    """The aged balance on a date."""
    from scoring.desk.figures.aging import aging_report

    with opened(store) as ledger:
        report = aging_report(ledger, View(_day(ledger, as_of), scheme, basis_of(basis), by, currency))
    if as_json:
        show_json(report.as_json())
    else:
        show(header_text(report.header, lang) + "\n\n" + aging_tables(report, lang))
    return 0


def figures(
    store: StorePath = None,
    as_of: AsOf = None,
    period_days: Period = None,
    compare_to: Earlier = None,
    currency: Currency = None,
    as_json: AsJson = False,
    lang: Lang = "en",
) -> int:
    """The portfolio figures on a date against an earlier one, and the parts of the change of DSO."""
    from scoring.desk.figures.figures import dso_change, figures_report

    with opened(store) as ledger:
        view = View(_day(ledger, as_of), currency=currency, period_days=_period(ledger, period_days))
        report = figures_report(ledger, view, compare_to, series=as_json)
        changes = dso_change(ledger, view, report.compared_to)
    if as_json:
        show_json(report.as_json() | {"dso_change": {code: _parts(change) for code, change in changes.items()}})
        return 0
    show(header_text(report.header, lang))
    show(say("cli.header_period", lang, days=report.period_days, earlier=report.compared_to))
    for code, lines in report.lines.items():
        show("\n" + figures_table(code, lines, lang))
        change = changes[code]
        if change is not None:
            show("\n" + dso_table(change, lang))
    return 0


def customer(
    customer_id: CustomerId,
    store: StorePath = None,
    as_of: AsOf = None,
    period_days: Period = None,
    currency: Currency = None,
    as_json: AsJson = False,
    lang: Lang = "en",
) -> int:
    """All that is known of one customer on a date."""
    from scoring.desk.figures.customer import customer_profile
    from scoring.desk.figures.documents import open_documents

    with opened(store) as ledger:
        period = _period(ledger, period_days)
        view = View(_day(ledger, as_of), currency=currency, period_days=period)
        profile = customer_profile(ledger, customer_id, view)
        page = open_documents(ledger, view, {"customer": customer_id}, limit=len(profile.documents) or 1)
    if as_json:
        show_json(profile.as_json())
        return 0
    show(header_text(profile.aging.header, lang))
    show("\n" + who_table(profile.master, lang))
    show(_limit_line(profile.limit, lang))
    show("\n" + aging_tables(profile.aging, lang))
    for code, lines in profile.figures.lines.items():
        mine = [line for line in lines if line.figure.name not in OF_THE_PORTFOLIO]
        show("\n" + figures_table(code, mine, lang))
    show("\n" + documents_table(page, lang))
    return 0


def statement(
    customer_id: CustomerId,
    store: StorePath = None,
    from_day: FromDay = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    lang: Lang = "en",
) -> int:
    """The statement of account of one customer between two days, both inclusive."""
    from scoring.desk.reports import statement as accounts

    with opened(store) as ledger:
        until = _day(ledger, as_of)
        found = accounts.statement(ledger, customer_id, from_day or accounts.first_of_period(until), until)
    if as_json:
        show_json(found.as_json())
        return 0
    show(f"{say('statement.title', lang)}: {found.customer_id} {found.name}")
    show(say("statement.from_to", lang, from_date=found.from_date, to_date=found.to_date))
    for account in found.accounts:
        show("\n" + account_table(account, lang))
    return 0


def export(
    out: OutFile,
    store: StorePath = None,
    as_of: AsOf = None,
    by: By = "customer",
    scheme: Scheme = "default",
    basis: BasisOf = None,
    currency: Currency = None,
    period_days: Period = None,
    as_json: AsJson = False,
    lang: Lang = "en",
) -> int:
    """The report of a date as an Excel file."""
    from scoring.desk.reports.workbook import workbook_bytes

    with opened(store) as ledger:
        on, period = _day(ledger, as_of), _period(ledger, period_days)
        view = View(on, scheme, basis_of(basis), by, currency, period_days=period)
        out.write_bytes(workbook_bytes(ledger, view, lang))
    if as_json:
        show_json({"out": out, "as_of": on})
    else:
        show(say("cli.exported", lang, path=str(out), as_of=on))
    return 0


def report(
    out: ReportFile,
    store: StorePath = None,
    as_of: AsOf = None,
    currency: Currency = None,
    period_days: Period = None,
    as_json: AsJson = False,
    lang: Lang = "en",
) -> int:
    """The management report of a date, in the form that the file's ending asks for."""
    from scoring.desk.reports.management import FORMS, management_report
    from scoring.desk.views import default_currency

    form = out.suffix.lower().lstrip(".")
    if form not in FORMS:
        raise ScoringError("not_a_choice", option="--out", value=out.name, allowed=", ".join(f".{f}" for f in FORMS))
    with opened(store) as ledger:
        on, period = _day(ledger, as_of), _period(ledger, period_days)
        view = View(on, currency=currency or default_currency(ledger), period_days=period)
        out.write_bytes(management_report(ledger, view, lang, form))
    if as_json:
        show_json({"out": out, "as_of": on, "format": form})
    else:
        show(say("cli.exported", lang, path=str(out), as_of=on))
    return 0


def basis_of(text: str | None) -> Basis | None:
    """The basis that `--basis` asks for."""
    return "due" if text == "due" else "issue" if text == "issue" else None


def _day(ledger: Store, asked: date | None) -> date:
    from scoring.desk.parameters import default_as_of

    return asked or default_as_of(ledger)


def _period(ledger: Store, asked: int | None) -> int:
    from scoring.desk.parameters import number_of

    return asked or int(number_of(ledger, "period_days"))


def _parts(change: DsoChange | None) -> dict[str, Any] | None:
    if change is None:
        return None
    return {"earlier": change.earlier, "later": change.later, "change": change.change, "parts": change.parts}


def _limit_line(limit: Limit | None, lang: str) -> str:
    if limit is None:
        return say("cli.no_limit", lang)
    amount = f"{limit.currency} {numbers.money(limit.amount, lang)}"
    return say("cli.limit", lang, amount=amount, used=figure_text(limit.used, "percent", lang))
