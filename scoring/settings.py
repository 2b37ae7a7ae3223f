"""Settings shipped with the product, read once from data/settings.toml into a frozen dataclass. Units in the names."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from scoring.terms import AgingScheme, Basis, Bucket

PROJECT = Path(__file__).resolve().parent.parent
SETTINGS_FILE = PROJECT / "data" / "settings.toml"


@dataclass(frozen=True)
class Settings:
    """Every parameter a user can see on the Settings page, with its default from data/settings.toml.

    >>> load().schemes["default"].keys
    ('not_due', '1-30', '31-60', '61-90', 'over_90')
    """

    currency: str
    currency_of_chinese_files: str
    period_days: int
    trend_months: int
    cost_of_capital_yearly: float
    gross_margin: float
    lgd_unsecured: float
    unused_limit_share: float
    pd_not_rated: float
    loss_correlation: float
    equity_share: float
    profit_share: float
    collection_cost: float
    collection_cost_hourly: float
    provision_method: str
    provision_history_months: int
    provision_lost_after_days: int
    provision_lgd: float
    upload_limit_mb: int
    child_memory_mb: int
    child_cpu_seconds: int
    child_wall_seconds: int
    store_memory_mb: int
    excel_rows_max: int
    schemes: dict[str, AgingScheme]
    nature_patterns: dict[str, tuple[str, ...]]
    provision_percent: dict[str, dict[str, float]]


@lru_cache(maxsize=1)
def load() -> Settings:
    """The shipped settings. Raises KeyError naming what is missing: the file is ours."""
    raw = tomllib.loads(SETTINGS_FILE.read_text(encoding="utf-8"))
    schemes = {name: _scheme(name, spec) for name, spec in raw.pop("schemes").items()}
    patterns = {nature: tuple(words) for nature, words in raw.pop("nature_patterns").items()}
    return Settings(schemes=schemes, nature_patterns=patterns, **raw)


def _scheme(name: str, spec: dict[str, object]) -> AgingScheme:
    buckets = spec["buckets"]
    assert isinstance(buckets, list)
    basis: Basis = "issue" if spec["basis"] == "issue" else "due"
    return AgingScheme(name, basis, tuple(Bucket(b["key"], b.get("upper_days")) for b in buckets))
