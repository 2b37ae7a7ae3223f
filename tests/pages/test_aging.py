"""The Aging page on the demo: totals that tie, groupings, schemes, and the way down to the line of the file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared import cached, drilldown
from scoring.desk.figures.aging import aging_report
from scoring.terms import GROUPINGS, View
from scoring.text import LANGUAGES, say
from tests.pages.conftest import troubles

Visit = Callable[..., AppTest]


def words(app: AppTest) -> str:
    return "\n".join(element.value for element in (*app.title, *app.markdown))


def frames(app: AppTest) -> list[list[str]]:
    """The headings of every table, as keys of its columns."""
    return [list(table.value.columns) for table in app.dataframe]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_total_of_the_table_is_the_ledgers_balance(visit: Visit, lang: str) -> None:
    app = visit("aging", lang=lang, workspace="demo", currency="each", shown="EUR", as_of="2026-06-30")
    assert troubles(app) == []
    balances = cached.store("demo").grouped("balances", {"as_of": date(2026, 6, 30)}, ["currency"], ["balance"])
    euros = next(f"{row['balance']:,.2f}" for row in balances if row["currency"] == "EUR")
    assert app.dataframe[1].value["net"].tolist() == [euros]
    assert f"{euros} EUR ✓" in words(app)


@pytest.mark.parametrize("by", GROUPINGS)
def test_every_grouping_has_the_same_total(visit: Visit, by: str) -> None:
    app = visit("aging", lang="zh", workspace="demo", by=by)
    assert troubles(app) == []
    whole = aging_report(cached.store("demo"), View(app.sidebar.date_input[0].value, currency="USD")).totals["USD"]
    assert app.dataframe[1].value["net"].tolist() == [f"{whole.net:,.2f}"]


@pytest.mark.parametrize("scheme", ["default", "severity", "statutory", "statutory_long"])
@pytest.mark.parametrize("basis", ["due", "issue"])
def test_every_scheme_opens_on_either_basis(visit: Visit, scheme: str, basis: str) -> None:
    app = visit("aging", lang="en", workspace="demo-zh", scheme=scheme, basis=basis)
    assert troubles(app) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_cell_opens_to_documents_a_document_to_its_payments_and_its_line(visit: Visit, lang: str) -> None:
    still_open = cached.store("demo").rows("document", where={"settled_date": None, "kind": "invoice"})
    part = next(row for row in still_open if row["first_paid_date"])
    place = drilldown.address(customer=part["customer_id"])
    app = visit("aging", lang=lang, workspace="demo", open=place, document=str(part["document_key"]))
    assert troubles(app) == []
    assert part["document_no"] in [row for table in app.dataframe for row in table.value.get("document_no", [])]
    assert any("source_no" in columns for columns in frames(app))
    line = next(table.value for table in app.dataframe if list(table.value.columns) == ["heading", "cell"])
    assert part["document_no"] in line["cell"].tolist()
    source = {"file": "invoices.csv", "row": part["source_row"], "import_id": str(part["import_id"])}
    assert say("aging.source_line", lang, **source) in words(app)


def test_credits_on_account_open_to_what_they_are_made_of(visit: Visit) -> None:
    app = visit("aging", lang="en", workspace="demo", open="on_account")
    assert troubles(app) == []
    assert any("on_account" in columns and "source_kind" in columns for columns in frames(app))


def test_a_document_of_another_ledger_is_said_to_be_unknown_and_the_page_stands(visit: Visit) -> None:
    app = visit("aging", lang="en", workspace="demo", open="all", document="999999999")
    assert troubles(app) == [say("error.document_unknown", "en", document=999999999)]
    assert say("aging.moves_since", "en") in [group.label for group in app.main.segmented_control]


@pytest.mark.parametrize("value", ["A+B", "50%", "a:b", "%2B+%25", ""])
def test_any_name_survives_the_address(value: str) -> None:
    text = drilldown.address(bucket="1-30", owner=value)
    first = text.split("+")[0]
    assert drilldown.plain(first.partition(":")[2]) == value
