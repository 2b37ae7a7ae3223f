"""The task of making a ledger up, of any size, to try things out or to measure with."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from data import generator
from data.generator.files import Format
from scoring.errors import ScoringError

FORMATS: tuple[str, ...] = get_args(Format)
LANGUAGES: tuple[str, ...] = generator.SAMPLE_LANGUAGES


def generate(
    invoices: int,
    out: Path,
    *,
    seed: int = 7,
    language: str = "en",
    months: int = 36,
    file_format: str = "csv",
    customers: int | None = None,
) -> list[Path]:
    """Write customers, invoices, receipts, rates, disputes and statements into the folder `out`; returns the files.

    `invoices` is the exact number of invoices, up to 2026-10-31; receipts are about as many; `customers` None = as many as
    a ledger of that size has. The same arguments give the same bytes. Raises ScoringError "not_a_choice" and
    "made_up_ledger_too_small".
    """
    if language not in LANGUAGES:
        raise ScoringError("not_a_choice", option="--language", value=language, allowed=", ".join(LANGUAGES))
    if file_format not in FORMATS:
        raise ScoringError("not_a_choice", option="--format", value=file_format, allowed=", ".join(FORMATS))
    if invoices < 1 or months < generator.MONTHS_MIN:
        raise ScoringError("made_up_ledger_too_small", invoices=invoices, months=months, least=generator.MONTHS_MIN)
    known: Format = "parquet" if file_format == "parquet" else "csv"
    return generator.generate(invoices, out, seed, language, months, known, customers)
