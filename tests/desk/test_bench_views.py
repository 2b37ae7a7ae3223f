"""Every risk view is measured and held to a second."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoring.desk.bench import ledger, views
from scoring.text import knows


def test_every_view_is_measured_on_two_thousand_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (ledger, views):
        monkeypatch.setattr(module, "alone", lambda task, *arguments: task(*arguments))
    ledger._import(tmp_path / "store.duckdb", ledger.made_up(tmp_path / "files", 2_000))
    lines = views.bench_views(tmp_path / "store.duckdb")
    assert [line.name for line in lines] == ["preparing", *(f"view_{name}" for name in views.VIEWS)]
    assert all(line.ours > 0 for line in lines)
    assert all(line.limit == views.SECONDS for line in lines[1:])
    assert all(knows(f"cli.bench.{line.name}") for line in lines)
