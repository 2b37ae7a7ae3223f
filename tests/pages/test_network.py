"""House-keeping: no page asks the network for anything; a page opened by its address comes with the menu."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from app import PAGES
from scoring.text import say
from tests import browser

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(browser.CHROMIUM is None, reason="no Chromium on this machine"),
]
LOCAL_SCHEMES = ("data", "blob", "about")


@pytest.fixture(scope="module")
def address(home: Path) -> Iterator[str]:
    with browser.server(home) as running:
        yield running


def test_a_page_opened_by_its_address_on_a_fresh_server_has_the_menu(address: str) -> None:
    with browser.browser() as page:
        browser.open_page(page, f"{address}/settings?lang=en")
        assert "/settings" in page.url
        assert page.get_by_role("link", name="Overview").count() == 1


def test_the_first_page_has_a_name_too_and_keeps_what_its_address_asks(address: str) -> None:
    with browser.browser() as page:
        browser.open_page(page, f"{address}/overview?lang=zh&workspace=demo&as_of=2025-06-30")
        assert page.get_by_text("Page not found").count() == 0
        assert "as_of=2025-06-30" in page.url
        assert page.get_by_role("link", name=say("overview.menu", "zh")).count() == 1


def test_no_page_asks_the_network_for_anything(address: str) -> None:
    asked: list[str] = []
    with browser.browser() as page:
        page.on("request", lambda request: asked.append(request.url))
        page.on("websocket", lambda socket: asked.append(socket.url))
        for name in PAGES:
            browser.open_page(page, f"{address}/{name}?lang=zh&workspace=demo")
    outside = [url for url in asked if urlsplit(url).scheme not in LOCAL_SCHEMES]
    assert outside
    assert {urlsplit(url).hostname for url in outside} == {"127.0.0.1"}
