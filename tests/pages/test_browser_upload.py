"""As a new user would: drop a file with a heading nobody knows, say what it means, confirm, and find the figures.

The ledger, as of 2024-03-31 (the day of the last receipt named in it):

| invoice | customer | issued     | due        | amount   |
|---------|----------|------------|------------|----------|
| A-1     | Birch    | 2024-01-10 | 2024-02-09 | 1,000.00 |  51 days late
| A-2     | Cedar    | 2024-03-01 | 2024-03-31 |   250.50 |  not yet late
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scoring.desk import workspaces
from scoring.text import say
from tests import browser

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(browser.CHROMIUM is None, reason="no Chromium on this machine"),
]
LEDGER = """Customer,Invoice No,Invoice Date,Due Date,Zorp,Settled Date
Birch,A-1,2024-01-10,2024-02-09,1000.00,
Cedar,A-2,2024-03-01,2024-03-31,250.50,
Cedar,A-3,2024-03-02,2024-03-31,99.00,2024-03-31
"""


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv(workspaces.HOME_VARIABLE, str(tmp_path))
    workspaces.create(workspaces.OWN)
    with browser.server(tmp_path) as running:
        yield running


def test_a_file_with_an_odd_heading_is_corrected_imported_and_aged(address: str, tmp_path: Path) -> None:
    file = tmp_path / "odd.csv"
    file.write_text(LEDGER, encoding="utf-8")
    with browser.browser() as page:
        browser.open_page(page, f"{address}/ledger?workspace=own&lang=en")
        page.locator("input[type=file]").set_input_files(file)
        page.get_by_role("button", name=say("ledger.discard", "en")).wait_for()
        choose(page, say("ledger.kind", "en"), say("kind.invoices", "en"))
        choose(page, say("field.amount", "en"), "Zorp")
        page.get_by_role("button", name=say("ledger.read_again", "en")).click()
        page.get_by_text("3 rows read = 3 loaded").wait_for()
        page.get_by_role("button", name=say("ledger.confirm", "en", sheets=1)).click()
        page.get_by_text(say("ledger.to_aging", "en")).first.wait_for()
        assert page.get_by_text("3 rows read = 3 loaded").count() >= 1
        page.get_by_text(say("ledger.to_aging", "en")).first.click()
        page.get_by_text("1.3K USD is overdue").or_(page.get_by_text("1K of 1.3K USD is overdue")).wait_for()
        page.get_by_text("1,250.50 USD ✓").wait_for()


def test_reading_a_long_file_can_be_cancelled_and_leaves_nothing(address: str, tmp_path: Path) -> None:
    file = tmp_path / "long.csv"
    rows = (f"Birch,A-{n},2024-01-10,2024-02-09,10.00,\n" for n in range(400_000))
    file.write_text(LEDGER.replace("Zorp", "Amount") + "".join(rows), encoding="utf-8")
    with browser.browser() as page:
        browser.open_page(page, f"{address}/ledger?workspace=own&lang=zh")
        page.locator("input[type=file]").set_input_files(file)
        page.get_by_role("button", name=say("ledger.cancel", "zh"), exact=True).click()
        page.get_by_text(say("ledger.called_off", "zh")).wait_for()
        assert page.locator("input[type=file]").count() == 1
    assert list((tmp_path / "own.duckdb.raw").iterdir()) == []


def choose(page: Any, label: str, option: str) -> None:
    """Pick an option of the select box with this label (a needed field stands before one that shares its name)."""
    browser.settle(page)
    box = page.get_by_label(label, exact=False).first
    box.click()
    box.fill(option)
    page.get_by_role("option", name=option, exact=True).click()
    browser.settle(page)
