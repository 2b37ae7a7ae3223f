"""Each named format reads its golden export and recognises no other's."""

from __future__ import annotations

import pytest

from scoring.ledger.formats import FORMATS
from scoring.ledger.headings.matching import recognised_format
from scoring.ledger.reading import Reading
from scoring.text import knows
from tests.ledger.goldens import GOLDENS, Golden
from tests.ledger.writing import read, rows

IDS = [f"{golden.format}-{number}" for number, golden in enumerate(GOLDENS)]


def documents(reading: Reading) -> tuple[str, ...]:
    columns = ("customer_id", "document_no", "kind", "issue_date", "due_date", "amount")
    found = rows(reading, "documents", *columns)
    return tuple(" ".join("GEN" if str(v).startswith("GEN-") else str(v) for v in row) for row in found)


def receipts(reading: Reading) -> tuple[str, ...]:
    if "receipts" not in reading.tables:
        return ()
    return tuple(" ".join(map(str, row)) for row in rows(reading, "receipts", "customer_id", "receipt_date", "amount"))


@pytest.mark.parametrize("golden", GOLDENS, ids=IDS)
def test_a_golden_is_recognised_and_read(golden: Golden) -> None:
    reading = read(golden.text)
    assert reading.format == golden.format
    assert documents(reading) == golden.documents
    assert receipts(reading) == golden.receipts
    assert set(reading.skipped) == set(golden.skipped)
    assert reading.rejected.num_rows == 0
    assert {row["currency"] for row in reading.tables["documents"].to_pylist()} == {golden.currency}


@pytest.mark.parametrize("golden", GOLDENS, ids=IDS)
def test_no_format_recognises_anothers_golden(golden: Golden) -> None:
    lines = [[cell.strip() for cell in line.split("|")] for line in golden.text.strip().splitlines()]
    found = {known.name for line in lines if (known := recognised_format(line, lines[0][0]))}
    assert found == {golden.format} - {"plain"}


def test_every_format_has_a_golden_and_a_name() -> None:
    assert {golden.format for golden in GOLDENS} == set(FORMATS)
    assert [name for name in FORMATS if not knows(f"format.{name}")] == []
