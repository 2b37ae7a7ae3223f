"""The open claims that a forecast is made of, with the promises and disputes that move them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from scoring.desk.figures.aging import open_items_params
from scoring.desk.views import Scope, narrowed
from scoring.metrics.forecast.outlook import OpenClaims
from scoring.metrics.risk.loss import cents
from scoring.store import Store

COLUMNS = (
    "document_key", "customer_id", "customer_name", "document_no", "due_date", "currency", "open_amount",
    "reporting_amount", "days_past_due",
)  # fmt: skip
DISPUTE_DAYS = 30
"""How long a dispute takes where the ledger has not seen one closed."""
Rows = list[dict[str, Any]]
Place = dict[tuple[str, str], int]


@dataclass(frozen=True)
class Moves:
    """What moves open claims on a date: promises not yet due, open disputes, how long disputes take, and which share of
    promises is kept: (kept + 1) / (due + 2), so that without a record it is one half."""

    promises: Rows
    disputes: Rows
    dispute_days: int
    kept_share: float


def moves(store: Store, as_of: date) -> Moves:
    """Promises and disputes as known at the end of `as_of`."""
    promises = store.table("known_promises", {"as_of": as_of})
    ahead = promises.filter(pc.greater(promises["promised_date"], pa.scalar(as_of, pa.date32()))).to_pylist()
    kept = {row["kept"]: row["documents"] for row in store.grouped("promise_record", {"as_of": as_of}, ["kept"], [])}
    disputes = store.table("disputes_on", {"as_of": as_of})
    over = disputes["closed_date"].is_valid()
    closed = disputes.filter(over)["days"].to_pylist()
    return Moves(
        promises=sorted(ahead, key=lambda row: (row["made_on"], row["promised_date"])),
        disputes=disputes.filter(pc.invert(over)).to_pylist(),
        dispute_days=int(median(closed)) if closed else DISPUTE_DAYS,
        kept_share=(kept.get(True, 0) + 1) / (sum(kept.values()) + 2),
    )


def open_claims(store: Store, scope: Scope) -> pd.DataFrame:
    """The open invoices of a view, oldest first: COLUMNS, open (cents as shown) and due_day (since 1970-01-01)."""
    params = open_items_params(scope)
    table = store.table("open_items", params, where=narrowed(store, scope, None), order=["due_date", "document_key"])
    frame: pd.DataFrame = table.select(list(COLUMNS)).to_pandas()
    owed = table["reporting_amount"].cast(pa.float64()).to_numpy()
    return frame.assign(open=cents(owed), due_day=table["due_date"].cast(pa.int32()).to_numpy().astype(np.int64))


def as_arrays(frame: pd.DataFrame, moved: Moves, as_of: date, customers: Mapping[str, int]) -> OpenClaims:
    """Rows of `open_claims` of a day as the forecast reads them; `customers` numbers their customers."""
    count = len(frame)
    promised, share, waits = np.full(count, np.nan), np.ones(count), np.zeros(count, np.int64)
    place, of_customer = _places(frame, {row["customer_id"] for row in (*moved.promises, *moved.disputes)})
    owners, currencies, amounts = frame["customer_id"], frame["currency"].tolist(), frame["open_amount"].tolist()
    for promise in moved.promises:
        key = (promise["customer_id"], promise["document_no"])
        mine = of_customer.get(key[0], []) if key[1] is None else [place[key]] if key in place else []
        mine = [at for at in mine if promise["currency"] in (None, currencies[at])]
        for at, part in _promised(promise["promised_amount"], mine, amounts):
            promised[at], share[at] = (promise["promised_date"] - as_of).days, part
    for row in moved.disputes:
        key = (row["customer_id"], row["document_no"])
        if key in place:
            waits[place[key]] = max(moved.dispute_days - row["days"], 1)
    number, different = pd.factorize(owners)
    customer = np.array([customers[owner] for owner in different.tolist()], dtype=np.int64)[number]
    due = np.asarray(frame["due_day"], dtype=np.int64)
    return OpenClaims(customer, due, waits, promised, share)


def _places(frame: pd.DataFrame, wanted: Container[str]) -> tuple[Place, dict[str, list[int]]]:
    """Where the claims of the `wanted` customers stand: by customer and number of the document, and by customer."""
    place: Place = {}
    of_customer: dict[str, list[int]] = {}
    for at, (owner, number) in enumerate(
        zip(frame["customer_id"].tolist(), frame["document_no"].tolist(), strict=True)
    ):
        if owner in wanted:
            place[owner, number] = at
            of_customer.setdefault(owner, []).append(at)
    return place, of_customer


def _promised(left: Decimal | None, places: Iterable[int], amounts: Sequence[Decimal]) -> Iterable[tuple[int, float]]:
    """The claims that a promise speaks of and the share of each: its document, or the customer's oldest first, as far as
    the amount reaches (None = all of them)."""
    for at in places:
        owed = amounts[at]
        if left is None:
            yield at, 1.0
        elif left > 0:
            yield at, float(min(left / owed, Decimal(1)))
            left -= owed
