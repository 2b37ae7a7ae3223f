"""Tables: figures right-aligned and written as readers of the language write them, a total that stays in sight, downloads.

    tables.show(session, rows, [Column("customer_name"), Column("open_amount", "money")], key="open", total=total)

Headings are words: `columns.<name>` unless the column names its own key.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

import pandas as pd
import streamlit as st

from pages.shared.session import Session
from scoring.desk.figures.aging import Tie
from scoring.text import knows, numbers

Kind = Literal["text", "money", "exact", "days", "percent", "count", "date", "word", "code", "flag", "bar", "figure"]
NUMERIC = ("money", "exact", "days", "percent", "count", "bar")
RIGHT = (*NUMERIC, "figure")
ROW_HEIGHT, ROWS_SHOWN = 33, 15
WIDTHS = {
    "money": 96,
    "exact": 96,
    "days": 72,
    "percent": 80,
    "count": 80,
    "date": 100,
    "flag": 70,
    "word": 96,
    "code": 76,
}
TEXT_WIDTH, FIRST_WIDTH, FIRST_WIDTH_MIN, BAR_WIDTH, TABLE_WIDTH = 130, 280, 112, 90, 1040
DIGIT_WIDTH, HAN_WIDTH, HEADING_WIDTH_MAX, CELL_PADDING = 8, 13, 112, 18

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Column:
    """One column: the field of the row, how to write it, and where its words stand.

    `kind` "money" is in the reader's unit, "exact" in full (with the row's own currency), "word" a code whose words are
    `<words>.<code>` ("bucket.1-30"), "code" a short text (a currency), "bar" a share drawn as a small bar, "figure" a figure
    that is written already.
    `heading` is a key of words, default `columns.<name>`; `label` is a heading that is words already (from the data).
    """

    name: str
    kind: Kind = "text"
    heading: str | None = None
    label: str | None = None
    words: str = ""
    pinned: bool = False
    width: int | None = None
    help: str | None = None


@dataclass(frozen=True)
class Picked:
    """The cell a reader clicked: its row as given to `show`, and the name of its column."""

    row: Row
    column: str


def show(
    session: Session,
    rows: Sequence[Row],
    columns: Sequence[Column],
    *,
    key: str,
    total: Row | None = None,
    select: bool = False,
    title: str | None = None,
) -> Picked | None:
    """Draw rows under their headings, `total` (column name -> value) below and always in sight.

    With `select` a click on a cell returns its row and column; otherwise None. Sorting is the reader's, by value.
    """
    frame = pd.DataFrame([[_value(row.get(c.name), c) for c in columns] for row in rows], columns=_names(columns))
    written = frame.style.format({c.name: _writer(session, c) for c in columns}, na_rep="")
    widths = _widths(session, columns, frame, total or {})
    drawn = st.dataframe(
        written,
        key=key,
        hide_index=True,
        height="content" if len(rows) <= ROWS_SHOWN else ROW_HEIGHT * (ROWS_SHOWN + 1) + 2,
        column_config={c.name: _config(session, c, widths[c.name], _top(frame[c.name], c)) for c in columns},
        on_select="rerun" if select else "ignore",
        selection_mode="single-cell",
        placeholder="",
        alt=title or key,
    )
    if total is not None:
        _total(session, columns, total, widths, key)
    cells = drawn["selection"]["cells"] if select else []
    return Picked(rows[cells[0][0]], cells[0][1]) if cells and cells[0][0] < len(rows) else None


def ties(session: Session, shown: Decimal, ledger: Decimal, currency: str) -> None:
    """The line below a table: "ties to ledger: 12,345,678.90 USD ✓", or the difference, in red, and where to look."""
    reconciled(session, [Tie(currency, shown, ledger)])


def reconciled(session: Session, lines: Sequence[Tie]) -> None:
    """The same for several currencies at once."""
    fine = [f"{numbers.money(tie.ledger, session.lang)} {tie.currency} ✓" for tie in lines if not tie.difference]
    if fine:
        st.markdown(f":small[{session.say('tables.ties', amounts=' · '.join(fine))}]")
    for tie in lines:
        if tie.difference:
            facts = {"difference": tie.difference, "shown": tie.aging, "ledger": tie.ledger, "currency": tie.currency}
            st.error(session.say("tables.differs", **facts))


def downloads(
    session: Session, name: str, files: Mapping[str, Callable[[], bytes]], key: str, label: str | None = None
) -> None:
    """A menu of files (suffix -> maker of the bytes, e.g. {"csv": ...}), each made when it is taken; `label` = "Download".

    The makers run beside the page, on a long ledger for seconds: they may use the store and nothing of Streamlit.
    """
    menu = st.popover(label or session.say("tables.download"), key=f"{key}_download", on_change="rerun")
    if not menu.open:
        return
    with menu:
        for suffix, make in files.items():
            st.download_button(
                session.say(f"tables.as_{suffix}"),
                make,
                file_name=f"{name}_{session.view.as_of.isoformat()}.{suffix}",
                on_click="ignore",
                key=f"{key}_{suffix}",
                width="stretch",
            )


def heading(session: Session, column: Column) -> str:
    """The column's heading in words, with the unit where amounts are shown in one."""
    words = column.label or session.say(column.heading or f"columns.{column.name}")
    if column.kind == "money" and session.unit != "1":
        return f"{words} ({session.say(f'app.unit_{session.unit}')})"
    return words


