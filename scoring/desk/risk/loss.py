"""Expected loss of the customers of a view: what they owe, how likely they default, what would then be lost."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from scoring import settings
from scoring.desk.figures.aging import open_items_params
from scoring.desk.figures.books import limit_in, limit_rates
from scoring.desk.figures.figures import FigureLine
from scoring.desk.parameters import currency_of, number_of
from scoring.desk.risk.protections import protections_on
from scoring.desk.scorecard.scores import ScoreBook, score_book
from scoring.desk.views import COLUMN, Scope, header_of, scope_of
from scoring.errors import ScoringError
from scoring.metrics import money
from scoring.metrics.risk import loss
from scoring.metrics.risk.loss import Contribution, LossTerms
from scoring.store import Store
from scoring.terms import GROUPINGS, Figure, ReportHeader, View

SEVERITY = "severity"
LOSS_GROUPINGS = (*GROUPINGS, SEVERITY)
"""What expected loss can be grouped by: as the ledger, and by the worst bucket of arrears of each customer."""
MASTER = ("name", "nature", "industry", "region", "owner", "size")
CALM = settings.load().schemes[SEVERITY].keys[0]
Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class LossBook:
    """Everybody's expected loss in one currency shown. `table` has a row per customer with something at risk: customer_id,
    name, the groupings, status, rating, the columns of `loss.with_losses`, overdue (cents); `parts` what each owes in
    each currency of its documents: customer_id, part, open (cents)."""

    currency: str
    table: pd.DataFrame
    parts: pd.DataFrame

    @cached_property
    def total(self) -> Contribution:
        """All customers together."""
        return loss.total(self.table)

    def by(self, grouping: str) -> list[Contribution]:
        """Contributions of the groups of one of LOSS_GROUPINGS, the largest loss first; they add up to the total."""
        if grouping == "currency":
            split = loss.spread(self.table, self.parts)
            return loss.contributions(split, split["part"])
        return loss.contributions(self.table, self.table[COLUMN.get(grouping, grouping)])

    def within(self, grouping: str, group: str) -> list[Contribution]:
        """Contributions of the customers of one group of a grouping, the largest loss first."""
        table = loss.spread(self.table, self.parts) if grouping == "currency" else self.table
        mine = table[table["part" if grouping == "currency" else COLUMN.get(grouping, grouping)] == group]
        return loss.contributions(mine, mine["customer_id"])

    @cached_property
    def fewest_for_half(self) -> tuple[int, float] | None:
        """The fewest customers that make up half of the expected loss, and their share; None without a loss."""
        return loss.fewest(self.table["expected_loss"].to_numpy(), 0.5)

    @property
    def statuses(self) -> dict[str, Contribution]:
        """The customers by how their PD is known: rated, in_default, not_rated."""
        return {one.group: one for one in loss.contributions(self.table, self.table["status"])}

    @cached_property
    def names(self) -> dict[str, str]:
        """Names of the customers by number."""
        return dict(zip(self.table["customer_id"], self.table["name"], strict=True))


@dataclass(frozen=True)
class LossReport:
    """Expected loss within a year of a view, by currency shown."""

    header: ReportHeader
    terms: LossTerms
    books: dict[str, LossBook]

    def as_json(self, grouping: str = "customer") -> dict[str, Any]:
        """Plain values. Keys: as_of, terms, grouping, currencies (by currency: total, statuses, contributions; each with
        customers, open, exposure, covered, expected_loss as decimals, share, pd, lgd)."""
        return {
            "as_of": self.header.as_of.isoformat(),
            "terms": asdict(self.terms),
            "grouping": grouping,
            "currencies": {
                currency: {
                    "total": _plain(book.total, ""),
                    "statuses": {name: _plain(one, name) for name, one in book.statuses.items()},
                    "contributions": [_plain(one, book.names.get(one.group, one.group)) for one in book.by(grouping)],
                }
                for currency, book in self.books.items()
            },
        }


def loss_terms(store: Store) -> LossTerms:
    """The parameters of this workspace: as set by the user, else the shipped defaults."""
    names = ("lgd_unsecured", "unused_limit_share", "pd_not_rated")
    return LossTerms(*(number_of(store, name) for name in names))


def loss_report(store: Store, view: View, terms: LossTerms | None = None) -> LossReport:
    """Expected loss within a year of everybody in a view, by the scores of its as-of date; `terms` None = the workspace's.

    Open amounts are gross of credits on account. Raises ScoringError as `scope_of` and `score_book`.
    """
    stated = terms or loss_terms(store)
    books = _books(store, scope_of(store, replace(view, scheme=SEVERITY, basis=None)), stated)
    return LossReport(header_of(store, replace(view, grouping="rating")), stated, books)


def expected_loss_line(store: Store, view: View, earlier: date | None = None) -> dict[str, FigureLine]:
    """Expected loss as a figure by currency shown, against the end of an earlier day at the as-of date's exchange rates.

    Without an earlier day, or with one before the ledger begins, it is compared with nothing. Raises ScoringError as
    `loss_report`.
    """
    scope = scope_of(store, replace(view, scheme=SEVERITY, basis=None))
    now, before = _books(store, scope, loss_terms(store)), None
    first = (store.one("extent", {}) or {}).get("first_date")
    if earlier is not None and first is not None and first <= earlier:
        past = scope_of(store, replace(scope.view, as_of=earlier))
        before = _books(store, replace(past, reportings=scope.reportings), loss_terms(store))
    return {
        currency: FigureLine(
            Figure("expected_loss", book.total.expected_loss, "money", -1),
            None if before is None else before[currency].total.expected_loss,
        )
        for currency, book in now.items()
    }


def _books(store: Store, scope: Scope, terms: LossTerms) -> dict[str, LossBook]:
    owed, scores = _owed(store, scope), _scores(store, scope)
    return {currency: _book(store, scope, currency, owed, scores, terms) for currency in scope.reportings}


def _owed(store: Store, scope: Scope) -> pd.DataFrame:
    """Open amounts in cents by customer, currency and bucket of severity."""
    found = open_by_severity(store, scope)
    frame: pd.DataFrame = found.drop_columns(["reporting_amount", "documents"]).to_pandas()
    return frame.assign(
        open=loss.cents(found["reporting_amount"].cast(pa.float64()).to_numpy()),
        shown=frame["currency"].map({one: scope.shown(one) for one in frame["currency"].unique()}),
    )


def open_by_severity(store: Store, scope: Scope) -> pa.Table:
    """Open amounts (reporting_amount) by customer_id, currency, bucket and bucket_position of a scope by severity. Read once
    for whatever goes by customer."""
    by = ["customer_id", "currency", "bucket", "bucket_position"]
    return store.sums("open_items", open_items_params(scope), by, ["reporting_amount"], where=scope.items_where)


def _scores(store: Store, scope: Scope) -> ScoreBook | None:
    """Scores on the day; None before the ledger begins."""
    first = (store.one("extent", {}) or {}).get("first_date")
    return None if first is None or scope.view.as_of < first else score_book(store, scope.view.as_of)


def _book(
    store: Store, scope: Scope, currency: str, owed: pd.DataFrame, scores: ScoreBook | None, terms: LossTerms
) -> LossBook:
    mine = owed[owed["shown"] == currency]
    parts = mine[["customer_id", "currency", "open"]].groupby(["customer_id", "currency"], as_index=False).sum()
    masters = _masters(store, scope, currency, terms)
    worst = mine.sort_values("bucket_position").drop_duplicates("customer_id", keep="last")
    table = masters.merge(mine.groupby("customer_id", as_index=False)["open"].sum(), on="customer_id", how="left")
    late = mine[mine["bucket"] != CALM].groupby("customer_id")["open"].sum()
    table["open"] = table["open"].fillna(0).astype(np.int64)
    table["overdue"] = table["customer_id"].map(late).fillna(0).astype(np.int64)
    buckets = dict(zip(worst["customer_id"].tolist(), worst["bucket"].tolist(), strict=True))
    table[SEVERITY] = [buckets.get(customer, CALM) for customer in table["customer_id"].tolist()]
    table = with_scores(table, scores)
    table = table[(table["open"] != 0) | (table["credit_limit"] > 0)]
    found = loss.with_losses(table, terms, protections_on(store, scope, currency))
    kept = found[found["exposure"] != 0].reset_index(drop=True)
    return LossBook(currency, kept, parts.rename(columns={"currency": "part"}))


def _masters(store: Store, scope: Scope, currency: str, terms: LossTerms) -> pd.DataFrame:
    """The customers of the scope with their groups and limits (cents; needed only where unused limits count)."""
    known = store.table("customer", where=scope.customers_where, order=["customer_id"])
    home = currency_of(store)
    limits: list[Decimal | None] = [None] * known.num_rows
    if terms.unused_limit_share and "currency" not in dict(scope.view.filters):
        rows: Rows = known.select(["credit_limit", "limit_currency"]).to_pylist()
        rates = limit_rates(store, scope, currency, rows, home)
        limits = [limit_in(row, rates, home) for row in rows]
    columns = {name: pc.fill_null(known[name], "").to_pylist() for name in ("customer_id", *MASTER)}
    frame = pd.DataFrame(columns, dtype=object)
    owners = zip(known["parent_id"].to_pylist(), columns["customer_id"], strict=True)
    frame["parent_id"] = [parent or customer for parent, customer in owners]
    frame["credit_limit"] = np.array([np.nan if one is None else float(one) * 100 for one in limits], dtype=np.float64)
    return frame


def with_scores(table: pd.DataFrame, scores: ScoreBook | None) -> pd.DataFrame:
    """The table with pd (within a year, NaN where not rated), status and rating of each customer."""
    if scores is None:
        return table.assign(pd=np.nan, status=loss.NOT_RATED, rating=loss.NOT_RATED)
    kept = scores.table.select(["customer_id", "pd_yearly", "rating_shown", "status"]).to_pandas()
    found = table.merge(
        kept.rename(columns={"pd_yearly": "pd", "rating_shown": "rating"}), on="customer_id", how="left"
    )
    known = found["status"].isin([loss.RATED, loss.IN_DEFAULT])
    return found.assign(
        status=found["status"].where(known, loss.NOT_RATED), rating=found["rating"].fillna(loss.NOT_RATED)
    )


def _plain(one: Contribution, name: str) -> dict[str, Any]:
    return {**asdict(one), "name": name}


def lacks_rate(store: Store, view: View, currency: str) -> bool:
    """Whether nobody who trades in a currency can be rated on the as-of date: characteristics are measured in the
    workspace's currency, and no rate to it is known."""
    home = currency_of(store)
    try:
        money.reporting(store.rows("rates_on", {"as_of": view.as_of}), [currency], home, view.as_of)
    except ScoringError as stop:
        if stop.code != "rate_missing":
            raise
        return True
    return False
