"""The daily rate of the second currency."""

from __future__ import annotations

import numpy as np

from data.generator.window import Floats, Ints, Window, stream

DAILY_MOVE, PULL_TO_MEAN = 0.003, 0.01


def draw(seed: int, mean: float, window: Window) -> tuple[Ints, Floats]:
    """Every day of the window and the rate on it, four decimals: a random walk drawn back to its mean."""
    days = np.arange(window.first, window.last + 1)
    moves = stream(seed, "rates").normal(0.0, DAILY_MOVE, len(days))
    distance, log = 0.0, []
    for move in moves.tolist():
        distance = (1 - PULL_TO_MEAN) * distance + move
        log.append(distance)
    return days, np.rint(mean * np.exp(np.array(log)) * 10_000) / 10_000
