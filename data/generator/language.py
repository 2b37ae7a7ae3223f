"""A language of the ledger: its headings, values, names and currencies, read from a file beside this one."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from data.generator.portraits import COMMERCIAL, GOVERNMENT, HEALTHCARE, Portraits
from data.generator.window import Ints, stream


@dataclass(frozen=True)
class Language:
    """What differs between the languages.

    `rate` is the mean of the rate of `pair` (foreign/home); `money_scale` multiplies the amounts. `headings` has the
    columns of each file in order, `values` the words of each category in the order the generator counts them, `names`
    the parts that customers' names are made of.
    """

    home: str
    foreign: str
    pair: str
    rate: float
    money_scale: float
    prefixes: Mapping[str, str]
    headings: Mapping[str, Mapping[str, str]]
    values: Mapping[str, Sequence[str]]
    names: Mapping[str, Mapping[str, Sequence[str]]]
    trades: Sequence[Sequence[str]]

    @property
    def currencies(self) -> list[str]:
        """The home currency and the foreign one."""
        return [self.home, self.foreign]

    @property
    def scales(self) -> tuple[float, float]:
        """What amounts are multiplied by when billed in the home currency and in the foreign one."""
        return self.money_scale, self.money_scale / self.rate


def load(language: str) -> Language:
    """The language of that code ("en", "zh"). Raises FileNotFoundError for one that has no file."""
    path = Path(__file__).parent / f"{language}.toml"
    return Language(**tomllib.loads(path.read_text(encoding="utf-8")))


def customer_names(seed: int, who: Portraits, words: Language) -> list[str]:
    """A name for each customer; no name twice until all combinations of a pool are used up."""
    names = np.empty(len(who), dtype=object)
    for pool, parts, members in _pools(who, words):
        rng = stream(seed, f"names {pool}")
        names[members] = _combine(rng, parts, len(members))
    return [str(name) for name in names]


def _pools(who: Portraits, words: Language) -> list[tuple[str, Mapping[str, Sequence[str]], Ints]]:
    """Pools of names: firms by industry, hospitals, other public bodies, persons; with the customers of each."""
    firm, public = who.nature == COMMERCIAL, who.nature == GOVERNMENT
    pools = [
        (f"firm {i}", {**words.names["commercial"], "trade": trades}, np.flatnonzero(firm & (who.industry == i)))
        for i, trades in enumerate(words.trades)
    ]
    care = who.industry == HEALTHCARE
    return [
        *pools,
        ("hospital", words.names["healthcare"], np.flatnonzero(public & care)),
        ("public", words.names["government"], np.flatnonzero(public & ~care)),
        ("person", words.names["individual"], np.flatnonzero(~firm & ~public)),
    ]


def _combine(rng: np.random.Generator, parts: Mapping[str, Sequence[str]], count: int) -> list[str]:
    """`count` names from a pool: a pattern with one word for each of its parts."""
    sizes = [len(words) for words in parts.values()]
    numbers = np.resize(rng.permutation(math.prod(sizes)), count)
    digits = np.unravel_index(numbers, sizes)
    chosen = [[words[d] for d in digit] for words, digit in zip(parts.values(), digits, strict=True)]
    names = []
    for row in zip(*chosen, strict=True):
        words = dict(zip(parts, row, strict=True))
        names.append(words.pop("pattern").format(**words))
    return names
