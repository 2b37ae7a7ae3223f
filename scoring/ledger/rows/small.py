"""Small dated tables -> rows: protections, promises, events, outlooks, ratings, activities, answers of customers.

They differ in nothing but their columns, so each is an entry of `SMALL`: the type of a column in the schema says how its
cells are read, `words` which columns hold one of a few words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from scoring.ledger.cells.columns import day_array
from scoring.ledger.cells.currencies import read_currencies
from scoring.ledger.cells.words import meaning_in, read_words
from scoring.ledger.rows.common import Rows, known_on, table_of, truths
from scoring.ledger.rows.fates import fixed_facts
from scoring.ledger.rows.repeats import mark_duplicates, reject_conflicts, repeated
from scoring.ledger.rows.who import read_customers
from scoring.ledger.rows.worksheet import Worksheet
from scoring.ledger.schema import (
    ACTIVITIES,
    DAY,
    EVENTS,
    MONEY,
    OUTLOOKS,
    PROMISES,
    PROTECTIONS,
    RATE,
    RATINGS,
    SURVEYS,
    WHOLE,
)  # fmt: skip
from scoring.terms import Kind

WHOLE_NUMBER = r"^-?\d{1,6}([.]0+)?$"
NUMBER = r"^-?\d{1,9}([.]\d{1,8})?$"
LONG_TAIL = r"([.]\d{8})\d+$"


@dataclass(frozen=True)
class Small:
    """What is special about one small table.

    `key` tells rows apart, in the file and in the store. `needed` date and `any_of` (one of these columns) is filled.
    `periods` are pairs of dates of which the first is not after the second. `words` maps a column to the section of the
    vocabulary with its words; a row with a word that is not there is refused, or gets the meaning that `other` has for the
    column. `best` is the highest of a column that counts from 1. Where `every_row`, rows alike are different things: two
    calls on one day.
    """

    schema: pa.Schema
    key: tuple[str, ...]
    needed: str | None = None
    any_of: tuple[str, ...] = ()
    periods: tuple[tuple[str, str], ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    other: Mapping[str, str] = field(default_factory=dict)
    best: Mapping[str, int] = field(default_factory=dict)
    every_row: bool = False


BEST_SCORE = 5
"""Of an answer on how somebody was treated."""

SMALL: dict[Kind, Small] = {
    Kind.PROTECTIONS: Small(
        PROTECTIONS,
        key=("customer_id", "protection", "provider", "valid_from"),
        any_of=("amount", "cover_share"),
        periods=(("valid_from", "valid_to"),),
        words={"protection": "protection_words"},
    ),
    Kind.PROMISES: Small(
        PROMISES,
        key=("customer_id", "document_no", "made_on", "promised_date"),
        needed="promised_date",
        periods=(("made_on", "promised_date"),),
    ),
    Kind.EVENTS: Small(
        EVENTS,
        key=("customer_id", "event", "event_date", "source"),
        needed="event_date",
        any_of=("event",),
        periods=(("event_date", "closed_date"),),
        words={"event": "event_words"},
        other={"event": "other"},
    ),
    Kind.OUTLOOKS: Small(
        OUTLOOKS,
        key=("industry", "outlook_date", "source"),
        needed="outlook_date",
        any_of=("outlook_index", "outlook"),
        words={"outlook": "outlook_words"},
    ),
    Kind.RATINGS: Small(
        RATINGS,
        key=("customer_id", "agency", "rating_date"),
        needed="rating_date",
        any_of=("rating",),
        words={"watch": "watch_words"},
    ),
    Kind.ACTIVITIES: Small(
        ACTIVITIES,
        key=tuple(ACTIVITIES.names[1:]),
        needed="done_on",
        any_of=("channel",),
        periods=(("done_on", "next_on"), ("done_on", "promised_date")),
        words={"channel": "channel_words", "outcome": "outcome_words"},
        other={"outcome": "other"},
        every_row=True,
    ),
    Kind.SURVEYS: Small(
        SURVEYS,
        key=tuple(SURVEYS.names[1:]),
        needed="asked_on",
        any_of=("score",),
        best={"score": BEST_SCORE},
        every_row=True,
    ),
}


def read_small(sheet: Worksheet) -> Rows:
    """Rows of a `SMALL` table. Of rows with one key the first stays; equal ones are duplicates, the others refused (or kept,
    where every row counts)."""
    spec, name = SMALL[sheet.kind], sheet.kind.value
    columns = _columns(sheet, spec)
    if "industry" in columns:
        sheet.fates.reject(truths(pc.is_null(columns["industry"])), "industry_missing", sheet.column_of("industry"))
    empty = np.logical_and.reduce([truths(pc.is_null(columns[n])) for n in spec.any_of or spec.key[:1]])
    sheet.fates.reject(empty, "content_missing", sheet.column_of((spec.any_of or spec.key)[0]))
    key = pc.binary_join_element_wise(*(columns[n].cast(pa.string()).fill_null("") for n in spec.key), "\x1f")
    mark_duplicates(sheet, repeated(key) & sheet.fates.live)
    if not spec.every_row:
        content = {n: values for n, values in columns.items() if n not in (*spec.key, "source_row")}
        reject_conflicts(sheet, repeated(key), [key], content, "fact_conflict", spec.key[0])
    table = table_of(spec.schema, columns, sheet.fates.live)
    latest = _known_on(sheet, spec, columns) if np.any(sheet.fates.live) else None
    return Rows({name: table}, known_on=latest)


def _columns(sheet: Worksheet, spec: Small) -> dict[str, pa.Array]:
    days = [f.name for f in spec.schema if f.type == DAY]
    dates = sheet.dates(days, spec.periods, spec.needed)
    for first, last in spec.periods:
        if first in dates and last in dates:
            sheet.fates.reject(dates[last] < dates[first], "period_turned", sheet.column_of(last))
    found = {"source_row": sheet.source_rows, **{name: day_array(values) for name, values in dates.items()}}
    if "customer_id" in spec.schema.names:
        found["customer_id"] = read_customers(sheet).ids
    for f in spec.schema:
        if f.name not in found:
            found[f.name] = _column(sheet, spec, f)
    if "outcome" in spec.words:
        found["note"] = _with_own_word(sheet, found)
    return found


def _with_own_word(sheet: Worksheet, columns: Mapping[str, pa.Array]) -> pa.Array:
    """The notes; an outcome that no word of ours says stands before its note, so that it is not lost."""
    said = sheet.texts("outcome")
    own = pc.and_(pc.equal(columns["outcome"], "other"), pc.is_valid(said))
    own = pc.and_(pc.fill_null(own, False), pc.invert(pc.is_in(said, pa.array(["other", "Other"]))))
    both = pc.coalesce(pc.binary_join_element_wise(said, columns["note"], "; "), said)
    return pc.if_else(own, both, columns["note"])


def _column(sheet: Worksheet, spec: Small, column: pa.Field) -> pa.Array:
    name = column.name
    if name in spec.words:
        return _words(sheet, spec, name)
    if name == "written_as":
        return sheet.texts(next(iter(spec.words)))
    if name == "currency":
        money = next(f.name for f in spec.schema if f.type == MONEY)
        return read_currencies(sheet, money if sheet.has(money) else None)
    if name == "document_no":
        return sheet.identifiers(name)
    if column.type == MONEY:
        return _amounts(sheet, name)
    if column.type == RATE:
        return _numbers(sheet, name, share=name.endswith("_share"))
    if column.type == WHOLE:
        return _wholes(sheet, name, spec.best.get(name))
    return sheet.texts(name) if column.type != DAY else pa.nulls(sheet.rows, DAY)


def _amounts(sheet: Worksheet, name: str) -> pa.Array:
    money = sheet.money(name)
    sheet.fates.reject(money.known & (money.cents < 0), "amount_below_zero", sheet.column_of(name))
    return money.decimals()


def _words(sheet: Worksheet, spec: Small, name: str) -> pa.Array:
    meaning_of = partial(meaning_in, spec.words[name])
    if name not in spec.other:
        found = read_words(sheet.coded(name), meaning_of)
        sheet.fates.reject(found.unknown, "word_unknown", sheet.column_of(name))
        return found.values
    known = sheet.words(name, meaning_of, f"{name}_unknown")
    return pc.if_else(pc.is_valid(sheet.texts(name)), known.fill_null(spec.other[name]), known)


def _wholes(sheet: Worksheet, name: str, best: int | None) -> pa.Array:
    """Whole numbers of a field; unreadable ones, and those outside 1..best where there is a best, refuse the row."""
    cells = pc.utf8_trim_whitespace(sheet.texts(name))
    readable = pc.match_substring_regex(cells, WHOLE_NUMBER)
    numbers = pc.if_else(readable, pc.replace_substring_regex(cells, r"[.]0+$", ""), None).cast(WHOLE)
    sheet.fates.reject(truths(pc.invert(readable)), "whole_unreadable", sheet.column_of(name))
    if best is not None:
        outside = pc.or_(pc.less(numbers, 1), pc.greater(numbers, best))
        sheet.fates.reject(truths(outside), "score_outside", sheet.column_of(name), fixed_facts(best=best))
    return numbers


def _numbers(sheet: Worksheet, name: str, share: bool) -> pa.Array:
    """Numbers of a field; a share may be written 0.9, 90 or 90%. Unreadable ones refuse the row."""
    cells = sheet.texts(name)
    text = pc.replace_substring_regex(pc.replace_substring_regex(cells, r"[\s％%]+$", ""), r"^(-?\d+),(\d+)$", r"\1.\2")
    text = pc.replace_substring_regex(text, LONG_TAIL, r"\1")
    readable = pc.match_substring_regex(text, NUMBER)
    numbers = pc.if_else(readable, text, None).cast(RATE)
    lost = truths(pc.invert(readable))
    if share:
        percent = pc.or_(pc.match_substring_regex(cells, r"[％%]\s*$"), pc.greater(numbers, 1))
        numbers = pc.if_else(percent, pc.divide(numbers.cast(pa.float64()), 100.0), numbers.cast(pa.float64()))
        lost |= truths(pc.or_(pc.less(numbers, 0.0), pc.greater(numbers, 1.0)))
        numbers = pc.round(numbers, 8).cast(RATE)
    sheet.fates.reject(lost, "number_unreadable", sheet.column_of(name))
    return numbers


def _known_on(sheet: Worksheet, spec: Small, columns: Mapping[str, pa.Array]) -> date | None:
    """The date the sheet speaks of, by the date that its rows are dated by (its first one where none is needed)."""
    named = spec.needed or next(f.name for f in spec.schema if f.type == DAY)
    return known_on(sheet, columns[named].to_numpy(zero_copy_only=False).astype("datetime64[D]"))
