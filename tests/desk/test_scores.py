"""Everybody's score on a date: by version, on any date, kept without being a change, overridden by hand."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from scoring.desk.scorecard import overrides, scores
from scoring.desk.scorecard import versions as scorecard_versions
from scoring.desk.scorecard.hand_scoring import proposal_for
from scoring.desk.scorecard.observations import observations_at
from scoring.desk.scorecard.rated import Rated, rated, score_line, ways_up
from scoring.desk.scorecard.scores import score_book, scored, to_compute
from scoring.desk.scorecard.scores_wording import lift_text
from scoring.scorecard import cardfile
from scoring.scorecard.card import Card
from scoring.scorecard.use import reasons
from scoring.store import Store, undo
from scoring.terms import Kind
from tests.desk.conftest import DAY, fill, load

MARCH = date(2024, 3, 31)
ASKED_BY_LIMITS = ("invoices_12m", "invoice_amount_mean", "months_on_book", "days_beyond_terms_12m", "terms_days")
NOON = datetime(2026, 11, 20, 12)
CARD = """
name = "Two questions"
base_points = 560
grades = [
    { name = "A", rating = "prime", from_score = 600 },
    { name = "B", rating = "ordinary", from_score = 580 },
    { name = "C", rating = "risky" },
]
[target]
days_past_due = 90
window_months = 6
[characteristics.overdue_share]
kind = "number"
missing = 5
bins = [{ up_to = 0, points = 30 }, { up_to = 0.9, points = 10 }, { points = 0 }]
[characteristics.nature]
kind = "category"
missing = 0
unseen = 0
bins = [{ values = ["commercial"], points = 15 }, { values = ["individual"], points = 5 }]
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """The small ledger, scored by a card of two questions, version 1.

    Overdue on 2024-03-31: Ann GmbH 700 of 1,200; Ann Nord nothing of 250; Bob all; City Hall 800 of 800, 91 days.
    """
    opened = Store.open(tmp_path / "book" / "own.duckdb")
    fill(opened)
    scorecard_versions.save(opened, card(), "Ann", "To begin with", NOON)
    scorecard_versions.approve(opened, 1, "Bob", NOON)
    yield opened
    opened.close()


def card() -> Card:
    return cardfile.from_toml(CARD)


def test_a_score_is_base_points_and_the_points_of_each_answer(store: Store) -> None:
    book = score_book(store, MARCH)
    told = {one.customer_id: (one.score, one.grade, one.rating, one.status) for one in book.everybody()}
    assert told == {
        "A": (560 + 10 + 15, "B", "ordinary", "rated"),
        "N": (560 + 30 + 15, "A", "prime", "rated"),
        "B": (560 + 0 + 5, "C", "risky", "rated"),
        "C": (None, None, "in_default", "in_default"),
    }
    assert book.counts == {"prime": 1, "ordinary": 1, "risky": 1, "in_default": 1, "not_rated": 0}
    assert (book.version, book.expert, book.card_name) == (1, False, "Two questions")


def test_pds_are_of_the_window_and_of_a_year(store: Store) -> None:
    book = score_book(store, MARCH)
    ann, hall = book.of("A"), book.of("C")
    assert ann is not None
    assert hall is not None
    assert ann.pd is not None
    assert ann.pd == pytest.approx(1 / (1 + 50 * 2 ** (-15 / 20)))  # 585 points, 15 below 50:1 at 20 to double
    assert ann.pd_yearly == pytest.approx(1 - (1 - ann.pd) ** 2)
    assert (hall.pd, hall.pd_yearly) == (1, 1)


def test_what_a_limit_is_proposed_from_is_kept_with_the_score(store: Store) -> None:
    """Ann GmbH: 1,500 invoiced since 10 January, 2.66 months on book; 300 paid, 200 of it 21 days late, 100 10 days."""
    ann = score_book(store, MARCH).of("A")
    assert ann is not None
    assert ann.monthly_sales == pytest.approx(1500 / (86 / 30.4375))
    assert ann.days_beyond_terms == pytest.approx((200 * 21 + 100 * 10) / 300)
    found = proposal_for(ann)
    assert (found.habit, found.rating, found.terms_days) == ("somewhat_late", "ordinary", round(ann.terms_days or 0))


def test_reasons_are_the_losses_against_the_best_attainable(store: Store) -> None:
    bob = score_book(store, MARCH).of("B")
    assert bob is not None
    assert bob.reasons == (("overdue_share", 30, True), ("nature", 10, True))
    observed = observations_at(store, MARCH, card().provenance.target)
    one_by_one = reasons.reasons(card(), observed)
    rated = [row for row, status in zip(one_by_one, observed["status"].to_pylist(), strict=True) if status == "rated"]
    ours = [one.reasons for one in score_book(store, MARCH).everybody() if one.status == "rated"]
    assert [[(loss.characteristic, loss.lost) for loss in row] for row in ours] == [
        [(reason.characteristic, reason.lost) for reason in row] for row in rated
    ]


