"""The task of fitting a card to any development sample, and of saying honestly how good it is on rows held out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from scoring.desk.scorecard.development_file import FileSample, sample_of_file
from scoring.desk.scorecard.fitting import hash_of
from scoring.errors import ScoringError
from scoring.scorecard import cardfile, measures
from scoring.scorecard.bins.counting import coded, grids, is_number
from scoring.scorecard.card import Card
from scoring.scorecard.choices import Choices
from scoring.scorecard.fitting.fit import LEAST_BADS, fit
from scoring.scorecard.sample import Flags, Sample
from scoring.scorecard.use import score

SEED_OF_ONE, SEED_OF_MANY = 42, 7
Special = Mapping[str, tuple[float | str, ...]]
LEAST_OF_EACH = 10
"""A file has no expert's card to turn to, so it is fitted with fewer bads than a ledger, and told so."""


@dataclass(frozen=True)
class Quality:
    """How good a card is on some rows. `auc`, `gini` and `ks` are those of the points, `auc_model` that of the model before
    its points were rounded, `brier` that of the PD."""

    rows: int
    bads: int
    auc: float
    auc_model: float
    gini: float
    ks: float
    brier: float


@dataclass(frozen=True)
class TableFit:
    """A card fitted to `split` of a file's rows, and its quality on them (`trains`) and on the others (`tests`), once for
    each split. `card` is that of the first one."""

    source: FileSample
    split: float
    seed: int
    card: Card
    trains: tuple[Quality, ...]
    tests: tuple[Quality, ...]

    @property
    def few_bads(self) -> bool:
        """Whether the file has fewer bads than a ledger's card would need."""
        return int(self.source.sample.bad.sum()) < LEAST_BADS

    @property
    def dropped(self) -> tuple[tuple[str, str], ...]:
        """Columns that are not in the card, with the key of the reason."""
        return (*self.source.left_out, *self.card.provenance.dropped)

    def as_json(self) -> dict[str, Any]:
        """Plain values; the keys are told in the help of the command."""
        bad = self.source.sample.bad
        return {
            "target": self.source.target,
            "bad": self.source.bad_value,
            "rows": len(bad),
            "bads": int(bad.sum()),
            "without_target": self.source.without_target,
            "split": self.split,
            "seed": self.seed,
            "repeats": len(self.tests),
            "train": asdict(mean(self.trains)),
            "test": asdict(mean(self.tests)),
            "splits": [asdict(quality) for quality in self.tests],
            "characteristics": list(_characteristics(self.card)),
            "dropped": [{"name": name, "reason": reason} for name, reason in self.dropped],
            "base_points": self.card.base_points,
            "card": json.loads(cardfile.to_json(self.card)),
        }


def fit_table(
    path: Path,
    target: str,
    bad: str | None = None,
    *,
    split: float = 0.7,
    seed: int | None = None,
    repeats: int | None = None,
    special: Sequence[str] = (),
) -> TableFit:
    """Fit a card to a share `split` of the rows of a file, drawn at random within goods and bads, and try it on the others.

    `repeats` splits so many times (sklearn's StratifiedShuffleSplit; seed 7 unless given), else once (seed 42). `special`
    holds texts COLUMN=VALUE: values that mean something else and get a bin of their own. Raises ScoringError
    "split_not_a_share", "sample_too_small", "nothing_left", "special_unknown", and as `sample_of_file`.
    """
    if not 0 < split < 1:
        raise ScoringError("split_not_a_share", split=split)
    source = sample_of_file(path, target, bad)
    apart = special_of(source.sample.table.schema, special)
    used = seed if seed is not None else SEED_OF_ONE if repeats is None else SEED_OF_MANY
    cards, trains, tests = [], [], []
    for train in splits(source.sample.bad, split, used, repeats or 1):
        card, *qualities = _tried(source.sample.rows(train), source.sample.rows(~train), used, apart)
        cards.append(card)
        trains.append(qualities[0])
        tests.append(qualities[1])
    first = replace(cards[0], name=path.stem)
    return TableFit(source, split, used, first, tuple(trains), tuple(tests))


