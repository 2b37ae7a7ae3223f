"""The five small dated tables as files: recognised in both languages, once, out again, and back by a rebuild."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from scoring.desk.intake.importing import import_files
from scoring.desk.intake.maintenance import rebuild
from scoring.ledger.reading import ImportOptions
from scoring.store import Store, undo

FILES = {
    "protections": "客户编号,担保类型,担保金额,币种,生效日期\nC1,银行保函,50000,CNY,2025-01-01\nC1,口头,1,CNY,2025-01-01\n",
    "promises": "Customer No,Promised Date,Promised Amount,Made On\nC1,2025-03-10,100,2025-03-01\n",
    "events": "客户编号,事件类型,立案日期,涉案金额\nC1,被执行人,2025-02-01,9000\n",
    "outlooks": "Industry,Date,Index\nRetail,2025-01-31,48.7\n",
    "ratings": "客户编号,评级机构,信用评级,评级日期\nC1,中诚信,AA,2025-01-31\n",
}
TABLES = ("row_protection", "row_promise", "row_event", "row_outlook", "row_rating")


def contents(store: Store) -> dict[str, list[str]]:
    return {name: sorted(map(str, store.rows(name))) for name in (*TABLES, "rejected")}


def test_five_files_in_out_and_rebuilt(tmp_path: Path) -> None:
    paths = []
    for name, text in FILES.items():
        paths.append(tmp_path / f"{name}.csv")
        paths[-1].write_text(text, encoding="utf-8")
    store = Store.open(tmp_path / "book" / "own.duckdb")
    first = import_files(store, paths, ImportOptions())
    assert [(r.kind, r.loaded, r.rejected) for r in first.reports] == [
        ("protections", 1, 1), ("promises", 1, 0), ("events", 1, 0), ("outlooks", 1, 0), ("ratings", 1, 0),
    ]  # fmt: skip
    again = import_files(store, paths, ImportOptions())
    assert all(report.already_imported for report in again.reports)
    undo(store, 3)
    assert store.rows("known_events", {"as_of": date(2025, 6, 1)}) == []
    before = contents(store)
    assert [len(before[name]) for name in TABLES] == [1, 1, 0, 1, 1]
    store.close()
    store.path.unlink()
    rebuild(store.path)
    made_again = Store.open(store.path)
    assert contents(made_again) == before
    made_again.close()
