"""Everybody's score on a date, by the champion or another version; kept with the version it was computed by.

Kept scores are a cache: they are true while the ledger, the parameters and the card are what they were computed from
(`made_from`), and computed again otherwise. Writing them is no change of the workspace, so nothing that was cached by the
store's version is computed again for it. Ratings set by hand are not kept with them but laid over them when read.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from scoring.desk.parameters import currency_of
from scoring.desk.scorecard import overrides
from scoring.desk.scorecard.observations import observations_at
from scoring.desk.scorecard.versions import EXPERT, Version, version_of
from scoring.scorecard.card import Binning, Card, Target
from scoring.scorecard.sample import Flags
from scoring.scorecard.use import score
from scoring.scorecard.use.classes import SHOWN
from scoring.store import Store, scorecards

FORM = 2
"""Of kept scores; raised when what is kept of a customer changes."""
REASONS = 4
"""Reasons kept for each customer."""
MOST = 1_000_000
"""No characteristic has as many points."""
SCORES = pa.schema(
    {
        "customer_id": pa.string(), "status": pa.string(), "score": pa.int32(), "pd": pa.float64(),
        "pd_yearly": pa.float64(), "grade": pa.string(), "rating": pa.string(), "reasons": pa.string(),
        "monthly_sales": pa.float64(), "days_beyond_terms": pa.float64(), "terms_days": pa.float64(),
    }
)  # fmt: skip


class Loss(NamedTuple):
    """A characteristic that costs a customer points: how many of the best attainable, and whether its value is known."""

    characteristic: str
    lost: int
    known: bool


@dataclass(frozen=True)
class CustomerScore:
    """One customer on one date. `rating` is the one in force, `rating_model` the card's; they differ where somebody set it
    by hand. Score, grade and PD are None for a customer not rated; one in default has PD 1 and no score. PDs: within the
    target's window, and within a year. `reasons` come with the largest loss first. The last three are what
    `limits_rule.propose` asks: sales of an average month in the workspace's currency, days beyond terms, terms."""

    customer_id: str
    status: str
    score: int | None
    pd: float | None
    pd_yearly: float | None
    grade: str | None
    rating_model: str
    rating: str
    reasons: tuple[Loss, ...]
    monthly_sales: float | None
    days_beyond_terms: float | None
    terms_days: float | None


@dataclass(frozen=True)
class ScoreBook:
    """Everybody known on `as_of`, by number. `table` has the columns of SCORES, "rating" being the model's, and
    "rating_shown", the one in force. `version` 0 = the expert's card."""

    as_of: date
    version: int
    card_name: str
    window_months: int
    table: pa.Table

    @property
    def expert(self) -> bool:
        """Whether the expert's card scored, because no version is approved."""
        return self.version == EXPERT

    @cached_property
    def ratings(self) -> dict[str, str]:
        """The rating in force of each customer."""
        names, shown = self.table["customer_id"].to_pylist(), self.table["rating_shown"].to_pylist()
        return dict(zip(names, shown, strict=True))

    @property
    def counts(self) -> dict[str, int]:
        """Customers by rating in force, every rating there is, good to bad."""
        found = Counter(self.ratings.values())
        return {rating: found[rating] for rating in SHOWN}

    def of(self, customer_id: str) -> CustomerScore | None:
        """One customer, None where it was not known on the date."""
        rows = self.table.filter(pc.equal(self.table["customer_id"], customer_id)).to_pylist()
        return _scored(rows[0]) if rows else None

    def everybody(self) -> list[CustomerScore]:
        """All customers, by number."""
        return [_scored(row) for row in self.table.to_pylist()]

    def as_json(self) -> dict[str, Any]:
        """Plain values: as_of, version, expert, card, window_months, counts, customers (CustomerScore by fields)."""
        return {
            "as_of": self.as_of.isoformat(),
            "version": self.version,
            "expert": self.expert,
            "card": self.card_name,
            "window_months": self.window_months,
            "counts": self.counts,
            "customers": [vars(one) for one in self.everybody()],
        }


def score_book(store: Store, as_of: date, version: int | None = None) -> ScoreBook:
    """Scores of everybody known on `as_of` by a version (None = the champion), kept ones where they still are true.

    Raises ScoringError "version_unknown" and as `observations_at`.
    """
    chosen = version_of(store, version)
    basis = made_from(store, chosen)
    found = scorecards.kept_scores(store, as_of, chosen.number, basis)
    if found is None:
        target = chosen.card.provenance.target
        found = scored(chosen.card, observations_at(store, as_of, target))
        scorecards.keep_scores(store, as_of, chosen.number, basis, found)
    return _book(store, as_of, chosen, found)


def to_compute(store: Store, days: Iterable[date]) -> list[date]:
    """Those of `days` whose scores by the champion `score_book` would have to compute."""
    used = version_of(store)
    true = {"version": used.number, "made_from": made_from(store, used)}
    return [day for day in days if not store.rows("score", where={"as_of": day, **true}, limit=1)]


