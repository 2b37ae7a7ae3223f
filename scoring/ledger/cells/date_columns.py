"""Columns of dates: the order of day and month is decided by the whole column and by what must come before what.

First by the cells that only one order can read, then by the span of the dates (a two-digit year taken for a day scatters
over decades), then by the pairs that must not run backwards (issue <= due), then by the file's other columns. Where none
of them decides, the ambiguous cells are refused; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from scoring.ledger.cells.columns import Coded, Days, Mask, coded
from scoring.ledger.cells.dates import ORDERS, TIME, is_date_shaped, is_destroyed, is_no_date, readings

SERIAL_ORDERS = ("serial1900", "serial1904")
MANY_CELLS = 5000
CLEARLY = 5
"""An order is clearly better when the other has more than this many times its violations, or its span."""
MOST = 0.9
"""Share of the cells an order must read where none reads all."""

Reader = Callable[[str], date | None]


@dataclass(frozen=True)
class Dates:
    """A column of dates, read. `order` is that of most rows, `mixed` the rows read in another one."""

    days: Days
    order: str
    problems: dict[str, Mask] = field(default_factory=dict)
    mixed: Mask | None = None


@dataclass(frozen=True)
class _Column:
    """A column on its way: per distinct cell its possible days, and which orders the column still may have."""

    cells: Coded
    found: list[dict[str, date]]
    orders: tuple[str, ...]

    def day_of(self, candidates: dict[str, date], order: str | None) -> date | None:
        """The day a cell means when its column has `order`; None where that leaves it open or impossible."""
        if order in candidates:
            return candidates[order]
        turning = [name for name in candidates if name in ORDERS]
        if len(turning) > 1 and len(set(candidates.values())) == 1:  # 01/01/2020
            return candidates[turning[0]]
        if len(candidates) == 1 and (not turning or order is None or turning == ["ymd"]):
            return next(iter(candidates.values()))
        return candidates.get("serial1900")

    def days(self, order: str | None) -> Days:
        """Days per row, NaT where none."""
        per_cell = np.array([self.day_of(c, order) for c in self.found] + [None], "datetime64[D]")
        days: Days = per_cell[self.cells.codes]
        return days


def read_dates(
    columns: Mapping[str, pa.Array | Coded],
    pairs: Sequence[tuple[str, str]] = (),
    order: str | None = None,
    readers: Mapping[str, Reader] | None = None,
) -> dict[str, Dates]:
    """Read text columns of dates together; `pairs` are (earlier, later) columns, `order` is the user's word.

    A column in `readers` has a spelling of its own (DATEV's short dates) and takes no part in the decision.

    >>> read = read_dates({"issue": pa.array(["03/04/2012"]), "due": pa.array(["2012-03-10"])}, [("issue", "due")])
    >>> read["issue"].order, read["issue"].days.tolist()
    ('mdy', [datetime.date(2012, 3, 4)])
    """
    readers = readers or {}
    laid = {name: _laid_out(column, order, readers.get(name)) for name, column in columns.items()}
    decided = _decided(laid, pairs)
    return {name: _dates(laid[name], decided[name]) for name in laid}


def _laid_out(column: pa.Array | Coded, order: str | None, reader: Reader | None) -> _Column:
    cells = column if isinstance(column, Coded) else coded(column)
    if len(cells.distinct) > MANY_CELLS:
        stripped = coded(pc.replace_substring_regex(cells.distinct, TIME, ""))
        cells = Coded(np.append(stripped.codes, np.int32(-1))[cells.codes], stripped.distinct)
    if reader:
        own = [reader(cell) for cell in cells.cells]
        return _Column(cells, [{"text": day} if day else {} for day in own], ())
    found = [{} if is_no_date(cell) else readings(cell) for cell in cells.cells]
    return _Column(cells, found, _orders(cells, found, order))


def _orders(cells: Coded, found: list[dict[str, date]], wanted: str | None) -> tuple[str, ...]:
    """Orders that the column itself leaves open; empty = no cell needs one, or no order reads nearly all."""
    if any("serial1904" in candidates for candidates in found):
        return SERIAL_ORDERS
    turning = [i for i, candidates in enumerate(found) if "dmy" in candidates or "mdy" in candidates]
    if not turning or wanted:
        return (wanted,) if turning and wanted else ()
    rows = np.bincount(cells.codes[cells.codes >= 0], minlength=len(found))
    read = {o: int(sum(rows[i] for i in turning if o in found[i])) for o in ORDERS}
    best = max(read.values())
    if best < MOST * sum(rows[i] for i in turning):
        return ()
    kept = [o for o in ORDERS if read[o] == best]
    return _unscattered({o: [found[i][o] for i in turning if o in found[i]] for o in kept})


def _unscattered(days: dict[str, list[date]]) -> tuple[str, ...]:
    """Orders left when a two-digit year must not be taken for a day, nor a day for a year."""
    spans = {o: (max(found) - min(found)).days + 1 for o, found in days.items()}
    rivals = {o: [s for other, s in spans.items() if (o == "ymd") != (other == "ymd")] for o in spans}
    return tuple(o for o in spans if all(spans[o] <= CLEARLY * rival for rival in rivals[o]))


def _decided(laid: dict[str, _Column], pairs: Sequence[tuple[str, str]]) -> dict[str, str | None]:
    decided = {name: column.orders[0] if len(column.orders) == 1 else None for name, column in laid.items()}
    open_ones = [name for name, column in laid.items() if len(column.orders) > 1]
    for _ in open_ones:
        for name in [n for n in open_ones if decided[n] is None]:
            decided[name] = _by_pairs(name, laid, decided, pairs)
    together = [name for name in open_ones if decided[name] is None]
    settled = {order for order in decided.values() if order in ORDERS}
    for name in together:
        if "serial1900" in laid[name].orders:
            decided[name] = "serial1900"
        elif len(settled) == 1 and settled <= set(laid[name].orders):
            decided[name] = next(iter(settled))
    rest = [name for name in together if decided[name] is None]
    common = [o for o in ORDERS if rest and all(o in laid[name].orders for name in rest)]
    if len(rest) > 1 and len(common) > 1:
        backwards = {o: _backwards(laid, {**decided, **dict.fromkeys(rest, o)}, pairs) for o in common}
        decided.update(dict.fromkeys(rest, _clear_winner(backwards)))
    return decided


def _by_pairs(
    name: str, laid: dict[str, _Column], decided: dict[str, str | None], pairs: Sequence[tuple[str, str]]
) -> str | None:
    """The order under which a column does not run backwards against columns that need no more deciding."""
    known = {n for n, column in laid.items() if decided[n] is not None or len(column.orders) <= 1}
    near = [pair for pair in pairs if name in pair and all(other in known for other in pair if other != name)]
    near = [pair for pair in near if all(n in laid for n in pair)]
    if not near:
        return None
    return _clear_winner({o: _backwards(laid, {**decided, name: o}, near) for o in laid[name].orders})


def _backwards(laid: dict[str, _Column], orders: Mapping[str, str | None], pairs: Sequence[tuple[str, str]]) -> int:
    present = [(a, b) for a, b in pairs if a in laid and b in laid]
    days = {name: laid[name].days(orders[name]) for name in {n for pair in present for n in pair}}
    return sum(int((days[later] < days[earlier]).sum()) for earlier, later in present)


def _clear_winner(violations: dict[str, int]) -> str | None:
    ranked = sorted(violations, key=lambda o: violations[o])
    clear = violations[ranked[0]] * CLEARLY < violations[ranked[1]]
    return ranked[0] if clear else None


def _dates(column: _Column, order: str | None) -> Dates:
    problems = {
        "date_destroyed": [is_destroyed(cell) for cell in column.cells.cells],
        "date_undecidable": [len(c) > 1 and column.day_of(c, order) is None for c in column.found],
        "date_impossible": [_impossible(column, i, order) for i in range(len(column.found))],
    }
    refused = np.array([bool(any(p)) for p in zip(*problems.values(), strict=True)], np.bool_)
    lost = [not c and not is_no_date(cell) for c, cell in zip(column.found, column.cells.cells, strict=True)]
    problems["date_unreadable"] = list(np.array(lost, np.bool_) & ~refused)
    masks = {code: column.cells.pick(np.array(flags, np.bool_)) for code, flags in problems.items() if any(flags)}
    used = [_used(column, c, order) for c in column.found]
    label, mixed = _label(column.cells, used)
    return Dates(column.days(order), label, masks, mixed)


def _impossible(column: _Column, at: int, order: str | None) -> bool:
    candidates, cell = column.found[at], column.cells.cells[at]
    if candidates:
        return len(candidates) == 1 and column.day_of(candidates, order) is None
    return is_date_shaped(cell) and not is_no_date(cell)


def _used(column: _Column, candidates: dict[str, date], order: str | None) -> str:
    day = column.day_of(candidates, order)
    if day is None:
        return ""
    return order if order in candidates else next(name for name, d in candidates.items() if d == day)


def _label(cells: Coded, used: list[str]) -> tuple[str, Mask | None]:
    """The order of most rows, and the rows that needed another day-month order."""
    rows = np.bincount(cells.codes[cells.codes >= 0], minlength=len(used)) if used else np.zeros(0, np.int64)
    counts: dict[str, int] = {}
    for name, count in zip(used, rows, strict=True):
        counts[name] = counts.get(name, 0) + int(count)
    counts.pop("", None)
    if not counts:
        return "", None
    label = max(counts, key=lambda name: (counts[name], name))
    odd: npt.NDArray[np.bool_] = np.array([name in ("dmy", "mdy") and name != label for name in used], np.bool_)
    return label, cells.pick(odd) if odd.any() else None
