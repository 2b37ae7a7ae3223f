"""The generator's front: a whole ledger, of any size, as thirteen files."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

import pyarrow as pa

from data.generator import activities, chunks, columns, signals
from data.generator.decline import customer_ids
from data.generator.files import Format, Writer

MONTHS_MIN = 12


def generate(
    invoices: int,
    out: Path,
    seed: int = 7,
    language: str = "en",
    months: int = 36,
    file_format: Format = "csv",
    customers: int | None = None,
) -> list[Path]:
    """Write a ledger with exactly that many invoices, up to 2026-10-31, and return its files; `customers` None = as many
    as a ledger of that size has.

    Credit notes come on top; rows of receipts are about as many as invoices. The same arguments give the same bytes.
    Memory stays bounded: customers are done in runs, a file is in order of date within each run, and a ledger of more
    than a million invoices comes in parts of about a million (invoices-01, invoices-02, ...).
    Raises FileNotFoundError for an unknown language, ValueError for less than one invoice or twelve months.
    """
    if invoices < 1 or months < MONTHS_MIN:
        raise ValueError(f"at least 1 invoice and {MONTHS_MIN} months, not {invoices} and {months}")
    ours = chunks.plan(invoices, seed, language, months, customers)
    out.mkdir(parents=True, exist_ok=True)
    whole = {
        "customers": columns.of_customers(ours),
        "exchange_rates": columns.of_rates(ours),
        "financials": columns.of_statements(ours),
        "protections": signals.of_protections(ours),
        "promises": signals.of_promises(ours),
        "events": signals.of_events(ours),
        "outlooks": signals.of_outlooks(ours),
        "ratings": signals.of_ratings(ours),
    }
    paths = []
    for name, table in whole.items():
        with Writer(out, name, ours.words.headings[name], file_format) as file:
            file.write(table)
        paths.append(file.path)
    for part, run in groupby(chunks.chunks(ours), key=lambda chunk: chunk.part):
        ending = f"-{part:02}" if invoices > chunks.INVOICES_PER_FILE else ""
        paths += _write_part(ours, run, out, ending, file_format)
    return paths


def _write_part(
    ours: chunks.Plan, run: Iterable[chunks.Chunk], out: Path, ending: str, file_format: Format
) -> list[Path]:
    """Invoices, receipts, disputes, activities and answers of some chunks."""
    heads, ids = ours.words.headings, pa.array(customer_ids(len(ours.who)))
    with (
        Writer(out, f"invoices{ending}", heads["invoices"], file_format) as billed,
        Writer(out, f"receipts{ending}", heads["receipts"], file_format) as paid,
        Writer(out, f"disputes{ending}", heads["disputes"], file_format) as disputed,
        Writer(out, f"activities{ending}", heads["activities"], file_format) as done,
        Writer(out, f"surveys{ending}", heads["surveys"], file_format) as answered,
    ):
        for chunk in run:
            billed.write(columns.of_documents(ours, ids, chunk))
            paid.write(columns.of_receipts(ours, ids, chunk))
            disputed.write(columns.of_disputes(ours, ids, chunk))
            done.write(activities.of_activities(ours, ids, chunk))
            answered.write(activities.of_surveys(ours, ids, chunk))
    return [billed.path, paid.path, disputed.path, done.path, answered.path]
