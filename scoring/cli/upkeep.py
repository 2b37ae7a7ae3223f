"""Commands about the store itself and about made-up ledgers: check, demo, generate, bench, backup, restore, rebuild."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from scoring.cli.options import AsJson, Lang, StorePath, opened, path_of
from scoring.cli.output import show, show_json, table
from scoring.text import knows, numbers, say

if TYPE_CHECKING:
    from scoring.desk.bench.ledger import BenchLine

OutFile = Annotated[Path, typer.Option("--out", help="cli.option.out_file", metavar="FILE")]
OutFolder = Annotated[Path, typer.Option("--out", help="cli.option.out_folder", metavar="DIR")]
Invoices = Annotated[int, typer.Option("--invoices", help="cli.option.invoices", metavar="N")]
Seed = Annotated[int, typer.Option("--seed", help="cli.option.seed", metavar="N")]
Months = Annotated[int, typer.Option("--months", help="cli.option.months", metavar="N")]
Language = Annotated[str, typer.Option("--language", help="cli.option.language", metavar="en|zh")]
FileFormat = Annotated[str, typer.Option("--format", help="cli.option.file_format", metavar="csv|parquet")]
Folder = Annotated[Path | None, typer.Option("--folder", help="cli.option.bench_folder", metavar="DIR")]
ImportInvoices = Annotated[
    int, typer.Option("--import-invoices", help="cli.option.import_invoices", metavar="N", min=1)
]
AgingInvoices = Annotated[int, typer.Option("--aging-invoices", help="cli.option.aging_invoices", metavar="N", min=1)]
Backup = Annotated[Path, typer.Argument(help="cli.argument.backup", metavar="FILE")]


def check(store: StorePath = None, as_json: AsJson = False, lang: Lang = "en") -> int:
    """Run the data checks; 1 = some check has failing rows."""
    with opened(store) as ledger:
        results = ledger.check()
    if as_json:
        show_json(results)
    else:
        rows = [[say(f"check.{r.name}", lang) if knows(f"check.{r.name}") else r.name, r.failing] for r in results]
        show(table([say("cli.column.check", lang), say("cli.column.failing", lang)], rows, lang))
    return 1 if any(result.failing for result in results) else 0


def demo(store: StorePath = None, as_json: AsJson = False, lang: Lang = "en") -> int:
    """Fill the demo workspace of the language, or the store given, with the demo ledger; twice adds nothing."""
    from scoring.desk import workspaces

    name = next(name for name, spoken in workspaces.DEMOS.items() if spoken == lang)
    with opened(store or workspaces.store_path(name), must_exist=False) as ledger:
        workspaces.fill_with_demo(ledger, lang)
        told = {"store": str(ledger.path), "imports": len(ledger.imports())}
    if as_json:
        show_json(told)
    else:
        show(say("cli.demo_filled", lang, path=told["store"]))
    return 0


def generate(
    invoices: Invoices,
    out: OutFolder,
    seed: Seed = 7,
    language: Language = "en",
    months: Months = 36,
    file_format: FileFormat = "csv",
    as_json: AsJson = False,
    lang: Lang = "en",
) -> int:
    """Make a ledger up, as files to import."""
    from scoring.desk.intake.generate import generate as make_up

    files = make_up(invoices, out, seed=seed, language=language, months=months, file_format=file_format)
    if as_json:
        show_json({"files": files})
    else:
        show("\n".join(str(file) for file in files))
    return 0


def bench(
    folder: Folder = None,
    import_invoices: ImportInvoices = 1_000_000,
    aging_invoices: AgingInvoices = 10_000_000,
    as_json: AsJson = False,
    lang: Lang = "en",
) -> int:
    """Measure against bare DuckDB on made-up ledgers; 1 = some limit was not kept."""
    from scoring.desk.bench.run import bench as measure

    with TemporaryDirectory(prefix="bench-", dir=folder) as place:
        lines = measure(Path(place), import_invoices=import_invoices, aging_invoices=aging_invoices)
    if as_json:
        show_json([line.as_json() for line in lines])
    else:
        columns = ("measured", "ours", "peer", "ratio", "limit", "within")
        headings = [say(f"cli.column.{name}", lang) for name in columns]
        show(table(headings, [_measured(line, lang) for line in lines], lang, right=range(1, 5)))
    return 0 if all(line.within for line in lines) else 1


def backup(out: OutFile, store: StorePath = None, as_json: AsJson = False, lang: Lang = "en") -> int:
    """Write database, kept files and journal into one zip."""
    from scoring.desk.intake import maintenance

    with opened(store) as ledger:
        written = maintenance.backup(ledger, out)
    _done({"out": str(written)}, "cli.backed_up", as_json, lang)
    return 0


def restore(source: Backup, store: StorePath = None, as_json: AsJson = False, lang: Lang = "en") -> int:
    """Put a backup in place of the store; what was there stays beside it as .before."""
    from scoring.desk.intake import maintenance

    place = path_of(store)
    maintenance.restore(source, place)
    _done({"store": str(place)}, "cli.restored", as_json, lang)
    return 0


def rebuild(store: StorePath = None, as_json: AsJson = False, lang: Lang = "en") -> int:
    """Make the database again from the kept files; the old one stays beside it as .before."""
    from scoring.desk.intake import maintenance

    place = path_of(store)
    events = maintenance.rebuild(place)
    _done({"store": str(place), "events": events}, "cli.rebuilt", as_json, lang)
    return 0


def _done(told: dict[str, object], sentence: str, as_json: bool, lang: str) -> None:
    if as_json:
        show_json(told)
    else:
        show(say(sentence, lang, **told))


def _measured(line: BenchLine, lang: str) -> list[str]:
    values = [
        "" if value is None else numbers.decimal(value, lang, 2)
        for value in (line.ours, line.peer, line.ratio, line.limit)
    ]
    kept = "" if line.limit is None else say("common.yes" if line.within else "common.no", lang)
    return [say(f"cli.bench.{line.name}", lang), *values, kept]
