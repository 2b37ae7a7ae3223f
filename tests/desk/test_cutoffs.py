"""Cut-offs on a ledger, and scoring by hand: the same card, the same points, money in the workspace's currency."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from scoring.desk.scorecard import applicants, cutoffs
from scoring.desk.scorecard import versions as scorecard_versions
from scoring.desk.scorecard.hand_scoring import score_applicants, score_by_hand
from scoring.desk.scorecard.observations import observations_at
from scoring.desk.scorecard.scores import score_book
from scoring.desk.scorecard.versions import Version
from scoring.errors import ScoringError
from scoring.scorecard import cardfile
from scoring.scorecard.use.classes import Lines, with_lines
from scoring.scorecard.use.cutoffs import Costs
from scoring.store import Store
from tests.desk.test_scores import CARD

MARCH = date(2024, 3, 31)
CARD_OF_TWO = cardfile.from_toml(CARD)
VERSION = Version(1, CARD_OF_TWO, "champion", "Ann", datetime(2026, 11, 20))


def test_cutoffs_decide_on_rated_customers_in_the_workspaces_currency(ledger: Store) -> None:
    """Ann GmbH 585 points owes 1,200; Ann Nord 605 owes 250; Bob 565 owes 40 USD = 32 EUR; City Hall is in default."""
    report = cutoffs.cutoff_report(ledger, CARD_OF_TWO, MARCH, Costs(0.25, 0.45, 0))
    assert [(line.cutoff, line.refused, round(line.exposure, 2)) for line in report.lines] == [
        (565, 0, 0), (585, 1, 32), (605, 2, 1232), (606, 3, 1482)
    ]  # fmt: skip
    assert (report.currency, report.customers, report.left_out, report.current) == ("EUR", 3, 1, Lines(600, 580))
    bob = report.lines[1]
    yearly = 1 - (1 - 1 / (1 + 50 * 2 ** (-35 / 20))) ** 2
    assert bob.loss_avoided == pytest.approx(32 * 0.45 * yearly)
    assert bob.margin_given_up == pytest.approx(32 * 0.25 * (1 - yearly))  # its one invoice of the year
    assert report.at(590) == report.lines[2]


def test_costs_are_the_users(ledger: Store, empty: Store) -> None:
    assert cutoffs.costs_of(ledger) == Costs(0.25, 0.45, 400)
    empty.set_setting("lgd_unsecured", "0.6")
    assert cutoffs.costs_of(empty).loss_given_default == 0.6


def test_who_changes_class_is_named(ledger: Store) -> None:
    found = cutoffs.side_by_side(ledger, CARD_OF_TWO, with_lines(CARD_OF_TWO, Lines(606, 560)), MARCH)
    assert [(c.name, c.before, c.after, c.exposure, c.score_after) for c in found.changes] == [
        ("Ann Nord", "prime", "ordinary", 250, 605), ("Bob", "risky", "ordinary", 32, 565)
    ]  # fmt: skip
    assert sum(cell.customers for cell in found.cells) == 4
    same = cutoffs.side_by_side(ledger, CARD_OF_TWO, CARD_OF_TWO, MARCH)
    assert same.changes == ()


def test_a_customer_of_the_ledger_scores_by_hand_as_it_does_in_the_book(ledger: Store) -> None:
    expert = scorecard_versions.expert(ledger)
    book = {one.customer_id: one for one in score_book(ledger, MARCH, 0).everybody()}
    for row in observations_at(ledger, MARCH, expert.card.provenance.target).to_pylist():
        values = {name: row[name] for name in row if name not in ("customer_id", "status", "open_amount")}
        found, there = score_by_hand(expert, values, row["customer_id"]), book[row["customer_id"]]
        assert found.score == found.base_points + sum(line.points for line in found.lines)
        if there.status == "rated":
            assert (found.score, found.grade, found.rating, found.pd) == (
                there.score,
                there.grade,
                there.rating,
                there.pd,
            )
            assert found.reasons == there.reasons


def test_a_row_scores_the_same_alone_as_among_others() -> None:
    rows = [("a", {"overdue_share": 0.5}), ("b", {"nature": "commercial"}), ("c", {"nature": "martian"})]
    assert score_applicants(VERSION, rows) == [score_applicants(VERSION, [row])[0] for row in rows]


def test_who_has_nothing_the_card_looks_at_is_not_rated() -> None:
    found = score_by_hand(VERSION, {"monthly_sales": 1000, "overdue_share": None, "nature": ""})
    assert (found.rating, found.score, found.reasons, found.proposal.limit) == ("not_rated", None, (), Decimal(630))


def test_text_from_a_form_is_read_as_numbers_and_refused_where_it_is_none() -> None:
    assert score_by_hand(VERSION, {"overdue_share": "0.5"}).lines[0].points == 10
    with pytest.raises(ScoringError, match="not_a_number"):
        score_by_hand(VERSION, {"overdue_share": "half"})
    with pytest.raises(ScoringError, match="characteristic_unknown"):
        score_by_hand(VERSION, {"shoe_size": 43})


FILE = """Customer,Overdue share,nature,Monthly sales,Shoe size
Oak Ltd,45%,commercial,"10,000",43
Pine & Co,half,commercial,,
Ash,n/a,,,
"""


def test_a_file_of_applicants(tmp_path: Path) -> None:
    (tmp_path / "new.csv").write_text(FILE, encoding="utf-8")
    found = applicants.score_file(tmp_path / "new.csv", VERSION)
    assert [(a.applicant, a.score, a.rating) for a in found.assessments] == [
        ("Oak Ltd", 585, "ordinary"), ("Pine & Co", 580, "ordinary"), ("Ash", None, "not_rated")
    ]  # fmt: skip
    assert str(found.assessments[0].proposal.limit) == "9900"  # 10,000 x 30/30 x 1.1 x 0.9: nothing paid yet
    assert found.ignored == ("Shoe size",)
    assert [(p.row, p.column, p.value) for p in found.problems] == [(3, "Overdue share", "half")]
    text = applicants.results_csv(found, "zh").decode("utf-8-sig")
    assert text.splitlines()[1].startswith("Oak Ltd,普通,B,585,")
    assert "未知：" in text.splitlines()[2]


def test_headings_may_be_words_of_either_language(tmp_path: Path) -> None:
    (tmp_path / "new.csv").write_text("客户名称,逾期占比,客户性质\n橡树,0.45,企业\n", encoding="utf-8")
    found = applicants.score_file(tmp_path / "new.csv", VERSION)
    assert (found.assessments[0].applicant, found.assessments[0].score) == ("橡树", 585)


@pytest.mark.parametrize(
    ("text", "code"),
    [("Customer,Overdue share\n", "applicants_none"), ("Customer,Shoe size\nOak,43\n", "applicants_no_heading")],
)
def test_a_file_without_applicants_is_refused(tmp_path: Path, text: str, code: str) -> None:
    (tmp_path / "new.csv").write_text(text, encoding="utf-8")
    with pytest.raises(ScoringError, match=code):
        applicants.score_file(tmp_path / "new.csv", VERSION)
