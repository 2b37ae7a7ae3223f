"""Cut-offs in money on the customers of a ledger: what each line would refuse and save, and who would change class.

Everything is within a year and in the workspace's currency: exposure is what a customer owes on the date, sales are its
invoices of twelve months, PDs are yearly. Customers in default or without rating are no candidates: no cut-off of the
score decides on them.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from scoring.desk.parameters import currency_of, number_of
from scoring.desk.scorecard.observations import amounts_of, observations_at
from scoring.desk.scorecard.scores import scored
from scoring.scorecard.card import Card
from scoring.scorecard.sample import Floats
from scoring.scorecard.use import cutoffs
from scoring.scorecard.use.classes import Lines, Moved, lines_of, swap_set
from scoring.scorecard.use.cutoffs import Candidates, Costs, CutoffLine
from scoring.store import Store


@dataclass(frozen=True)
class CutoffReport:
    """Every cut-off of a card on a date. `best` and `interval` (in 9 of 10 bootstrap samples of the customers) are None
    without candidates; `left_out` counts customers that no cut-off decides on. `turns` is sales over exposure, and
    `break_even_pd` the PD above which an average customer costs more than it brings."""

    as_of: date
    currency: str
    costs: Costs
    current: Lines
    lines: tuple[CutoffLine, ...]
    best: CutoffLine | None
    interval: tuple[int, int] | None
    customers: int
    left_out: int
    turns: float | None
    break_even_pd: float | None

    def at(self, cutoff: int) -> CutoffLine:
        """What a cut-off does; between two scores that occur it does what the next higher one does.

        Raises ValueError without candidates.
        """
        if not self.lines:
            raise ValueError("no candidates")
        return next((line for line in self.lines if line.cutoff >= cutoff), self.lines[-1])

    def as_json(self) -> dict[str, Any]:
        """Plain values: all fields by name."""
        return asdict(self)


@dataclass(frozen=True)
class ClassChange:
    """A customer that one card rates `before` and another `after`; scores are None where it is not rated by score."""

    customer_id: str
    name: str
    before: str
    after: str
    score_before: int | None
    score_after: int | None
    exposure: float
    expected_loss: float


@dataclass(frozen=True)
class SideBySide:
    """Two cards on the same customers of one date: the swap set, and by name whoever changes class, most exposed first.
    Expected losses are by the later card's yearly PD and the LGD of `costs`."""

    as_of: date
    currency: str
    cells: tuple[Moved, ...]
    changes: tuple[ClassChange, ...]


def costs_of(store: Store) -> Costs:
    """The costs of this workspace: as set by the user, else the shipped defaults."""
    return Costs(
        margin=number_of(store, "gross_margin"),
        loss_given_default=number_of(store, "lgd_unsecured"),
        collection_cost=number_of(store, "collection_cost"),
    )


def cutoff_report(store: Store, card: Card, as_of: date, costs: Costs | None = None) -> CutoffReport:
    """What every cut-off of `card` means in money on the customers of `as_of`; `costs` None = the workspace's.

    Raises ScoringError as `observations_at`.
    """
    stated = costs or costs_of(store)
    observations = observations_at(store, as_of, card.provenance.target)
    found = scored(card, observations)
    rated = pc.is_valid(found["score"])
    candidates = _candidates(found.filter(rated), observations.filter(rated))
    lines = cutoffs.strategy(candidates, stated)
    return CutoffReport(
        as_of=as_of,
        currency=currency_of(store),
        costs=stated,
        current=lines_of(card),
        lines=tuple(lines),
        best=cutoffs.best(lines) if lines else None,
        interval=cutoffs.best_interval(candidates, stated) if lines else None,
        customers=len(candidates.score),
        left_out=found.num_rows - len(candidates.score),
        turns=float(candidates.sales.sum() / candidates.exposure.sum()) if candidates.exposure.any() else None,
        break_even_pd=cutoffs.break_even_pd(candidates, stated),
    )


def side_by_side(store: Store, before: Card, after: Card, as_of: date, lgd: float | None = None) -> SideBySide:
    """Who is rated otherwise by `after` than by `before` on `as_of`: two versions, or one card with its lines moved.

    `lgd` None = the workspace's. Raises ScoringError as `observations_at`.
    """
    lost = number_of(store, "lgd_unsecured") if lgd is None else lgd
    observations = observations_at(store, as_of, after.provenance.target)
    first, second = scored(before, observations), scored(after, observations)
    exposure, pds = amounts_of(observations, "open_amount"), _floats(second, "pd_yearly")
    old, new = first["rating"].to_pylist(), second["rating"].to_pylist()
    cells = swap_set(old, new, exposure, pds, lost)
    moved = np.array(old) != np.array(new)
    other = pa.array(moved)
    names = {row["customer_id"]: row["name"] for row in store.rows("customer")}
    changes = [
        ClassChange(row["customer_id"], names[row["customer_id"]], was["rating"], row["rating"], was["score"], row["score"],
                    float(owed), float(owed * pd * lost) if pd == pd else 0.0)
        for was, row, owed, pd in zip(
            first.filter(other).to_pylist(), second.filter(other).to_pylist(), exposure[moved], pds[moved], strict=True
        )
    ]  # fmt: skip
    changes.sort(key=lambda change: (-change.exposure, change.customer_id))
    return SideBySide(as_of, currency_of(store), tuple(cells), tuple(changes))


def _candidates(found: pa.Table, observations: pa.Table) -> Candidates:
    invoices, mean = _floats(observations, "invoices_12m"), _floats(observations, "invoice_amount_mean")
    return Candidates(
        score=found["score"].to_numpy().astype(np.int64),
        pd=_floats(found, "pd_yearly"),
        exposure=amounts_of(observations, "open_amount"),
        sales=np.nan_to_num(invoices * mean),
    )


def _floats(table: pa.Table, name: str) -> Floats:
    values: Floats = table[name].to_numpy(zero_copy_only=False).astype(np.float64)
    return values
