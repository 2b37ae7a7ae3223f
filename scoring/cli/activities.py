"""Commands of what was done while collecting: activities import, activities list."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from scoring.cli.importing import DryRun, Map, Sheet, pairs, tell
from scoring.cli.options import AsJson, AsOf, Lang, Order, StorePath, choice, opened
from scoring.cli.output import show, show_json, table
from scoring.text import say

KINDS = ("activities", "surveys", "promises", "disputes")
SHOWN = 200
"""Lines of a list; the JSON has all."""
LogFile = Annotated[Path, typer.Argument(help="cli.argument.log_file", metavar="FILE")]
KindOf = Annotated[
    str | None,
    typer.Option("--kind", help="cli.option.log_kind", metavar="|".join(KINDS), parser=choice("--kind", KINDS)),
]
Customer = Annotated[str | None, typer.Option("--customer", help="cli.option.activity_customer", metavar="NUMBER")]
COLUMNS = (
    "done_on",
    "customer",
    "document_no",
    "channel",
    "outcome",
    "spoke_with",
    "next_step",
    "next_on",
    "owner",
    "minutes",
)


def import_(
    file: LogFile,
    store: StorePath = None,
    kind: KindOf = None,
    map: Map = None,
    date_order: Order = None,
    sheet: Sheet = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
    lang: Lang = "en",
) -> int:
    """Bring in calls, visits, e-mails, letters, answers, promises or disputes; 1 = rows were rejected, 2 = not taken."""
    from scoring.desk.collections.logs import import_log
    from scoring.desk.intake.importing import Failure, brought_in
    from scoring.errors import ScoringError
    from scoring.ledger.reading import ImportOptions
    from scoring.terms import Kind

    options = ImportOptions(Kind(kind) if kind else None, mapping=pairs(map or []), date_order=date_order, sheet=sheet)
    with opened(store) as ledger:
        try:
            reports = import_log(ledger, file, options, dry_run)
        except ScoringError as stop:
            tell([], [Failure(str(file), stop)], as_json, lang)
            return 2
        told = [(report, brought_in(ledger, report)) for report in reports]
    tell(told, [], as_json, lang)
    return 1 if any(report.rejected for report in reports) else 0


def list_(
    store: StorePath = None, customer: Customer = None, as_of: AsOf = None, as_json: AsJson = False, lang: Lang = "en"
) -> int:
    """What was done, newest first."""
    from scoring.desk.collections.logs import activities
    from scoring.desk.parameters import default_as_of

    with opened(store) as ledger:
        found = activities(ledger, as_of or default_as_of(ledger), customer)
    if as_json:
        show_json(found)
        return 0
    headings = [say("worklist.column.customer" if name == "customer" else f"field.{name}", lang) for name in COLUMNS]
    show(table(headings, [_line(row, lang) for row in found[:SHOWN]], lang))
    if len(found) > SHOWN:
        show(say("cli.more_activities", lang, count=len(found) - SHOWN))
    return 0


def _line(row: dict[str, Any], lang: str) -> list[Any]:
    spoken = {
        "customer": row["name"] or row["customer_id"],
        "channel": say(f"strategy.channel.{row['channel']}", lang),
        "outcome": say(f"note.outcome.{row['outcome']}", lang),
    }
    return ["" if (cell := (row | spoken)[name]) is None else cell for name in COLUMNS]
