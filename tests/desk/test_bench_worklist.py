"""The ranking of many customers is measured on a ledger that has as many who owe, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoring.desk.bench import ledger
from scoring.desk.bench.worklist import bench_worklist
from scoring.errors import ScoringError
from scoring.text import knows


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "alone", lambda task, *arguments: task(*arguments))


def test_a_hundred_customers_are_ranked(tmp_path: Path) -> None:
    line = bench_worklist(tmp_path, invoices=550, customers=100, least=30)
    assert (line.name, line.unit, line.limit) == ("worklist_50000", "seconds", 3.0)
    assert line.ours > 0
    assert knows(f"cli.bench.{line.name}")


def test_fewer_who_owe_void_the_measurement(tmp_path: Path) -> None:
    with pytest.raises(ScoringError, match="bench_differs"):
        bench_worklist(tmp_path, invoices=550, customers=100, least=101)
