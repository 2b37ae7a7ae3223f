"""Protections, promises, events, outlooks and ratings in the store: as known on a date, updated, undone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from scoring.ledger.reading import ImportOptions
from scoring.store import ImportReport, Store, import_reading, undo
from scoring.terms import Kind
from tests.store.books import day, open_store, read

FIRST, SECOND = datetime(2026, 3, 1, 9), datetime(2026, 6, 1, 9)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path)
    yield opened
    opened.close()


def put(store: Store, kind: Kind, rows: list[dict[str, Any]], at: datetime) -> ImportReport:
    source = store.path.with_name("upload.csv")
    source.write_text(repr(rows), encoding="utf-8")
    file = store.raw.keep(source, "upload.csv")
    reading = read(kind, str(kind), rows)
    return import_reading(store, reading, file, ImportOptions(), currency="USD", terms_days=None, by="Kim", at=at)


def known(store: Store, mart: str, as_of: str, *columns: str) -> list[tuple[Any, ...]]:
    found = store.rows(mart, {"as_of": day(as_of)})
    return sorted(tuple(str(row[c]) if row[c] is not None else None for c in columns) for row in found)


def deposit(amount: str, **more: Any) -> dict[str, Any]:
    told = {"customer_id": "A", "protection": "deposit", "amount": Decimal(amount), "currency": "USD"}
    return told | {"valid_from": day("2026-01-01")} | more


def test_a_protection_counts_while_it_is_in_force(store: Store) -> None:
    """A deposit of 500 from 1 January to 30 June, both included."""
    put(store, Kind.PROTECTIONS, [deposit("500", valid_to=day("2026-06-30"))], FIRST)
    days = ("2025-12-31", "2026-01-01", "2026-06-30", "2026-07-01")
    assert [len(known(store, "known_protections", d, "amount")) for d in days] == [0, 1, 1, 0]


def test_a_later_version_does_not_move_the_past(store: Store) -> None:
    """500 as first told in March, 200 as told in June: May still knows 500, and so does January, told late."""
    first = put(store, Kind.PROTECTIONS, [deposit("500")], FIRST)
    second = put(store, Kind.PROTECTIONS, [deposit("200"), deposit("7", protection="guarantee")], SECOND)
    third = put(store, Kind.PROTECTIONS, [deposit("200")], SECOND)
    told = [(r.loaded, r.updated, r.duplicates) for r in (first, second, third)]
    assert told == [(1, 0, 0), (2, 1, 0), (0, 0, 1)]
    seen = {d: known(store, "known_protections", d, "amount") for d in ("2026-01-15", "2026-05-31", "2026-06-01")}
    assert seen["2026-01-15"] == seen["2026-05-31"] == [("500.00",), ("7.00",)]
    assert seen["2026-06-01"] == [("200.00",), ("7.00",)]
    undo(store, second.import_id or 0)
    assert known(store, "known_protections", "2026-06-01", "amount") == [("500.00",)]


def test_an_event_is_open_until_the_day_it_is_closed(store: Store) -> None:
    lawsuit = {"customer_id": "A", "event": "lawsuit", "event_date": day("2026-02-01"), "source": None}
    put(store, Kind.EVENTS, [lawsuit], FIRST)
    report = put(store, Kind.EVENTS, [lawsuit | {"closed_date": day("2026-05-20")}], SECOND)
    assert (report.loaded, report.updated) == (1, 1)
    assert known(store, "known_events", "2026-01-31", "event") == []
    assert known(store, "known_events", "2026-05-31", "event", "closed_date") == [("lawsuit", None)]
    assert known(store, "known_events", "2026-06-01", "event", "closed_date") == [("lawsuit", "2026-05-20")]


def test_a_promise_without_its_own_day_counts_from_its_import(store: Store) -> None:
    """Told on 1 March: one made on 10 February, one for 1 April, one for 20 February, known then at the latest."""
    who = {"customer_id": "A", "document_no": None}
    rows = [
        who | {"promised_date": day("2026-02-25"), "made_on": day("2026-02-10")},
        who | {"promised_date": day("2026-04-01")},
        who | {"promised_date": day("2026-02-20")},
    ]
    put(store, Kind.PROMISES, rows, FIRST)
    days = ("2026-02-09", "2026-02-10", "2026-02-19", "2026-02-20", "2026-02-28", "2026-03-01")
    assert [len(known(store, "known_promises", d, "promised_date")) for d in days] == [0, 1, 1, 2, 2, 3]


def test_outlooks_and_ratings_up_to_a_date(store: Store) -> None:
    outlook = {"industry": "Retail", "outlook_date": day("2026-01-31"), "outlook_index": Decimal("48.7"), "source": "S"}
    later = outlook | {"outlook_date": day("2026-02-28"), "outlook_index": Decimal("47")}
    put(store, Kind.OUTLOOKS, [outlook, later], FIRST)
    rating = {"customer_id": "A", "agency": "D&B", "rating": "AA", "rating_date": day("2026-01-31")}
    put(store, Kind.RATINGS, [rating, rating | {"rating": "BB", "rating_date": day("2026-04-30")}], SECOND)
    assert known(store, "known_outlooks", "2026-02-27", "outlook_index") == [("48.7",)]
    assert known(store, "known_outlooks", "2026-02-28", "outlook_index") == [("47.0",), ("48.7",)]
    assert known(store, "known_ratings", "2026-04-29", "rating") == [("AA",)]
