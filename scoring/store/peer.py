"""What the store is measured against: bare DuckDB that does the same over flat columns, without the product around it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

FLATTEN = (
    "CREATE TABLE invoice AS SELECT document_key, customer_id, issue_date, due_date, amount, currency, settled_date"
    " FROM ours.document WHERE kind = 'invoice'",
    "CREATE TABLE payment AS SELECT document_key, value_date, amount FROM ours.allocation",
)

AGING = """
WITH owed AS (
    SELECT * FROM invoice WHERE issue_date <= $as_of AND (settled_date IS NULL OR settled_date > $as_of)
),
paid AS (
    SELECT document_key, sum(amount) AS amount FROM payment
    WHERE value_date <= $as_of AND document_key IN (SELECT document_key FROM owed)
    GROUP BY document_key
),
aged AS (
    SELECT o.customer_id, o.currency, o.amount - coalesce(p.amount, 0) AS open_amount,
        date_diff('day', o.due_date, $as_of) AS days_past_due
    FROM owed o LEFT JOIN paid p ON p.document_key = o.document_key
)
SELECT customer_id, currency,
    CASE WHEN days_past_due <= 0 THEN 'not_due' WHEN days_past_due <= 30 THEN '1-30' WHEN days_past_due <= 60 THEN '31-60'
        WHEN days_past_due <= 90 THEN '61-90' ELSE 'over_90' END AS bucket,
    sum(open_amount) AS open_amount, count(*) AS documents
FROM aged WHERE open_amount <> 0 GROUP BY ALL
"""


def read_as_text(path: Path) -> int:
    """Read a CSV file into a table, every column as text; returns its rows."""
    with duckdb.connect() as con:
        con.execute("CREATE TABLE sheet AS SELECT * FROM read_csv($path, all_varchar = true)", {"path": str(path)})
        return int(con.execute("SELECT count(*) FROM sheet").fetchall()[0][0])


class Flat:
    """A database of two flat tables, invoice and payment, copied from a store file that no one has open."""

    def __init__(self, path: Path, store: Path) -> None:
        self._con = duckdb.connect(str(path))
        self._con.execute(f"ATTACH '{str(store).replace(chr(39), chr(39) * 2)}' AS ours (READ_ONLY)")
        for statement in FLATTEN:
            self._con.execute(statement)
        self._con.execute("DETACH ours")
        self._con.execute("CHECKPOINT")

    def aging(self, as_of: date) -> pa.Table:
        """Open amounts at the end of `as_of`: one row per customer, currency and bucket of days past due."""
        return self._con.sql(AGING, params={"as_of": as_of}).to_arrow_table()

    def close(self) -> None:
        """Let go of the file."""
        self._con.close()
