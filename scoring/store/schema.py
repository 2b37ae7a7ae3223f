"""Tables and marts of a store file, made or brought up to date when it is opened."""

from __future__ import annotations

from collections.abc import Iterator

from scoring import settings
from scoring.store import sqlfiles
from scoring.store.connection import Cursor

FIRST_DAY, LAST_DAY = -1_000_000, 1_000_000


def prepare(cursor: Cursor) -> None:
    """Make what is missing; marts, aging schemes and month-ends are written anew when their texts have changed."""
    for name in sqlfiles.names("schema"):
        cursor.execute(sqlfiles.text("schema", name))
    known = cursor.execute("SELECT value FROM setting WHERE name = 'schema_fingerprint'").fetchall()
    current = sqlfiles.fingerprint() + repr(list(settings.load().schemes.values()))
    if known != [(current,)]:
        for name in sqlfiles.names("facts"):
            cursor.execute(sqlfiles.text("facts", name))
        for name in sqlfiles.marts_in_order():
            cursor.execute(sqlfiles.text("marts", name))
        cursor.execute("DELETE FROM scheme_bucket")
        cursor.executemany("INSERT INTO scheme_bucket VALUES (?, ?, ?, ?, ?)", list(_scheme_rows()))
        cursor.execute(sqlfiles.text("derive", "months_anew"))
        cursor.execute("DELETE FROM setting WHERE name = 'schema_fingerprint'")
        cursor.execute("INSERT INTO setting VALUES ('schema_fingerprint', $f)", {"f": current})
        cursor.execute("CHECKPOINT")


def _scheme_rows() -> Iterator[tuple[str, int, str, int, int]]:
    """Schemes as ranges of days, both ends inclusive."""
    for scheme in settings.load().schemes.values():
        start = FIRST_DAY
        for position, bucket in enumerate(scheme.buckets):
            end = LAST_DAY if bucket.upper_days is None else bucket.upper_days
            yield scheme.name, position, bucket.key, start, end
            start = end + 1
