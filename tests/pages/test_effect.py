"""The effect of collecting on the Collections page, on the demo and without a ledger."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoring.desk.collections.effect import BY
from scoring.text import LANGUAGES
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
