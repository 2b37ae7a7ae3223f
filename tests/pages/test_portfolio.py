"""The Portfolio page: every tab in both languages, down to documents, means and stress cases that are kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared import cached
from scoring.desk.risk.loss import LOSS_GROUPINGS, loss_report
from scoring.desk.scorecard.scores import score_book
from scoring.terms import View
from scoring.text import LANGUAGES, numbers, say
from tests.pages.conftest import opened, troubles, words

TABS = ("loss", "distribution", "capacity", "stress")
Visit = Callable[..., AppTest]


def at(tab: str, lang: str = "en", workspace: str = "demo", **address: str) -> AppTest:
    """The page with one tab open."""
    return opened("portfolio", lang, tab, workspace=workspace, **address)


def field(fields: Any, key: str, lang: str = "en") -> Any:
    return next(each for each in fields if each.label == say(key, lang))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("tab", TABS)
def test_every_tab_shows_something(workshop: Path, tab: str, lang: str) -> None:
    app = at(tab, lang, "demo" if lang == "en" else "demo-zh")
    assert troubles(app) == []
    assert len(app.metric) + len(app.dataframe) > 0


@pytest.mark.parametrize("by", LOSS_GROUPINGS)
def test_every_grouping_ends_in_the_same_total(workshop: Path, by: str) -> None:
    app = at("loss")
    app = field(app.selectbox, "portfolio.loss.by").select(by).run()
    assert troubles(app) == []
    day = app.sidebar.date_input[0].value
    whole = loss_report(cached.store("demo"), View(day, currency="USD")).books["USD"].total
    assert app.dataframe[1].value["expected_loss"].tolist() == [f"{whole.expected_loss:,.2f}"]
    assert app.dataframe[1].value["open"].tolist() == [f"{whole.open:,.2f}"]


def test_a_customer_opens_to_its_documents(workshop: Path) -> None:
    book = loss_report(cached.store("demo"), View(cached.store("demo").rows("extent")[0]["last_date"], currency="USD"))
    first = book.books["USD"].by("customer")[0].group
    app = at("loss", open=f"customer:{first}")
    assert troubles(app) == []
    assert any("document_no" in table.value.columns for table in app.dataframe)


def test_a_currency_by_itself_and_a_filter_that_leaves_nothing(workshop: Path) -> None:
    assert troubles(at("loss", currency="each", shown="EUR")) == []
    assert troubles(at("distribution", only_rating="prime")) == []
    assert say("common.nothing_found", "en") in [info.value for info in at("loss", only_region="Nowhere").info]


def test_means_are_kept_and_answer_the_question(workshop: Path) -> None:
    app = at("capacity")
    assert say("portfolio.capacity.no_means", "en") in [info.value for info in app.info]
    field(app.number_input, "settings.annual_profit").set_value(3_000_000.0)
    app = field(app.button, "common.save").click().run()
    assert troubles(app) == []
    assert "The company can bear" in words(app)
    field(app.number_input, "settings.annual_profit").set_value(None)
    app = field(app.button, "common.save").click().run()
    assert say("portfolio.capacity.no_means", "en") in [info.value for info in app.info]


def test_a_stress_case_is_kept_by_name_and_can_be_removed(workshop: Path) -> None:
    app = at("stress")
    assert troubles(field(app.button, "stress.keep").click().run()) == [say("error.stress_name_invalid", "en", most=80)]
    field(app.text_input, "stress.name").set_value("Two fail")
    field(app.number_input, "stress.top").set_value(2)
    app = field(app.button, "stress.keep").click().run()
    assert troubles(app) == []
    assert "Two fail" in app.dataframe[0].value["label"].tolist()
    app = app.button(key="remove_Two fail").click().run()
    assert troubles(app) == []
    assert "Two fail" not in app.dataframe[0].value["label"].tolist()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_customers_page_says_what_it_is_expected_to_cost(workshop: Path, lang: str) -> None:
    store = cached.store("demo")
    day = store.rows("extent")[0]["last_date"]
    book = loss_report(store, View(day, currency="USD")).books["USD"]
    first = book.by("customer")[0]
    assert score_book(store, day).of(first.group) is not None
    app = opened("customers", lang, customer=first.group)
    assert not app.exception
    assert f"{first.expected_loss:,.2f} USD" in words(app)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_expected_loss_is_one_of_the_overviews_six_figures(workshop: Path, lang: str) -> None:
    """Once the days it is compared on are scored, with its change."""
    app = opened("overview", lang)
    assert not app.exception
    assert len(app.metric) == 6
    store = cached.store("demo")
    whole = loss_report(store, View(store.rows("extent")[0]["last_date"], currency="USD")).books["USD"].total
    shown = next(each.value for each in app.metric if each.label == say("figure.expected_loss.name", lang))
    assert shown == numbers.compact(whole.expected_loss, lang)
