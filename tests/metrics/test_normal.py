"""The normal distribution without scipy, against scipy."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import ndtr, ndtri

from scoring.metrics.normal import below, quantile


def test_shares_below_are_those_of_scipy() -> None:
    values = np.concatenate([np.linspace(-9, 9, 20_001), [-50.0, 50.0, -np.inf, np.inf]])
    assert np.abs(below(values) - ndtr(values)).max() < 1e-12
    tail = values[(values > -8) & (values < 0)]
    assert below(tail) == pytest.approx(ndtr(tail), rel=1e-7)


def test_quantiles_are_those_of_scipy() -> None:
    shares = np.concatenate(
        [np.linspace(0.001, 0.999, 9_999), 10.0 ** -np.arange(3, 300), 1 - 10.0 ** -np.arange(3, 16)]
    )
    assert np.abs(quantile(shares) - ndtri(shares)).max() < 1e-12
    assert quantile(np.array([0.0, 1.0])).tolist() == [-np.inf, np.inf]


def test_each_is_the_other_backwards() -> None:
    values = np.linspace(-5, 5, 101)
    assert quantile(below(values)) == pytest.approx(values, abs=1e-6)
