"""How late money comes, by group of customers: curves of payment delays with the claims they rest on, as of any date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from itertools import pairwise
from operator import add

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from scoring.desk.views import groups_of
from scoring.errors import ScoringError
from scoring.metrics.delays import DelayCurve
from scoring.metrics.forecast.hazards import Exposure
from scoring.store import Store
from scoring.terms import GROUPINGS

PARTS = ("paid", "lost", "waiting")
SUMMED = (*PARTS, "claims", "claims_waiting")


@dataclass(frozen=True)
class Evidence:
    """What a curve rests on: `ended` claims of which something was paid or ended otherwise by the date, `waiting` claims
    not settled then."""

    ended: int
    waiting: int

    def __add__(self, other: Evidence) -> Evidence:
        return Evidence(self.ended + other.ended, self.waiting + other.waiting)


@dataclass(frozen=True)
class Delays:
    """What is known of a group's payments on a date: its claims by days from the due date, and how many they are."""

    exposure: Exposure
    evidence: Evidence

    def __add__(self, other: Delays) -> Delays:
        return Delays(self.exposure + other.exposure, self.evidence + other.evidence)

    @property
    def curve(self) -> DelayCurve:
        """The product-limit estimate: claims still open count up to the day they were last seen."""
        return self.exposure.hazards().curve()


def ledger_delays(store: Store, as_of: date, half_life_days: int | None = None) -> Delays:
    """The delays of the whole ledger as one group: see `delays_by`."""
    table = store.sums("payment_delays", _params(as_of, half_life_days), ["days"], SUMMED)
    one = pa.array([""] * table.num_rows, pa.string())
    return reduce(add, _delays(table.append_column("group", one)).values(), NOTHING)


def delays_by(store: Store, as_of: date, by: str, half_life_days: int | None = None) -> dict[str, Delays]:
    """The delays of each group of `by` (one of GROUPINGS) with what their curves rest on, from every invoice issued by
    `as_of` and what was known of it then; groups without invoices are not in it.

    Every invoice counts alike, whatever its amount; with `half_life_days` it counts half where it fell due that many
    days before. Raises ScoringError "grouping_unknown".
    """
    if by not in GROUPINGS:
        raise ScoringError("grouping_unknown", grouping=by, known=", ".join(GROUPINGS))
    if by == "currency":
        table = store.sums("payment_delays", _params(as_of, half_life_days), ["currency", "days"], SUMMED)
        return _delays(table.append_column("group", table["currency"]))
    return delays_in(store, as_of, groups_of(store, as_of, by), half_life_days)


def delays_in(
    store: Store, as_of: date, groups: Mapping[str, str], half_life_days: int | None = None
) -> dict[str, Delays]:
    """The same for any groups, given as the group of each customer; customers without one are left out."""
    return _by_group(_by_customer(store, as_of, half_life_days), groups)


def curves_and_whole(store: Store, as_of: date, by: str) -> tuple[dict[str, DelayCurve], DelayCurve]:
    """The curve of each group of `by` and that of the whole ledger, from one look at it. Raises as `groups_of`."""
    table = _by_customer(store, as_of, None)
    one = pa.array([""], pa.string()).take(pa.array(np.zeros(table.num_rows, dtype=np.int64)))
    whole = reduce(add, _delays(table.append_column("group", one)).values(), NOTHING)
    found = _by_group(table, groups_of(store, as_of, by))
    return {group: delays.curve for group, delays in found.items()}, whole.curve


def _by_customer(store: Store, as_of: date, half_life_days: int | None) -> pa.Table:
    return store.sums("payment_delays", _params(as_of, half_life_days), ["customer_id", "days"], SUMMED)


def _by_group(table: pa.Table, groups: Mapping[str, str]) -> dict[str, Delays]:
    coded = table["customer_id"].combine_chunks().dictionary_encode()
    names = pa.array([groups.get(customer) for customer in coded.dictionary.to_pylist()], pa.string()).take(
        coded.indices
    )
    return _delays(table.append_column("group", names).filter(pc.is_valid(names)))


NOTHING = Delays(Exposure.nothing(), Evidence(0, 0))


def _params(as_of: date, half_life_days: int | None) -> dict[str, object]:
    return {"as_of": as_of, "half_life_days": half_life_days}


def _delays(table: pa.Table) -> dict[str, Delays]:
    """Rows of (group, days, ...) as one `Delays` a group, in order of the groups."""
    rows = table.sort_by([("group", "ascending"), ("days", "ascending")])
    coded = rows["group"].combine_chunks().dictionary_encode()
    starts = np.searchsorted(np.asarray(coded.indices), np.arange(len(coded.dictionary) + 1))
    values = {name: np.asarray(rows[name].cast(pa.float64())) for name in ("days", *SUMMED)}
    return {
        group: _of_rows({name: column[start:end] for name, column in values.items()})
        for group, (start, end) in zip(coded.dictionary.to_pylist(), pairwise(starts), strict=True)
    }


def _of_rows(rows: dict[str, NDArray[np.float64]]) -> Delays:
    """The rows of one group, in order of their days; a day may stand in several."""
    days = rows["days"].astype(int)
    parts = [np.bincount(days - days[0], rows[name]).astype(np.float64) for name in PARTS]
    evidence = Evidence(int(rows["claims"].sum()), int(rows["claims_waiting"].sum()))
    return Delays(Exposure(int(days[0]), *parts), evidence)
