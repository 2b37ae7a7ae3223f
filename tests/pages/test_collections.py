"""Strategy and Collections on the demo: every tab, a call noted, a promise kept in mind, a case moved, a plan agreed."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared import cached
from scoring.text import LANGUAGES, say
from tests.pages.conftest import opened, troubles

LATE = "C00240"


def press(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("tab", ["today", "grid", "letters", "playbook", "excuses"])
def test_every_tab_of_the_strategy_answers(own_home: Path, tab: str, lang: str) -> None:
    app = opened("strategy", lang, tab)
    assert troubles(app) == []
    assert len(app.dataframe) + len(app.selectbox) > 0


def test_a_playbook_that_is_not_whole_is_not_kept(own_home: Path) -> None:
    app = opened("strategy", tab="playbook")
    app.text_area[0].set_value("[x")
    app.text_input(key="playbook_author").set_value("Lin")
    app.text_input(key="playbook_reason").set_value("try")
    app = press(app, say("strategy.save", "en"))
    assert len(troubles(app)) == 1
    assert cached.store("demo").rows("playbook") == []


@pytest.mark.parametrize("tab", ["grid", "letters"])
def test_segments_of_a_workspace_without_data_say_so(own_home: Path, tab: str) -> None:
    assert troubles(opened("strategy", "zh", tab, workspace="own")) == []


def test_a_cell_leads_to_what_if_with_its_scenario_filled_in(own_home: Path) -> None:
    app = opened("strategy", tab="grid")
    cell = next(box for box in app.selectbox if box.label == say("segments.pick", "en"))
    app = cell.set_value("Commercial · Light (1–30) · Risky").run()
    assert troubles(app) == []
    assert any("orders wait" in text.value for text in app.markdown)
    app = press(app, say("advice.open", "en"))
    assert troubles(app) == []
    draft = app.session_state["kept_whatif_draft_demo"]
    (change,) = draft.values["change"]
    assert (change["segment"], change["stop_ship_days"]) == ("Commercial · Light (1–30) · Risky", 0)


def test_letters_are_noted_only_when_somebody_says_that_they_went_out(own_home: Path) -> None:
    app = opened("strategy", tab="letters")
    app.selectbox(key="letters_nature").set_value("individual").run()
    app.text_input(key="letters_by").set_value("Lin")
    count = len(app.dataframe[0].value)
    app = press(app, say("letters.note", "en", count=count))
    store = cached.store("demo")
    assert store.rows("activity", where={"made_by": "Lin"}) == []
    app.checkbox(key="letters_sure").set_value(True)
    app = press(app, say("letters.note", "en", count=count))
    assert troubles(app) == []
    noted = store.rows("activity", where={"made_by": "Lin"})
    assert [row["outcome"] for row in noted] == ["sent"] * count


@pytest.mark.parametrize("lang", LANGUAGES)
def test_collections_opens_with_and_without_a_customer(own_home: Path, lang: str) -> None:
    assert troubles(opened("collections", lang)) == []
    assert troubles(opened("collections", lang, customer=LATE)) == []


def test_a_call_with_a_promise_stands_in_the_story(own_home: Path) -> None:
    app = opened("collections", customer=LATE)
    app.text_input(key="note_by_case").set_value("Lin")
    app.number_input(key="note_promised_case").set_value(100.0)
    app = press(app, say("note.keep", "en"))
    assert troubles(app) == []
    store = cached.store("demo")
    (call,), (promise,) = (store.rows(table, where={"made_by": "Lin"}) for table in ("activity", "promise_noted"))
    assert (call["outcome"], call["made_by"], promise["customer_id"]) == ("promised", "Lin", LATE)
    assert any(say("before.title", "en") in text.value for text in app.markdown)
    assert troubles(opened("collections")) == []


def test_without_a_name_nothing_is_noted(own_home: Path) -> None:
    app = press(opened("collections", customer=LATE), say("note.keep", "en"))
    assert troubles(app) == [say("error.person_missing", "en")]


def test_a_case_is_opened_and_cannot_skip(own_home: Path) -> None:
    app = opened("collections", customer=LATE)
    owner = next(box for box in app.text_input if box.label == say("case.owner", "en"))
    owner.set_value("Lin")
    app = press(app, say("case.move", "en"))
    assert troubles(app) == []
    (move,) = cached.store("demo").rows("case_move")
    assert (move["stage"], move["owner"]) == ("confirm", "Lin")
    app = press(app, say("case.move", "en"))
    assert troubles(app) == [say("error.case_evidence_missing", "en", here=say("case.stage.confirm", "en"))]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_log_comes_in_from_a_file(own_home: Path, lang: str) -> None:
    rows = (f"{LATE},2026-10-20,Phone,promised,Lin", f"{LATE},2026-10-21,pigeon,,Lin")
    log = "\n".join(("Customer Number,Date,Channel,Outcome,Owner", *rows))
    app = opened("collections", lang=lang)
    app.file_uploader[0].upload("log.csv", log.encode(), "text/csv").run()
    assert troubles(app) == []
    assert any("pigeon" in str(frame.value) for frame in app.dataframe)
    before = len(cached.store("demo").rows("activity"))
    app.button(key="log_confirm").click().run()
    assert troubles(app) == []
    assert len(cached.store("demo").rows("activity")) == before + 1
    assert any("1" in note.value for note in app.success)
