"""Commands that answer for a scorecard: monitor, scorecard document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scoring.cli.options import AsJson, AsOf, Lang, StorePath, choice, opened
from scoring.cli.output import show, show_json, table
from scoring.cli.scorecard_days import told_if_after
from scoring.text import numbers, say

if TYPE_CHECKING:
    from scoring.desk.scorecard.monitoring import Watched
    from scoring.scorecard.validation.monitor import Month

FORMATS = ("html", "md")
CardVersion = Annotated[int | None, typer.Option("--version", help="cli.option.card_version", metavar="N", min=0)]
DocumentForm = Annotated[
    str,
    typer.Option(
        "--format", help="cli.option.document_form", metavar="|".join(FORMATS), parser=choice("--format", FORMATS)
    ),
]
OutFile = Annotated[Path, typer.Option("--out", help="cli.option.document_out", metavar="FILE")]


def monitor(
    store: StorePath = None,
    as_of: AsOf = None,
    version: CardVersion = None,
    as_json: AsJson = False,
    lang: Lang = "en",
) -> int:
    """The card in use on the last month-ends, with alarms; 1 where one asks for action."""
    from scoring.desk.parameters import default_as_of
    from scoring.desk.scorecard.monitoring import watch

    with opened(store) as ledger:
        on = as_of or default_as_of(ledger)
        watched = watch(ledger, on, version)
        told_if_after(ledger, on, lang)
    if as_json:
        show_json(watched.as_json())
    else:
        show(_told(watched, lang))
    return int(any(alarm.severity == "act" for alarm in watched.found.alarms))


def document(
    out: OutFile,
    store: StorePath = None,
    version: CardVersion = None,
    form: DocumentForm = "html",
    as_json: AsJson = False,
    lang: Lang = "en",
) -> int:
    """Write the model document of a version for an auditor."""
    from scoring.desk.scorecard.model_document import evidence, model_document

    with opened(store) as ledger:
        found = evidence(ledger, version)
    out.write_text(model_document(found, lang, "html" if form == "html" else "md"), encoding="utf-8")
    number = found.checked.version.number
    if as_json:
        show_json({"out": out, "version": number, "format": form})
    else:
        show(say("document.written", lang, path=str(out), version=number))
    return 0


def _told(watched: Watched, lang: str) -> str:
    from scoring.desk.scorecard.wording import alarm_sentence

    version, found = watched.version, watched.found
    (first, last), rows = watched.reference, watched.reference_rows
    lines = [
        say("monitor.title", lang, name=version.card.name, version=version.number, as_of=watched.as_of),
        say("monitor.reference", lang, rows=rows, first=first, last=last),
        "",
        _months(found.months, lang),
        "",
    ]
    if found.months:
        lines += [_shifts(found.months[-1], lang), ""]
    told = [
        say(
            "monitor.told", lang, severity=say(f"monitor.severity.{a.severity}", lang), sentence=alarm_sentence(a, lang)
        )
        for a in found.alarms
    ]
    return "\n".join([*lines, *(told or [say("monitor.no_alarms", lang)])])


def _months(months: tuple[Month, ...], lang: str) -> str:
    names = ("day", "customers", "mean_score", "psi", "drift", "expected_bads", "bads", "auc", "in_order", "by_hand")
    rows = [
        [
            month.day,
            month.customers,
            numbers.decimal(month.mean_score, lang),
            numbers.decimal(month.psi, lang, 3),
            say(f"monitor.drift.{month.drift}", lang),
            numbers.decimal(month.expected_bads, lang),
            month.bads,
            "" if month.auc is None else numbers.decimal(month.auc, lang, 3),
            "" if month.in_order is None else say(f"monitor.order.{'yes' if month.in_order else 'no'}", lang),
            month.by_hand,
        ]
        for month in months
    ]
    return table([say(f"monitor.column.{name}", lang) for name in names], rows, lang, right=(2, 3, 5, 7))


def _shifts(month: Month, lang: str) -> str:
    from scoring.desk.scorecard.wording import characteristic_label

    headings = [say(f"monitor.column.{name}", lang) for name in ("characteristic", "csi", "drift", "points")]
    rows = [
        [
            characteristic_label(shift.name, lang),
            numbers.decimal(shift.csi, lang, 3),
            say(f"monitor.drift.{shift.drift}", lang),
            numbers.decimal(round(shift.points, 1) + 0.0, lang),  # no -0.0
        ]
        for shift in month.shifts
    ]
    return table(headings, rows, lang, right=(1, 3))
