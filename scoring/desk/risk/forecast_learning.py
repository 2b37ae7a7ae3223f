"""What a ledger teaches about when its money comes: the model its own past speaks for, fitted, and how that model did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from scoring.desk.risk.payment_history import EPOCH, PaymentHistory, day_number, payment_history
from scoring.metrics.forecast.backtest import Record, Trial, chosen, record, trial
from scoring.metrics.forecast.history import History
from scoring.metrics.forecast.predict import Fitted, Model, fit
from scoring.store import Store

SAMPLE_PARTS = 30_000
"""Claims on which models are compared; of a longer ledger every n-th customer is taken."""


@dataclass(frozen=True)
class Learning:
    """How a ledger is forecast and how that did on its past. `record` None = the ledger is too short to try it on;
    `customer_weight` is the number of claims that a customer's segment counts like."""

    model: Model
    record: Record | None
    customer_weight: float

    @property
    def cuts(self) -> list[date]:
        """The past days on which the forecast was tried."""
        return [EPOCH + timedelta(days=cut) for cut in self.record.cuts] if self.record else []

    def as_json(self) -> dict[str, Any]:
        """Plain values: the model and its record. Keys: half_life_days, rhythms, interval_tail, customer_correlation,
        spread, segment_counts_like_claims, record (null or cuts, claims, waiting, error_days, naive_error_days, coverage,
        weeks, weeks_covered)."""
        model, kept = self.model, self.record
        return {
            "half_life_days": model.half_life_days,
            "rhythms": list(model.rhythms),
            "interval_tail": model.tail,
            "customer_correlation": round(model.together, 4),
            "spread": round(model.spread, 4),
            "segment_counts_like_claims": self.customer_weight,
            "record": None if kept is None else vars(kept) | {"cuts": [cut.isoformat() for cut in self.cuts]},
        }


@dataclass(frozen=True)
class Learned:
    """A forecast's knowledge of a ledger on a date; large on a long ledger."""

    past: PaymentHistory
    fitted: Fitted
    learning: Learning


def learned(store: Store, as_of: date) -> Learned:
    """What is known of payments at the end of `as_of`, nothing later: the model that several earlier days speak for,
    fitted to everything known then."""
    past, today = payment_history(store, as_of), day_number(as_of)
    model, trials = chosen(sampled(past.history), today)
    fitted = fit(past.history, today, model)
    kept = record(trials, model) if trials else None
    return Learned(past, fitted, Learning(model, kept, fitted.table.customer_weight))


def tried(store: Store, cut: date, until: date) -> tuple[Trial | None, Model]:
    """The forecast of `cut`, made with what was known then, against what happened up to `until` of everything open then."""
    model, _ = chosen(sampled(payment_history(store, cut).history), day_number(cut))
    whole = payment_history(store, until).history
    return trial(whole, day_number(cut), model, (until - cut).days), model


def sampled(history: History) -> History:
    """The claims of every n-th customer, so many that about SAMPLE_PARTS are left at most."""
    every = -(-len(history) // SAMPLE_PARTS) or 1
    return history.kept(history.customer % every == 0)
