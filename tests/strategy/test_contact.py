"""By Chinese rules an individual is contacted from 8 to 22 and called three times a day, by American ones until 21 and seven
times in seven days."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from scoring.errors import ScoringError
from scoring.strategy.cases.contact import check_contact, limit_reached
from scoring.strategy.law import benchmark, read_laws
from tests.house import PROJECT

TEXT = (PROJECT / "data" / "playbook" / "law.toml").read_text("utf-8")
LAWS = read_laws(TEXT)
CN, US = LAWS["CN"].contact, LAWS["US"].contact
DAY = date(2026, 3, 2)
assert CN is not None
assert US is not None


@pytest.mark.parametrize(
    ("rules", "at", "allowed"),
    [
        (CN, time(7, 59), False), (CN, time(8), True), (CN, time(21, 59), True), (CN, time(22), False),
        (US, time(7, 59), False), (US, time(8), True), (US, time(20, 59), True), (US, time(21), False),
        (CN, None, True),
    ],
)  # fmt: skip
def test_quiet_hours(rules: object, at: time | None, allowed: bool) -> None:
    for channel, judged in (("phone", True), ("visit", True), ("email", False)):
        if allowed or not judged:
            check_contact(rules, channel, DAY, at, [])  # type: ignore[arg-type]
            continue
        with pytest.raises(ScoringError, match="contact_quiet"):
            check_contact(rules, channel, DAY, at, [])  # type: ignore[arg-type]


def test_limits_count_the_days_up_to_the_call() -> None:
    """The fourth call of a day in China, the eighth of seven days in America; a call of eight days ago counts no more."""
    assert [limit_reached(CN, "phone", DAY, [DAY] * made) is None for made in (2, 3)] == [True, False]
    assert limit_reached(CN, "phone", DAY, [DAY - timedelta(1)] * 9) is None
    week = [DAY - timedelta(n) for n in range(7)]
    assert limit_reached(US, "phone", DAY, week) is not None
    assert limit_reached(US, "phone", DAY, [*week[:6], DAY - timedelta(7)]) is None
    assert limit_reached(US, "email", DAY, week) is None
    with pytest.raises(ScoringError) as stop:
        check_contact(US, "phone", DAY, time(12), week)
    assert (stop.value.code, stop.value.facts["limit"], stop.value.facts["days"]) == ("contact_limit", 7, 7)


def test_where_the_law_says_nothing_the_benchmark_holds() -> None:
    assert [benchmark(LAWS, name) for name in ("CN", "US", "EU", "UK", None)] == [CN, US, CN, CN, CN]
    assert (LAWS["EU"].limitation_years, LAWS["EU"].resets, LAWS["US"].rate) == (None, (), None)


@pytest.mark.parametrize(("old", "new"), [("22:00:00", "07:00:00"), ("calls = 7", "calls = 0"), ('"suit"', '"duel"')])
def test_rules_that_make_no_sense_are_refused(old: str, new: str) -> None:
    with pytest.raises(ScoringError, match="law_invalid"):
        read_laws(TEXT.replace(old, new))
