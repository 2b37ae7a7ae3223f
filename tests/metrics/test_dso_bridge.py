from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from scoring.metrics import dso_bridge
from scoring.metrics.dso_bridge import Segment, dso_change_of, exact_parts

D = Decimal

DAYS = 90


def segment(sales: int, terms_days: int, receivables: int, overdue: int) -> Segment:
    return Segment(D(sales), D(sales * terms_days), D(receivables), D(overdue))


def test_longer_terms_alone() -> None:
    """One segment, sales 900, nothing late; terms go from 30 to 40 days and receivables follow from 300 to 400."""
    change = dso_change_of({"a": segment(900, 30, 300, 0)}, {"a": segment(900, 40, 400, 0)}, DAYS)
    assert change is not None
    assert change.parts == {"volume": 0, "mix": 0, "terms": 10, "delinquency": 0}


def test_only_the_mix_moves() -> None:
    """Segment a has DSO 30, b DSO 60; sales move from 800/200 to 500/500: 36 days become 45."""
    before = {"a": segment(810, 30, 270, 0), "b": segment(180, 60, 120, 0)}
    after = {"a": segment(450, 30, 150, 0), "b": segment(450, 60, 300, 0)}
    change = dso_change_of(before, after, DAYS)
    assert change is not None
    assert change.parts["mix"] == change.change
    assert change.parts["terms"] == change.parts["volume"] == change.parts["delinquency"] == 0


def test_nothing_changed_nothing() -> None:
    book = {"a": segment(900, 30, 400, 50), "b": segment(100, 60, 90, 10)}
    change = dso_change_of(book, book, DAYS)
    assert change is not None
    assert (change.change, set(change.parts.values())) == (0, {D("0.00")})


def test_without_sales_there_is_no_dso_to_explain() -> None:
    assert dso_change_of({"a": segment(0, 0, 100, 0)}, {"a": segment(900, 30, 100, 0)}, DAYS) is None


MONEY = st.decimals(0, 100_000, places=2)
SEGMENTS = st.dictionaries(
    st.sampled_from("abcd"),
    st.tuples(MONEY, st.integers(0, 120), MONEY, st.integers(0, 100)).map(
        lambda t: Segment(t[0], t[0] * t[1], t[2], t[2] * t[3] / 100)
    ),
)


@given(SEGMENTS, SEGMENTS)
def test_parts_sum_to_the_change_exactly(earlier: dict[str, Segment], later: dict[str, Segment]) -> None:
    change = dso_change_of(earlier, later, DAYS)
    total = [sum(book.values(), Segment()) for book in (earlier, later)]
    if change is None:
        assert not total[0].sales or not total[1].sales
        return
    assert sum(change.parts.values()) == change.later - change.earlier
    assert abs(change.later - total[1].receivables / total[1].sales * DAYS) < D("0.01")
    exact = exact_parts(dso_bridge.pooled(earlier, later), DAYS)
    dso = [Fraction(book.receivables) / Fraction(book.sales) * DAYS for book in total]
    assert sum(exact.values()) == dso[1] - dso[0]
