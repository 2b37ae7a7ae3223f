"""The measurement of a card's making measures what it says, on a small sample."""

from __future__ import annotations

from scoring.desk.bench.card import bench_scorecard_fit, made_up


def test_both_lines_are_measured() -> None:
    lines = bench_scorecard_fit(rows=8_000, characteristics=5)
    assert [line.name for line in lines] == ["card", "card_scores"]
    assert all(line.ours > 0 and line.within for line in lines)


def test_the_made_up_sample_is_what_it_says() -> None:
    sample = made_up(4_000, 3)
    missing = sum(sample.table.column(name).to_pandas().isna().mean() for name in sample.table.column_names) / 3
    assert 0.08 < missing < 0.12
    assert 0.08 < sample.bad.mean() < 0.25
    assert set(sample.group.tolist()) == set(range(400))
