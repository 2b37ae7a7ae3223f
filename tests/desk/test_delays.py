"""How late the customers of the small ledger pay (conftest.py), as of 2024-03-31.

Ann GmbH: A0 paid 10 days after it was due (02-04, paid 02-14); a third of A1 paid 21 days late (due 02-09, paid 03-01), the
rest last seen 51 days late; A2 last seen 30 days late, A3 19 days before it is due.
"""

from __future__ import annotations

from datetime import date

import pytest

from scoring.desk.risk.delays import Evidence, delays_by, ledger_delays
from scoring.errors import ScoringError
from scoring.store import Store

DAY = date(2024, 3, 31)


def test_ann_pays_a_third_late_and_the_rest_is_not_known(ledger: Store) -> None:
    """At 10 days 3 are open (A3 was last seen before): 1/3 paid. At 21 days 2: a third of one, of 2/3: 1/9."""
    ann = delays_by(ledger, DAY, "customer")["A"]
    assert ann.evidence == Evidence(ended=2, waiting=3)
    curve = delays_by(ledger, DAY, "customer")["A"].curve
    assert (curve.first_day, curve.last_day) == (10, 21)
    assert [curve.unpaid_after(day) for day in (9, 10, 20, 21, 99)] == pytest.approx([1, 2 / 3, 2 / 3, 5 / 9, 5 / 9])


def test_nobody_knows_on_a_day_what_is_paid_later(ledger: Store) -> None:
    before = delays_by(ledger, date(2024, 2, 13), "customer")["A"]
    assert before.evidence == Evidence(ended=0, waiting=2)
    assert before.curve.never == 1.0


def test_groups_add_up_to_the_ledger(ledger: Store) -> None:
    whole = ledger_delays(ledger, DAY)
    for grouping in ("customer", "nature", "currency", "parent"):
        groups = delays_by(ledger, DAY, grouping).values()
        assert sum((group.evidence for group in groups), Evidence(0, 0)) == whole.evidence
        assert sum(group.exposure.claims for group in groups) == pytest.approx(whole.exposure.claims) == 7.0


def test_old_claims_count_less_where_asked(ledger: Store) -> None:
    """C1 fell due 91 days ago and counts half with a half-life of 91 days."""
    assert delays_by(ledger, DAY, "customer", 91)["C"].exposure.claims == pytest.approx(0.5)


def test_an_unknown_grouping_is_named(ledger: Store) -> None:
    with pytest.raises(ScoringError, match="grouping_unknown"):
        delays_by(ledger, DAY, "moon")


def test_an_empty_ledger_has_no_curves(empty: Store) -> None:
    assert delays_by(empty, DAY, "nature") == {}
    assert ledger_delays(empty, DAY).curve.never == 1.0
