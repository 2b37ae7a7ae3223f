"""The task of bringing files in: keep, read in the child process, place in the store, report."""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from scoring import settings
from scoring.errors import Issue, ScoringError
from scoring.ledger.headings.layout import labels_of
from scoring.ledger.process.child import Child, read_in_child, source_lines, waiting_child
from scoring.ledger.process.transfer import options_from_json
from scoring.ledger.reading import ImportOptions, Reading
from scoring.store import ImportReport, RawFile, Store, earlier_import, import_reading, with_remarks_of_now
from scoring.terms import Kind

Progress = Callable[[str, float], None]
COUNTED = ("loaded", "duplicates", "rejected")
"""Outcomes of rows that are claims or money; totals and other rows that are skipped need no currency."""
HEADINGS_WITHIN = 20
"""Rows among which the headings of a file are looked for when only a confirmed mapping can tell them."""


@dataclass(frozen=True)
class Failure:
    """A file that could not be taken at all, and why."""

    file: str
    error: ScoringError


@dataclass(frozen=True)
class Outcome:
    """What became of several files: one report per sheet taken, one failure per file not taken."""

    reports: list[ImportReport]
    failures: list[Failure]


def import_files(
    store: Store,
    paths: Sequence[Path],
    options: ImportOptions,
    *,
    names: Mapping[Path, str] | None = None,
    dry_run: bool = False,
    on_progress: Progress | None = None,
) -> Outcome:
    """Import files, each sheet all or nothing; masters before invoices before receipts, whatever order they come in.

    `names` gives the user's name of a file where the path has another. A file that cannot be read is a failure; the
    others still go in. `on_progress` hears a stage and a share of that stage in 0..1.
    """
    reports, failures, waiting = [], [], []
    for path in paths:
        with waiting_child() as child:
            file = store.raw.keep(path, (names or {}).get(path, path.name))
            earlier = None if dry_run else earlier_import(store, file.sha256, options.sheet, options)
            if earlier:
                reports.append(again(earlier, file))
                continue
            try:
                waiting += [(file, reading, used) for reading, used in read(store, file, options, on_progress, child)]
            except ScoringError as error:
                failures.append(Failure(file.name, error))
    for file, reading, used in sorted(waiting, key=lambda item: turn(item[1])):
        try:
            reports.append(_place(store, file, reading, used, options, dry_run))
        except ScoringError as error:
            failures.append(Failure(file.name, error))
        if on_progress:
            on_progress("placed", len(reports) / max(1, len(waiting)))
    if len(reports) > 1 and not dry_run:
        reports = [with_remarks_of_now(store, report) for report in reports]
    return Outcome(reports, failures)


def turn(reading: Reading) -> tuple[int, date]:
    """Sorts readings into the order in which they are imported: masters before invoices before receipts, lists by day."""
    return list(Kind).index(reading.kind), reading.stated_on or date.min


def read(
    store: Store,
    file: RawFile,
    options: ImportOptions,
    on_progress: Progress | None = None,
    child: Child | None = None,
) -> list[tuple[Reading, ImportOptions]]:
    """Read a kept file, by a child that waits where there is one; where the user once confirmed a mapping for a sheet's
    headings, that mapping is used."""
    found = []
    try:
        readings = read_in_child(file.path, options, on_progress or _quiet, child=child)
    except ScoringError as stop:
        return _as_remembered(store, file, options, stop)
    for reading in readings:
        remembered = None if options.mapping or options.kind else store.remembered_mapping(reading.headings)
        if remembered is None or _used(reading) == remembered:
            found.append((reading, options))
            continue
        kind, mapping = remembered
        told = replace(options, kind=Kind(kind), mapping=mapping, sheet=reading.sheet)
        found += [(again, told) for again in read_in_child(file.path, told)]
    return found


def _as_remembered(
    store: Store, file: RawFile, options: ImportOptions, stop: ScoringError
) -> list[tuple[Reading, ImportOptions]]:
    """A file that is no ledger by its headings alone, read by the mapping a user once confirmed for them.

    Raises `stop` where there is none.
    """
    if stop.code != "sheet_unrecognised" or options.mapping or options.kind:
        raise stop
    lines = source_lines(file.path, options.sheet or "", range(1, HEADINGS_WITHIN + 1), options)
    known = (store.remembered_mapping(labels_of(line)) for line in lines.values())
    remembered = next(filter(None, known), None)
    if remembered is None:
        raise stop
    told = replace(options, kind=Kind(remembered[0]), mapping=remembered[1])
    return [(reading, told) for reading in read_in_child(file.path, told)]


