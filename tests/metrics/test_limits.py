from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pytest

from scoring.metrics import limits

D = Decimal

CUSTOMERS = pd.DataFrame(
    {
        "customer_id": ["within", "over", "none", "stopped"],
        "open": [40.0, 120.0, 999.0, 1.0],
        "limit": [100.0, 100.0, None, 0.0],
    }
)


def test_only_customers_with_a_limit_count() -> None:
    assert limits.portfolio_utilisation(CUSTOMERS) == pytest.approx(161 / 200)


def test_a_limit_of_zero_is_a_limit_and_no_limit_is_none() -> None:
    assert limits.over_limit(CUSTOMERS)["customer_id"].tolist() == ["over", "stopped"]
    assert limits.utilisation(D(999), None) is None
    assert limits.utilisation(D(1), D(0)) is None


def test_exactly_at_the_limit_is_not_over_it() -> None:
    assert limits.over_limit(pd.DataFrame({"open": [100.0], "limit": [100.0]})).empty