def scored(card: Card, observations: pa.Table) -> pa.Table:
    """The rows of `observations_at` as SCORES. Raises as `score.score` does."""
    status = observations["status"].to_numpy()
    rated, defaulted = status == "rated", status == "in_default"
    held = score.points_of(card, observations)
    points = np.full(len(status), card.base_points) + sum(column.to_numpy() for column in held.columns)
    pds = np.where(defaulted, 1.0, score.pd_of(card, points))
    ratings = np.where(rated, score.rating_of(card, points), np.where(defaulted, "in_default", "not_rated"))
    unknown = ~rated & ~defaulted
    columns = [
        observations["customer_id"],
        observations["status"],
        pa.array(points, pa.int32(), mask=~rated),
        pa.array(pds, pa.float64(), mask=unknown),
        pa.array(yearly(pds, window_months(card)), pa.float64(), mask=unknown),
        pa.array(score.grade_of(card, points), pa.string(), mask=~rated),
        pa.array(ratings, pa.string()),
        pc.if_else(pa.array(rated), _reasons(card, observations, held), "[]"),
        _monthly_sales(observations),
        observations["days_beyond_terms_12m"],
        observations["terms_days"],
    ]
    return pa.table(columns, schema=SCORES)


def yearly(pds: np.ndarray[Any, Any], months: int) -> np.ndarray[Any, Any]:
    """PDs within `months` as PDs within a year: 1 - (1 - PD)^(12 / months).

    >>> yearly(np.array([0.1, 1.0]), 6).round(4).tolist()
    [0.19, 1.0]
    """
    return np.asarray(1 - (1 - pds) ** (12 / months))


def window_months(card: Card) -> int:
    """The horizon of the card's PDs; a card that states no target has the default one's."""
    return (card.provenance.target or Target()).window_months


def made_from(store: Store, version: Version) -> str:
    """What scores depend on: the ledger's imports, the parameters that shape observations, how marts define them, the
    card, and the form in which scores are kept."""
    parameters = [store.setting(name) for name in ("nature_patterns", "schema_fingerprint")]
    told = [FORM, scorecards.last_import_event(store), currency_of(store), *parameters, version.card_hash]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


def _book(store: Store, as_of: date, version: Version, found: pa.Table) -> ScoreBook:
    table = found.select(SCORES.names)
    forced = {customer: row["rating"] for customer, row in overrides.in_force(store, as_of).items()}
    shown = _laid_over(table, forced)
    return ScoreBook(
        as_of,
        version.number,
        version.card.name,
        window_months(version.card),
        table.append_column("rating_shown", shown),
    )


def _monthly_sales(observations: pa.Table) -> pa.Array:
    """Invoices of the last twelve months / the months in which the customer could have had any; null without invoices.

    >>> told = {"invoices_12m": [6.0, 6.0], "invoice_amount_mean": [100.0, 100.0], "months_on_book": [30.0, 3.0]}
    >>> _monthly_sales(pa.table(told)).to_pylist()
    [50.0, 200.0]
    """
    months = pc.min_element_wise(pc.max_element_wise(observations["months_on_book"], 1.0), 12.0)
    return pc.divide(pc.multiply(observations["invoices_12m"], observations["invoice_amount_mean"]), months)


def _reasons(card: Card, observations: pa.Table, held: pa.Table) -> pa.Array:
    """For each row the characteristics in which it loses most, as JSON: [["overdue_share", 11, true], ...], as
    `reasons.reasons` gives them one by one. Column by column, since a ledger may have 100,000 customers."""
    if not held.num_columns:
        return pa.array(["[]"] * held.num_rows, pa.string())
    binnings = [scored.binning for scored in card.characteristics]
    tops = [int(score.points_by_bin(binning).max()) for binning in binnings]
    lost = np.column_stack([top - held[b.name].to_numpy() for b, top in zip(binnings, tops, strict=True)])
    known = np.column_stack([_known(binning, observations) for binning in binnings])
    order, rows = np.argsort(-lost, axis=1, kind="stable")[:, :REASONS], np.arange(held.num_rows)
    parts = []
    for which in order.T:
        points = lost[rows, which]
        codes, at = np.unique((which * MOST + points) * 2 + known[rows, which], return_inverse=True)
        told = [", " + json.dumps([binnings[c // 2 // MOST].name, c // 2 % MOST, bool(c % 2)]) for c in codes.tolist()]
        said = pa.array(told, pa.string()).take(pa.array(at))
        parts.append(pc.if_else(pa.array(points > 0), said, ""))
    joined = pc.utf8_slice_codeunits(pc.binary_join_element_wise(*parts, ""), 2)
    return pc.binary_join_element_wise("[", joined, "]", "")


def _known(binning: Binning, observations: pa.Table) -> Flags:
    """Whether each row has a value of the characteristic."""
    missing = [one.kind for one in binning.bins].index("missing")
    known: Flags = score.bins_of(binning, observations[binning.name]) != missing
    return known


def _laid_over(table: pa.Table, forced: Mapping[str, str]) -> pa.ChunkedArray:
    """The model's ratings, replaced where somebody set one by hand."""
    if not forced:
        return table["rating"]
    places = pc.index_in(table["customer_id"], value_set=pa.array(list(forced), pa.string()))
    return pc.coalesce(pa.array(list(forced.values()), pa.string()).take(places), table["rating"])


def _scored(row: Mapping[str, Any]) -> CustomerScore:
    return CustomerScore(
        customer_id=row["customer_id"],
        status=row["status"],
        score=row["score"],
        pd=row["pd"],
        pd_yearly=row["pd_yearly"],
        grade=row["grade"],
        rating_model=row["rating"],
        rating=row["rating_shown"],
        reasons=tuple(Loss(*told) for told in json.loads(row["reasons"])),
        monthly_sales=row["monthly_sales"],
        days_beyond_terms=row["days_beyond_terms"],
        terms_days=row["terms_days"],
    )
