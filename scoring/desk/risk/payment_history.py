"""What became of a ledger's claims by a date, as the arrays that a forecast learns from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from scoring.metrics.forecast.history import History, Ints
from scoring.store import Store

HISTORY_DAYS = 730
"""Claims closed longer ago than that are not looked at."""
EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class PaymentHistory:
    """The claims of a ledger as known on a date: `history` numbers its customers as `customers` lists them."""

    as_of: date
    history: History
    customers: dict[str, int]


def day_number(day: date) -> int:
    """Days since 1970-01-01.

    >>> day_number(date(1970, 1, 31))
    30
    """
    return (day - EPOCH).days


def payment_history(store: Store, as_of: date) -> PaymentHistory:
    """Everything issued by `as_of` that was open within the last HISTORY_DAYS, as known then; amounts are not converted."""
    table = store.table("claim_ends", {"as_of": as_of, "history_days": HISTORY_DAYS})
    names, numbers = _numbered(table["customer_id"])
    columns = {name: np.asarray(table[name], dtype=np.int64) for name in ("issue_day", "due_day", "end_day", "ended")}
    history = History(
        customers=len(names),
        kinds=_kinds(store, as_of, names),
        customer=numbers,
        claim=np.asarray(table["document_key"], dtype=np.int64),
        issue=columns["issue_day"],
        due=columns["due_day"],
        end=columns["end_day"],
        ended=columns["ended"],
        share=np.asarray(table["share"], dtype=np.float64),
        amount=np.asarray(table["part_amount"], dtype=np.float64),
        currency=_numbered(table["currency"])[1],
    )
    return PaymentHistory(as_of, history, {name: number for number, name in enumerate(names)})


def _numbered(column: pa.ChunkedArray) -> tuple[list[str], Ints]:
    """The different texts of a column in their order, and the number of each row's; however the rows come."""
    coded = column.combine_chunks().dictionary_encode()
    found = coded.dictionary.to_pylist()
    names = sorted(found)
    place = {name: at for at, name in enumerate(names)}
    of_code = np.array([place[name] for name in found], dtype=np.int64)
    return names, np.asarray(of_code[np.asarray(coded.indices)], dtype=np.int64) if found else np.zeros(0, np.int64)


def _kinds(store: Store, as_of: date, names: list[str]) -> Ints:
    """A number for the nature and size of each customer, as known on the date."""
    known = store.table("known_customers", {"days": [as_of]}).select(["customer_id", "nature", "size"])
    words = pc.binary_join_element_wise(
        pc.fill_null(known["nature"], ""), pc.fill_null(known["size"], ""), "/"
    ).combine_chunks()
    codes = _numbered(pa.chunked_array([words]))[1]
    of_name = dict(zip(known["customer_id"].to_pylist(), codes.tolist(), strict=True))
    return np.array([of_name.get(name, -1) + 1 for name in names], dtype=np.int64)
