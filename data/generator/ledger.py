"""The generator's front: a whole ledger, of any size, as six files."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from data.generator import chunks, columns
from data.generator.decline import customer_ids
from data.generator.files import Format, Writer

MONTHS_MIN = 12


def generate(
    invoices: int, out: Path, seed: int = 7, language: str = "en", months: int = 36, file_format: Format = "csv"
) -> list[Path]:
    """Write a ledger with exactly that many invoices, up to 2026-10-31, and return its files.

    Credit notes come on top; rows of receipts are about as many as invoices. The same arguments give the same bytes.
    Memory stays bounded: customers are done in runs, so that a large file is in order of date within each run only.
    Raises FileNotFoundError for an unknown language, ValueError for less than one invoice or twelve months.
    """
    if invoices < 1 or months < MONTHS_MIN:
        raise ValueError(f"at least 1 invoice and {MONTHS_MIN} months, not {invoices} and {months}")
    ours = chunks.plan(invoices, seed, language, months)
    out.mkdir(parents=True, exist_ok=True)
    whole = {
        "customers": columns.of_customers(ours),
        "exchange_rates": columns.of_rates(ours),
        "financials": columns.of_statements(ours),
    }
    paths = []
    for name, table in whole.items():
        with Writer(out, name, ours.words.headings[name], file_format) as file:
            file.write(table)
        paths.append(file.path)
    return [*paths, *_write_documents(ours, out, file_format)]


def _write_documents(ours: chunks.Plan, out: Path, file_format: Format) -> list[Path]:
    """Invoices, receipts and disputes, chunk by chunk; numbers run on through the chunks."""
    heads, ids = ours.words.headings, pa.array(customer_ids(len(ours.who)))
    number = receipt_number = 10 ** len(str(2 * ours.invoices))
    with (
        Writer(out, "invoices", heads["invoices"], file_format) as billed,
        Writer(out, "receipts", heads["receipts"], file_format) as paid,
        Writer(out, "disputes", heads["disputes"], file_format) as disputed,
    ):
        for chunk in chunks.chunks(ours):
            billed.write(columns.of_documents(ours, ids, chunk, number))
            paid.write(columns.of_receipts(ours, ids, chunk, number, receipt_number))
            disputed.write(columns.of_disputes(ours, ids, chunk, number))
            number += len(chunk.invoices.cents)
            receipt_number += int(chunk.receipts.number.max(initial=-1)) + 1
    return [billed.path, paid.path, disputed.path]
