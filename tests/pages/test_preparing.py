"""A long ledger's pages say how far its preparation is, in both languages, and are whole once it has ended."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest

from pages.shared import cached, preparing
from pages.shared.job import Job
from scoring.desk.preparing import prepared
from scoring.store import learnings, scorecards, warnings
from scoring.text import say
from tests.pages.conftest import opened, troubles


@pytest.fixture
def unlearned(own_home: Path) -> Path:
    """A home of whose demo nothing is kept, whatever was looked at in the home it is a copy of."""
    with cached.store("demo").raw_transaction() as cursor:
        for table in (*learnings.TABLES, *warnings.TABLES):
            cursor.execute(f"DELETE FROM {table}")
    return own_home


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("tab", ["forecast", "warnings"])
def test_a_page_that_comes_too_early_says_so(unlearned: Path, lang: str, tab: str) -> None:
    store, ended = cached.store("demo"), Event()
    job: Job[bool] = Job("preparing.text", lambda tell: ended.wait(30), preparing.stage)
    cached.beside(store)[scorecards.last_import_event(store)] = job
    app = opened("portfolio", lang, tab=tab)
    ended.set()
    assert troubles(app) == []
    assert [bar.proto.text.startswith(say("preparing.text", lang)) for bar in app.get("progress")] == [True]


def test_a_long_ledger_is_prepared_beside_its_pages(unlearned: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "LONG_DOCUMENTS", 1)
    app = opened("aging")
    store = cached.store("demo")
    (job,) = cached.beside(store).values()
    assert job.done(within_seconds=60)
    assert job.result() is None
    assert prepared(store)
    assert troubles(app) == []
    assert say("portfolio.tab.forecast", "en") in {tab.label for tab in opened("portfolio", tab="forecast").tabs}


def test_a_short_one_is_not(own_home: Path) -> None:
    opened("aging")
    assert cached.beside(cached.store("demo")) == {}
