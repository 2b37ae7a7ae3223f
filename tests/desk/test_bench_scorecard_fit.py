"""The measurement of a card's making measures what it says, on a small sample."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

from scoring.desk.bench import ledger
from scoring.desk.bench.card import bench_scorecard_fit, bench_scorecard_peer, made_up
from scoring.desk.bench.run import bench


def test_a_card_s_making_is_measured() -> None:
    line = bench_scorecard_fit(rows=8_000, characteristics=5)
    assert line.name == "card"
    assert line.ours > 0
    assert line.within


def test_where_the_peer_is_not_installed_the_line_says_so() -> None:
    line = bench_scorecard_peer(rows=8_000, characteristics=3)
    assert (line.name, line.peer is None) == (
        ("card_alone", True) if find_spec("optbinning") is None else ("card_peer", False)
    )


def test_one_command_measures_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "alone", lambda task, *arguments: task(*arguments))
    lines = bench(tmp_path, import_invoices=300, aging_invoices=300, observations=60, rows=8_000)
    names = [line.name for line in lines]
    assert names[-5:-1] == ["observations", "observations_memory", "scores", "card"]
    assert names[-1].startswith("card_")


def test_the_made_up_sample_is_what_it_says() -> None:
    sample = made_up(4_000, 3)
    missing = sum(sample.table.column(name).to_pandas().isna().mean() for name in sample.table.column_names) / 3
    assert 0.08 < missing < 0.12
    assert 0.08 < sample.bad.mean() < 0.25
    assert set(sample.group.tolist()) == set(range(400))
