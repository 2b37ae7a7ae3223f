"""The bench measures what it says: every line on a small ledger, and ours and the peer find the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoring.desk.bench import ledger as bench
from scoring.desk.bench.ledger import BenchLine
from scoring.errors import ScoringError


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "alone", lambda task, *arguments: task(*arguments))


def test_every_line_is_measured_on_two_thousand_rows(tmp_path: Path) -> None:
    lines = {line.name: line for line in bench.bench(tmp_path, import_invoices=2_000, aging_invoices=2_000)}
    assert list(lines) == ["import", "import_memory", "overview", "overview_rest", "aging", "aging_report"]
    assert all(line.ours > 0 for line in lines.values())
    assert {name for name, line in lines.items() if line.peer} == {"import", "aging", "aging_report"}


def test_a_peer_that_finds_something_else_voids_the_measurement(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bench, "_aging_of_flat", lambda flat, store: (1.0, {}))
    with pytest.raises(ScoringError, match="bench_differs"):
        bench._aging(tmp_path, 100)


@pytest.mark.parametrize(
    ("peer", "limit", "ratio", "within"),
    [(2.0, 3.0, 2.0, True), (1.0, 3.0, 4.0, False), (None, 4.0, None, True), (1.0, None, 4.0, True)],
)
def test_a_limit_bounds_the_ratio_or_without_a_peer_ours(
    peer: float | None, limit: float | None, ratio: float | None, within: bool
) -> None:
    line = BenchLine("aging", "seconds", 4.0, peer, limit)
    assert (line.ratio, line.within) == (ratio, within)
