"""Tables, views and marts of a store file, made or brought up to date when it is opened."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from scoring import settings
from scoring.errors import ScoringError
from scoring.store import collecting, sqlfiles
from scoring.store.connection import Connection, Cursor

FIRST_DAY, LAST_DAY = -1_000_000, 1_000_000
GONE = ("forecast_curve",)
"""Caches of earlier versions, dropped where they still are."""
Columns = list[tuple[str, str]]


def prepare(connection: Connection) -> None:
    """Make what is missing; views, marts, aging schemes and month-ends are written anew when their texts have changed.

    Raises ScoringError "store_outdated" where the file holds a table of another shape than this version makes, and
    closes it.
    """
    cursor = connection.cursor()
    present = _columns(cursor)
    current = sqlfiles.fingerprint() + repr(list(settings.load().schemes.values())) + repr(collecting.ADDED)
    if "setting" in present and _made_by(cursor) == current:
        return
    with duckdb.connect() as fresh:
        _tables(fresh)
        wanted = _columns(fresh)
    kept = {table: columns for table, columns in present.items() if table not in GONE}
    if any(_without_added(table, wanted.get(table), columns) != columns for table, columns in kept.items()):
        connection.close()
        raise ScoringError("store_outdated", path=str(connection.path))
    _make(cursor, current)


def _made_by(cursor: Cursor) -> str | None:
    found = cursor.execute("SELECT value FROM setting WHERE name = 'schema_fingerprint'").fetchall()
    return str(found[0][0]) if found else None


def _tables(cursor: Cursor) -> None:
    """Every table in its present shape; columns that came later are added to tables that lack them."""
    _run_all(cursor, "schema")
    for table, columns in collecting.ADDED.items():
        for name, kind in columns.items():
            cursor.execute(f"ALTER TABLE {table} ADD COLUMN IF NOT EXISTS {name} {kind}")


def _without_added(table: str, wanted: Columns | None, present: Columns) -> Columns | None:
    """The columns a table should have, without those still to be added to it."""
    names, added = {name for name, _ in present}, collecting.ADDED.get(table, {})
    return wanted and [column for column in wanted if column[0] in names or column[0] not in added]


def _make(cursor: Cursor, fingerprint: str) -> None:
    for table in GONE:
        cursor.execute(f"DROP TABLE IF EXISTS {table}")
    _tables(cursor)
    _run_all(cursor, "facts")
    for name in sqlfiles.marts_in_order():
        cursor.execute(sqlfiles.text("marts", name))
    cursor.execute("DELETE FROM scheme_bucket")
    cursor.executemany("INSERT INTO scheme_bucket VALUES (?, ?, ?, ?, ?)", list(_scheme_rows()))
    cursor.execute(sqlfiles.text("derive", "months_anew"))
    cursor.execute("DELETE FROM setting WHERE name = 'schema_fingerprint'")
    cursor.execute("INSERT INTO setting VALUES ('schema_fingerprint', $f)", {"f": fingerprint})
    cursor.execute("CHECKPOINT")


def _run_all(cursor: Cursor, folder: str) -> None:
    for name in sqlfiles.names(folder):
        cursor.execute(sqlfiles.text(folder, name))


def _columns(cursor: Cursor) -> dict[str, Columns]:
    """Name and type of the columns of each table, in order."""
    cursor.execute(
        "SELECT table_name, column_name, data_type FROM information_schema.columns "
        "JOIN information_schema.tables USING (table_catalog, table_schema, table_name) "
        "WHERE table_type = 'BASE TABLE' ORDER BY table_name, ordinal_position"
    )
    found: dict[str, Columns] = {}
    for table, column, kind in cursor.fetchall():
        found.setdefault(table, []).append((column, kind))
    return found


def _scheme_rows() -> Iterator[tuple[str, int, str, int, int]]:
    """Schemes as ranges of days, both ends inclusive."""
    for scheme in settings.load().schemes.values():
        start = FIRST_DAY
        for position, bucket in enumerate(scheme.buckets):
            end = LAST_DAY if bucket.upper_days is None else bucket.upper_days
            yield scheme.name, position, bucket.key, start, end
            start = end + 1
