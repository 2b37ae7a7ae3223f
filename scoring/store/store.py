"""The store: one DuckDB file a workspace, open for reading marts and for the few ways in which it changes."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from scoring.errors import ScoringError
from scoring.ledger.reading import ADDED_MARK
from scoring.store import query, schema, sqlfiles
from scoring.store.connection import Connection, Cursor
from scoring.store.raw import RawFiles
from scoring.store.remembered import Remembered, Rows, rows_of, table_of
from scoring.terms import Reporting


@dataclass(frozen=True)
class CheckResult:
    """One data check: `failing` rows (0 = healthy) and up to 20 of them."""

    name: str
    failing: int
    sample: list[dict[str, Any]]


class Store:
    """An open workspace file.

    Reads go through `rows`, `table`, `total` and `one`, by the name of a mart (a table macro with bound parameters) or
    of a table; each read uses a cursor of its own and may come from any thread. Writes are serialised.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._writing = threading.RLock()
        self._remembered = Remembered()
        self.path = connection.path
        self.raw = RawFiles(connection.path)
        self._version = 0
        self._journalled = 0
        self._lost: list[dict[str, Any]] = []

    @classmethod
    def open(cls, path: Path) -> Store:
        """Open or create the file at `path`.

        Raises ScoringError "store_locked" (another process holds it), "store_unreadable" or "store_outdated".
        """
        store = cls(Connection(path))
        schema.prepare(store._connection)
        store._sync_journal()
        return store

    def close(self) -> None:
        """Write everything into the one file and let go of it."""
        with self._writing:
            try:
                self._connection.cursor().execute("CHECKPOINT")
            finally:
                self._remembered.forget()
                self._connection.close()

    @property
    def version(self) -> int:
        """Grows with every change; part of every cache key."""
        return self._version

    @property
    def set_aside(self) -> Path | None:
        """A write-ahead log that could not be replayed and was kept beside the file, if that happened on opening."""
        return self._connection.set_aside

    # -- reading -------------------------------------------------------------------------------------------------------

    def rows(
        self,
        mart: str,
        params: Mapping[str, object] | None = None,
        *,
        where: Mapping[str, object] | None = None,
        search: str | None = None,
        order: Sequence[str] = (),
        limit: int | None = None,
        offset: int = 0,
    ) -> list[dict[str, Any]]:
        """Rows of a mart. `where` keeps equal values (None = null, a list = any of), `search` looks for a text in any
        column, `order` holds entries like "open_amount desc".

        Raises ValueError for names that are no plain identifiers (they are the only text pasted into SQL).
        """
        text, bound = query.select(mart, params or {}, where or {}, search, order)
        if limit is not None:
            text += f" LIMIT {int(limit)} OFFSET {int(offset)}"
        return self._rows(text, bound).dictionaries()

    def one(self, mart: str, params: Mapping[str, object] | None = None, **where: object) -> dict[str, Any] | None:
        """First row of a mart, or None."""
        found = self.rows(mart, params, where=where, limit=1)
        return found[0] if found else None

    def table(
        self,
        mart: str,
        params: Mapping[str, object] | None = None,
        *,
        where: Mapping[str, object] | None = None,
        order: Sequence[str] = (),
    ) -> pa.Table:
        """A mart as an Arrow table; decimals stay decimals."""
        return self._table(*query.select(mart, params or {}, where or {}, None, order))

    def total(
        self,
        mart: str,
        params: Mapping[str, object] | None,
        columns: Sequence[str],
        *,
        where: Mapping[str, object] | None = None,
        search: str | None = None,
    ) -> dict[str, Any]:
        """Sums of `columns` over a mart (Decimal, 0 when empty) and "rows", the number of its rows."""
        text, bound = query.select(mart, params or {}, where or {}, search)
        sums = ", ".join(f"coalesce(sum({query.name(c)}), 0) AS {query.name(c)}" for c in columns)
        values = self._rows(f"SELECT count(*), {sums or '0'} FROM ({text})", bound).values[0]
        return {"rows": values[0], **dict(zip(columns, values[1:], strict=False))}

    def sums(
        self,
        mart: str,
        params: Mapping[str, object] | None,
        by: Sequence[str],
        columns: Sequence[str],
        *,
        where: Mapping[str, object] | None = None,
    ) -> pa.Table:
        """Sums of `columns` by the columns `by`, with "documents" (rows) of each group, in order of `by`."""
        text, bound = query.select(mart, params or {}, where or {}, None)
        names = [*map(query.name, by), "count(*) AS documents", *(f"sum({c}) AS {c}" for c in map(query.name, columns))]
        return self._table(f"SELECT {', '.join(names)} FROM ({text}) GROUP BY ALL ORDER BY ALL", bound)

    def grouped(
        self,
        mart: str,
        params: Mapping[str, object] | None,
        by: Sequence[str],
        columns: Sequence[str],
        *,
        where: Mapping[str, object] | None = None,
    ) -> list[dict[str, Any]]:
        """`sums` as dictionaries; for few rows, since turning many into dictionaries takes as long as adding them up."""
        return self.sums(mart, params, by, columns, where=where).to_pylist()  # type: ignore[no-any-return]

    def _rows(self, text: str, bound: Mapping[str, object]) -> Rows:
        return self._remembered.get(f"rows {text} {bound!r}", lambda: rows_of(self._connection.cursor(), text, bound))

    def _table(self, text: str, bound: Mapping[str, object]) -> pa.Table:
        return self._remembered.get(f"table {text} {bound!r}", lambda: table_of(self._connection.cursor(), text, bound))

    # -- small state ---------------------------------------------------------------------------------------------------

    def setting(self, name: str) -> str | None:
        """What the user set, or None."""
        found = self.rows("setting", where={"name": name})
        return str(found[0]["value"]) if found else None

    def set_setting(self, name: str, value: str | None, at: datetime | None = None) -> None:
        """Keep a setting (None forgets it); recorded as an event."""
        with self.transaction() as cursor:
            cursor.execute("DELETE FROM setting WHERE name = $name", {"name": name})
            if value is not None:
                cursor.execute("INSERT INTO setting VALUES ($name, $value)", {"name": name, "value": value})
            self.record(cursor, "setting", {"name": name, "value": value}, at)

    def remembered_mapping(self, headings: Sequence[str]) -> tuple[str, dict[str, str]] | None:
        """Kind and field -> heading that the user confirmed for this set of headings, or None."""
        found = self.rows("mapping", where={"headings": _headings_key(headings)})
        return (found[0]["kind"], json.loads(found[0]["fields"])) if found else None

    def remember_mapping(
        self, headings: Sequence[str], kind: str, fields: Mapping[str, str], at: datetime | None = None
    ) -> None:
        """Keep a confirmed mapping for this set of headings, in place of an earlier one."""
        key = _headings_key(headings)
        detail = {"headings": list(headings), "kind": kind, "fields": dict(fields)}
        with self.transaction() as cursor:
            cursor.execute("DELETE FROM mapping WHERE headings = $key", {"key": key})
            cursor.execute(
                "INSERT INTO mapping VALUES ($key, $kind, $fields, $now)",
                {"key": key, "kind": kind, "fields": json.dumps(fields, ensure_ascii=False), "now": at or now()},
            )
            self.record(cursor, "mapping", detail, at)

    def imports(self) -> list[dict[str, Any]]:
        """All imports, newest first, `report` as a dictionary."""
        found = self.rows("import", order=["import_id desc"])
        return [row | {"report": json.loads(row["report"]), "options": json.loads(row["options"])} for row in found]

    def check(self) -> list[CheckResult]:
        """Run every data check; a healthy store has no failing row in any. "journal_in_step" fails for changes that the
        journal remembers and the database lost (a rebuild brings them back)."""
        results = [CheckResult("journal_in_step", len(self._lost), self._lost[:20])]
        for name in sqlfiles.names("checks"):
            cursor = self._connection.cursor()
            cursor.execute(sqlfiles.text("checks", name))
            names = [column[0] for column in cursor.description or ()]
            rows = cursor.fetchall()
            results.append(CheckResult(name, len(rows), [dict(zip(names, row, strict=True)) for row in rows[:20]]))
        return results

    # -- changing ------------------------------------------------------------------------------------------------------

    @contextmanager
    def transaction(self) -> Iterator[Cursor]:
        """One serialised write: all of it or nothing, durable and journalled when left. Raises ScoringError "disk_full"."""
        with self._writing:
            with self.raw_transaction() as cursor:
                yield cursor
            self._sync_journal()

    @contextmanager
    def raw_transaction(self) -> Iterator[Cursor]:
        """The same without the journal (for a copy, whose journal is the original's)."""
        with self._writing:
            cursor = self._connection.cursor()
            cursor.execute("BEGIN")
            try:
                yield cursor
                cursor.execute("COMMIT")
                self._remembered.forget()
            except BaseException as error:
                _rollback(cursor)
                if isinstance(error, duckdb.Error) and "space" in str(error).lower():
                    raise ScoringError("disk_full", path=str(self.path)) from error
                raise

    def checkpoint(self) -> None:
        """Move the write-ahead log into the file."""
        with self._writing:
            self._connection.cursor().execute("CHECKPOINT")

    def record(self, cursor: Cursor, kind: str, detail: Mapping[str, object], at: datetime | None = None) -> None:
        """Note inside a transaction that something changed; the journal repeats it. Numbers are never used twice, not
        even those of events that only the journal remembers."""
        cursor.execute(
            "INSERT INTO event SELECT greatest(coalesce(max(event_id), 0), $last) + 1, $moment, $kind, $detail FROM event",
            {
                "last": self._journalled,
                "moment": at or now(),
                "kind": kind,
                "detail": json.dumps(detail, ensure_ascii=False, default=str),
            },
        )

    def _sync_journal(self) -> None:
        """Append to the journal what the database knows and the journal does not (also after a crash in between)."""
        cursor = self._connection.cursor()
        journal = self.raw.journalled()
        last = max((event["event_id"] for event in journal), default=0)
        cursor.execute(
            "SELECT event_id, happened_at, kind, detail FROM event WHERE event_id > $last ORDER BY 1", {"last": last}
        )
        found = cursor.fetchall()
        self.raw.write(
            {"event_id": i, "at": str(at), "kind": kind, "detail": json.loads(d)} for i, at, kind, d in found
        )
        known = {row[0] for row in cursor.execute("SELECT event_id FROM event").fetchall()}
        self._lost = [event for event in journal if event["event_id"] not in known]
        self._version = self._journalled = max(last, *known, 0)


def reporting_params(reporting: Reporting) -> dict[str, object]:
    """The two mart parameters that carry a reporting currency: `currencies` and `rates`, in the same order."""
    return {"currencies": list(reporting.rates), "rates": [Decimal(rate) for rate in reporting.rates.values()]}


def now() -> datetime:
    """The moment, UTC without zone, to the second (as kept in the store)."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)


def _headings_key(headings: Sequence[str]) -> str:
    own = (heading.strip().lower() for heading in headings if not heading.startswith(ADDED_MARK))
    return json.dumps(sorted(own), ensure_ascii=False)


def _rollback(cursor: Cursor) -> None:
    try:
        cursor.execute("ROLLBACK")
    except duckdb.Error:
        return  # a fatal error already ended the transaction
