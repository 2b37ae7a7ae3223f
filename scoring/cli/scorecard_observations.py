"""Commands about customers as they were known on a date: observations."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scoring.cli.options import AsJson, AsOf, Lang, StorePath, opened
from scoring.cli.output import show, show_json, table
from scoring.cli.scorecard_days import told_if_after
from scoring.text import say

OutFile = Annotated[Path, typer.Option("--out", help="cli.option.observations_file", metavar="FILE")]


def observations(
    out: OutFile, store: StorePath = None, as_of: AsOf = None, as_json: AsJson = False, lang: Lang = "en"
) -> int:
    """Every customer known on a date with its characteristics, as CSV or Parquet."""
    from scoring.desk.parameters import default_as_of
    from scoring.desk.scorecard.observations_file import observations_file

    with opened(store) as ledger:
        on = as_of or default_as_of(ledger)
        written = observations_file(ledger, on, out)
        told_if_after(ledger, on, lang)
    if as_json:
        show_json({"out": out, "as_of": on, "rows": sum(written.values()), "status": written})
        return 0
    rows = [[say(f"observation_status.{status}", lang), count] for status, count in written.items()]
    show(say("cli.observations_written", lang, path=str(out), as_of=on, rows=sum(written.values())))
    show(table([say("cli.column.status", lang), say("cli.column.customers", lang)], rows, lang))
    return 0
