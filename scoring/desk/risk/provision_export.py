"""The provision to take along: matrix, fixed rates and the tables of an annual report in one CSV or Excel file."""

from __future__ import annotations

from datetime import date

from scoring.desk.risk.disclosure import FORMS, disclosure
from scoring.desk.risk.provision import Provision, provision
from scoring.desk.risk.provision_basis import decisions_on
from scoring.desk.risk.provision_tables import disclosure_tables, provision_tables
from scoring.desk.risk.provision_wording import summary
from scoring.desk.risk.tables import ReportTable, tables_csv, tables_xlsx
from scoring.store import Store
from scoring.terms import View
from scoring.text import say


def provision_csv(
    store: Store, view: View, lang: str, segment: str | None = None, since: date | None = None, form: str = FORMS[0]
) -> bytes:
    """Everything in one table file, amounts in full. Raises ScoringError as `disclosure`."""
    found, tables = _made(store, view, lang, segment, since, form)
    return tables_csv(found.header, tables, lang, _told(found, lang))


def provision_xlsx(
    store: Store, view: View, lang: str, segment: str | None = None, since: date | None = None, form: str = FORMS[0]
) -> bytes:
    """The same on one sheet of an Excel file. Raises ScoringError as `disclosure`."""
    found, tables = _made(store, view, lang, segment, since, form)
    return tables_xlsx(found.header, tables, "provision", lang, _told(found, lang))


def reasons_on(store: Store, day: date) -> dict[str, str]:
    """Why each customer assessed individually on a day is, by customer."""
    return {name: str(row["reason"]) for name, row in decisions_on(store, day).items()}


def _made(
    store: Store, view: View, lang: str, segment: str | None, since: date | None, form: str
) -> tuple[Provision, list[ReportTable]]:
    found, told = provision(store, view, segment), disclosure(store, view, segment, since, form)
    reasons = reasons_on(store, view.as_of)
    return found, [*provision_tables(found, lang), *disclosure_tables(told, reasons, lang)]


def _told(found: Provision, lang: str) -> list[tuple[str, str]]:
    return [(say("export.sheet.provision", lang), sentence) for sentence in summary(found, lang)]