def confirm_mapping(store: Store, reading: Reading) -> None:
    """Remember how this sheet's headings were understood, for the next file with the same headings."""
    kind, fields = _used(reading)
    store.remember_mapping(reading.headings, kind, fields)


def place(
    store: Store,
    file: RawFile,
    reading: Reading,
    options: ImportOptions,
    dry_run: bool = False,
    by: str | None = None,
) -> ImportReport:
    """Place one reading that was looked at beforehand (the screen's preview); `by` None = the system's user."""
    return _place(store, file, reading, options, options, dry_run, by)


def brought_in(store: Store, report: ImportReport) -> dict[str, Any]:
    """ "imported_at" (UTC) and "imported_by" of the import a report tells of, be it an earlier one of the same file.

    Both are None for a dry run.
    """
    number = report.import_id or report.already_imported
    row = store.one("import", import_id=number) if number else None
    return {name: row[name] if row else None for name in ("imported_at", "imported_by")}


def replay(store: Store, file: RawFile, event: Mapping[str, Any], at: datetime) -> ImportReport:
    """Repeat an import as the journal recorded it: same options, same defaults, same person, same moment."""
    options = options_from_json(event["options"])
    reading = next(r for r in read_in_child(file.path, options) if r.sheet == event["sheet"])
    told = {name: event[name] for name in ("currency", "terms_days", "by")}
    return import_reading(store, reading, file, options, **told, at=at)


def _place(
    store: Store,
    file: RawFile,
    reading: Reading,
    used: ImportOptions,
    given: ImportOptions,
    dry_run: bool,
    by: str | None = None,
) -> ImportReport:
    currency, assumed = _currency(store, reading, given)
    terms = given.terms_days if given.terms_days is not None else _whole(store.setting("terms_days"))
    if given.mapping and not dry_run:
        confirm_mapping(store, reading)
    report = import_reading(
        store, reading, file, used, currency=currency, terms_days=terms, by=by or user_of_machine(), dry_run=dry_run
    )
    if not dry_run and report.loaded and store.setting("currency") is None:
        store.set_setting("currency", currency)
    if any(reading.money.get("", {}).get(name) for name in COUNTED) and (assumed or len(reading.money) > 1):
        code = "currency_assumed" if assumed else "currency_filled"
        issue = Issue(code, facts={"currency": currency}, severity="warn")
        report = replace(report, warnings=(*report.warnings, issue))
    return report


def user_of_machine() -> str:
    """Name of the operating system's user; the number where the system has no name for it (a bare container)."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


def _currency(store: Store, reading: Reading, options: ImportOptions) -> tuple[str, bool]:
    """The currency of rows that state none, and whether it is only assumed."""
    told = options.currency or store.setting("currency")
    if told:
        return told, False
    stated = {currency: sums["read"] for currency, sums in reading.money.items() if currency}
    if stated:
        return max(stated, key=lambda currency: (abs(stated[currency]), currency)), False
    chinese = any("\u4e00" <= character <= "\u9fff" for character in "".join(reading.headings))
    shipped = settings.load()
    return (shipped.currency_of_chinese_files if chinese else shipped.currency), True


def again(earlier: Mapping[str, Any], file: RawFile) -> ImportReport:
    """The report of a file that was taken before: every row of it is there already."""
    old = earlier["report"]
    counts = {"loaded": 0, "updated": 0, "duplicates": old["read"], "rejected": 0, "skipped": 0}
    money = {
        currency: {name: sums["read"] if name in ("read", "duplicates") else "0.00" for name in sums}
        for currency, sums in old["money"].items()
    }
    told = old | counts | {"money": money, "skipped_by_reason": {}, "rejected_rows": [], "warnings": ()}
    return ImportReport(**told | {"file": file.name, "import_id": None, "already_imported": earlier["import_id"]})


def _used(reading: Reading) -> tuple[str, dict[str, str]]:
    return str(reading.kind), {match.field: match.heading for match in reading.mapping}


def _quiet(stage: str, share: float) -> None:
    """Progress nobody listens to."""


def _whole(text: str | None) -> int | None:
    return int(text) if text else None
