"""Columns of dates: the whole column, and what must come before what, tell day from month."""

from __future__ import annotations

from datetime import date, timedelta

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.ledger.cells.date_columns import Dates, read_dates

PAIRS = (("issue", "due"),)


def columns(order: str | None = None, **cells: list[str | None]) -> dict[str, Dates]:
    return read_dates({name: pa.array(column, pa.string()) for name, column in cells.items()}, PAIRS, order)


def refused(dates: Dates) -> dict[str, list[bool]]:
    return {code: rows.tolist() for code, rows in dates.problems.items()}


def test_one_decisive_cell_decides_the_column() -> None:
    read = columns(issue=["03/04/2012", "13/04/2012"])["issue"]
    assert read.order == "dmy"
    assert read.days.tolist() == [date(2012, 4, 3), date(2012, 4, 13)]


def test_issue_before_due_decides() -> None:
    """03/04 is 4 March, not 3 April: it was due on 10 March."""
    read = columns(issue=["03/04/2012"], due=["2012-03-10"])
    assert read["issue"].days.tolist() == [date(2012, 3, 4)]


def test_two_undecided_columns_decide_each_other() -> None:
    """Ten days' terms: 01/10 to 02/09 runs forwards both ways, 11/05 to 10/06 only day first."""
    read = columns(issue=["10/01/2020", "11/05/2020"], due=["09/02/2020", "10/06/2020"])
    assert {dates.order for dates in read.values()} == {"dmy"}


def test_another_column_of_the_file_decides_what_is_left() -> None:
    read = columns(issue=["13/04/2012", "03/04/2012"], since=["05/06/2012"])
    assert read["since"].days.tolist() == [date(2012, 6, 5)]


def test_what_nothing_decides_is_refused_and_not_guessed() -> None:
    read = columns(issue=["03/04/2012"], due=["05/06/2012"])
    assert refused(read["issue"]) == {"date_undecidable": [True]}


def test_first_days_of_months_are_not_taken_for_days_of_january() -> None:
    """Only 01/01 is the same day both ways."""
    cells = [f"{month:02}/01/2020" for month in range(1, 13)]
    assert refused(columns(issue=list(cells))["issue"])["date_undecidable"].count(True) == 11


def test_the_user_decides() -> None:
    read = columns("mdy", issue=["03/04/2012", "13/04/2012"])["issue"]
    assert read.days.tolist() == [date(2012, 3, 4), None]
    assert refused(read) == {"date_impossible": [False, True]}


def test_a_minority_among_iso_dates_is_read_and_told() -> None:
    read = columns(issue=["2025-01-01", "29/04/2025", "2025-02-01", "01/03/2025", "2025-05-01"])["issue"]
    assert read.days[[1, 3]].tolist() == [date(2025, 4, 29), date(2025, 3, 1)]
    assert read.order == "iso"
    assert read.mixed is not None
    assert read.mixed.tolist() == [False, True, False, True, False]


def test_a_torn_column_gives_only_what_is_certain() -> None:
    read = columns(issue=["13/04/2012", "04/13/2012", "01/02/2012"])["issue"]
    assert read.days.tolist() == [date(2012, 4, 13), date(2012, 4, 13), None]
    assert refused(read) == {"date_undecidable": [False, False, True]}


def test_two_digit_years_do_not_scatter_over_decades() -> None:
    assert columns(issue=["25/12/11", "03/01/12"], due=["24/01/12", "02/02/12"])["issue"].order == "dmy"
    assert columns(issue=["12/03/05", "12/11/30"], due=["12/04/04", "12/12/30"])["issue"].order == "ymd"


def test_serials_are_of_1900_unless_another_column_says_1904() -> None:
    assert columns(issue=["43831"], due=["2020-01-31"])["issue"].days.tolist() == [date(2020, 1, 1)]
    assert columns(issue=["2024-01-01"], due=["43831"])["due"].order == "serial1904"


def test_each_way_of_being_no_date_has_its_reason() -> None:
    read = columns(issue=["00:00.0", "31/02/2025", "hello", None, "0", "2020-01-01"])["issue"]
    codes = [next((code for code, rows in read.problems.items() if rows[i]), None) for i in range(6)]
    assert codes == ["date_destroyed", "date_impossible", "date_unreadable", None, None, None]


def test_time_stamps_of_many_moments() -> None:
    cells = [f"2020-01-{1 + i % 28:02} 10:{i % 60:02}:00.{i:09}" for i in range(6000)]
    read = columns(issue=list(cells))["issue"]
    assert read.days[27].item() == date(2020, 1, 28)
    assert not read.problems


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.dates(date(2000, 1, 1), date(2040, 1, 1)), st.integers(0, 90)), min_size=1, max_size=40),
    st.sampled_from(["%d/%m/%Y", "%m/%d/%Y"]),
)
def test_a_column_is_read_right_or_refused_but_never_wrong(rows: list[tuple[date, int]], pattern: str) -> None:
    issue = [day for day, _ in rows]
    due = [day + timedelta(days=terms) for day, terms in rows]
    read = columns(issue=[d.strftime(pattern) for d in issue], due=[d.strftime(pattern) for d in due])
    for days, dates in ((issue, read["issue"]), (due, read["due"])):
        assert all(found in (None, day) for found, day in zip(dates.days.tolist(), days, strict=True))
