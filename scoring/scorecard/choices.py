"""What an analyst decides before a card is fitted. The same choices on the same sample give the same card, byte for byte."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from scoring.scorecard.card import Binning, Scaling, Target, Trend


@dataclass(frozen=True)
class BinRules:
    """Limits within which the best bins of a characteristic are sought. Shares are of the sample's rows.

    `stable` asks that neighbouring bins keep their order in every period with enough rows.
    """

    prebins: int = 50
    max_bins: int = 8
    min_share: float = 0.03
    min_goods: int = 5
    min_bads: int = 5
    category_min_share: float = 0.02
    trend: Trend = "auto"
    stable: bool = False


@dataclass(frozen=True)
class SelectionRules:
    """What keeps a characteristic out of the card. `gain_min` is the least gain of the grouped cross-validated AUC that a
    further characteristic must bring; `leak_auc` the AUC above which a characteristic alone is taken for a leak."""

    iv_min: float = 0.02
    correlation_max: float = 0.85
    inflation_max: float = 5.0
    shift_max: float = 0.25
    gain_min: float = 0.0005
    folds: int = 5
    leak_auc: float = 0.98
    max_characteristics: int | None = None


@dataclass(frozen=True)
class Choices:
    """Everything a fit depends on besides the sample.

    `periods` bounds the observation dates used (inclusive, "" = open); observations after `train_until` ("" = chosen so
    that the last quarter of the periods is held out) are kept for the check out of time. `by_hand` holds bins that
    somebody edited, `trends` directions that somebody forced, `left_out` characteristics that somebody excluded, `kept`
    those that stay in whatever the selection says, `special` values that mean something else, by characteristic.
    """

    target: Target = field(default_factory=Target)
    first_period: str = ""
    last_period: str = ""
    train_until: str = ""
    bins: BinRules = field(default_factory=BinRules)
    selection: SelectionRules = field(default_factory=SelectionRules)
    scaling: Scaling = field(default_factory=Scaling)
    by_hand: Mapping[str, Binning] = field(default_factory=dict)
    trends: Mapping[str, Trend] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    special: Mapping[str, tuple[float | str, ...]] = field(default_factory=dict)
    seed: int = 7
