"""The effect of collecting on the Collections page, on the demo and without a ledger."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoring.desk.collections.effect import BY
from scoring.desk.collections.effect_wording import answer
from scoring.desk.collections.measured import record_of
from scoring.store import Store
from scoring.text import LANGUAGES, say
from tests.desk.acted_ledger import AS_OF, acted
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
    record = record_of(store, AS_OF)
    (phone,) = record.effects
    store.close()
    for lang in LANGUAGES:
        app = opened("collections", lang, "effect", workspace="acted")
        assert troubles(app) == []
        title = answer(record, {"phone": say("effect.channel.phone", lang)}, lang)
        assert str(phone.cases) in title
        assert any(title in text.value for text in app.markdown)
        listed = opened("strategy", lang, workspace="acted")
        told = say("strategy.measured", lang, channels=say("strategy.channel.phone", lang))
        assert told in [box.label for box in listed.expander]
