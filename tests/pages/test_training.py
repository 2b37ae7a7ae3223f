"""The Training page: a whole sitting answered and marked, kept by person, in both languages, with and without a ledger."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from scoring.text import LANGUAGES, say
from tests.pages.conftest import opened, troubles


def named(app: AppTest, person: str) -> AppTest:
    return app.text_input(key="training_name").set_value(person).run()


def check(app: AppTest, lang: str) -> AppTest:
    """Take the first choice everywhere and have it marked."""
    for radio in app.radio:
        radio.set_value(radio.options[0] if radio.options[0] in radio.options else None)
    return next(button for button in app.button if button.label == say("training.check", lang)).click().run()


def test_nobody_is_asked_without_a_name(own_home: Path) -> None:
    app = opened("training")
    assert troubles(app) == []
    assert not app.radio
    assert [info.value for info in app.info] == [say("training.name_wanted", "en")]


@pytest.mark.parametrize(("lang", "workspace"), [("en", "demo"), ("zh", "demo-zh"), ("zh", "own")])
def test_a_sitting_is_answered_marked_and_kept(own_home: Path, lang: str, workspace: str) -> None:
    """Ten questions, every one of them marked before the next; then progress shows as many answers as were given."""
    app, given, asked = named(opened("training", lang, workspace=workspace), "Kim"), 0, 0
    assert troubles(app) == []
    while app.radio:
        asked, given = asked + 1, given + len(app.radio)
        app = check(app, lang)
        assert troubles(app) == []
        assert not app.radio
        on = next(button for button in app.button if (button.key or "").startswith("training_next_"))
        app = on.click().run()
    assert asked == 10
    again = opened("training", lang, "progress", workspace=workspace)
    assert troubles(again) == []
    people = again.dataframe[0].value
    assert list(people["person"]) == ["Kim"]
    assert list(people["answers"]) == [given]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_progress_says_that_nobody_practised(own_home: Path, lang: str) -> None:
    app = opened("training", lang, "progress")
    assert troubles(app) == []
    assert [info.value for info in app.info] == [say("training.nobody", lang)]