def splits(bad: Flags, share: float, seed: int, repeats: int) -> Iterator[Flags]:
    """Which rows to fit on, `repeats` times: `share` of the goods and of the bads.

    Raises ScoringError "sample_too_small".
    """
    from sklearn.model_selection import StratifiedShuffleSplit

    bads = int(bad.sum())
    goods = len(bad) - bads
    test_share = round(1 - share, 10)
    if min(bads, goods) * share < LEAST_OF_EACH or min(bads, goods) * test_share < 1:
        raise ScoringError("sample_too_small", rows=len(bad), bads=bads, goods=goods, least=LEAST_OF_EACH)
    for rows, _ in StratifiedShuffleSplit(repeats, test_size=test_share, random_state=seed).split(bad, bad):
        train = np.zeros(len(bad), dtype=bool)
        train[rows] = True
        yield train


def mean(qualities: Sequence[Quality]) -> Quality:
    """The mean of each figure over several splits; rows and bads are those of the first."""
    first = qualities[0]
    figures = ("auc", "auc_model", "gini", "ks", "brier")
    means = [float(np.mean([getattr(quality, name) for quality in qualities])) for name in figures]
    return Quality(first.rows, first.bads, *means)


def special_of(schema: pa.Schema, asked: Sequence[str]) -> Special:
    """Values that mean something else, by column, from texts COLUMN=VALUE.

    Raises ScoringError "special_unknown" for a column that cannot be used, or a text where the column holds numbers.

    >>> special_of(pa.schema([("age", pa.int64()), ("trade", pa.string())]), ["age=-1", "age=999", "trade=?"])
    {'age': (-1.0, 999.0), 'trade': ('?',)}
    """
    found: dict[str, tuple[float | str, ...]] = {}
    for text in asked:
        column, _, value = text.rpartition("=")
        try:
            said = float(value) if is_number(schema.field(column).type) else value
        except (KeyError, ValueError):
            raise ScoringError("special_unknown", value=text, columns=", ".join(schema.names)) from None
        found[column] = (*found.get(column, ()), said)
    return found


def _tried(train: Sample, test: Sample, seed: int, special: Special) -> tuple[Card, Quality, Quality]:
    choices = Choices(seed=seed, special=special)
    counted = coded(train, grids(train.table, choices.bins.prebins, special))
    made = fit(counted, choices, author="", at="", data_hash=hash_of(train), least_bads=LEAST_OF_EACH)
    card = replace(made, provenance=replace(made.provenance, target=None))
    return card, quality_of(card, train), quality_of(card, test)


def quality_of(card: Card, sample: Sample) -> Quality:
    """The figures of a card on a sample that has goods and bads."""
    points = score.score(card, sample.table)
    auc = measures.auc(sample.bad, points) or 0.0
    return Quality(
        rows=len(sample.bad),
        bads=int(sample.bad.sum()),
        auc=auc,
        auc_model=measures.auc(sample.bad, score.log_odds_of(card, sample.table)) or 0.0,
        gini=2 * auc - 1,
        ks=measures.ks(sample.bad, points) or 0.0,
        brier=measures.brier(sample.bad, score.pd_of(card, points)),
    )


def _characteristics(card: Card) -> Iterator[dict[str, Any]]:
    for scored in card.characteristics:
        binning = scored.binning
        yield {
            "name": binning.name,
            "kind": binning.kind,
            "information_value": binning.information_value,
            "trend": binning.trend,
            "coefficient": scored.coefficient,
            "sign": sign_of(scored.coefficient),
            "bins": [{name: value for name, value in asdict(one).items() if name != "codes"} for one in binning.bins],
        }


def sign_of(coefficient: float | None) -> str:
    """ "+" as every coefficient on WOE must be, "-" otherwise, "" for none.

    >>> sign_of(0.8), sign_of(None)
    ('+', '')
    """
    return "" if coefficient is None else "+" if coefficient > 0 else "-"
