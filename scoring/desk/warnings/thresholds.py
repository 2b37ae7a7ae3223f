"""The thresholds in force: as shipped, or as somebody chose after a look at the record, with a name and a reason."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from scoring.errors import ScoringError
from scoring.store import Store, scorecards
from scoring.strategy.warnings.indicators import Indicator, load


def thresholds(store: Store) -> dict[str, float]:
    """The threshold in force of every indicator."""
    changed = {row["indicator"]: float(row["threshold"]) for row in reversed(history(store))}
    return {name: changed.get(name, one.threshold) for name, one in load().items()}


def history(store: Store, indicator: str | None = None) -> list[dict[str, Any]]:
    """Changes of all indicators or of one, newest first: the rows of the table `warning_threshold`."""
    where = {"indicator": indicator} if indicator else {}
    return store.rows("warning_threshold", where=where, order=["change_id desc"])


def indicator_of(name: str) -> Indicator:
    """An indicator by id. Raises ScoringError "indicator_unknown"."""
    if name not in load():
        raise ScoringError("indicator_unknown", indicator=name, expected=", ".join(load()))
    return load()[name]


def change(store: Store, indicator: str, threshold: float, by: str, reason: str, at: datetime | None = None) -> None:
    """Put another of the offered thresholds in force, for every date looked at.

    Raises ScoringError "indicator_unknown", "threshold_not_offered", "person_missing", "reason_missing".
    """
    one = indicator_of(indicator)
    if threshold not in one.offered:
        offered = ", ".join(f"{x:g}" for x in one.offered)
        raise ScoringError("threshold_not_offered", threshold=f"{threshold:g}", indicator=indicator, offered=offered)
    if not by.strip():
        raise ScoringError("person_missing")
    if not reason.strip():
        raise ScoringError("reason_missing")
    detail = {"indicator": indicator, "threshold": threshold, "by": by.strip(), "reason": reason.strip()}
    scorecards.happen(store, "warning_threshold", detail, at)


def before_last(store: Store, indicator: str) -> float | None:
    """The threshold that was in force before the last change; None where nothing was ever changed."""
    changes = history(store, indicator)
    if not changes:
        return None
    return float(changes[1]["threshold"]) if len(changes) > 1 else indicator_of(indicator).threshold


def revert(store: Store, indicator: str, by: str, reason: str, at: datetime | None = None) -> None:
    """Put the threshold before the last change in force again. Raises ScoringError "threshold_unchanged" and as `change`."""
    earlier = before_last(store, indicator_of(indicator).id)
    if earlier is None:
        raise ScoringError("threshold_unchanged", indicator=indicator)
    change(store, indicator, earlier, by, reason, at)
