"""The tab "Receipts" of the Portfolio page, and the expected dates on a customer's page."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from pages.shared import cached
from pages.shared.portfolio.forecast import forecast_of
from scoring.desk.reports.forecast_files import forecast_csv, forecast_xlsx
from scoring.desk.risk.forecast_book import document_rows
from scoring.terms import View
from scoring.text import LANGUAGES, say
from tests.browser import PROJECT
from tests.pages.conftest import OPEN_WITHIN_SECONDS, troubles

Visit = Callable[..., AppTest]


def last_day() -> date:
    return cached.store("demo").one("extent", {})["last_date"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_tab_answers_when_the_money_comes(visit: Visit, lang: str) -> None:
    app = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=OPEN_WITHIN_SECONDS)
    app.query_params.update({"lang": lang, "workspace": "demo"})
    app.session_state[f"portfolio_tabs_{lang}"] = say("portfolio.tab.forecast", lang)
    app.switch_page("pages/portfolio.py")
    app.run()
    assert troubles(app) == []
    assert any(say("forecast.record_heading", lang) in each.value for each in app.markdown)
    assert any("expected_date" in each.value for each in app.dataframe)


def test_the_sums_tie_to_their_invoices_and_to_the_loss(visit: Visit) -> None:
    store = cached.store("demo")
    report = forecast_of(store, View(last_day(), currency="USD"), "test")
    book = report.books["USD"]
    assert book.total == book.open - book.expected_loss
    for span in (book.weeks[0], book.weeks[3], book.days[8]):
        of_invoices = sum((row["within"] for row in document_rows(book, span)), Decimal(0))
        assert abs(of_invoices - span.expected) < Decimal("0.01") * len(book.documents)
    assert report.learning.record is not None
    assert report.learning.record.error_days < report.learning.record.naive_error_days


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_files_hold_every_invoice(visit: Visit, lang: str) -> None:
    report = forecast_of(cached.store("demo"), View(last_day(), currency="USD"), "test")
    documents = report.books["USD"].documents
    text = forecast_csv(report, lang).decode("utf-8-sig")
    assert all(number in text for number in documents["document_no"].head(20))
    book = openpyxl.load_workbook(io.BytesIO(forecast_xlsx(report, lang)))
    assert book.sheetnames == [say("export.sheet.receipts", lang), say("export.sheet.documents", lang)]
    assert book.worksheets[1].max_row > len(documents)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_customer_page_offers_the_expected_dates(visit: Visit, lang: str) -> None:
    one = cached.store("demo").rows("document", where={"kind": "invoice", "settled_date": None}, limit=1)[0]
    customer = one["customer_id"]
    app = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=OPEN_WITHIN_SECONDS)
    app.query_params.update({"lang": lang, "workspace": "demo", "customer": customer})
    app.session_state[f"customer_tabs_{customer}_{lang}"] = say("customers.tab_expected", lang)
    app.switch_page("pages/customers.py")
    app.run()
    assert not app.exception
    dated = next(each.value for each in app.dataframe if "expected_date" in each.value)
    assert set(store_numbers(customer)) == set(dated["document_no"])


def store_numbers(customer: str) -> list[str]:
    rows = document_rows(forecast_of(cached.store("demo"), View(last_day(), currency="USD"), "test").books["USD"])
    return [row["document_no"] for row in rows if row["customer_id"] == customer]
