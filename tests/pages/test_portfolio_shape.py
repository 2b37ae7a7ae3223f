"""The tabs Shape and Provision of the Portfolio page: every part in both languages, decisions and rates."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared import cached
from scoring.text import say
from tests.pages.conftest import opened, troubles

PARTS = {
    "shape": ("concentration", "heat", "movement", "collection"),
    "provision": ("matrix", "tables", "decisions"),
}
CASES = [(tab, part) for tab, parts in PARTS.items() for part in parts]


def at(tab: str, part: str, lang: str = "en", workspace: str = "demo", **address: str) -> AppTest:
    """The page with one part of one tab open."""
    return opened("portfolio", lang, tab, {f"{tab}_part": part}, workspace=workspace, **address)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(("tab", "part"), CASES)
def test_every_part_shows_something(workshop: Path, tab: str, part: str, lang: str) -> None:
    app = at(tab, part, lang, "demo" if lang == "en" else "demo-zh")
    assert troubles(app) == []
    assert any(element.value.startswith("##### ") for element in app.markdown)


def test_an_empty_workspace_says_what_the_page_will_show(workshop: Path) -> None:
    app = at("shape", "heat", workspace="own")
    assert troubles(app) == []
    assert app.title[0].value == say("portfolio.empty_title", "en")


def test_a_unit_is_stated_over_the_annual_tables(workshop: Path) -> None:
    app = at("provision", "tables", "zh", "demo-zh", unit="wan")
    assert troubles(app) == []
    assert any(say("app.unit_wan", "zh") in element.value for element in app.markdown)


def test_a_customer_is_assessed_and_comes_back(workshop: Path) -> None:
    app = at("provision", "decisions")
    app = button(app, "common.save", "assess_save").click().run()
    assert troubles(app) == [say("portfolio.provision.choose", "en")]
    somebody = cached.store("demo").rows("customer", where={"name": _first(app)})[0]["customer_id"]
    app.selectbox(key="assess_customer").set_value(somebody)
    app = button(app, "common.save", "assess_save").click().run()
    assert troubles(app) == [say("error.reason_missing", "en")]
    app.text_input(key="assess_reason").set_value("Suit filed")
    app = button(app, "common.save", "assess_save").click().run()
    assert troubles(app) == []
    assert any("Suit filed" in element.value for element in app.markdown)
    app = next(each for each in app.button if each.label == say("portfolio.provision.end", "en")).click().run()
    assert troubles(app) == []
    assert any(element.value == say("portfolio.provision.nobody", "en") for element in app.markdown)


def test_rates_and_look_ahead_are_kept(workshop: Path) -> None:
    app = at("provision", "decisions")
    app.number_input(key="percent_due_1-30").set_value(7.5)
    app = button(app, "common.save", "percent_due_save").click().run()
    assert troubles(app) == []
    assert app.number_input(key="percent_due_1-30").value == 7.5
    app = button(app, "portfolio.provision.example", "percent_due_back").click().run()
    app.text_input(key="factor_reason").set_value("Orders fall")
    app = button(app, "common.save", "factor_save").click().run()
    assert troubles(app) == []
    assert any("Orders fall" in element.value for element in app.markdown)


def _first(app: AppTest) -> str:
    """The name of the customer offered first."""
    return str(app.selectbox(key="assess_customer").options[0]).rpartition(" · ")[0]


def button(app: AppTest, label: str, key: str) -> object:
    return next(each for each in app.button if each.label == say(label, "en") and key in (each.key or ""))
