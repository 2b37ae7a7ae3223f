"""How the ledger's own money flowed through its buckets, as a provision matrix for every segment."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from scoring import settings
from scoring.desk.kept import ledger_basis
from scoring.desk.risk.provision_basis import Parameters
from scoring.desk.views import Scope
from scoring.metrics.risk.allowance import ZERO
from scoring.metrics.risk.provision import BucketRate, Link, bootstrap, matrix
from scoring.store import Store, learnings

Rates = dict[str, tuple[BucketRate, ...]]
"""The provision matrix by segment; "" is that of the whole ledger."""
FORM = 1
"""Of the flows kept; raised when it changes."""
NO_LINK = Link(ZERO, ZERO, 0, 0)


def segment_rates(
    store: Store, scope: Scope, parameters: Parameters, segments: Mapping[str, str], *, intervals: bool
) -> Rates:
    """The matrix of the whole ledger and of every segment, from the history of the months before the as-of date.

    `segments` is the segment of each customer, empty = one portfolio. With `intervals` each rate has its 95% interval.
    """
    keys = settings.load().schemes["default"].keys
    window, basis = _window(scope.view.as_of, parameters), ledger_basis(store, FORM)
    kept = learnings.are_flows_kept(store, window, basis)
    params = window | scope.params | ({"made_from": basis} if kept else {})
    order = ["customer_id", "position"] if intervals else []
    flows = store.table("kept_flows" if kept else "bucket_flows", params, order=order)
    customers = flows["customer_id"].to_pylist() if segments else [""] * flows.num_rows
    named = pa.array([segments.get(customer, "") for customer in customers], pa.string())
    flows = flows.append_column("segment", named)
    everybody = _links(flows, keys)
    parts = {"": flows} | {
        name: flows.filter(pc.equal(flows["segment"], name)) for name in sorted({*segments.values()})
    }
    return {
        name: _matrix(part, keys, everybody, parameters, intervals)
        for name, part in parts.items()
        if part is flows or name
    }


def keep_flows(store: Store, as_of: date, parameters: Parameters) -> None:
    """Keep what `segment_rates` of a day reads, unless it is there."""
    window, basis = _window(as_of, parameters), ledger_basis(store, FORM)
    if not learnings.are_flows_kept(store, window, basis):
        learnings.keep_flows(store, window, basis)


def _window(as_of: date, parameters: Parameters) -> dict[str, object]:
    from_date = months_back(as_of, parameters.history_months)
    return {"from_date": from_date, "as_of": as_of, "lost_after_days": parameters.lost_after_days}


def months_back(day: date, months: int) -> date:
    """The same day so many months before, or the last of a shorter month.

    >>> months_back(date(2024, 3, 31), 13)
    datetime.date(2023, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _matrix(
    part: pa.Table, keys: Sequence[str], everybody: Sequence[Link], parameters: Parameters, intervals: bool
) -> tuple[BucketRate, ...]:
    own = _links(part, keys)
    rates = matrix(keys, own, everybody, parameters.lgd)
    if not intervals or not part.num_rows:
        return rates
    entered, rolled = (_by_customer(part, name, len(keys)) for name in ("entered", "rolled"))
    spans = bootstrap(entered, rolled, [rate.roll for rate in rates], parameters.lgd)
    return matrix(keys, own, everybody, parameters.lgd, spans)


def _links(part: pa.Table, keys: Sequence[str]) -> list[Link]:
    """The link of every bucket; of nothing where nothing entered it."""
    kept = part.filter(pc.not_equal(part["entered"], pa.scalar(ZERO, part.schema.field("entered").type)))
    summed = kept.group_by("bucket").aggregate(
        [("entered", "sum"), ("rolled", "sum"), ("customer_id", "count_distinct"), ("claims", "sum")]
    )
    found = {
        row["bucket"]: Link(
            row["entered_sum"], row["rolled_sum"], row["customer_id_count_distinct"], int(row["claims_sum"] or 0)
        )
        for row in summed.to_pylist()
    }
    return [found.get(key, NO_LINK) for key in keys]


def _by_customer(part: pa.Table, name: str, buckets: int) -> NDArray[np.float64]:
    """An amount as a matrix: one row a customer, one column a bucket; currencies added up, converted as they are."""
    codes = part["customer_id"].combine_chunks().dictionary_encode()
    found = np.zeros((len(codes.dictionary), buckets))
    amounts = pc.cast(part[name], pa.float64()).to_numpy()
    np.add.at(found, (codes.indices.to_numpy(), part["position"].to_numpy()), amounts)
    return found
