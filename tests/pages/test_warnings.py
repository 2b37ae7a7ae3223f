"""Early warnings on the screen: counts, one alert from raised to closed, thresholds after a look at the record."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared import cached, tables
from pages.shared.tables import Picked
from scoring.desk.warnings.alerts import alerts, handled
from scoring.desk.warnings.thresholds import history, thresholds
from scoring.text import LANGUAGES, say
from tests.pages.conftest import opened, troubles, words

SHOW = tables.show


def at(page: str, lang: str = "en", workspace: str = "demo", **address: str) -> AppTest:
    """A page, on the Portfolio page the tab of the warnings."""
    return opened(page, lang, "warnings" if page == "portfolio" else None, workspace=workspace, **address)


def picking(monkeypatch: pytest.MonkeyPatch, key: str, row: int = 0) -> None:
    """As if a row of the table `key` were clicked, which AppTest cannot."""

    def show(session: Any, rows: Sequence[Any], *more: Any, **told: Any) -> Picked | None:
        SHOW(session, rows, *more, **told)
        return Picked(rows[row], "id") if told["key"] == key else None

    monkeypatch.setattr(tables, "show", show)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_tab_the_overview_and_a_customer_tell_the_same(workshop: Path, lang: str) -> None:
    workspace = "demo" if lang == "en" else "demo-zh"
    app = at("portfolio", lang, workspace)
    assert troubles(app) == []
    store = cached.store(workspace)
    found = [one for one in alerts(store, store.one("extent")["last_date"]) if one.is_open]
    assert str(len(found)) in next(element.value for element in app.markdown if element.value.startswith("**"))
    assert len(found) == sum(int(card.value) for card in app.metric)
    overview = at("overview", lang, workspace)
    assert troubles(overview) == []
    assert say(f"warning.{found[0].indicator}", lang) in words(overview)
    customer = at("customers", lang, workspace, customer=found[0].customer_id)
    mine = sum(one.customer_id == found[0].customer_id for one in found)
    assert say("warnings.customer", lang, alerts=mine) in words(customer)


def test_filters_keep_a_kind_of_risk(workshop: Path) -> None:
    app = at("portfolio")
    app.multiselect(key="alert_risk").set_value(["legal"]).run()
    assert troubles(app) == []
    legal = {say(f"warning.{name}", "en") for name in ("lawsuit", "enforcement", "insolvency")}
    listed = next(frame.value for frame in app.dataframe if "raised_on" in frame.value)
    assert set(listed["warning"]) <= legal


def test_an_alert_is_acknowledged_and_closed(workshop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    picking(monkeypatch, "alerts")
    app = at("portfolio")
    one = next(form.key for form in app.selectbox if str(form.key).startswith("do_")).removeprefix("do_")
    save = next(button for button in app.button if "step_" in str(button.form_id))
    save.click().run()
    store = cached.store("demo")
    day = store.one("extent")["last_date"]
    assert [(a.id, a.state) for a in handled(store, day)] == [(one, "acknowledged")]
    app.selectbox(key=f"do_{one}").set_value("closed")
    app.selectbox(key=f"outcome_{one}").set_value("false_alarm")
    app.text_input(key=f"note_{one}").set_value("they called")
    next(button for button in app.button if "step_" in str(button.form_id)).click().run()
    assert troubles(app) == []
    assert [(a.state, a.steps[-1].outcome) for a in handled(store, day)] == [("closed", "false_alarm")]


def test_a_threshold_is_chosen_after_its_record(workshop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    picking(monkeypatch, "warning_records")
    app = at("portfolio", "zh", "demo-zh")
    assert troubles(app) == []
    app.select_slider(key="wanted_sudden_lateness").set_value(20.0)
    form = next(button.form_id for button in app.button if "threshold_" in str(button.form_id))
    next(button for button in app.button if button.form_id == form).click().run()
    assert troubles(app) != []  # without a reason nothing changes
    app.text_input(key="why_sudden_lateness").set_value("误报太多")
    next(button for button in app.button if button.form_id == form).click().run()
    store = cached.store("demo-zh")
    assert thresholds(store)["sudden_lateness"] == 20.0
    assert [row["reason"] for row in history(store)] == ["误报太多"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_empty_workspace_says_what_will_stand_here(workshop: Path, lang: str) -> None:
    app = at("portfolio", lang, "own")
    assert troubles(app) == []
    assert say("portfolio.empty_text", lang) in words(app)
