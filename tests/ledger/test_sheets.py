"""Every shared ledger reads with the right number of rows, and no damaged file does more than stop with a reason."""

from __future__ import annotations

import gzip
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.errors import ScoringError
from scoring.text import knows
from tests.ledger import books
from tests.ledger.books import ROWS, read, source_rows

ROWS_WITH_HEADING = {
    "china/sales_invoices_E139_gb18030.csv": (12_823, "gb18030"),
    "china/sales_invoices_E193.csv": (32_312, "utf-8"),
    "china/sales_invoices_E238.csv": (12_085, "utf-8"),
    "highradius/snapshot_2019-10-31.csv": (30_372, "utf-8"),
    "ibm/invoices.csv": (2_467, "utf-8"),
    "ibm/invoices.xlsx": (2_467, None),
    "ibm/invoices_dd_mm_yyyy.csv": (2_467, "utf-8"),
    "ibm/invoices_leading_zeros.csv": (2_467, "utf-8"),
    "ibm/invoices_with_missing.csv": (2_587, "utf-8"),
    "multicurrency/accounts_receivable.csv": (401, "utf-8"),
    "multicurrency/exchange_rates.csv": (3_656, "utf-8"),
    "payments/Credit_Limits.csv": (501, "utf-8"),
    "payments/Customer_Master.csv": (504, "utf-8"),
    "payments/Invoices.csv": (8_006, "utf-8"),
    "payments/Payments.csv": (6_749, "utf-8"),
}


@pytest.mark.shared_data
@pytest.mark.parametrize("name", ROWS_WITH_HEADING)
def test_shared_ledgers(shared: Path, name: str) -> None:
    [sheet] = read(shared / name)
    rows, encoding = ROWS_WITH_HEADING[name]
    assert (sheet.table.num_rows, sheet.encoding, sheet.notes) == (rows, encoding, ())
    assert source_rows(sheet) == list(range(1, rows + 1))


def samples() -> dict[str, bytes]:
    """Small honest files, to be damaged. Binary .xls is left to the child's tests: damaged ones abort their process."""
    text = "客户,发票号码,金额\n" + '"中国, 石油",001,5.5\n' * 5
    with tempfile.TemporaryDirectory() as folder:
        xlsx = books.xlsx(Path(folder, "x"), {"S": ROWS}).read_bytes()
        ods = books.ods(Path(folder, "o"), ROWS).read_bytes()
    encoded = {encoding: text.encode(encoding) for encoding in ("utf-8", "gb18030", "utf-16")}
    return {
        **encoded,
        "gz": gzip.compress(text.encode()),
        "json": b'[{"a":1.5,"b":{"c":[1]}}]',
        "xlsx": xlsx,
        "ods": ods,
    }


SAMPLES = samples()
BYTES = st.binary(max_size=6) | st.sampled_from(
    [b'"', b"\n", b"\0\0", b"\r", b",,,", b"\xff\xfe", b"[[", b"\xef\xbf\xbd"]
)
WOUND = st.tuples(st.floats(0, 1), st.integers(0, 30), BYTES)


@settings(max_examples=150, deadline=None)
@given(form=st.sampled_from(sorted(SAMPLES)), wounds=st.lists(WOUND, min_size=1, max_size=5))
def test_a_damaged_file_gives_a_sheet_or_a_reason(form: str, wounds: list[tuple[float, int, bytes]]) -> None:
    content = bytearray(SAMPLES[form])
    for place, gone, new in wounds:
        at = int(place * len(content))
        content[at : at + gone] = new
    with tempfile.NamedTemporaryFile() as file:
        Path(file.name).write_bytes(content)
        try:
            outcome = [sheet.table.num_rows for sheet in read(Path(file.name))]
        except ScoringError as stop:
            outcome = [knows(f"error.{stop.code}")]
    assert all(outcome)
