"""The Scorecard page: every tab in both languages, bins by hand, a version from draft to champion, the form."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared import job
from pages.shared.scorecard import work
from scoring.text import say
from tests.pages.conftest import opened, troubles

PATIENCE_SECONDS = 110
TABS = ("define", "bins", "card", "validate", "cutoffs", "versions", "monitor", "by_hand")


@pytest.fixture(scope="module", autouse=True)
def patient(workshop: Path) -> Iterator[None]:
    """Nobody leaves these pages while they work."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(job, "SOON_SECONDS", PATIENCE_SECONDS)
        yield


def at(tab: str, lang: str = "en", workspace: str = "demo") -> AppTest:
    """The page with one tab open."""
    return opened("scorecard", lang, tab, workspace=workspace)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("tab", TABS)
def test_every_tab_shows_something(workshop: Path, tab: str, lang: str) -> None:
    app = at(tab, lang, "demo" if lang == "en" else "demo-zh")
    assert troubles(app) == []
    assert len(app.markdown) + len(app.dataframe) + len(app.info) > 1


def test_who_is_left_out_of_the_sample_is_counted_by_reason(workshop: Path) -> None:
    app = at("define")
    assert any("are left out; click a line" in told.value for told in app.markdown)
    reasons = next(table.value for table in app.dataframe if "reason" in table.value.columns)
    assert {"already_bad", "thin", "indeterminate"} <= set(reasons["reason"])
    assert (reasons["observations"] >= reasons["customers"]).all()


def test_an_edited_bin_shows_its_effect_before_it_is_kept(workshop: Path) -> None:
    app = at("bins")
    merge = next(box for box in app.selectbox if box.label == say("scorecard.bins.merge", "en"))
    app = merge.select_index(0).run()
    assert troubles(app) == []
    effect = next(info.value for info in app.info)
    assert "IV" in effect
    assert "AUC" in effect
    app = button(app, "scorecard.bins.keep").click().run()
    assert any("kept as made by hand" in told.value for told in app.success)
    assert any(box.label == say("scorecard.bins.back", "en") for box in app.button)
    assert troubles(button(app, "scorecard.bins.back").click().run()) == []


def test_bins_can_be_asked_to_keep_their_order(workshop: Path) -> None:
    """The constraint is kept with the draft, holds for the best bins, and can be taken off again."""
    app = at("bins")
    app = app.toggle[0].set_value(True).run()
    assert troubles(app) == []
    assert app.toggle[0].value
    told = next(table.value for table in app.dataframe if "kept" in table.value.columns)
    assert (told["kept"].dropna() == 1.0).all()
    app = app.toggle[0].set_value(False).run()
    assert troubles(app) == []
    assert not app.toggle[0].value


def test_a_version_needs_a_reason_and_scores_once_it_is_approved(workshop: Path) -> None:
    app = button(at("card"), "scorecard.card.save").click().run()
    assert say("error.reason_missing", "en") in troubles(app)
    field(app, "scorecard.reason").set_value("First card of our own")
    app = button(app, "scorecard.card.save").click().run()
    assert troubles(app) == []
    app = at("versions")  # what waits for approval stands open, beside the card in use
    assert any("customers change class" in told.value for told in app.markdown)
    app = button(app, "scorecard.versions.approve").click().run()
    assert troubles(app) == []
    assert app.title[0].value.startswith("Version 1")
    for tab in ("cutoffs", "validate", "monitor"):
        act = f"**{say('monitor.severity.act', 'en')}**"  # an alarm is no trouble of the page
        assert [told for told in troubles(at(tab)) if not told.startswith(act)] == []


def test_somebody_unknown_is_scored_on_the_form(workshop: Path) -> None:
    app = at("by_hand")
    app = button(app, "scorecard.by_hand.score").click().run()
    assert app.info[0].value == say("scorecard.by_hand.nothing", "en")
    app.number_input[0].set_value(50.0)
    app = button(app, "scorecard.by_hand.score").click().run()
    assert troubles(app) == []
    assert any("points:" in text.value for text in app.markdown)


def test_a_fit_can_be_left_called_off_and_begun_again(workshop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The work waits for us in the thread: the page shows how far it is, lets us go, and has the result when we return."""
    go_on, observe = threading.Event(), work.development_sample

    def slowly(*arguments: Any) -> Any:
        assert go_on.wait(PATIENCE_SECONDS)
        return observe(*arguments)

    monkeypatch.setattr(job, "SOON_SECONDS", 0.0)
    monkeypatch.setattr(work, "development_sample", slowly)
    app = at("card")
    assert any(say("scorecard.making", "en") in told.value for told in app.markdown)
    assert troubles(app) == []
    app = button(app, "ledger.cancel").click().run()
    go_on.set()
    begun = app.session_state["kept_scorecard.making_demo"]
    assert begun.job.done(PATIENCE_SECONDS)
    app = app.run()
    assert app.info[0].value == say("scorecard.called_off", "en")
    app = button(app, "scorecard.begin_again").click().run()
    app.switch_page("pages/aging.py").run()  # left, while it works
    assert app.session_state["kept_scorecard.making_demo"].job.done(PATIENCE_SECONDS)
    app = app.switch_page("pages/scorecard.py").run()
    assert troubles(app) == []
    assert any(box.label == say("scorecard.card.save", "en") for box in app.button)


def button(app: AppTest, key: str) -> Any:
    """The button that says `key`."""
    return next(each for each in app.button if each.label == say(key, "en"))


def field(app: AppTest, key: str) -> Any:
    """The text field labelled `key`."""
    return next(each for each in app.text_input if each.label == say(key, "en"))
