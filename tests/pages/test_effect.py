"""The effect of collecting on the Collections page, on the demo and without a ledger."""

from __future__ import annotations

from pathlib import Path

import pytest

from pages.shared import cached
from scoring.desk.effect.measured import record_of
from scoring.desk.effect.report import BY
from scoring.desk.effect.wording import answer
from scoring.desk.parameters import default_as_of
from scoring.store import Store
from scoring.text import LANGUAGES, say
from tests.desk.acted_ledger import acted
from tests.pages.conftest import opened, troubles


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_grouping_answers(own_home: Path, lang: str) -> None:
    app = opened("collections", lang, "effect")
    assert troubles(app) == []
    for by in BY:
        app.button_group(key="effect_by").set_value(by).run()
        assert troubles(app) == []
        assert len(app.dataframe) >= 2
    assert troubles(opened("collections", lang, "effect", workspace="own")) == []


def test_what_calls_brought_is_the_title(own_home: Path) -> None:
    store = Store.open(own_home / "acted.duckdb")
    acted(store, 2.0)
    record = record_of(store, default_as_of(store))
    (phone,) = record.effects
    store.close()
    for lang in LANGUAGES:
        app = opened("collections", lang, "effect", workspace="acted")
        assert troubles(app) == []
        title = answer(record, {"phone": say("effect.channel.phone", lang)}, lang)
        assert str(phone.cases) in title
        assert title in [text.value for text in app.title]
        listed = opened("strategy", lang, workspace="acted")
        told = say("strategy.measured", lang, channels=say("strategy.channel.phone", lang))
        assert told in [box.label for box in listed.expander]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_experiment_is_stated_runs_and_is_stopped(own_home: Path, lang: str) -> None:
    app = opened("collections", lang, "experiments")
    assert troubles(app) == []
    app = app.button(key="experiment_go").click().run()
    assert troubles(app) == [say("error.reason_missing", lang)]
    app.text_input(key="experiment_by").set_value("Lin")
    app.text_input(key="experiment_why").set_value("softer may do")
    app = app.button(key="experiment_go").click().run()
    assert troubles(app) == []
    (written,) = cached.store("demo").rows("experiment")
    facts = {"number": 1, "cases": 0, "planned": written["cases"]}
    assert say("experiment.title_running", lang, **facts) in [text.value for text in app.title]
    app.text_input(key="experiment_why_1").set_value("enough")
    app.text_input(key="experiment_by_1").set_value("Mei")
    app = app.button(key="experiment_stop_1").click().run()
    assert troubles(app) == []
    assert cached.store("demo").rows("experiment")[0]["stopped_by"] == "Mei"
    assert troubles(opened("settings", lang)) == []


def test_what_was_measured_is_proposed_and_approved(own_home: Path) -> None:
    store = Store.open(own_home / "acted.duckdb")
    acted(store, 3.0)
    store.close()
    app = opened("collections", "en", "experiments", workspace="acted")
    app.text_input(key="proposal_by").set_value("Lin")
    app = app.button(key="proposal_new_0").click().run()
    app.text_input(key="proposal_by").set_value("Mei")
    app.text_input(key="proposal_why_1").set_value("measured")
    app = app.button(key="proposal_approve_1").click().run()
    assert troubles(app) == []
    (version,) = cached.store("acted").rows("playbook")
    assert (version["file"], version["made_by"], version["reason"]) == ("effects", "Mei", "measured")
