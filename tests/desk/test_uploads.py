"""Files on their way in can be called off at any moment: nothing of them stays, neither file nor figure.

Two files: two invoices of 1,000.00 and 250.50 EUR, and a receipt of 400.00 for the first.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from scoring.desk.intake import uploads
from scoring.desk.intake.uploads import Tell, Waiting
from scoring.errors import ScoringError
from scoring.store import ImportReport, Store

INVOICES = b"""Customer,Invoice No,Invoice Date,Due Date,Amount,Currency
Birch,A-1,2024-01-10,2024-02-09,1000.00,EUR
Cedar,A-2,2024-03-01,2024-03-31,250.50,EUR
"""
RECEIPTS = b"""Receipt No,Invoice No,Customer,Receipt Date,Amount,Currency
R-1,A-1,Birch,2024-03-31,400.00,EUR
"""


class EnoughError(Exception):
    """What a reader who changed his mind raises."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "own.duckdb")
    yield opened
    opened.close()


def files() -> list[tuple[str, io.BytesIO]]:
    return [("receipts.csv", io.BytesIO(RECEIPTS)), ("invoices.csv", io.BytesIO(INVOICES))]


def kept(store: Store) -> list[str]:
    return [file.name for file in store.raw.folder.glob("*") if file.name != "journal.jsonl"]


def quiet(about: str, stage: str, share: float) -> None:
    """Listens to everything."""


def enough_at(about: str, stage: str, share: float = 0) -> Tell:
    """Listens until this is told."""

    def tell(*told: object) -> None:
        if (told[:2], float(str(told[2])) >= share) == ((about, stage), True):
            raise EnoughError

    return tell


def looked_at(store: Store) -> list[Waiting]:
    waiting, rehearsed = uploads.look_at_all(store, files(), quiet)
    assert [type(rehearsed[one.key]) for one in waiting] == [ImportReport, ImportReport]
    return waiting


@pytest.mark.parametrize(
    "enough",
    [("receipts.csv", "reading"), ("invoices.csv", "interpreting"), ("receipts.csv", "rehearsing", 0.5)],
    ids=str,
)
def test_files_called_off_while_they_are_read_leave_nothing(store: Store, enough: tuple[str, ...]) -> None:
    sources = files()
    with pytest.raises(EnoughError):
        uploads.look_at_all(store, sources, enough_at(*enough))
    assert kept(store) == []
    assert store.rows("event") == []


def test_what_was_read_is_let_go_of(store: Store) -> None:
    sources = files()
    uploads.look_at_all(store, sources, quiet)
    assert [content.closed for _, content in sources] == [True, True]


@pytest.mark.parametrize("share", [0, 0.5, 1.0])
def test_an_import_called_off_takes_back_what_was_placed(store: Store, share: float) -> None:
    """0.5 = the invoices are in and the receipt is not; 1.0 = both are in."""
    waiting = looked_at(store)

    def enough(about: str, stage: str, so_far: float) -> None:
        if so_far >= share:
            raise EnoughError

    with pytest.raises(EnoughError):
        uploads.take(store, waiting, enough)
    assert [store.rows(name) for name in ("document", "receipt", "allocation", "row_document")] == [[], [], [], []]
    assert [row["undone_at"] is None for row in store.imports()] == [False] * int(2 * share)
    assert store.setting("currency") is None
    assert [check.name for check in store.check() if check.failing] == []
    done = uploads.take(store, waiting, quiet, by="Kim")
    assert not [outcome for outcome in done.values() if isinstance(outcome, ScoringError)]
    assert [row["imported_by"] for row in store.imports()[:2]] == ["Kim", "Kim"]
    assert store.one("extent")["documents"] == 2
