"""The ledger stands in conftest.py."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from scoring.desk.figures.documents import on_account_documents, open_documents
from scoring.store import Store
from scoring.terms import View

VIEW = View(as_of=date(2024, 3, 31))


def numbers_of(rows: list[dict[str, object]]) -> list[object]:
    return [row["document_no"] for row in rows]


def test_the_oldest_come_first_and_pages_follow_each_other(ledger: Store) -> None:
    first, second = (open_documents(ledger, VIEW, limit=3, offset=offset) for offset in (0, 3))
    assert numbers_of(first.rows) == ["C1", "A1", "A2"]
    assert numbers_of(second.rows) == ["B1", "N1", "A3"]
    assert (first.found, first.totals) == (6, {"EUR": 2250, "USD": 40})


def test_a_cell_of_the_aging_table_opens_its_documents(ledger: Store) -> None:
    found = open_documents(ledger, VIEW, {"customer": "A", "bucket": "1-30"})
    assert (numbers_of(found.rows), found.totals["EUR"]) == (["A2"], 300)


def test_a_group_opens_with_its_daughters(ledger: Store) -> None:
    found = open_documents(ledger, VIEW, {"parent": "A"}, order=["document_no"])
    assert numbers_of(found.rows) == ["A1", "A2", "A3", "N1"]


def test_search_narrows_rows_and_total_alike(ledger: Store) -> None:
    found = open_documents(ledger, VIEW, search="city")
    assert (numbers_of(found.rows), found.found, found.totals["EUR"]) == (["C1"], 1, 800)


def test_filters_of_the_view_and_conversion_apply(ledger: Store) -> None:
    found = open_documents(ledger, replace(VIEW, currency="EUR", filters=(("nature", "individual"),)))
    assert (found.found, found.totals) == (1, {"EUR": 32})
    assert open_documents(ledger, VIEW, {"currency": "USD"}).totals == {"EUR": 0, "USD": 40}


def test_credits_on_account(ledger: Store) -> None:
    found = on_account_documents(ledger, VIEW)
    assert (numbers_of(found.rows), found.totals) == (["B2", "A4"], {"EUR": 50, "USD": 15})
