"""One raw sheet -> a Reading: find the table, the format, the kind and the fields, then read every row."""

from __future__ import annotations

from collections.abc import Callable

from scoring.errors import ScoringError
from scoring.ledger.formats import FORMATS, PLAIN
from scoring.ledger.headings.evidence import borne_out
from scoring.ledger.headings.format import Format
from scoring.ledger.headings.kinds import missing, recognise
from scoring.ledger.headings.layout import Layout, laid_out
from scoring.ledger.headings.matching import match, recognised_format
from scoring.ledger.headings.preamble import Preamble, read_preamble
from scoring.ledger.headings.rowmarks import mark_rows
from scoring.ledger.reading import ImportOptions, Match, RawSheet, Reading
from scoring.ledger.rows.account import read_account
from scoring.ledger.rows.common import Rows
from scoring.ledger.rows.customers import read_customer_list
from scoring.ledger.rows.documents import read_documents
from scoring.ledger.rows.fates import DUPLICATE, Fates
from scoring.ledger.rows.masters import read_disputes, read_financials, read_rates, unpivoted
from scoring.ledger.rows.receipts import read_receipts
from scoring.ledger.rows.small import SMALL, read_small
from scoring.ledger.rows.who import has_groups
from scoring.ledger.rows.worksheet import Worksheet
from scoring.terms import Kind

READERS: dict[Kind, Callable[[Worksheet], Rows]] = {
    Kind.CUSTOMERS: read_customer_list,
    Kind.RATES: read_rates,
    Kind.INVOICES: read_documents,
    Kind.ACCOUNT: read_account,
    Kind.RECEIPTS: read_receipts,
    Kind.DISPUTES: read_disputes,
    Kind.FINANCIALS: read_financials,
    **dict.fromkeys(SMALL, read_small),
}
PREVIEW_ROWS = 20


def interpret(raw: RawSheet, options: ImportOptions, sheets: tuple[str, ...] = ()) -> Reading | None:
    """Understand one sheet; None = no kind of ledger sheet (never so when `options.kind` is given).

    Raises ScoringError: columns_missing where a given kind lacks columns it needs, heading_unknown and field_unknown
    for a mapping that does not fit, format_unknown.
    """
    layout = laid_out(raw, [heading for heading in options.mapping.values() if heading])
    if layout is None:
        if options.kind:
            raise ScoringError("columns_missing", kind=options.kind.value, found="", expected=_expected(options.kind))
        return None
    marked = _metadata(raw, layout)
    known = _format(layout, options, marked)
    preamble = read_preamble(layout.grid.preamble, marked)
    understood = _understood(layout, known or PLAIN, preamble, options)
    if understood is None:
        return None
    kind, found = understood
    if kind == Kind.RATES and "rate" not in {m.field for m in found}:
        layout = unpivoted(layout, next(m.column for m in found if m.field == "rate_date"))
        found = match(kind, layout.labels, PLAIN, {})
    used = known if known and known.kind == kind else PLAIN
    decided = {*options.mapping.values(), *(h for headings in used.headings.values() for h in headings)}
    matches = borne_out(found, layout, decided)
    sheet = Worksheet(layout, kind, used, matches, preamble, options, Fates(layout.grid.table.num_rows))
    sheet.look_through()
    mark_rows(sheet)
    return _reading(raw, sheet, READERS[kind](sheet), sheets)


def _metadata(raw: RawSheet, layout: Layout) -> tuple[str, ...]:
    """The first row with its empty cells, where the table does not begin there."""
    if not layout.grid.preamble:
        return ()
    first = raw.table.slice(0, 1).to_pylist()[0]
    return tuple(first[name] or "" for name in raw.table.column_names if name != "source_row")


def _format(layout: Layout, options: ImportOptions, marked: tuple[str, ...]) -> Format | None:
    if options.format:
        if options.format not in FORMATS:
            raise ScoringError("format_unknown", format=options.format, expected=", ".join(FORMATS))
        return FORMATS[options.format]
    return recognised_format(layout.grid.headings, marked[0] if marked else "")


def _understood(
    layout: Layout, known: Format, preamble: Preamble, options: ImportOptions
) -> tuple[Kind, tuple[Match, ...]] | None:
    """The kind and the matches. A named format brings its kind; else the kind that explains most columns."""
    kind = options.kind or (known.kind if known is not PLAIN else None)
    named = preamble.customer is not None or has_groups(layout)
    found = match(kind, layout.labels, known, options.mapping) if kind else ()
    lacking = missing(kind, found, layout.labels, named) if kind else []
    if kind is None or (lacking and not (options.kind or options.format)):
        return recognise(layout.labels, known, options.mapping, named)
    if lacking:
        headings = ", ".join(label for label in layout.grid.headings if label)
        raise ScoringError("columns_missing", kind=kind.value, found=headings, expected=", ".join(lacking))
    return kind, found


def _expected(kind: Kind) -> str:
    return ", ".join(missing(kind, (), (), customer_known=False))


def _is_stated(sheet: Worksheet, rows: Rows) -> bool:
    """Whether the date that the sheet speaks of was told by the user or stands above the table."""
    return sheet.options.known_on is not None or rows.known_on in (sheet.preamble.known_on or {}).values()


def _reading(raw: RawSheet, sheet: Worksheet, rows: Rows, sheets: tuple[str, ...]) -> Reading:
    layout, fates = sheet.layout, sheet.fates
    grid = layout.grid
    used = {m.column for m in sheet.matches.values()}
    order = sorted(sheet.matches.values(), key=lambda m: m.column)
    head = [
        [row[f"c{i}"] or "" for i in range(len(layout.labels))] for row in grid.table.slice(0, PREVIEW_ROWS).to_pylist()
    ]
    money = {} if rows.amounts is None or rows.currency is None else fates.money(rows.amounts, rows.currency)
    return Reading(
        kind=sheet.kind,
        format=sheet.format.name,
        sheet=raw.sheet,
        sheets=sheets or (raw.sheet,),
        encoding=raw.encoding,
        headings=layout.labels,
        heading_row=grid.heading_row,
        mapping=tuple(order),
        unmapped=tuple(label for i, label in enumerate(layout.labels) if i not in used),
        date_orders={heading: name for heading, name in sheet.date_orders.items() if name},
        rows_read=sheet.rows,
        duplicates=fates.count(DUPLICATE),
        skipped=dict(fates.skipped),
        tables=rows.tables,
        rejected=fates.rejected(grid.table, layout.labels, rows.amounts, rows.currency),
        warnings=(*raw.notes, *fates.warnings),
        money=money,
        preview=tuple(tuple(row) for row in head),
        known_on=rows.known_on,
        stated_on=rows.known_on if _is_stated(sheet, rows) else None,
    )
