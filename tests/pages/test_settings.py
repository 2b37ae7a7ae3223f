"""What can be set is kept, said, and can be taken back; a backup and a rebuild give the same ledger.

Two invoices of ANN over 100.00 and of BOB over 250.00.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared import cached
from scoring.desk import workspaces
from scoring.desk.intake.importing import import_files
from scoring.ledger.reading import ImportOptions
from scoring.store import Store
from scoring.text import say
from tests.pages.conftest import troubles

LEDGER = """Invoice No,Customer Number,Customer Name,Invoice Date,Due Date,Amount,Currency
1,ANN,Ann Smith,2026-01-05,2026-02-04,100.00,USD
2,BOB,Bob's Hospital,2026-01-06,2026-02-05,250.00,USD
"""
NUMBERS = itertools.count(1)


@pytest.fixture
def settings_page(visit: Callable[..., AppTest], tmp_path: Path) -> AppTest:
    name = f"small {next(NUMBERS)}"
    file = tmp_path / "invoices.csv"
    file.write_text(LEDGER)
    store = workspaces.open_workspace(name)
    import_files(store, [file], ImportOptions())
    store.close()
    return visit("settings", lang="en", workspace=name)


def button(app: AppTest, key: str) -> AppTest:
    """Press the button that the words of `key` name."""
    next(found for found in app.button if found.label == say(key, "en")).click()
    return app.run()


def store_of(app: AppTest) -> Store:
    return cached.store(str(app.query_params["workspace"]))


def test_a_parameter_is_kept_and_stands_among_the_changes(settings_page: AppTest) -> None:
    days = next(found for found in settings_page.number_input if found.label == say("settings.period_days", "en"))
    days.set_value(60)
    app = button(settings_page, "common.save")
    assert troubles(app) == []
    assert store_of(settings_page).setting("period_days") == "60"
    assert store_of(settings_page).setting("gross_margin") is None
    assert [message.value for message in app.success] == [say("settings.saved", "en")]


def test_a_currency_has_three_letters(settings_page: AppTest) -> None:
    currency = next(found for found in settings_page.text_input if found.label == say("settings.currency", "en"))
    currency.set_value("dollars")
    app = button(settings_page, "common.save")
    assert troubles(app) == [say("settings.currency_broken", "en", currency="DOLLARS")]
    assert store_of(settings_page).setting("currency") == "USD"


def test_the_rule_of_natures_decides_at_once_and_can_be_taken_back(settings_page: AppTest) -> None:
    def nature(customer: str) -> str:
        return str((store_of(settings_page).one("customer", customer_id=customer) or {})["nature"])

    assert (nature("ANN"), nature("BOB")) == ("commercial", "government")
    rule = next(found for found in settings_page.text_area if found.label == say("nature.individual", "en"))
    rule.set_value("smith$")
    [*_, save] = [found for found in settings_page.button if found.label == say("common.save", "en")]
    save.click()
    app = settings_page.run()
    assert troubles(app) == []
    assert nature("ANN") == "individual"
    button(app, "settings.natures_reset")
    assert nature("ANN") == "commercial"


def test_a_pattern_that_cannot_be_read_changes_nothing(settings_page: AppTest) -> None:
    settings_page.text_area[0].set_value("(hospital")
    [*_, save] = [found for found in settings_page.button if found.label == say("common.save", "en")]
    save.click()
    app = settings_page.run()
    assert troubles(app) == [say("settings.pattern_broken", "en", pattern="(hospital")]
    assert store_of(settings_page).setting("nature_patterns") is None


def test_a_backup_is_written_and_the_rebuilt_ledger_is_the_same(settings_page: AppTest, home: Path) -> None:
    before = store_of(settings_page).rows("document", order=["document_no"])
    app = button(settings_page, "settings.backup_make")
    assert len(list((home / "backups").glob(f"{settings_page.query_params['workspace']}-*.zip"))) == 1
    app = button(app, "settings.rebuild_do")
    assert troubles(app) == []
    assert store_of(settings_page).rows("document", order=["document_no"]) == before


def test_a_new_workspace_opens_empty(settings_page: AppTest) -> None:
    name = next(found for found in settings_page.text_input if found.label == say("settings.new_name", "en"))
    name.set_value("Branch South")
    app = button(settings_page, "settings.new_make")
    assert troubles(app) == []
    assert app.query_params["workspace"] == "Branch South"
    assert app.title[0].value == say("settings.title_empty", "en")
