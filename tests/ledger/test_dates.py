"""One date cell: every spelling of the brief, and what is no date."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.ledger.cells.dates import is_date_shaped, is_destroyed, is_no_date, readings, short_date, short_day

DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("cell", "order", "day"),
    [
        ("2020-01-31", "iso", date(2020, 1, 31)),
        ("2020-1-5", "iso", date(2020, 1, 5)),
        ("2012-03-04 00:00:00", "iso", date(2012, 3, 4)),
        ("2012-03-04T10:00:00.123456789Z", "iso", date(2012, 3, 4)),
        ("2020/1/5", "ymd", date(2020, 1, 5)),
        ("20190316", "compact", date(2019, 3, 16)),
        ("20190316.0", "compact", date(2019, 3, 16)),
        ("43831", "serial1900", date(2020, 1, 1)),
        ("43831", "serial1904", date(2024, 1, 2)),
        ("2026年1月5日", "text", date(2026, 1, 5)),
        ("2026年01月05日 10:30", "text", date(2026, 1, 5)),
        ("Mar 31, 2020", "text", date(2020, 3, 31)),
        ("31 March 2020", "text", date(2020, 3, 31)),
        ("26-Apr-11", "text", date(2011, 4, 26)),
        ("31. März 2020", "text", date(2020, 3, 31)),
        ("1 de enero de 2020", "text", date(2020, 1, 1)),
        ("14 août 2021", "text", date(2021, 8, 14)),
        ("03.04.2012", "dmy", date(2012, 4, 3)),
        ("1/2/2013 12:00 AM", "mdy", date(2013, 1, 2)),
        ("１/２/２０１３", "dmy", date(2013, 2, 1)),
    ],
)
def test_spellings(cell: str, order: str, day: date) -> None:
    assert readings(cell)[order] == day


def test_day_and_month_may_be_told_apart_or_not() -> None:
    assert set(readings("03/04/2012")) == {"dmy", "mdy"}
    assert set(readings("13/04/2012")) == {"dmy"}
    assert set(readings("04/13/2012")) == {"mdy"}


@pytest.mark.parametrize("cell", ["31/02/2025", "2020-02-30", "13/13/2020", "99999999", "soon", "12.2019", "1234567"])
def test_no_day_of_the_calendar(cell: str) -> None:
    assert readings(cell) == {}


def test_a_date_shape_is_not_yet_a_date() -> None:
    assert is_date_shaped("31/02/2025")
    assert not is_date_shaped("INV-2020")


def test_destroyed_by_a_spreadsheet() -> None:
    assert is_destroyed("00:00.0")
    assert is_destroyed("59:31.2")
    assert not is_destroyed("2020-01-01 00:00:00")


@pytest.mark.parametrize("cell", ["", "0", "NaN", "NULL", "-", "未付", "0000-00-00", "n/a", "None"])
def test_open_is_no_date(cell: str) -> None:
    assert is_no_date(cell)


def test_datev_writes_no_year() -> None:
    assert short_day("503", date(2024, 1, 1)) == date(2024, 3, 5)
    assert short_day("0503", date(2024, 7, 1)) == date(2025, 3, 5)
    assert short_date("050324") == date(2024, 3, 5)


@settings(deadline=None)
@given(DAYS)
def test_every_spelling_of_a_day_gives_the_day_back(day: date) -> None:
    for pattern, order in (("%Y-%m-%d", "iso"), ("%Y/%m/%d", "ymd"), ("%d/%m/%Y", "dmy"), ("%m/%d/%Y", "mdy"),
                           ("%Y%m%d", "compact"), ("%d %B %Y", "text"), ("%b %d, %Y", "text"), ("%d-%b-%y", "text"),
                           ("%Y-%m-%dT%H:%M:%S", "iso")):  # fmt: skip
        assert readings(day.strftime(pattern))[order] == day
    serial = (day - date(1899, 12, 30)).days
    assert readings(str(serial))["serial1900"] == day


@settings(deadline=None)
@given(st.text(max_size=20))
def test_any_text_is_read_without_a_stumble(text: str) -> None:
    assert isinstance(readings(text), dict)
