"""What becomes of each row: loaded, duplicate, rejected or skipped. The first verdict stays; every row gets one."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from scoring.errors import Fact, Issue
from scoring.ledger.cells.columns import Mask, Money, coded, first
from scoring.ledger.schema import REJECTED

OUTCOMES = ("loaded", "duplicates", "rejected", "skipped")
LOADED, DUPLICATE, REJECTED_ROW, SKIPPED = range(4)
Facts = Callable[[int], Mapping[str, Fact]]
"""Facts of a rejected row, asked by its position."""


def fixed_facts(**facts: Fact) -> Facts:
    """The same facts for every row.

    >>> fixed_facts(order="dmy")(7)
    {'order': 'dmy'}
    """
    return lambda row: facts


NO_FACTS = fixed_facts()


@dataclass(frozen=True)
class Refusal:
    """Rows refused together: their positions, why, in which column, and what more is to be said."""

    rows: npt.NDArray[np.int64]
    code: str
    column: int | None
    facts: Facts


class Fates:
    """The verdicts on the rows of one table, and the warnings about its columns."""

    def __init__(self, rows: int) -> None:
        self.verdict = np.zeros(rows, np.uint8)
        self.skipped: dict[str, int] = {}
        self.refusals: list[Refusal] = []
        self.warnings: list[Issue] = []

    @property
    def live(self) -> Mask:
        """Rows without a verdict so far."""
        found: Mask = self.verdict == LOADED
        return found

    def skip(self, rows: Mask, reason: str) -> None:
        """Leave rows out, counted under `reason`."""
        hit = rows & self.live
        if count := int(hit.sum()):
            self.verdict[hit] = SKIPPED
            self.skipped[reason] = self.skipped.get(reason, 0) + count

    def duplicate(self, rows: Mask) -> None:
        """Leave out rows that repeat an earlier one."""
        self.verdict[rows & self.live] = DUPLICATE

    def reject(self, rows: Mask, code: str, column: int | None, facts: Facts = NO_FACTS) -> None:
        """Refuse rows for the reason `code`."""
        hit = rows & self.live
        if hit.any():
            self.verdict[hit] = REJECTED_ROW
            self.refusals.append(Refusal(np.flatnonzero(hit), code, column, facts))

    def warn(self, rows: Mask, code: str, column: str | None, source_rows: pa.Array, **facts: Fact) -> None:
        """One warning for all live rows concerned, with their count and the first one's row."""
        hit = rows & self.live
        if hit.any():
            row = int(source_rows[first(hit)].as_py())
            told = {"count": int(hit.sum()), "first_row": row, **facts}
            self.warnings.append(Issue(code, row=row, column=column, facts=told, severity="warn"))

    def count(self, verdict: int) -> int:
        """Rows with a verdict."""
        return int((self.verdict == verdict).sum())

    def money(self, amounts: Money, currency: pa.Array) -> dict[str, dict[str, Decimal]]:
        """Sums by currency ("" = none) and outcome, "read" being their sum. Unreadable amounts count 0. Rows that are left
        out and state none, as totals do, go with the one currency that all others state."""
        stated = coded(currency)
        only = stated.cells[0] if len(stated.cells) == 1 and not (self.live & (stated.codes < 0)).any() else ""
        by_currency = coded(currency.fill_null(only))
        cents = amounts.or_zero()
        sums: dict[str, dict[str, Decimal]] = {}
        for code, name in enumerate(by_currency.cells):
            of_currency = by_currency.codes == code
            found = {
                outcome: _total(cents[of_currency & (self.verdict == verdict)])
                for verdict, outcome in enumerate(OUTCOMES)
            }
            sums[name] = {"read": sum(found.values(), Decimal(0)), **found}
        return sums

    def rejected(
        self, table: pa.Table, labels: tuple[str, ...], amounts: Money | None, currency: pa.Array | None
    ) -> pa.Table:
        """The refused rows in the order of the sheet, with their cells as found."""
        found = sorted(((int(row), refusal) for refusal in self.refusals for row in refusal.rows), key=lambda f: f[0])
        positions = pa.array([row for row, _ in found], pa.int64())
        raw = table.take(positions)
        cells = [list(row) for row in zip(*(raw.column(i).to_pylist() for i in range(len(labels))), strict=True)]
        shown = [(refusal.column, cells[i]) for i, (_, refusal) in enumerate(found)]
        columns = {
            "source_row": raw.column("source_row").combine_chunks(),
            "column": [None if column is None else labels[column] for column, _ in shown],
            "value": [None if column is None else row[column] for column, row in shown],
            "code": [refusal.code for _, refusal in found],
            "facts": [json.dumps(dict(refusal.facts(row)), ensure_ascii=False) for row, refusal in found],
            "currency": pa.nulls(len(found), pa.string()) if currency is None else currency.take(positions),
            "amount": None if amounts is None else amounts.decimals().take(positions),
            "raw": [json.dumps(row, ensure_ascii=False) for row in cells],
        }
        arrays = [
            pa.array(columns[f.name], f.type) if isinstance(columns[f.name], list) else columns[f.name]
            for f in REJECTED
        ]
        return pa.table([pa.nulls(len(found), f.type) if a is None else a for a, f in zip(arrays, REJECTED, strict=True)],
                        schema=REJECTED)  # fmt: skip


def _total(cents: npt.NDArray[np.int64]) -> Decimal:
    """An exact sum that cannot overflow."""
    high, low = int((cents >> 32).sum()), int((cents & 0xFFFFFFFF).sum())
    return Decimal((high << 32) + low).scaleb(-2)
