"""Each cell of the strategy grid: who is in it, what should come in with and without the step recommended, what became of
peers, and which credit terms to try for it."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa

from scoring.desk.strategy.debtors import CellTotal, StrategyReport
from scoring.desk.strategy.playbook import playbook_of
from scoring.desk.strategy.standings import Cell, Standings
from scoring.desk.views import header_of, scope_of
from scoring.desk.worklist.items import Items
from scoring.desk.worklist.peers import peers
from scoring.desk.worklist.today import worklist
from scoring.scenario.terms import Terms
from scoring.store import Store
from scoring.strategy.cases.peers import Peers
from scoring.strategy.playbook.credit import terms_for
from scoring.strategy.playbook.terms import Credit
from scoring.terms import View

CENT = Decimal("0.01")


@dataclass(frozen=True)
class CreditAdvice:
    """The consequence for credit that most of a cell's customers get by the playbook, with the terms to try and for whom."""

    credit: Credit
    terms: Terms
    customers: tuple[str, ...]


@dataclass(frozen=True)
class Segment:
    """A cell. `asked` = what the steps are about (`Standing.asked`); money expected of it
    within the horizon `without` a step and because of the step recommended today (`gain`), as on the worklist. `steps` =
    customers with a step due today; `peers` None = nobody stood here before."""

    total: CellTotal
    asked: Decimal
    without: Decimal
    gain: Decimal
    steps: int
    peers: Peers | None
    credit: CreditAdvice | None

    @property
    def cell(self) -> Cell:
        """Where it stands in the grid."""
        return self.total.cell

    @property
    def expected(self) -> Decimal:
        """Money expected within the horizon with the step recommended."""
        return self.without + self.gain


@dataclass(frozen=True)
class SegmentReport:
    """The cells of one currency that hold somebody, most gain first."""

    report: StrategyReport
    currency: str
    horizon_days: int
    segments: tuple[Segment, ...]

    def as_json(self) -> list[dict[str, Any]]:
        """A list: nature, severity, rating, customers, open, overdue, levels, asked, expected_without, expected_with, steps,
        peers (cases, customers, paid_share, median_days, worse_share, enough), credit (consequence, terms, customers)."""
        return [_json(segment) for segment in self.segments]


def segment_report(store: Store, view: View) -> SegmentReport:
    """The cells of the view's currency. Raises ScoringError as `worklist` and `peers`."""
    today = worklist(store, view)
    currency = today.currency
    report = StrategyReport(header_of(store, view), playbook_of(store), {currency: today.items.standings})
    before = peers(store, view, today.horizon_days)
    found = [_segment(total, today.items, before.get(total.cell)) for total in report.grid(currency)]
    found.sort(key=lambda one: (-one.gain, -one.asked, one.cell))
    return SegmentReport(report, currency, today.horizon_days, tuple(found))


def segment_reports(store: Store, view: View) -> dict[str, SegmentReport]:
    """By currency shown: of the view's currency, else of every currency by itself. Raises as `segment_report`."""
    if view.currency is not None:
        return {view.currency: segment_report(store, view)}
    alone = {code: (*view.filters, ("currency", code)) for code in scope_of(store, view).reportings}
    return {code: segment_report(store, replace(view, currency=code, filters=kept)) for code, kept in alone.items()}


def credit_advice(standings: Standings) -> CreditAdvice | None:
    """What the playbook does about credit for most of these customers of one cell; None where it leaves terms alone."""
    terms = [(kind.level.credit, terms_for(kind.level.credit, kind.debtor.severity)) for kind in standings.kinds]
    alike = Counter[tuple[Credit, Terms]]()
    for place, count in enumerate(np.bincount(standings.kind)):
        if count and terms[place][1].changed:
            alike[terms[place]] += int(count)
    if not alike:
        return None
    (credit, most), _ = max(alike.items(), key=lambda entry: (entry[1], entry[0][0]))
    mine = standings.table["customer_id"].filter(pa.array(standings.flags([one == (credit, most) for one in terms])))
    return CreditAdvice(credit, most, tuple(sorted(mine.to_pylist())))


def _segment(total: CellTotal, items: Items, before: Peers | None) -> Segment:
    mine = items.in_cell(total.cell)
    asked = np.asarray(mine.standings.table["asked"].cast(pa.float64()), dtype=float)
    return Segment(
        total=total,
        asked=mine.standings.sum_of("asked"),
        without=_money(np.asarray(mine.table["paid_anyway"]) @ asked),
        gain=_money(np.asarray(mine.table["gain"]).sum()),
        steps=int(np.asarray(mine.table["stepped"]).sum()),
        peers=before,
        credit=credit_advice(mine.standings),
    )


def _money(amount: Any) -> Decimal:
    return Decimal(str(round(float(amount), 2))).quantize(CENT)


def _json(segment: Segment) -> dict[str, Any]:
    total, credit = segment.total, segment.credit
    return {
        **segment.cell._asdict(),
        "customers": total.customers,
        "open": total.open,
        "overdue": total.overdue,
        "levels": total.levels,
        "asked": segment.asked,
        "expected_without": segment.without,
        "expected_with": segment.expected,
        "steps": segment.steps,
        "peers": asdict(segment.peers) | {"enough": segment.peers.enough} if segment.peers else None,
        "credit": {
            "consequence": credit.credit,
            "terms": {name: getattr(credit.terms, name) for name in credit.terms.changed},
            "customers": credit.customers,
        }
        if credit
        else None,
    }
