"""What an action is expected to bring: money that comes in sooner, less the work and the harm to the relationship."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from scoring.errors import ScoringError
from scoring.strategy.playbook.terms import CHANNELS, Tone

Amounts = NDArray[np.float64]
TONES = get_args(Tone)
DAYS_A_YEAR = 365


@dataclass(frozen=True)
class ChannelEffect:
    """`hazard_ratio` > 0: how many times as fast money comes in; `cost_share` of what comes in stays outside.
    `cases` = logged cases that the ratio rests on beside the first assumption, 0 = that alone. An approved ratio was learned
    from `learned_cases` cases before `learned_until`: only those from that day on say anything new."""

    hazard_ratio: float
    minutes: float
    cost_share: float
    cases: int = 0
    learned_until: date | None = None
    learned_cases: int = 0


@dataclass(frozen=True)
class Effects:
    """Effects by channel; by tone the chance that the customer leaves; within `horizon_days` money is looked for."""

    horizon_days: int
    prior_cases: int
    channels: Mapping[str, ChannelEffect]
    leave_chances: Mapping[str, float]


@dataclass(frozen=True)
class Measured:
    """What a ledger's own record says of a channel: hazard ratio against similar untreated claims, over `cases`."""

    hazard_ratio: float
    cases: int


def read_effects(text: str) -> Effects:
    """Effects from their TOML. Raises ScoringError "effects_invalid" (entry) for one that is missing or out of range."""
    raw = tomllib.loads(text)
    channels: dict[str, ChannelEffect] = {n: _channel(n, raw.get("channel", {}).get(n)) for n in CHANNELS}
    leaving = {tone: raw.get("tone", {}).get(tone, {}).get("leave_chance") for tone in TONES}
    for tone, chance in leaving.items():
        if not isinstance(chance, int | float) or not 0 <= chance <= 1:
            raise ScoringError("effects_invalid", entry=f"tone.{tone}")
    for name in ("horizon_days", "prior_cases"):
        if not isinstance(raw.get(name), int) or raw[name] < 1:
            raise ScoringError("effects_invalid", entry=name)
    return Effects(raw["horizon_days"], raw["prior_cases"], channels, leaving)


def shrunk(effects: Effects, measured: Mapping[str, Measured]) -> Effects:
    """The effects with each channel's ratio moved from the assumption towards what was measured, by the weight of its
    cases: log ratio = (cases x log measured + prior x log assumed) / (cases + prior), prior = prior_cases + learned_cases.
    `measured` holds no case that an approved ratio was learned from.

    >>> base = Effects(30, 10, {"phone": ChannelEffect(1.0, 15, 0.0)}, {})
    >>> round(shrunk(base, {"phone": Measured(4.0, 10)}).channels["phone"].hazard_ratio, 6)
    2.0
    """
    channels = {
        name: _moved(effect, measured.get(name), effects.prior_cases) for name, effect in effects.channels.items()
    }
    return Effects(effects.horizon_days, effects.prior_cases, channels, effects.leave_chances)


def expected_gain(paid_anyway: Amounts, amount: Amounts, effect: ChannelEffect) -> Amounts:
    """Money expected within the horizon because of the action: (P(paid | action) - P(paid | none)) x amount, less what is
    kept outside of all that then comes in. `paid_anyway` = P(paid | none), 0 to 1; amounts in one currency.

    >>> expected_gain(np.array([0.5]), np.array([100.0]), ChannelEffect(2.0, 15, 0.0)).tolist()
    [25.0]
    """
    after = 1.0 - (1.0 - paid_anyway) ** effect.hazard_ratio
    gained: Amounts = (after - paid_anyway) * amount - effect.cost_share * after * amount
    return gained


def net_value(
    gain: Amounts, effect: ChannelEffect, leave_chance: float, yearly_margin: Amounts, cost_per_hour: float
) -> Amounts:
    """The gain's worth less effort and relationship: gain - minutes x hourly cost - chance of leaving x a year's margin.

    >>> net_value(np.array([25.0]), ChannelEffect(2.0, 15, 0.0), 0.01, np.array([500.0]), 40.0).tolist()
    [10.0]
    """
    worth: Amounts = gain - effect.minutes / 60 * cost_per_hour - leave_chance * yearly_margin
    return worth


def _channel(name: str, entry: object) -> ChannelEffect:
    if not isinstance(entry, dict):
        raise ScoringError("effects_invalid", entry=f"channel.{name}")
    ratio, minutes, share = (entry.get(key) for key in ("hazard_ratio", "minutes", "cost_share"))
    if not (isinstance(ratio, int | float) and isinstance(minutes, int | float) and isinstance(share, int | float)):
        raise ScoringError("effects_invalid", entry=f"channel.{name}")
    if ratio <= 0 or minutes < 0 or not 0 <= share < 1:
        raise ScoringError("effects_invalid", entry=f"channel.{name}")
    until, cases = entry.get("learned_until"), entry.get("learned_cases", 0)
    dated = isinstance(until, date) and not isinstance(until, datetime)
    if isinstance(cases, bool) or not isinstance(cases, int) or cases < 0 or not (dated if cases else until is None):
        raise ScoringError("effects_invalid", entry=f"channel.{name}.learned_until")
    return ChannelEffect(float(ratio), float(minutes), float(share), cases, until, cases)


def _moved(effect: ChannelEffect, seen: Measured | None, prior_cases: int) -> ChannelEffect:
    if seen is None or seen.cases < 1:
        return effect
    weight = seen.cases / (seen.cases + prior_cases + effect.learned_cases)
    ratio = math.exp(weight * math.log(seen.hazard_ratio) + (1 - weight) * math.log(effect.hazard_ratio))
    return replace(effect, hazard_ratio=ratio, cases=effect.learned_cases + seen.cases)