def test_what_would_lift_a_customer_one_class(store: Store) -> None:
    """Bob, 565 points, lacks 15 to ordinary: a smaller part overdue brings 10, nothing overdue 30; his nature stays."""
    (way,) = ways_up(store, "B", MARCH)
    assert (way.rating, way.score, [change.characteristic for change in way.changes]) == (
        "ordinary",
        595,
        ["overdue_share"],
    )
    assert lift_text(way, card(), "en") == "Ordinary with 595 points: Overdue share: over 90% → up to 0% (+30)"
    assert ways_up(store, "N", MARCH) == ways_up(store, "C", MARCH) == ways_up(store, "nobody", MARCH) == []


def test_how_a_score_moved(store: Store) -> None:
    """Ann GmbH on 2024-02-29: 600 of 900 overdue, 585 points; on 2024-05-08, A1 89 days late: all of 1,200, 575 points."""
    may = date(2024, 5, 8)
    assert rated(store, may, ["A"])["A"] == Rated("risky", by_hand=False, score=575, change=-10)
    assert rated(store, MARCH, ["A"])["A"].change is None  # nothing was due three months before
    assert [(day, one.score) for day, one in score_line(store, "A", may)] == [(date(2024, 2, 29), 585), (may, 575)]


def test_any_past_date_can_be_scored(store: Store) -> None:
    january = score_book(store, date(2024, 1, 31))
    assert january.ratings["A"] == "not_rated"  # nothing was due yet
    assert january.ratings["C"] == "risky"  # overdue, but not for 90 days


def test_by_another_version_and_by_the_expert(store: Store) -> None:
    assert score_book(store, MARCH, 0).expert
    assert score_book(store, MARCH, 1).ratings == score_book(store, MARCH).ratings


def test_keeping_scores_is_no_change_of_the_workspace(store: Store) -> None:
    before, journal = store.version, store.raw.journalled()
    assert to_compute(store, [MARCH]) == [MARCH]
    fresh = score_book(store, MARCH)
    assert to_compute(store, [MARCH]) == []
    assert score_book(store, MARCH).everybody() == fresh.everybody()
    assert (store.version, store.raw.journalled()) == (before, journal)


def test_kept_scores_hold_until_ledger_or_card_change(store: Store) -> None:
    score_book(store, MARCH)
    overrides.override(store, "A", "risky", "Bank called", "Ann", MARCH, MARCH, NOON)
    assert to_compute(store, [MARCH]) == []
    scorecard_versions.save(store, scorecard_versions.expert(store).card, "Ann", "Try", NOON)
    assert to_compute(store, [MARCH]) == []
    paid = {"customer_id": "A", "receipt_no": "R9", "kind": "receipt", "document_no": "A1", "currency": "EUR",
            "receipt_date": DAY("2024-03-30"), "matched_date": DAY("2024-03-30"), "amount": 400}  # fmt: skip
    load(store, Kind.RECEIPTS, "receipts", [paid])
    assert to_compute(store, [MARCH]) == [MARCH]
    score_book(store, MARCH)
    undo(store, 5)
    assert to_compute(store, [MARCH]) == [MARCH]
    assert len({row["made_from"] for row in store.rows("score")}) == 1  # what was computed before the receipt is gone


def test_an_override_shows_beside_the_models_rating(store: Store) -> None:
    overrides.override(store, "N", "risky", "Its bank called", "Ann", MARCH, date(2024, 6, 30), NOON)
    nord = score_book(store, MARCH).of("N")
    assert nord is not None
    assert (nord.rating_model, nord.rating, nord.score) == ("prime", "risky", 605)
    assert score_book(store, MARCH).counts["risky"] == 2


def test_a_currency_without_a_rate_leaves_a_customer_not_rated() -> None:
    observed = pa.table(
        {
            "customer_id": ["X", "Y"],
            "status": ["no_rate", "no_history"],
            "overdue_share": [0.0, None],
            "nature": [None] * 2,
            **{name: [None, 1.0] for name in ASKED_BY_LIMITS},
        }
    )
    found = scored(card(), observed)
    assert found["rating"].to_pylist() == ["not_rated", "not_rated"]
    assert found["score"].null_count == found["pd"].null_count == 2
    assert found["reasons"].to_pylist() == ["[]", "[]"]


def test_100_000_customers_take_less_than_2_seconds() -> None:
    """Once the observations are there; seconds of the processor, for the clock also counts what others do."""
    everyone = scorecard_versions.CARDS / "expert.toml"
    expert = cardfile.from_toml(everyone.read_text(encoding="utf-8"))
    draw, rows = np.random.default_rng(7), 100_000
    columns = {name: np.ones(rows) for name in ASKED_BY_LIMITS} | {
        one.binning.name: draw.choice(["commercial", "government"], rows) if one.binning.kind == "category"
        else np.where(draw.random(rows) < 0.1, np.nan, draw.random(rows) * 60)
        for one in expert.characteristics
    }  # fmt: skip
    status = draw.choice(["rated", "in_default"], rows)
    observed = pa.table({"customer_id": np.arange(rows).astype(str), "status": status, **columns})
    before = resource.getrusage(resource.RUSAGE_SELF)
    found = scored(expert, observed)
    after = resource.getrusage(resource.RUSAGE_SELF)
    assert found.num_rows == rows
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 2


def test_scores_are_as_wide_as_the_table_they_are_kept_in(store: Store) -> None:
    score_book(store, MARCH)
    kept = store.table("score")
    assert set(scores.SCORES.names) < set(kept.column_names)
