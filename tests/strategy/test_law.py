"""What the law gives on a late claim, against worked figures; source: Act of 1998 (UK), order 802 (China)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from scoring.errors import ScoringError
from scoring.strategy.law import claimable, read_laws
from tests.house import PROJECT

TEXT = (PROJECT / "data" / "playbook" / "law.toml").read_text("utf-8")
LAWS = read_laws(TEXT)


def test_the_uk_example() -> None:
    """5,000 over 101 days at 12.25% = 169.486..., stated as 169.49, and 70 for a debt of 1,000 to 9,999.99."""
    found = claimable(LAWS["UK"], Decimal(5000), 101, Decimal("0.0425"))
    assert found is not None
    assert (found.interest, found.compensation) == (Decimal("169.49"), Decimal(70))


@pytest.mark.parametrize(("amount", "fixed"), [("999.99", 40), ("1000", 70), ("9999.99", 70), ("10000", 100)])
def test_the_uk_sums_by_size(amount: str, fixed: int) -> None:
    found = claimable(LAWS["UK"], Decimal(amount), 1, Decimal("0.04"))
    assert found is not None
    assert found.compensation == fixed


def test_china_by_the_day() -> None:
    """100,000 over 20 days at 0.05% a day = 1,000."""
    found = claimable(LAWS["CN"], Decimal(100_000), 20)
    assert found is not None
    assert (found.interest, found.compensation) == (Decimal("1000.00"), Decimal(0))


def test_without_a_base_rate_nothing_is_claimed() -> None:
    assert claimable(LAWS["EU"], Decimal(100), 10) is None
    assert claimable(LAWS["CN"], Decimal(100), 0) is None


def test_every_fact_names_its_source_in_both_languages() -> None:
    for law in LAWS.values():
        assert all(law.source[lang] and law.applies[lang] for lang in ("en", "zh"))
        assert law.valid_from < law.checked


def test_an_entry_that_is_not_whole_is_refused() -> None:
    with pytest.raises(ScoringError, match="law_invalid"):
        read_laws(TEXT.replace('kind = "daily"', 'kind = "hourly"'))
