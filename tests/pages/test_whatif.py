"""The What-if page on the demo: an example before anything is touched, terms changed, kept, compared; the best terms."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared import cached
from scoring.desk.whatif.facts import starting
from scoring.desk.whatif.memo import FORMS, memo
from scoring.desk.whatif.outcome import outcome, ranges_of
from scoring.desk.whatif.saved import saved
from scoring.scenario.scenario import Change, Scenario
from scoring.scenario.terms import Terms
from scoring.terms import View
from scoring.text import LANGUAGES, say
from tests.pages.conftest import opened, troubles

VIEW = View(as_of=date(2026, 10, 30), currency="USD")


def save(app: AppTest, author: str) -> AppTest:
    app.text_input(key="whatif_author").set_value(author)
    return next(button for button in app.button if button.key == "whatif_save").click().run()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("tab", ["terms", "best", "compare"])
def test_every_tab_answers_before_anything_is_touched(own_home: Path, tab: str, lang: str) -> None:
    app = opened("whatif", lang, tab)
    assert troubles(app) == []
    assert any(text.value.startswith("### ") for text in app.markdown) or tab == "compare"


def test_a_scenario_is_kept_its_address_opens_it_and_it_stands_beside_others(own_home: Path) -> None:
    assert troubles(save(opened("whatif"), "Lin")) == []
    (kept,) = saved(cached.store("demo"))
    assert kept.author == "Lin"
    again = opened("whatif", "zh", scenario=str(kept.number))
    assert troubles(again) == []
    assert kept.scenario.name in [box.value for box in again.text_input]
    beside = opened("whatif", tab="compare", scenario=str(kept.number))
    assert troubles(beside) == []
    assert len(beside.dataframe) == 1


def test_without_a_person_nothing_is_kept(own_home: Path) -> None:
    app = save(opened("whatif"), " ")
    assert troubles(app) == [say("error.person_missing", "en")]
    assert saved(cached.store("demo")) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_memo_says_what_the_page_says(own_home: Path, lang: str) -> None:
    start = starting(cached.store("demo"), VIEW)
    found = outcome(start, Scenario("Net 21", changes=(Change("ordinary", Terms(net_days=21)),)))
    sure = ranges_of(start, found.scenario)
    heads = {form: memo(found, lang, form, sure)[:4] for form in FORMS}
    assert heads == {"pdf": b"%PDF", "docx": b"PK\x03\x04", "xlsx": b"PK\x03\x04"}
    assert found.value.before + sum((step.amount for step in found.value.steps), Decimal(0)) == found.value.after


def test_what_was_set_is_there_again_after_a_look_at_another_tab(own_home: Path) -> None:
    """The fields are drawn afresh with the draft's values when they come back on the page."""
    app = opened("whatif")
    box = next(number for number in app.number_input if number.label == say("scenario.shock.delay_days.name", "en"))
    app = box.set_value(7).run()
    app.session_state["whatif_tabs_en"] = say("whatif.tab.compare", "en")
    app = app.run()
    app.session_state["whatif_tabs_en"] = say("whatif.tab.terms", "en")
    app = app.run()
    again = next(number for number in app.number_input if number.label == say("scenario.shock.delay_days.name", "en"))
    assert again.value == 7
    assert troubles(app) == []
