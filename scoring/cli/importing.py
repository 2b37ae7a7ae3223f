"""Commands about what goes in: import, imports, undo, rejected."""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scoring.cli.options import AsJson, Closes, KindOf, Lang, Order, SnapshotDate, StorePath, opened
from scoring.cli.output import complain, sentence_of, show, show_json, table
from scoring.errors import ScoringError
from scoring.terms import Kind
from scoring.text import say

if TYPE_CHECKING:
    from scoring.desk.intake.importing import Failure
    from scoring.store import ImportReport

Files = Annotated[list[Path], typer.Argument(help="cli.argument.files", metavar="FILES...")]
Format = Annotated[str | None, typer.Option("--format", help="cli.option.format", metavar="NAME")]
Map = Annotated[list[str] | None, typer.Option("--map", help="cli.option.map", metavar="FIELD=HEADING")]
Terms = Annotated[int | None, typer.Option("--terms-days", help="cli.option.terms_days", metavar="DAYS", min=0)]
FileCurrency = Annotated[str | None, typer.Option("--currency", help="cli.option.file_currency", metavar="CODE")]
Sheet = Annotated[str | None, typer.Option("--sheet", help="cli.option.sheet", metavar="NAME")]
Encoding = Annotated[str | None, typer.Option("--encoding", help="cli.option.encoding", metavar="NAME")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="cli.option.dry_run")]
ImportId = Annotated[int, typer.Argument(help="cli.argument.import_id", metavar="ID")]
OutFile = Annotated[Path, typer.Option("--out", help="cli.option.out_file", metavar="FILE")]

COUNTS = ("read", "loaded", "updated", "duplicates", "rejected", "skipped")
OUTCOMES = ("read", "loaded", "duplicates", "rejected", "skipped")

REJECTED_SHOWN = 5


def import_(
    files: Files,
    store: StorePath = None,
    kind: KindOf = None,
    format: Format = None,
    map: Map = None,
    terms_days: Terms = None,
    currency: FileCurrency = None,
    date_order: Order = None,
    sheet: Sheet = None,
    encoding: Encoding = None,
    snapshot_date: SnapshotDate = None,
    closes: Closes = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
    lang: Lang = "en",
) -> int:
    """Import files; 1 = some rows were rejected, 2 = some file could not be taken (the others were)."""
    from scoring.desk.intake.importing import Failure, brought_in, import_files
    from scoring.ledger.reading import ImportOptions

    what = (Kind(kind) if kind else None, format, pairs(map or []))
    options = ImportOptions(*what, terms_days, currency, date_order, sheet, encoding, snapshot_date, closes)
    with opened(store, must_exist=False) as ledger:
        outcome = import_files(ledger, [file for file in files if file.is_file()], options, dry_run=dry_run)
        told = [(report, brought_in(ledger, report)) for report in outcome.reports]
    missing = [Failure(str(file), ScoringError("file_missing")) for file in files if not file.is_file()]
    failures = [*missing, *outcome.failures]
    tell(told, failures, as_json, lang)
    if failures:
        return 2
    return 1 if any(report.rejected for report in outcome.reports) else 0


def imports(store: StorePath = None, as_json: AsJson = False, lang: Lang = "en") -> int:
    """List the imports of a store."""
    with opened(store) as ledger:
        found = [_listed(row) for row in ledger.imports()]
    if as_json:
        show_json(found)
    else:
        columns = ("import_id", "imported_at", "imported_by", "file", "sheet", "kind", *COUNTS, "undone_at")
        headings = [say(f"cli.column.{name}", lang) for name in columns]
        spoken = [row | {"kind": say(f"kind.{row['kind']}", lang)} for row in found]
        show(table(headings, [[row[name] for name in columns] for row in spoken], lang))
    return 0


