"""SELECTs over marts and tables, built from names and bound values. Names are the only text that is pasted."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from scoring.store import sqlfiles

NAME = re.compile(r"[a-z_][a-z_0-9]*")


def select(
    mart: str,
    params: Mapping[str, object],
    where: Mapping[str, object],
    search: str | None,
    order: Sequence[str] = (),
) -> tuple[str, dict[str, Any]]:
    """The text and the bound values of `SELECT * FROM mart(params)`, kept to `where` and to rows that hold `search`, in
    `order` (see `order_item`).

    Raises ValueError for a name that is no plain identifier.

    >>> select("customer", {}, {"nature": "government"}, None)
    ('SELECT * FROM "customer" t WHERE "nature" = $where_nature', {'where_nature': 'government'})
    """
    bound: dict[str, Any] = dict(params)
    call = ", ".join(f"{name(parameter)} := ${parameter}" for parameter in params)
    source = f"{name(mart)}({call})" if mart in sqlfiles.names("marts") else name(mart)
    conditions = [_condition(column, value, bound) for column, value in where.items()]
    if search:
        bound["search_"] = search
        conditions.append("contains(lower(t::VARCHAR), lower($search_))")
    kept = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    sorted_by = f" ORDER BY {', '.join(order_item(item) for item in order)}" if order else ""
    return f"SELECT * FROM {source} t{kept}{sorted_by}", bound


def name(text: str) -> str:
    """`text` quoted as an identifier. Raises ValueError where it is none."""
    if not NAME.fullmatch(text):
        raise ValueError(f"not a plain name: {text!r}")
    return f'"{text}"'


def order_item(item: str) -> str:
    """One entry of ORDER BY from "column", "column asc" or "column desc"; nulls last.

    >>> order_item("open_amount desc")
    '"open_amount" desc NULLS LAST'
    """
    column, _, direction = item.partition(" ")
    if direction.lower() not in ("", "asc", "desc"):
        raise ValueError(f"not an order: {item!r}")
    return f"{name(column)} {direction or 'asc'} NULLS LAST"


def _condition(column: str, value: object, bound: dict[str, Any]) -> str:
    if value is None:
        return f"{name(column)} IS NULL"
    bound[f"where_{column}"] = value
    if isinstance(value, list):
        return f"{name(column)} IN (SELECT unnest($where_{column}))"
    return f"{name(column)} = $where_{column}"
