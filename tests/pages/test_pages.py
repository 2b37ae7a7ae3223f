"""Every page opens in both languages, with and without a ledger, and stands behind the guard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from app import PAGES
from scoring.text import LANGUAGES, say
from tests.browser import PROJECT
from tests.pages.conftest import troubles

Visit = Callable[..., AppTest]
ADDRESSES = [
    {"only_region": "Nowhere"},
    {"as_of": "2023-11-01"},
    {"scheme": "statutory", "by": "nature"},
    {"currency": "each", "shown": "EUR"},
    {"only_nature": "government", "only_currency": "EUR"},
    {"open": "bucket:31-60", "q": "INV"},
    {"open": "due_soon"},
    {"open": "rubbish:1+x"},
]
WORKSPACES = {"no ledger": "own", "demo": "demo", "Chinese demo": "demo-zh"}


@pytest.mark.parametrize("workspace", WORKSPACES.values(), ids=WORKSPACES)
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens(visit: Visit, page: str, lang: str, workspace: str) -> None:
    app = visit(page, lang=lang, workspace=workspace)
    assert troubles(app) == []
    assert app.title[0].value.strip()


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_as_the_address_says(visit: Visit, page: str) -> None:
    app = visit(page, lang="zh", workspace="demo", as_of="2025-06-30", unit="wan")
    assert app.query_params["as_of"] == "2025-06-30"
    assert app.sidebar.date_input[0].value.isoformat() == "2025-06-30"
    assert app.sidebar.date_input[0].label == say("common.as_of", "zh")


@pytest.mark.parametrize("page", ["overview", "aging", "customers"])
@pytest.mark.parametrize("address", ADDRESSES, ids=str)
def test_a_page_stands_whatever_the_address_asks(visit: Visit, page: str, address: dict[str, str]) -> None:
    app = visit(page, lang="en", workspace="demo", **address)
    assert troubles(app) == []
    assert app.title[0].value.strip()


def test_what_the_address_asks_in_vain_is_left_out_and_said(visit: Visit) -> None:
    app = visit("overview", lang="en", workspace="demo", as_of="1999-01-01", unit="barrels")
    said = " ".join(warning.value for warning in app.warning)
    assert "as_of = 1999-01-01" in said
    assert "unit = barrels" in said
    assert app.query_params["unit"] == "1"
    assert "as_of = 1999-01-01" in " ".join(warning.value for warning in app.run().warning)
    app.sidebar.segmented_control[0].set_value("zh").run()
    assert not any("as_of = 1999-01-01" in warning.value for warning in app.warning)


def test_another_language_changes_the_words_and_not_the_ledger(visit: Visit) -> None:
    app = visit("overview", lang="en", workspace="demo")
    before = app.query_params["workspace"], app.query_params["as_of"]
    app.sidebar.segmented_control[0].set_value("zh").run()
    assert (app.query_params["workspace"], app.query_params["as_of"]) == before
    assert app.query_params["lang"] == "zh"
    assert troubles(app) == []


@pytest.mark.parametrize("page", PAGES)
def test_nobody_sees_a_page_of_an_exposed_server_without_sign_in(
    home: Path, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    monkeypatch.setattr(st, "get_option", exposed(st.get_option))
    app = AppTest.from_file(str(PROJECT / "pages" / f"{page}.py")).run()
    assert [title.value for title in app.title] == [say("guard.exposed_title", "en")]
    assert not app.sidebar.children


@pytest.mark.parametrize("page", PAGES)
def test_a_page_run_by_itself_asks_for_sign_in_first(home: Path, page: str) -> None:
    app = AppTest.from_file(str(PROJECT / "pages" / f"{page}.py"))
    app.secrets["auth"] = {"client_id": "duewise"}
    app.run()
    assert [title.value for title in app.title] == [say("guard.sign_in_title", "en")]
    assert [button.label for button in app.button] == [say("guard.sign_in", "en")]
    assert not app.sidebar.children


def exposed(option: Callable[[str], object]) -> Callable[[str], object]:
    """The server's options as if it listened on every address."""
    return lambda name: "0.0.0.0" if name == "server.address" else option(name)