def undo(import_id: ImportId, store: StorePath = None, as_json: AsJson = False, lang: Lang = "en") -> int:
    """Take an import out again."""
    from scoring.store import undo as take_out

    with opened(store) as ledger:
        take_out(ledger, import_id)
    if as_json:
        show_json({"undone": import_id})
    else:
        show(say("cli.undone", lang, import_id=str(import_id)))
    return 0


def rejected(
    import_id: ImportId, out: OutFile, store: StorePath = None, as_json: AsJson = False, lang: Lang = "en"
) -> int:
    """Write the rejected rows of an import to a file to be corrected and imported again."""
    from scoring.desk.intake.rejected import rejected_file

    with opened(store) as ledger:
        out.write_bytes(rejected_file(ledger, import_id, lang))
        count = ledger.total("rejected", None, [], where={"import_id": import_id})["rows"]
    if as_json:
        show_json({"rows": count, "out": out})
    else:
        show(say("cli.rejected_written", lang, count=count, path=str(out)))
    return 0


def pairs(given: list[str]) -> dict[str, str]:
    """`--map` arguments as field -> heading. Raises ScoringError "map_not_a_pair".

    >>> pairs(["amount=Open balance", "due_date="])
    {'amount': 'Open balance', 'due_date': ''}
    """
    found = {}
    for text in given:
        field, sign, heading = text.partition("=")
        if not sign or not field:
            raise ScoringError("map_not_a_pair", value=text)
        found[field.strip()] = heading.strip()
    return found


def _listed(row: dict[str, Any]) -> dict[str, Any]:
    report = row["report"]
    told = {name: row[name] for name in ("import_id", "imported_at", "imported_by", "undone_at")}
    return told | {name: report[name] for name in ("file", "sheet", "kind", "format", *COUNTS)}


def tell(reports: list[tuple[ImportReport, dict[str, Any]]], failures: list[Failure], as_json: bool, lang: str) -> None:
    """Say what became of each sheet, with who brought it in, and of each file that could not be taken."""
    reasons = [(failure.file, failure.error, sentence_of(failure.error, lang)) for failure in failures]
    if as_json:
        failed = [{"file": file, "error": error.code, "reason": reason} for file, error, reason in reasons]
        show_json([*(report.as_json() | who for report, who in reports), *failed])
    else:
        for report, who in reports:
            _tell_sheet(report, who, lang)
    for file, _, reason in reasons:
        complain(f"{file}: {reason}")


def _tell_sheet(report: ImportReport, who: dict[str, Any], lang: str) -> None:
    from scoring.desk.intake.rejected import reason
    from scoring.desk.wording import issue_sentence

    name = f"{report.file} [{report.sheet}]" if report.sheet else report.file
    kind, format = say(f"kind.{report.kind}", lang), say(f"format.{report.format}", lang)
    show(say("cli.sheet", lang, place=name, kind=kind, format=format))
    if report.already_imported is not None:
        show("  " + say("cli.already_imported", lang, import_id=str(report.already_imported), **who))
    elif report.import_id is not None:
        show("  " + say("cli.brought_in", lang, import_id=str(report.import_id), **who))
    rows = [[say("cli.rows", lang), *(getattr(report, name) for name in OUTCOMES)]]
    rows += [[code, *(Decimal(sums[name]) for name in OUTCOMES)] for code, sums in report.money.items()]
    show(table(["", *(say(f"cli.column.{name}", lang) for name in OUTCOMES)], rows, lang))
    for issue in report.warnings:
        show("  " + issue_sentence(asdict(issue), lang))
    for row in report.rejected_rows[:REJECTED_SHOWN]:
        place = {"row": row["source_row"], "column": row["column"] or "–"}
        show("  " + say("cli.rejected_row", lang, **place, reason=reason(row, lang)))
    if report.rejected > REJECTED_SHOWN:
        show(
            "  "
            + say(
                "cli.more_rejected",
                lang,
                count=report.rejected - REJECTED_SHOWN,
                import_id=str(report.import_id or "ID"),
            )
        )
    show("")
