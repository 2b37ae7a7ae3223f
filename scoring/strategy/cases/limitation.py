"""The limitation clock of a claim: until when it can be sued for, and what has set the clock anew.

Only an event with evidence resets it. The period is a fact of law that the user states for the jurisdiction (China: three
years, Civil Code art. 188; anew on demand, acknowledgement or suit, art. 195; never beyond twenty years from the breach).
This is a reminder, not legal advice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

State = Literal["running", "warn_6", "warn_3", "expired"]
RESETTING = ("demand", "acknowledgement", "part_payment", "suit")
MONTHS_A_YEAR = 12
FAR, NEAR = 6, 3
"""Months before the end at which to warn."""


@dataclass(frozen=True)
class Happened:
    """Something that may reset the clock: one of RESETTING, on a day, with what proves it ("" = cannot be proven)."""

    kind: str
    on: date
    evidence: str


@dataclass(frozen=True)
class Clock:
    """`ends` = the last day on which the claim can be sued for, inclusive; `since` = the day that set the clock, `by` what
    did ("due" = the due date itself), with its `evidence`."""

    ends: date
    since: date
    by: str
    state: State
    evidence: str = ""


def clock(
    due: date,
    happened: Iterable[Happened],
    as_of: date,
    years: int,
    absolute_years: int | None = None,
    resets: Collection[str] = RESETTING,
) -> Clock:
    """The clock of a claim due on `due`, as known on `as_of`: the period runs from the last provable event after it, of the
    kinds that reset it by law.

    An event after the clock had run out resets nothing, but for an acknowledgement of the debtor.

    >>> clock(date(2024, 2, 29), [Happened("demand", date(2025, 6, 1), "slip 7")], date(2025, 7, 1), 3)
    Clock(ends=datetime.date(2028, 6, 1), since=datetime.date(2025, 6, 1), by='demand', state='running', evidence='slip 7')
    """
    since, by, evidence = due, "due", ""
    for event in sorted(happened, key=lambda event: event.on):
        counts = event.kind in resets and event.evidence.strip() and due <= event.on <= as_of
        alive = event.on <= months_after(since, years * MONTHS_A_YEAR) or event.kind == "acknowledgement"
        if counts and alive:
            since, by, evidence = event.on, event.kind, event.evidence
    ends = months_after(since, years * MONTHS_A_YEAR)
    if absolute_years is not None:
        ends = min(ends, months_after(due, absolute_years * MONTHS_A_YEAR))
    return Clock(ends, since, by, _state(ends, as_of), evidence)


def months_after(day: date, months: int) -> date:
    """The same day `months` later (negative = earlier), or the month's last where it has no such day.

    >>> months_after(date(2024, 2, 29), 12), months_after(date(2024, 8, 31), -6)
    (datetime.date(2025, 2, 28), datetime.date(2024, 2, 29))
    """
    count = day.year * MONTHS_A_YEAR + day.month - 1 + months
    year, month = divmod(count, MONTHS_A_YEAR)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise ValueError(f"no such day: {day} and {months} months")


def _state(ends: date, as_of: date) -> State:
    if as_of > ends:
        return "expired"
    if as_of >= months_after(ends, -NEAR):
        return "warn_3"
    return "warn_6" if as_of >= months_after(ends, -FAR) else "running"
