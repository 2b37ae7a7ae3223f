"""Every page on every real ledger beside the project, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app import PAGES
from pages.shared import cached
from scoring.desk import workspaces
from scoring.desk.intake.importing import import_files
from scoring.ledger.reading import ImportOptions
from scoring.text import LANGUAGES
from tests.pages.conftest import PROJECT, troubles
from tests.pages.test_portfolio_shape import at

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


@pytest.mark.parametrize(("tab", "part"), [
    ("shape", "concentration"), ("shape", "heat"), ("shape", "movement"), ("shape", "collection"), ("provision", "matrix"),
    ("provision", "tables"),
])  # fmt: skip
def test_shape_and_provision_open_on_it(
    home: Path, monkeypatch: pytest.MonkeyPatch, workspace: str, tab: str, part: str
) -> None:
    monkeypatch.setenv(workspaces.HOME_VARIABLE, str(home))
    monkeypatch.chdir(PROJECT)
    cached.forget()
    day = {"as_of": "2013-06-30"} if workspace == "ibm" else {}  # on its last day everything is paid
    app = at(tab, part, "en", workspace, **day)
    assert troubles(app) == []
    assert len(app.tabs) > 3
