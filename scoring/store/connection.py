"""The one DuckDB connection of a store file: opened with limits, locked down, healed when it dies.

Threads never share the connection itself: it silently handed out other threads' rows when they did. Only `cursor()`
reaches it.
"""

from __future__ import annotations

import re
import shutil
from datetime import datetime
from pathlib import Path

import duckdb

from scoring import settings
from scoring.errors import ScoringError

LOCK_DOWN = (
    "SET enable_external_access = false",
    "SET autoinstall_known_extensions = false",
    "SET autoload_known_extensions = false",
    "SET lock_configuration = true",
)


Cursor = duckdb.DuckDBPyConnection
"""What `Connection.cursor` gives: a connection of its own to the same open file."""


class Connection:
    """An open store file. `set_aside` is the write-ahead log that could not be replayed and was kept, if any."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.set_aside: Path | None = None
        self._con = self._connect()

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor of its own for the caller; reconnects once if a fatal error (disk full) killed the connection."""
        try:
            cursor = self._con.cursor()
            cursor.execute("SELECT 1").fetchall()
            return cursor
        except (duckdb.FatalException, duckdb.ConnectionException):
            self.close()
            self._con = self._connect()
            return self._con.cursor()

    def close(self) -> None:
        """Close the file; cursors still out become useless."""
        try:
            self._con.close()
        except duckdb.Error:
            return  # a connection that a fatal error killed cannot be closed twice

    def _connect(self) -> duckdb.DuckDBPyConnection:
        try:
            return _open(self.path)
        except duckdb.IOException as error:
            if "lock" in str(error).lower():
                raise ScoringError("store_locked", path=str(self.path), holder=_holder(str(error))) from error
            return self._retry_without_wal(error)
        except duckdb.Error as error:
            return self._retry_without_wal(error)

    def _retry_without_wal(self, error: duckdb.Error) -> duckdb.DuckDBPyConnection:
        wal = self.path.with_name(self.path.name + ".wal")
        if not wal.exists():
            raise ScoringError("store_unreadable", path=str(self.path), reason=str(error)) from error
        self.set_aside = wal.with_name(f"{wal.name}.unreadable-{datetime.now():%Y%m%d%H%M%S}")
        shutil.move(wal, self.set_aside)
        try:
            return _open(self.path)
        except duckdb.Error as again:
            shutil.move(self.set_aside, wal)
            raise ScoringError("store_unreadable", path=str(self.path), reason=str(again)) from again


def _open(path: Path) -> duckdb.DuckDBPyConnection:
    path.parent.mkdir(parents=True, exist_ok=True)
    limits = {
        "memory_limit": f"{settings.load().store_memory_mb}MB",
        "temp_directory": str(path.with_name(path.name + ".tmp")),
        "preserve_insertion_order": "false",
    }
    con = duckdb.connect(str(path), config=limits)  # type: ignore[arg-type]
    for statement in LOCK_DOWN:
        _lock_down(con, statement)
    return con


def _lock_down(con: duckdb.DuckDBPyConnection, statement: str) -> None:
    """One step of locking down. A file that this process still holds elsewhere is locked down already: nothing but `_open`
    opens one."""
    try:
        con.execute(statement)
    except duckdb.InvalidInputException as refused:
        if "configuration has been locked" not in str(refused):
            raise


def _holder(message: str) -> str:
    found = re.search(r"PID (\d+)", message)
    return found.group(1) if found else "?"
