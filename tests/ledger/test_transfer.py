"""What the child writes, the parent reads: nothing is lost on the way."""

from __future__ import annotations

import dataclasses
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa

from scoring.errors import Issue
from scoring.ledger.process.transfer import load_readings, options_from_json, options_to_json, write_readings
from scoring.ledger.reading import ImportOptions, Match, Reading
from scoring.ledger.schema import REJECTED, SCHEMAS
from scoring.terms import Kind

RATES = pa.Table.from_pylist(
    [
        {
            "source_row": 2,
            "rate_date": date(2020, 1, 31),
            "from_currency": "USD",
            "to_currency": "JPY",
            "rate": Decimal("145"),
        }
    ],
    schema=SCHEMAS["rates"],
)
READING = Reading(
    kind=Kind.RATES,
    format="plain",
    sheet="汇率",
    sheets=("汇率", "Notes"),
    encoding="gb18030",
    headings=("date", "pair", ""),
    heading_row=1,
    mapping=(Match("rate_date", "date", 0, 1.0),),
    unmapped=("pair",),
    date_orders={"date": "ymd"},
    rows_read=2,
    duplicates=0,
    skipped={"total": 1},
    tables={"rates": RATES},
    rejected=REJECTED.empty_table(),
    warnings=(Issue("rows_ragged", row=3, facts={"long": 1}, severity="warn"),),
    money={"USD": {"read": Decimal("10.10")}},
    preview=(("2020-01-31", "USD/JPY"),),
    known_on=date(2020, 2, 1),
)


def test_a_reading_survives_the_way(tmp_path: Path) -> None:
    other = dataclasses.replace(READING, sheet="Notes", known_on=None)
    write_readings([READING, other], tmp_path)
    assert load_readings(tmp_path) == [READING, other]


def test_tables_outlive_their_folder(tmp_path: Path) -> None:
    write_readings([READING], tmp_path)
    [loaded] = load_readings(tmp_path)
    for path in tmp_path.iterdir():
        path.unlink()
    assert loaded.tables["rates"].equals(RATES)


def test_options_survive_the_way() -> None:
    options = ImportOptions(Kind.INVOICES, mapping={"amount": "价税合计"}, terms_days=30, known_on=date(2020, 1, 31))
    assert options_from_json(options_to_json(options)) == options
    assert options_from_json(options_to_json(ImportOptions())) == ImportOptions()
