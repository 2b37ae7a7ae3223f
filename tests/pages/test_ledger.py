"""The Ledger page without a browser: drop, look over, confirm, undo; and why nothing goes into a demo."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared import cached, import_work
from scoring.desk import workspaces
from scoring.text import LANGUAGES, say
from tests.browser import PROJECT
from tests.pages.conftest import OPEN_WITHIN_SECONDS, troubles

LEDGER = b"""Customer,Invoice No,Invoice Date,Due Date,Amount,Currency
Birch,A-1,2024-01-10,2024-02-09,1000.00,EUR
Cedar,A-2,2024-03-01,2024-03-31,250.50,EUR
Cedar,A-3,2024-03-01,2024-03-31,,EUR
"""
"""One row has no amount: 3 read = 2 loaded + 1 rejected."""
RECEIPTS = b"""Receipt No,Invoice No,Customer,Receipt Date,Amount,Currency
R-1,A-1,Birch,2024-03-31,400.00,EUR
"""
Open = Callable[[str], AppTest]


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """`own("en")`: the Ledger page on an empty workspace of its own."""
    monkeypatch.setenv(workspaces.HOME_VARIABLE, str(tmp_path))
    monkeypatch.chdir(PROJECT)
    monkeypatch.setattr(import_work, "SOON_SECONDS", OPEN_WITHIN_SECONDS)  # one run sees the end of every work
    workspaces.create(workspaces.OWN)
    cached.forget()

    def open_page(lang: str) -> AppTest:
        app = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=OPEN_WITHIN_SECONDS)
        app.query_params["lang"], app.query_params["workspace"] = lang, workspaces.OWN
        app.switch_page("pages/ledger.py")
        return app.run()

    yield open_page
    cached.store(workspaces.OWN).close()
    cached.forget()


def texts(app: AppTest) -> str:
    return "\n".join(element.value for element in (*app.title, *app.markdown, *app.warning))


def dropped(app: AppTest, *files: tuple[str, bytes]) -> AppTest:
    app.file_uploader[0].set_value([(name, content, "text/csv") for name, content in files]).run()
    return app


@pytest.mark.parametrize("lang", LANGUAGES)
def test_files_are_looked_over_together_confirmed_and_undone(own: Open, lang: str) -> None:
    app = dropped(own(lang), ("receipts.csv", RECEIPTS), ("invoices.csv", LEDGER))
    assert troubles(app) == []
    assert app.title[0].value == say("ledger.title_waiting", lang, readable=2, sheets=2)
    counts = {"read": 3, "loaded": 2, "updated": 0, "duplicates": 0, "rejected": 1, "skipped": 0}
    assert say("ledger.rows_balance", lang, **counts) in texts(app)
    assert cached.store(workspaces.OWN).imports() == []
    app.button(key="confirm").click().run()
    assert troubles(app) == []
    assert say("ledger.rows_balance", lang, **counts) in texts(app)
    facts = {"documents": 2, "customers": 2, "first_date": "2024-01-10", "last_date": "2024-03-31"}
    assert app.title[0].value == say("ledger.title", lang, **facts)
    app.button(key="undo_2").click().run()
    app.selectbox(key="import_looked_at_2").set_value(1).run()
    app.button(key="undo_1").click().run()
    assert app.title[0].value == say("ledger.empty_title", lang)
    assert cached.store(workspaces.OWN).one("extent")["documents"] == 0


def test_receipts_find_the_invoices_of_the_file_beside_them(own: Open) -> None:
    unnamed = b"Receipt No,Invoice No,Receipt Date,Amount,Currency\nR-1,A-1,2024-03-31,400.00,EUR\n"
    app = dropped(own("en"), ("receipts.csv", unnamed), ("invoices.csv", LEDGER))
    counts = {"read": 1, "loaded": 1, "updated": 0, "duplicates": 0, "rejected": 0, "skipped": 0}
    assert say("ledger.rows_balance", "en", **counts) in texts(app)


def test_the_same_file_again_is_known_and_left_out(own: Open) -> None:
    app = dropped(own("en"), ("invoices.csv", LEDGER))
    app.button(key="confirm").click().run()
    dropped(app, ("renamed.csv", LEDGER))
    assert say("ledger.already", "en", import_id="1") in [info.value for info in app.info]
    assert app.button(key="confirm").disabled


def test_what_is_discarded_leaves_nothing_behind(own: Open) -> None:
    app = dropped(own("en"), ("invoices.csv", LEDGER))
    kept = cached.store(workspaces.OWN).raw.folder
    assert len([file for file in kept.glob("*") if file.name != "journal.jsonl"]) == 1
    app.button(key="discard").click().run()
    assert [file for file in kept.glob("*") if file.name != "journal.jsonl"] == []
    assert app.title[0].value == say("ledger.empty_title", "en")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_file_that_is_no_ledger_says_so_and_asks(own: Open, lang: str) -> None:
    app = dropped(own(lang), ("poem.csv", b"Roses,Violets\nred,blue\nred,blue\n"))
    assert len(app.error) == 1
    assert "Roses" in app.error[0].value
    assert say("ledger.kind", lang) in [box.label for box in app.main.selectbox]
    assert app.button(key="confirm").disabled


def test_the_demo_takes_no_files_and_leads_to_an_own_workspace(visit: Callable[..., AppTest]) -> None:
    app = visit("ledger", lang="en", workspace="demo")
    assert list(app.file_uploader) == []
    assert app.button(key="own_on_ledger").label == say("app.use_own", "en")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_ledger_is_reconciled_and_checked(visit: Callable[..., AppTest], lang: str) -> None:
    app = visit("ledger", lang=lang, workspace="demo")
    app.session_state[f"imported_{lang}"] = say("ledger.reconciliation", lang)
    app.run()
    assert troubles(app) == []
    checks = len(cached.store("demo").check())
    assert say("ledger.checks_passed", lang, checks=checks) in [told.value for told in app.success]
    assert "✓" in texts(app)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_later_list_of_open_items_settles_what_it_no_longer_holds(own: Open, lang: str) -> None:
    """January: A owes 1 (100) and B owes 2 (50). February: nobody owes these; by default the list closes what A owed."""
    headings = "Customer,Invoice No,Invoice Date,Due Date,Amount,Open Amount,Currency\n"
    january = (
        f"As of 2026-01-31\n{headings}A,1,2026-01-05,2026-01-25,100,100,EUR\nB,2,2026-01-05,2026-01-25,50,50,EUR\n"
    )
    february = f"As of 2026-02-28\n{headings}A,3,2026-02-05,2026-02-25,70,70,EUR\n"
    app = dropped(own(lang), ("january.csv", january.encode()))
    app.button(key="confirm").click().run()
    app = dropped(app, ("february.csv", february.encode()))
    told = {"date": "2026-02-28", "currency": "EUR", "count": 1}
    assert say("issue.list_closed", lang, amount=Decimal(100), **told) in texts(app)
    assert say("issue.list_leaves_open", lang, amount=Decimal(50), **told) in texts(app)
    (choice,) = [box for box in app.selectbox if box.label == say("ledger.closes", lang)]
    choice.set_value("ledger")
    next(button for button in app.button if button.label == say("ledger.read_again", lang)).click().run()
    assert say("issue.list_closed", lang, amount=Decimal(150), **told | {"count": 2}) in texts(app)
    assert troubles(app) == []
