"""The open claims that a forecast is made of, with the promises and disputes that move them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median
from typing import Any

import numpy as np
import pandas as pd

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
    promises = [row for row in store.rows("known_promises", {"as_of": as_of}) if row["promised_date"] > as_of]
    due = [bool(row["kept"]) for row in store.rows("promise_record", {"as_of": as_of})]
    disputes = store.rows("disputes_on", {"as_of": as_of})
    closed = [row["days"] for row in disputes if row["closed_date"] is not None]
    return Moves(
        promises=sorted(promises, key=lambda row: (row["made_on"], row["promised_date"])),
        disputes=[row for row in disputes if row["closed_date"] is None],
        dispute_days=int(median(closed)) if closed else DISPUTE_DAYS,
        kept_share=(sum(due) + 1) / (len(due) + 2),
    )


def open_claims(store: Store, scope: Scope) -> pd.DataFrame:
    """The open invoices of a view, oldest first: COLUMNS, and open (cents as shown)."""
    params = open_items_params(scope)
    table = store.table("open_items", params, where=narrowed(store, scope, None), order=["due_date", "document_key"])
    frame: pd.DataFrame = table.select(list(COLUMNS)).to_pandas()
    return frame.assign(open=cents(frame["reporting_amount"]))


def as_arrays(frame: pd.DataFrame, moved: Moves, as_of: date, customers: Mapping[str, int]) -> OpenClaims:
    """Rows of `open_claims` of a day as the forecast reads them; `customers` numbers their customers."""
    count = len(frame)
    promised, share = np.full(count, np.nan), np.ones(count)
    owners, currencies, amounts = (frame[name].tolist() for name in ("customer_id", "currency", "open_amount"))
    place: Place = {key: at for at, key in enumerate(zip(owners, frame["document_no"].tolist(), strict=True))}
    of_customer: dict[str, list[int]] = {}
    for at, owner in enumerate(owners):
        of_customer.setdefault(owner, []).append(at)
    for promise in moved.promises:
        key = (promise["customer_id"], promise["document_no"])
        mine = of_customer.get(key[0], []) if key[1] is None else [place[key]] if key in place else []
        mine = [at for at in mine if promise["currency"] in (None, currencies[at])]
        for at, part in _promised(promise["promised_amount"], mine, amounts):
            promised[at], share[at] = (promise["promised_date"] - as_of).days, part
    waits = np.zeros(count, np.int64)
    for row in moved.disputes:
        key = (row["customer_id"], row["document_no"])
        if key in place:
            waits[place[key]] = max(moved.dispute_days - row["days"], 1)
    due = np.array(frame["due_date"].tolist(), dtype="datetime64[D]").astype(np.int64)
    customer = np.array([customers[owner] for owner in owners], dtype=np.int64)
    return OpenClaims(customer, due, waits, promised, share)


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
