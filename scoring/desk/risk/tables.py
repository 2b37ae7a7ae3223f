"""A report as tables in the reader's language, the same for screen, terminal, CSV and Excel."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from scoring.desk.reports.export import table_csv
from scoring.desk.reports.workbook import sheets
from scoring.desk.wording import header_lines
from scoring.terms import ReportHeader
from scoring.text import say

Kind = Literal["text", "money", "percent", "count"]


@dataclass(frozen=True, slots=True)
class Field:
    """One column: the name of its values, what they are, its heading in words, and what it means ("" = plain enough)."""

    name: str
    kind: Kind
    heading: str
    help: str = ""


@dataclass(frozen=True)
class ReportTable:
    """A titled table. `rows` map the names of `fields` to values (shares as 0.05, None = not known); `total` likewise, its
    first field holding what the line is called. `name` is the table's key, for widgets and JSON."""

    name: str
    title: str
    fields: tuple[Field, ...]
    rows: tuple[Mapping[str, Any], ...]
    total: Mapping[str, Any] | None = None

    @property
    def lines(self) -> list[Mapping[str, Any]]:
        """Rows and the total, if there is one."""
        return [*self.rows, *([self.total] if self.total is not None else [])]

    @property
    def headings(self) -> list[str]:
        """Headings in order; shares say that they are percentages by their own."""
        return [field.heading for field in self.fields]

    def cells(self) -> list[list[Any]]:
        """Values line by line, the total last."""
        return [[line.get(field.name) for field in self.fields] for line in self.lines]


def tables_csv(
    header: ReportHeader, tables: Iterable[ReportTable], lang: str, more: Sequence[tuple[str, str]] = ()
) -> bytes:
    """All tables one below the other, the report's header above; shares as fractions, amounts in full."""
    first, *others = tables
    lines: list[Sequence[object]] = [first.headings, *first.cells()]
    for table in others:
        lines += [[], [table.title], table.headings, *table.cells()]
    return table_csv([first.title], lines, [*header_lines(header, lang), *more])


def tables_xlsx(
    header: ReportHeader, tables: Sequence[ReportTable], sheet: str, lang: str, more: Sequence[tuple[str, str]] = ()
) -> bytes:
    """All tables on one sheet, called `export.sheet.<sheet>`, the report's header above."""
    out = io.BytesIO()
    with sheets(out, (sheet,), lang) as pages:
        page = pages[sheet]
        row = page.start(header, more)
        for table in tables:
            page.page.write_string(row, 0, table.title, page.formats["bold"])
            row += 1
            for column, heading in enumerate(table.headings):
                page.page.write_string(row, column, heading, page.formats["heading"])
            for line in table.lines:
                row += 1
                for column, field in enumerate(table.fields):
                    kind = None if field.kind == "text" else field.kind
                    page.cell(row, column, line.get(field.name), kind)
            row += 2
    return out.getvalue()


def summed(rows: Iterable[Mapping[str, Any]], names: Iterable[str], first: str, lang: str) -> dict[str, Any]:
    """A total line: sums of the named amounts; `first` is the name of the column that says "Total".

    >>> summed([{"open": Decimal("1.50")}, {"open": Decimal("2.00")}], ["open"], "who", "en")
    {'who': 'Total', 'open': Decimal('3.50')}
    """
    listed = list(rows)
    sums = {name: sum((row[name] for row in listed), Decimal("0.00")) for name in names}
    return {first: say("common.total", lang), **sums}
