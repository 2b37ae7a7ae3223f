"""What leaves the house: the ledger stands in conftest.py, names that a spreadsheet would run in the tests."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from python_calamine import CalamineWorkbook

from scoring import settings
from scoring.desk.figures.aging import aging_report
from scoring.desk.reports import export, workbook
from scoring.desk.reports.document_parts import (
    Bars,
    Grid,
    Heading,
    PageEnd,
    Sentence,
    Stack,
    as_html,
    as_markdown,
)
from scoring.desk.reports.management import management_html, management_parts, management_pdf, management_report
from scoring.desk.reports.pdf import as_pdf
from scoring.desk.views import header_of
from scoring.store import Store
from scoring.terms import Kind, View
from scoring.text import say
from tests.desk.conftest import load

VIEW = View(as_of=date(2024, 3, 31))


@pytest.fixture
def hostile(tmp_path: Path) -> Iterator[Store]:
    """One customer, =HYPERLINK("http://x"), with an open invoice called @SUM(A1)."""
    store = Store.open(tmp_path / "hostile.duckdb")
    name = '=HYPERLINK("http://x")'
    invoice = {
        "customer_id": "+1", "customer_name": name, "document_no": "@SUM(A1)", "kind": "invoice", "currency": "EUR",
        "issue_date": date(2024, 1, 1), "due_date": date(2024, 1, 31), "amount": 10,
    }  # fmt: skip
    load(store, Kind.INVOICES, "documents", [invoice])
    yield store
    store.close()


def sheets(content: bytes) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_csv_states_its_header_and_opens_in_chinese_excel(ledger: Store) -> None:
    content = export.aging_csv(aging_report(ledger, VIEW), "zh")
    assert content.startswith(b"\xef\xbb\xbf")
    lines = content.decode("utf-8-sig").splitlines()
    assert "截至日期,2024-03-31" in lines
    assert "金额单位,元" in lines
    assert "合计,,EUR,750.00,300.00,400.00,0.00,800.00,2250.00,50.00,2200.00,1500.00,5" in lines


def test_csv_of_documents_holds_all_of_them(ledger: Store) -> None:
    lines = export.documents_csv(ledger, VIEW, "en").decode("utf-8-sig").splitlines()
    table = lines[lines.index("") + 1 :]
    assert len(table) == 1 + 6
    assert table[1].startswith("C,City Hall,C1,2023-12-01,2023-12-31,91,Over 90,EUR,800.00,800.00,800.00")
    credits = export.on_account_csv(ledger, VIEW, "en").decode("utf-8-sig")
    assert "B,Bob,Credit note,B2,2024-03-10,USD,15.00,15.00,15.00" in credits


def test_no_text_of_a_csv_is_a_formula(hostile: Store) -> None:
    text = export.documents_csv(hostile, VIEW, "en").decode("utf-8-sig")
    assert "'+1,\"'=HYPERLINK" in text
    assert ",'@SUM(A1)," in text
    assert not re.search(r'(^|,)"?[=@+]', text, re.MULTILINE)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_workbook_has_its_five_sheets_each_with_the_header(ledger: Store, lang: str) -> None:
    found = sheets(workbook.workbook_bytes(ledger, VIEW, lang))
    assert len(found) == 5
    for rows in found.values():
        assert rows[1][1] == "2024-03-31"
    aging = list(found.values())[1]
    total = next(row for row in aging if row[0] in ("Total", "合计") and row[2] == "EUR")
    assert total[3:13] == [750, 300, 400, 0, 800, 2250, 50, 2200, 1500, 5]


def test_no_text_of_the_workbook_is_a_formula_or_a_link(hostile: Store) -> None:
    found = sheets(workbook.workbook_bytes(hostile, VIEW, "en"))
    assert any('=HYPERLINK("http://x")' in row for row in found["Open invoices"])


def test_a_long_ledger_is_cut_and_the_sheet_says_so(ledger: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    short = replace(settings.load(), excel_rows_max=2)
    monkeypatch.setattr(workbook.settings, "load", lambda: short)
    rows = sheets(workbook.workbook_bytes(ledger, VIEW, "en"))["Open invoices"]
    assert any("the first 2 of 6 rows" in str(row[0]) for row in rows)


def test_the_documents_behind_a_cell_go_to_excel_with_the_header_and_what_they_are_kept_to(ledger: Store) -> None:
    where = {"customer": "A", "bucket": ["1-30", "31-60"]}
    (rows,) = sheets(workbook.documents_xlsx(ledger, VIEW, "zh", where, "a")).values()
    assert ["截至日期", "2024-03-31"] in [row[:2] for row in rows]
    assert "客户 = A, 账龄段 = 1–30 天 / 31–60 天, 含文字 = a" in [row[1] for row in rows]
    assert [row[2:6] for row in rows if row[0] == "A"] == [
        ["A1", date(2024, 1, 10), date(2024, 2, 9), 51],
        ["A2", date(2024, 2, 15), date(2024, 3, 1), 30],
    ]
    assert 700 in next(row for row in rows if row[0] == "合计 EUR")
    csv = export.documents_csv(ledger, VIEW, "en", where).decode("utf-8-sig")
    assert 'Documents,"Customer = A, Bucket = 1–30 / 31–60"' in csv


def test_credits_on_account_go_to_excel_as_they_are_listed(ledger: Store) -> None:
    (rows,) = sheets(workbook.on_account_xlsx(ledger, VIEW, "en", {"customer": "B"})).values()
    assert [row[3] for row in rows if row[0] in ("A", "B")] == ["B2"]
    assert "A4" not in export.on_account_csv(ledger, VIEW, "en", {"customer": "B"}).decode("utf-8-sig")


def test_documents_taken_alone_are_no_formulas_and_cut_when_too_many(
    hostile: Store, ledger: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    (rows,) = sheets(workbook.documents_xlsx(hostile, VIEW, "en", {"customer": "+1"})).values()
    assert any('=HYPERLINK("http://x")' in row for row in rows)
    short = replace(settings.load(), excel_rows_max=2)
    monkeypatch.setattr(workbook.settings, "load", lambda: short)
    (rows,) = sheets(workbook.documents_xlsx(ledger, VIEW, "en")).values()
    assert any("the first 2 of 6 rows" in str(row[0]) for row in rows)


def test_parquet_keeps_types_and_header(ledger: Store) -> None:
    table = pq.read_table(io.BytesIO(export.documents_parquet(ledger, VIEW, {"customer": "A"})))
    assert table.num_rows == 3
    assert str(table.schema.field("open_amount").type) == "decimal128(18, 2)"
    assert json.loads(table.schema.metadata[b"report_header"])["as_of"] == "2024-03-31"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_management_report_stands_alone(ledger: Store, empty: Store, lang: str) -> None:
    page = management_html(ledger, VIEW, lang)
    assert "2,250.00" in page
    assert header_of(ledger, VIEW).entity in page
    assert not any(word in page for word in ("http", "<script", "<link", "@import", "url("))
    assert "<table>" in management_html(empty, VIEW, lang)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_printed_report_says_what_the_page_says(ledger: Store, empty: Store, lang: str) -> None:
    assert management_pdf(ledger, VIEW, lang).startswith(b"%PDF-")
    assert management_pdf(empty, VIEW, lang).startswith(b"%PDF-")
    written = as_markdown("", management_parts(ledger, VIEW, lang))
    assert "2,250.00" in written
    assert say("report.title_loss", lang) in written
    assert say("report.title_cash", lang) in written
    assert set(sheets(management_report(ledger, VIEW, lang, "xlsx"))) >= {say("export.sheet.cash", lang)}
    assert header_of(ledger, VIEW).entity in written


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_report_has_two_pages_whatever_the_ledger(ledger: Store, empty: Store, made_up: Store, lang: str) -> None:
    """Two currencies without conversion, no document at all, a ledger of hundreds of customers: two pages each."""
    day = (made_up.one("extent", {}) or {})["last_date"]
    for store, view in ((ledger, VIEW), (empty, VIEW), (made_up, View(day))):
        assert re.findall(rb"/Type/Pages/Count (\d+)", management_pdf(store, view, lang)) == [b"2"]


def test_a_page_that_is_too_full_is_set_smaller() -> None:
    """A hundred and fifty lines do not fit a page at full size; with the end of a page stated they do."""
    lines = [Sentence(f"{number}.") for number in range(150)]
    pages = [
        re.findall(rb"/Type/Pages/Count (\d+)", as_pdf("A", parts, "en")) for parts in (lines, [*lines, PageEnd()])
    ]
    assert pages == [[b"3"], [b"2"]]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_currency_that_is_not_converted_has_a_line_of_the_report(ledger: Store, lang: str) -> None:
    """Three customers owe 2,250.00 EUR, Bob 40.00 USD: the pages speak of EUR and USD has one line."""
    parts = management_parts(ledger, VIEW, lang)
    grids = [part for part in parts if isinstance(part, Grid)]
    lines = {row[0]: row[1:3] for row in grids[-1].rows}
    assert lines == {"USD": ("40.00", "40.00")}
    assert not any("(USD)" in part.text for part in parts if isinstance(part, Heading))


def test_the_report_changes_shares_by_points(ledger: Store) -> None:
    """Overdue: 800.00 of 1,400.00 on 02-29 (57.1%), 1,500.00 of 2,250.00 on 03-31 (66.7%): 9.5 points more."""
    figures = next(part for part in management_parts(ledger, VIEW, "en") if isinstance(part, Grid))
    assert next(row for row in figures.rows if row[0] == "Overdue ratio")[3].endswith("points")


def test_the_excel_report_tells_what_the_printed_one_tells(ledger: Store) -> None:
    found = sheets(management_report(ledger, VIEW, "en", "xlsx"))
    told = {str(row[0]) for row in found["Summary"]}
    parts = management_parts(ledger, VIEW, "en")
    assert {part.text for part in parts if isinstance(part, Sentence)} <= told
    losses = [row for row in found["Expected loss"] if row[0] == "EUR"]
    assert losses[-1][1] == "Total"
    assert losses[-1][3] == sum(row[3] for row in losses[:-1]) == 2250


def test_bars_are_a_table_where_nothing_can_be_drawn() -> None:
    bars = Bars(("Jan", "Feb"), (Stack("1-30", "#91BFDB", (1.0, 2.0), ("1.00", "2.00")),))
    assert "| Feb | 2.00 |" in as_markdown("", [bars])
    assert as_html("", [bars], "en").count("<rect") == 2
