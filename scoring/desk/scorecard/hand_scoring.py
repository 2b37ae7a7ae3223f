"""Score somebody who is not in the ledger: one customer from a form, or a file of applicants with what is known of them.

What is not known is missing, and a card says what missing is worth. Who has nothing that the card looks at is not rated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa

from scoring.desk.scorecard.scores import CustomerScore, Loss, window_months, yearly
from scoring.desk.scorecard.versions import Version
from scoring.errors import ScoringError
from scoring.scorecard.card import Bin, Card
from scoring.scorecard.characteristics import CHARACTERISTICS
from scoring.scorecard.use import limits_rule, reasons, score
from scoring.scorecard.use.limits_rule import LimitRule, Proposal
from scoring.scorecard.use.reasons import Reason
from scoring.settings import PROJECT

REASONS = 4
LIMITS = PROJECT / "data" / "scorecards" / "limits.toml"
MONTHLY_SALES = "monthly_sales"
"""What the applicant is expected to buy in a month: no characteristic, but the proposed limit needs it."""
HABIT, TERMS = "days_beyond_terms_12m", "terms_days"
Values = Mapping[str, float | str | None]


@dataclass(frozen=True)
class PointsLine:
    """One characteristic of the card for one applicant: value (None = missing), bin (index), points, most attainable."""

    characteristic: str
    value: float | str | None
    bin: int
    points: int
    best: int


@dataclass(frozen=True)
class Assessment:
    """An applicant scored: base points + the points of the lines = score, exactly. Score, PDs and grade are None where
    nothing the card looks at is known (rating "not_rated")."""

    applicant: str
    base_points: int
    lines: tuple[PointsLine, ...]
    score: int | None
    pd: float | None
    pd_yearly: float | None
    grade: str | None
    rating: str
    reasons: tuple[Loss, ...]
    proposal: Proposal


def limit_rule() -> LimitRule:
    """The rule of data/scorecards/limits.toml. Raises ScoringError "limit_rule_unreadable"."""
    try:
        return limits_rule.read_rule(LIMITS.read_text(encoding="utf-8"))
    except (OSError, ValueError) as trouble:
        raise ScoringError("limit_rule_unreadable", path=str(LIMITS), reason=str(trouble)) from trouble


def score_by_hand(version: Version, values: Values, applicant: str = "") -> Assessment:
    """One customer from what is known of it, by characteristic (and `MONTHLY_SALES`); None and what is not there is
    missing.

    Raises ScoringError "characteristic_unknown" or "not_a_number".
    """
    return score_applicants(version, [(applicant, values)])[0]


def score_applicants(version: Version, applicants: Sequence[tuple[str, Values]]) -> list[Assessment]:
    """Applicants, each with a name or number and what is known of it, in their order. Raises as `score_by_hand`.

    A row scores the same alone as among others.
    """
    card, rule = version.card, limit_rule()
    wanted = {scored.binning.name: scored.binning.kind for scored in card.characteristics}
    _known_names({name for _, values in applicants for name in values}, wanted)
    table = pa.table({name: _column(applicants, name, kind) for name, kind in wanted.items()})
    why = reasons.reasons(card, table, REASONS)
    return [
        _assessment(card, rule, applicant, values, lines, losses)
        for (applicant, values), lines, losses in zip(applicants, _lines(card, table), why, strict=True)
    ]


def proposal_for(customer: CustomerScore) -> Proposal:
    """The limit and terms proposed for a customer of the ledger, in the workspace's currency.

    Raises ScoringError "limit_rule_unreadable".
    """
    terms = customer.terms_days
    return limits_rule.propose(
        limit_rule(),
        customer.rating,
        _money(customer.monthly_sales),
        customer.days_beyond_terms,
        None if terms is None else round(terms),
    )


def _assessment(
    card: Card,
    rule: LimitRule,
    applicant: str,
    values: Values,
    lines: tuple[PointsLine, ...],
    losses: tuple[Reason, ...],
) -> Assessment:
    if all(line.value is None for line in lines):
        proposal = _proposal(rule, "not_rated", values)
        return Assessment(applicant, card.base_points, lines, None, None, None, None, "not_rated", (), proposal)
    total = card.base_points + sum(line.points for line in lines)
    pds, rating = score.pd_of(card, [total]), str(score.rating_of(card, [total])[0])
    return Assessment(
        applicant=applicant,
        base_points=card.base_points,
        lines=lines,
        score=total,
        pd=float(pds[0]),
        pd_yearly=float(yearly(pds, window_months(card))[0]),
        grade=str(score.grade_of(card, [total])[0]),
        rating=rating,
        reasons=tuple(Loss(r.characteristic, r.lost, _bin_of(card, r).kind != "missing") for r in losses),
        proposal=_proposal(rule, rating, values),
    )


def _bin_of(card: Card, reason: Reason) -> Bin:
    """The bin in which a reason found the customer."""
    return next(s.binning for s in card.characteristics if s.binning.name == reason.characteristic).bins[reason.bin]


def _known_names(names: set[str], wanted: Mapping[str, str]) -> None:
    for name in sorted(names):
        if name not in wanted and name not in CHARACTERISTICS and name != MONTHLY_SALES:
            raise ScoringError("characteristic_unknown", name=name, known=", ".join((*wanted, MONTHLY_SALES)))


def _column(applicants: Sequence[tuple[str, Values]], name: str, kind: str) -> pa.Array:
    values = [values.get(name) for _, values in applicants]
    if kind == "category":
        return pa.array([None if value in (None, "") else str(value) for value in values], pa.string())
    return pa.array([_number(name, value) for value in values], pa.float64())


def _number(name: str, value: float | str | None) -> float | None:
    if value is None or value == "":
        return None
    try:
        number = float(value)
    except ValueError:
        raise ScoringError("not_a_number", characteristic=name, value=str(value)) from None
    return number if np.isfinite(number) else None


def _lines(card: Card, table: pa.Table) -> list[tuple[PointsLine, ...]]:
    columns = []
    for scored in card.characteristics:
        name, points = scored.binning.name, score.points_by_bin(scored.binning)
        bins, best = score.bins_of(scored.binning, table[name]).tolist(), int(points.max())
        values = table[name].to_pylist()
        columns.append(
            [PointsLine(name, value, at, int(points[at]), best) for value, at in zip(values, bins, strict=True)]
        )
    return list(zip(*columns, strict=True)) if columns else [()] * table.num_rows


def _proposal(rule: LimitRule, rating: str, values: Values) -> Proposal:
    sales, habit = _number(MONTHLY_SALES, values.get(MONTHLY_SALES)), _number(HABIT, values.get(HABIT))
    terms = _number(TERMS, values.get(TERMS))
    return limits_rule.propose(rule, rating, _money(sales), habit, None if terms is None else round(terms))


def _money(amount: float | None) -> Decimal | None:
    return None if amount is None else Decimal(str(amount)).quantize(Decimal("0.01"))


def as_json(found: Assessment) -> dict[str, Any]:
    """Plain values of an assessment: its fields by name, lines and proposal as objects."""
    return vars(found) | {"lines": [vars(line) for line in found.lines], "proposal": vars(found.proposal)}
