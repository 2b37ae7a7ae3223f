"""Characteristics that say what others say: pairs too much alike, and those that the others explain."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from scoring.scorecard.choices import SelectionRules
from scoring.scorecard.sample import Floats


def redundant(
    woe: Floats, names: Sequence[str], value: Mapping[str, float], rules: SelectionRules, kept: Collection[str]
) -> dict[str, str]:
    """Names to leave out, with the reason; never one of `kept`. shape of `woe`: (rows, names).

    "correlated": of a pair above `correlation_max` the one of less information `value`. "inflated": then, one by one, the
    one with the largest variance inflation factor 1 / (1 - R^2) above `inflation_max`.

    >>> woe = np.array([[1.0, 2.0, 0.0], [0.0, 0.1, 1.0], [1.0, 2.1, 1.0], [0.0, 0.0, 0.0]])
    >>> redundant(woe, ["a", "twin", "b"], {"a": 0.5, "twin": 0.4, "b": 0.1}, SelectionRules(), ())
    {'twin': 'correlated'}
    """
    varied = [i for i in range(len(names)) if woe.shape[0] and np.ptp(woe[:, i]) > 0]
    if len(varied) < 2:
        return {}
    matrix: Floats = np.asarray(np.corrcoef(woe[:, varied], rowvar=False))
    place = {names[i]: at for at, i in enumerate(varied)}
    left: list[str] = []
    dropped: dict[str, str] = {}
    for name in sorted(place, key=lambda each: (each not in kept, -value[each], place[each])):
        alike = any(abs(matrix[place[name], place[other]]) > rules.correlation_max for other in left)
        if alike and name not in kept:
            dropped[name] = "correlated"
        else:
            left.append(name)
    return dropped | _inflated(matrix, place, left, rules, kept)


def _inflated(
    matrix: Floats, place: Mapping[str, int], left: Sequence[str], rules: SelectionRules, kept: Collection[str]
) -> dict[str, str]:
    standing, dropped = list(left), {}
    while len(standing) > 1:
        at = [place[name] for name in standing]
        factors = np.diag(np.linalg.pinv(matrix[np.ix_(at, at)], hermitian=True))
        free = [(float(factor), name) for factor, name in zip(factors, standing, strict=True) if name not in kept]
        worst, name = max(free, default=(0.0, ""))
        if worst <= rules.inflation_max:
            break
        standing.remove(name)
        dropped[name] = "inflated"
    return dropped
