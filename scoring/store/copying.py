"""A copy of the whole database in a new file, while others read.

The open file itself is never read from this process: closing it would give up the engine's lock on it. The rows travel
from connection to connection instead.
"""

from __future__ import annotations

from pathlib import Path

from scoring.store.store import Store


def copy_database(store: Store, target: Path) -> None:
    """Write everything in `store` into a new store file at `target` (must not exist), as of one moment."""
    with store.transaction() as source:
        names = [
            row[0] for row in source.execute("SELECT table_name FROM duckdb_tables() WHERE NOT temporary").fetchall()
        ]
        copy = Store.open(target)
        with copy.raw_transaction() as cursor:
            for name in sorted(names):
                cursor.register("incoming", source.sql(f'FROM "{name}"').to_arrow_reader(100_000))
                cursor.execute(f'DELETE FROM "{name}"')
                cursor.execute(f'INSERT INTO "{name}" BY NAME SELECT * FROM incoming')
                cursor.unregister("incoming")
        copy.close()