def _total(session: Session, columns: Sequence[Column], total: Row, widths: Mapping[str, int], key: str) -> None:
    first = columns[0].name
    values = {c.name: _written(session, c, total.get(c.name)) for c in columns}
    values[first] = str(total.get(first) or session.say("common.total"))
    frame = pd.DataFrame([[values[c.name] for c in columns]], columns=_names(columns))
    st.dataframe(
        frame.style.set_properties(**{"font-weight": "600"}),
        key=f"{key}_total",
        hide_index=True,
        height="content",
        column_config={c.name: _total_config(session, c, widths[c.name]) for c in columns},
        alt=session.say("common.total"),
    )


def _names(columns: Sequence[Column]) -> list[str]:
    return [c.name for c in columns]


def _value(value: Any, column: Column) -> Any:
    if column.kind in NUMERIC:
        return float("nan") if value is None else float(value) * (100 if column.kind == "bar" else 1)
    return value


def _writer(session: Session, column: Column) -> Callable[[Any], str]:
    lang = session.lang
    writers: dict[str, Callable[[Any], str]] = {
        "money": session.money,
        "exact": lambda value: numbers.money(value, lang),
        "days": lambda value: numbers.whole(int(value), lang),
        "count": lambda value: numbers.whole(int(value), lang),
        "percent": lambda value: numbers.percent(value, lang),
        "bar": lambda value: numbers.percent(value / 100, lang),
        "date": lambda value: numbers.day(value, lang),
        "word": lambda value: _word(session, column.words, value),
        "flag": lambda value: session.say("common.yes") if value else "",
    }
    write = writers.get(column.kind, str)
    return lambda value: "" if _nothing(value) else write(value)


def _written(session: Session, column: Column, value: Any) -> str:
    """A total as text, from the decimal and not by way of a float."""
    return _writer(session, column)(value * 100 if column.kind == "bar" and value is not None else value)


def _nothing(value: Any) -> bool:
    return value is None or value is pd.NaT or (isinstance(value, float) and value != value)


def _word(session: Session, area: str, code: object) -> str:
    return session.say(f"{area}.{code}") if knows(f"{area}.{code}") else str(code)


def _config(session: Session, column: Column, width: int, top: float) -> Any:
    words = heading(session, column)
    if column.kind == "bar":
        return st.column_config.ProgressColumn(words, width=width, min_value=0, max_value=top, format="%.1f%%")
    side: Any = "right" if column.kind in RIGHT else "left"
    return st.column_config.Column(words, width=width, pinned=column.pinned, help=column.help, alignment=side)


def _total_config(session: Session, column: Column, width: int) -> Any:
    side: Any = "right" if column.kind in RIGHT else "left"
    return st.column_config.TextColumn(heading(session, column), width=width, pinned=column.pinned, alignment=side)


def _top(values: pd.Series[Any], column: Column) -> float:
    """The length of a full bar: the largest share shown, so that small shares can be told apart."""
    top = values.max() if column.kind == "bar" else None
    return float(top) if top and top > 0 else 100.0


def _widths(session: Session, columns: Sequence[Column], frame: pd.DataFrame, total: Row) -> dict[str, int]:
    """Fixed widths, so that a table and its total stand in the same columns; every figure and heading fits, the names give
    way."""
    widths = {c.name: max(c.width or _usual(c), _needed(session, c, frame[c.name], total)) for c in columns}
    first = columns[0]
    if not first.width:
        others = sum(widths.values()) - widths[first.name]
        widths[first.name] = min(FIRST_WIDTH, max(FIRST_WIDTH_MIN, TABLE_WIDTH - others))
    return widths


def _usual(column: Column) -> int:
    return BAR_WIDTH if column.kind == "bar" else WIDTHS.get(column.kind, TEXT_WIDTH)


def _needed(session: Session, column: Column, values: pd.Series[Any], total: Row) -> int:
    """What the heading and the longest amount of a column take, in pixels; a heading wins only so much."""
    heads = sum(DIGIT_WIDTH if letter.isascii() else HAN_WIDTH for letter in heading(session, column))
    needed = min(heads, HEADING_WIDTH_MAX)
    if column.kind in ("money", "exact"):
        texts = [_writer(session, column)(value) for value in (values.max(), values.min(), total.get(column.name))]
        needed = max(needed, *(len(text) * DIGIT_WIDTH for text in texts))
    return needed + CELL_PADDING
