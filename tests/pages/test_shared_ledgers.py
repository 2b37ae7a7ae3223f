"""Every page on every real ledger beside the project, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app import PAGES
from scoring.desk import workspaces
from scoring.desk.intake.importing import import_files
from scoring.ledger.reading import ImportOptions
from scoring.text import LANGUAGES
from tests.pages.conftest import troubles

LEDGERS = {
    "china": "*.csv",
    "highradius": "*.csv",
    "ibm": "invoices.csv",
    "multicurrency": "*.csv",
    "payments": "*.csv",
}
OPTIONS = ImportOptions(terms_days=30)
pytestmark = pytest.mark.shared_data


@pytest.fixture(scope="module", params=LEDGERS)
def workspace(request: pytest.FixtureRequest, home: Path, shared: Path) -> str:
    """A workspace with all files of one folder; its name."""
    name = str(request.param)
    store = workspaces.open_workspace(name)
    outcome = import_files(store, sorted((shared / name).glob(LEDGERS[name])), OPTIONS)
    store.close()
    assert outcome.failures == []
    return name


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_on_it(visit: Callable[..., AppTest], workspace: str, page: str, lang: str) -> None:
    app = visit(page, lang=lang, workspace=workspace)
    assert troubles(app) == []
    assert app.title[0].value.strip()
