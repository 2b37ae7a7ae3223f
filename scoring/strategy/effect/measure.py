"""How effects are measured and how much evidence is enough: stated in data, read from TOML."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields

from scoring.errors import ScoringError


@dataclass(frozen=True)
class Measure:
    """The rules of measuring, as data/playbook/measure.toml explains them."""

    history_days: int
    controls_per_case: int
    calendar_days: int
    amount_times: float
    documents_max: int
    cases_min: int
    customers_min: int
    payments_min: int
    confidence: float
    experiment_days: int

    def __post_init__(self) -> None:
        """Raises ScoringError "measure_invalid" (entry, value) for what cannot be measured by."""
        for name, value in vars(self).items():
            if value < 1 and name != "confidence":
                raise ScoringError("measure_invalid", entry=name, value=str(value))
        if not 0.5 <= self.confidence < 1:
            raise ScoringError("measure_invalid", entry="confidence", value=str(self.confidence))


def read_measure(text: str) -> Measure:
    """The rules from their TOML. Raises ScoringError "measure_invalid" (entry, value) for one that is missing or impossible.

    >>> read_measure("history_days = 0")
    Traceback (most recent call last):
        ...
    scoring.errors.ScoringError: measure_invalid: entry=controls_per_case, value=None
    """
    raw = tomllib.loads(text)
    for field in fields(Measure):
        value, whole = raw.get(field.name), field.type == "int"
        if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)):
            raise ScoringError("measure_invalid", entry=field.name, value=str(value))
    return Measure(**{field.name: raw[field.name] for field in fields(Measure)})
