"""The Portfolio page: every tab in both languages, down to documents, means and stress cases that are kept."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared import cached
from scoring.desk import workspaces
from scoring.desk.risk.loss import LOSS_GROUPINGS, loss_report
from scoring.desk.scorecard.scores import score_book
from scoring.terms import View
from scoring.text import LANGUAGES, numbers, say
from tests.pages.conftest import PROJECT, troubles

TABS = ("loss", "distribution", "capacity", "stress")
Visit = Callable[..., AppTest]


@pytest.fixture(scope="module")
def workshop(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home of this module's own, for the tests that keep something."""
    folder = tmp_path_factory.mktemp("risk") / "home"
    shutil.copytree(home, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(workspaces.HOME_VARIABLE, str(folder))
        patch.chdir(PROJECT)
        cached.forget()
        yield folder
        cached.forget()


def opened(tab: str, lang: str = "en", workspace: str = "demo", **address: str) -> AppTest:
    """The page with one tab open."""
    app = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=120)
    app.query_params.update({"lang": lang, "workspace": workspace, **address})
    app.session_state[f"portfolio_tabs_{lang}"] = say(f"portfolio.tab.{tab}", lang)
    app.switch_page("pages/portfolio.py")
    return app.run()


def words(app: AppTest) -> str:
    return "\n".join(element.value for element in (*app.title, *app.markdown))


def field(fields: Any, key: str, lang: str = "en") -> Any:
    return next(each for each in fields if each.label == say(key, lang))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("tab", TABS)
def test_every_tab_shows_something(workshop: Path, tab: str, lang: str) -> None:
    app = opened(tab, lang, "demo" if lang == "en" else "demo-zh")
    assert troubles(app) == []
    assert len(app.metric) + len(app.dataframe) > 0


@pytest.mark.parametrize("by", LOSS_GROUPINGS)
def test_every_grouping_ends_in_the_same_total(workshop: Path, by: str) -> None:
    app = opened("loss")
    app = field(app.selectbox, "portfolio.loss.by").select(by).run()
    assert troubles(app) == []
    day = app.sidebar.date_input[0].value
    whole = loss_report(cached.store("demo"), View(day, currency="USD")).books["USD"].total
    assert app.dataframe[1].value["expected_loss"].tolist() == [f"{whole.expected_loss:,.2f}"]
    assert app.dataframe[1].value["open"].tolist() == [f"{whole.open:,.2f}"]


def test_a_customer_opens_to_its_documents(workshop: Path) -> None:
    book = loss_report(cached.store("demo"), View(cached.store("demo").rows("extent")[0]["last_date"], currency="USD"))
    first = book.books["USD"].by("customer")[0].group
    app = opened("loss", open=f"customer:{first}")
    assert troubles(app) == []
    assert any("document_no" in table.value.columns for table in app.dataframe)


def test_a_currency_by_itself_and_a_filter_that_leaves_nothing(workshop: Path) -> None:
    assert troubles(opened("loss", currency="each", shown="EUR")) == []
    assert troubles(opened("distribution", only_rating="prime")) == []
    assert say("common.nothing_found", "en") in [info.value for info in opened("loss", only_region="Nowhere").info]


def test_means_are_kept_and_answer_the_question(workshop: Path) -> None:
    app = opened("capacity")
    assert say("portfolio.capacity.no_means", "en") in [info.value for info in app.info]
    field(app.number_input, "settings.annual_profit").set_value(3_000_000.0)
    app = field(app.button, "common.save").click().run()
    assert troubles(app) == []
    assert "The company can bear" in words(app)
    field(app.number_input, "settings.annual_profit").set_value(None)
    app = field(app.button, "common.save").click().run()
    assert say("portfolio.capacity.no_means", "en") in [info.value for info in app.info]


def test_a_stress_case_is_kept_by_name_and_can_be_removed(workshop: Path) -> None:
    app = opened("stress")
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
    app = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=120)
    app.query_params.update({"lang": lang, "workspace": "demo", "customer": first.group})
    app.switch_page("pages/customers.py")
    app.run()
    assert not app.exception
    assert f"{first.expected_loss:,.2f} USD" in words(app)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_expected_loss_is_one_of_the_overviews_six_figures(workshop: Path, lang: str) -> None:
    """Once the days it is compared on are scored, with its change."""
    app = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=120)
    app.query_params.update({"lang": lang, "workspace": "demo"})
    app.switch_page("pages/overview.py")
    app.run()
    assert not app.exception
    assert len(app.metric) == 6
    store = cached.store("demo")
    whole = loss_report(store, View(store.rows("extent")[0]["last_date"], currency="USD")).books["USD"].total
    shown = next(each.value for each in app.metric if each.label == say("figure.expected_loss.name", lang))
    assert shown == numbers.compact(whole.expected_loss, lang)
