"""What the ledger says of the assumptions; where it says nothing, the shipped ones stand."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa

from scoring.scenario.assumptions import Assumption, Assumptions
from scoring.scenario.evidence import History, PassThrough, pass_through
from scoring.scenario.facts import Facts
from scoring.store import Store

OPEN_DAYS = 150
"""Invoices younger than this are left out: of them only the early payers have paid."""
TAKEN_MIN = 0.01
"""Share of sales under a discount from which its use counts as evidence."""


def measured_pass_through(store: Store, as_of: date) -> PassThrough | None:
    """By how much payments moved where the ledger's customers got other terms, as known on `as_of`; None where too few
    did."""
    table = store.table("terms_history", {"as_of": as_of, "open_days": OPEN_DAYS}, order=["customer_id", "month"])
    return pass_through(_history(table)) if table.num_rows else None


def assumptions_of(store: Store, as_of: date, facts: Facts) -> Assumptions:
    """The assumptions for a ledger: measured where it can be, else as shipped."""
    own: dict[str, Assumption] = {}
    measured = measured_pass_through(store, as_of)
    if measured is not None:
        own["pass_through"] = measured.assumption
    taken = _take_up(facts)
    if taken is not None:
        own["take_up"] = taken
    return Assumptions().replaced(own)


def _take_up(facts: Facts) -> Assumption | None:
    """The share of sales under a discount today, where one is taken: as many take another that pays as well."""
    sold = sum(segment.yearly_sales for segment in facts.segments)
    taken = sum(segment.yearly_sales * segment.discount.sales_share for segment in facts.segments)
    if sold <= 0 or taken / sold < TAKEN_MIN:
        return None
    share = taken / sold
    return Assumption(share / 2, share, min(1.0, share * 1.5), "discount_taken", {"share": share})


def _history(table: pa.Table) -> History:
    coded = table["customer_id"].combine_chunks().dictionary_encode()
    month = table["month"].to_numpy().astype("datetime64[M]").astype(np.int64)
    return History(
        customer=np.asarray(coded.indices).astype(np.int64),
        month=month,
        terms_days=table["terms_days"].to_numpy().astype(np.int64),
        invoices=table["invoices"].to_numpy().astype(np.int64),
        days=table["days"].to_numpy().astype(np.float64),
    )
