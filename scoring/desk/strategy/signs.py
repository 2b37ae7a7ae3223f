"""What may tell why customers do not pay, as columns beside what they owe: the facts of the mart `arrears_signs`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from scoring.desk.parameters import currency_of
from scoring.desk.views import Scope
from scoring.store import Store
from scoring.strategy.cases.signs import Signs

FROM_ARREARS = ("as_of", "oldest_days", "disputed_share", "limit_use")
"""Signs that follow from what is open in the currency shown; the others stand in the mart under their own names."""
FROM_MART = tuple(one.name for one in fields(Signs) if one.name not in FROM_ARREARS)


def beside(store: Store, scope: Scope, currency: str, owed: pa.Table) -> pa.Table:
    """What is owed in a currency shown (rows of the mart `arrears`) with the signs of each customer beside it; `signs` =
    whether there are any, which is so for everybody with a claim past due."""
    found = store.table("arrears_signs", {"as_of": scope.view.as_of}, where=scope.customers_where)
    rows = found.take(pc.index_in(owed["customer_id"], value_set=found["customer_id"].combine_chunks()))
    table = owed.append_column("signs", rows["customer_id"].is_valid())
    for name in FROM_MART:
        table = table.append_column(name, rows[name])
    limits = _limits(scope, currency, rows, currency_of(store))
    overdue, used = _real(owed["overdue"]), _real(owed["open_amount"]) / limits
    share = np.divide(_real(owed["disputed_overdue"]), overdue, out=np.zeros(len(overdue)), where=overdue != 0)
    table = table.append_column("disputed_share", pa.array(share))
    return table.append_column("limit_use", pa.array(used, mask=np.isnan(used)))


def signs_in(row: Mapping[str, Any], scope_day: Any) -> Signs | None:
    """The signs of one row of `beside`, None where there are none."""
    if not row["signs"]:
        return None
    told = {name: row[name] for name in (*FROM_MART, *FROM_ARREARS[1:])}
    return Signs(as_of=scope_day, **told | {"recorded_by": row["recorded_by"] or ""})


def _limits(scope: Scope, currency: str, rows: pa.Table, home: str) -> Any:
    """Each customer's limit in the currency shown, NaN without one or without a rate; one without a currency of its own is
    in that of the workspace. Limits are few: each is converted once, exactly."""
    rates = scope.reportings[currency].rates
    amounts, codes = (rows[name].combine_chunks().dictionary_encode() for name in ("credit_limit", "limit_currency"))
    limits, names = amounts.dictionary.to_pylist(), [*codes.dictionary.to_pylist(), home]
    known = np.full((len(names), len(limits) + 1), np.nan)
    for row, code in enumerate(names):
        rate: Decimal | None = rates.get(code)
        known[row, :-1] = [float(limit * rate) if limit and rate else np.nan for limit in limits]
    return known[_places(codes, len(names) - 1), _places(amounts, len(limits))]


def _places(coded: pa.DictionaryArray, missing: int) -> Any:
    return np.asarray(coded.indices.fill_null(missing))


def _real(amounts: pa.ChunkedArray) -> Any:
    return np.asarray(amounts.cast(pa.float64()), dtype=float)
