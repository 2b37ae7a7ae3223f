"""What takes longest on a long ledger, computed once after an import and kept in the store, so that pages only read it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from scoring.desk.effect.measured import days_scored, effects_at, is_measured
from scoring.desk.figures.figures import month_before
from scoring.desk.parameters import default_as_of
from scoring.desk.risk.disclosure import year_end_before
from scoring.desk.risk.forecast_learning import is_learned, learned
from scoring.desk.risk.provision_basis import parameters_of
from scoring.desk.risk.provision_flows import keep_flows
from scoring.desk.scorecard.rated import days_compared
from scoring.desk.scorecard.scores import score_book, to_compute
from scoring.desk.strategy.playbook import effects_of
from scoring.desk.warnings.finding import find, to_find
from scoring.desk.worklist.curves import are_curves_kept, payment_curves
from scoring.desk.worklist.peers import days_of
from scoring.store import Store

Tell = Callable[[str, str, float], None]
"""Told what is being worked on (""), the stage (a word of `preparing.stage_`) and the share done; raises to call it off."""


def prepared(store: Store) -> bool:
    """Whether everything is kept that `prepare` makes. Raises ScoringError "ledger_empty"."""
    day = default_as_of(store)
    weighed = are_curves_kept(store, day) and is_measured(store, day)
    return weighed and not to_compute(store, _days(store, day)) and is_learned(store, day) and not to_find(store, day)


def prepare(store: Store, tell: Tell) -> None:
    """Scores of the ledger's last day, of the days it is compared with and of those its activities and customers' peers are
    judged by, what its payments teach a forecast, the worklist and the loss rates of provisions, and what early warnings
    find on every month-end. What is there already stays; what was called off goes on from there.

    Raises as `score_book` and `find`.
    """
    day = default_as_of(store)
    days = _days(store, day)
    for place, scored in enumerate(days):
        tell("", "scores", 0.04 * place / len(days))
        score_book(store, scored)
    tell("", "payments", 0.04)
    learned(store, day)
    payment_curves(store, day)
    effects_at(store, day)
    for assessed in (day, year_end_before(day)):
        keep_flows(store, assessed, parameters_of(store))
    tell("", "warnings", 0.15)
    find(store, day, lambda share: tell("", "warnings", 0.15 + 0.85 * share))


def _days(store: Store, day: date) -> list[date]:
    first = (store.one("extent", {}) or {}).get("first_date")
    looked_back = days_of(store, day, effects_of(store).horizon_days)
    wanted = dict.fromkeys([*days_compared(store, day), month_before(day), *days_scored(store, day), *looked_back])
    return [one for one in wanted if first is not None and one >= first]
