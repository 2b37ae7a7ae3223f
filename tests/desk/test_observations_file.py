"""Observations taken along: the same customers in CSV and Parquet, nothing live in a spreadsheet."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq
import pytest

from scoring.cli.app import main
from scoring.desk.scorecard.observations import observations_at
from scoring.desk.scorecard.observations_file import observations_file
from scoring.errors import ScoringError
from scoring.store import Store
from scoring.terms import Kind
from tests.store.books import day, invoice, open_store, put


def test_parquet_holds_the_table_and_csv_the_same_cells(ledger: Store, tmp_path: Path) -> None:
    on = day("2024-03-31")
    table = observations_at(ledger, on)
    assert observations_file(ledger, on, tmp_path / "o.parquet") == {"rated": 3, "in_default": 1}
    observations_file(ledger, on, tmp_path / "o.csv")
    assert pq.read_table(tmp_path / "o.parquet").equals(table)
    back = arrow_csv.read_csv(tmp_path / "o.csv")
    assert back.column_names == table.column_names
    assert back["overdue_share"].to_pylist() == table["overdue_share"].to_pylist()


def test_a_customer_called_like_a_formula_stays_a_text(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    put(store, Kind.INVOICES, [invoice("1", "=1+1", "2026-01-01", "2026-01-31", "100")])
    observations_file(store, day("2026-01-31"), tmp_path / "o.csv")
    store.close()
    assert (tmp_path / "o.csv").read_text(encoding="utf-8-sig").splitlines()[1].startswith("'=1+1,")


def test_another_suffix_is_refused(ledger: Store, tmp_path: Path) -> None:
    with pytest.raises(ScoringError, match="not_a_choice"):
        observations_file(ledger, day("2024-03-31"), tmp_path / "o.xlsx")


def test_the_command_says_how_many(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = open_store(tmp_path)
    put(store, Kind.INVOICES, [invoice(str(n), f"C{n}", "2026-01-01", f"2026-0{n}-15", "100") for n in (1, 2, 9)])
    store.close()
    where = ["--store", str(tmp_path / "book.duckdb"), "--out", str(tmp_path / "o.csv"), "--as-of", "2026-05-31"]
    assert main(["observations", *where, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["as_of"], told["rows"], told["status"]) == (
        "2026-05-31", 3, {"in_default": 2, "no_history": 1},
    )  # fmt: skip
    assert main(["observations", *where, "--lang", "zh"]) == 0
    assert "无历史" in capsys.readouterr().out
