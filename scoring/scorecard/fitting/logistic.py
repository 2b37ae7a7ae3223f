"""Logistic regression of being good on WOE in which no coefficient may be negative, at its exact optimum.

Newton's method whose every step is a non-negative least squares problem: the second-order expansion of the likelihood is
minimised over coefficients >= 0 exactly (Lawson & Hanson 1974), so that what would get the wrong sign becomes exactly 0.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.scorecard.sample import Flags, Floats, Whole

STEPS_MAX = 60
TOLERANCE = 1e-6
"""A last step this short: Newton's error is of the order of its square."""
RIDGE = 5.0
"""Weight of the penalty RIDGE / 2 x sum(coefficient^2). The WOE come from the rows that they are fitted to, so the plain
optimum trusts them too much where bads are few; from some thousand bads on the penalty is not felt. It also keeps a
sample finite that can be separated."""
CHUNK_ROWS = 65_536
WARM_ROWS = 50_000


@dataclass(frozen=True)
class Logit:
    """ln(odds good:bad) = intercept + sum(coefficients x WOE); all coefficients >= 0."""

    intercept: float
    coefficients: Floats

    def log_odds(self, woe: Floats) -> Floats:
        """ln(odds good:bad) of rows of WOE. shape: (rows, characteristics) -> (rows,)."""
        return np.asarray(self.intercept + woe @ self.coefficients)


def penalty(group: Whole) -> float:
    """RIDGE times the rows that the group of a row has on average: rows of one customer repeat each other, so a sample of
    ten rows each is worth little more than a tenth as many of one.

    >>> penalty(np.array([1, 2, 3])), penalty(np.array([1, 1, 2, 2]))
    (5.0, 10.0)
    """
    rows = np.unique(group, return_counts=True)[1]
    return RIDGE * float((rows**2).sum() / rows.sum())


def bounded_logit(woe: Floats, good: Flags, start: Logit | None = None, ridge: float = RIDGE) -> Logit:
    """The most likely non-negative coefficients under the penalty. shape of `woe`: (rows, characteristics).

    The sample needs goods and bads. `start` is a guess that saves steps, of the same shape as the result.

    >>> woe = np.array([[1.0, 1.0], [1.0, -1.0], [-1.0, 1.0], [-1.0, -1.0]]).repeat(10, axis=0)
    >>> good = np.arange(40) % 10 < np.array([6, 8, 2, 4]).repeat(10)  # the second column points the wrong way
    >>> [round(float(c), 3) for c in bounded_logit(woe, good, ridge=0).coefficients]
    [0.847, 0.0]
    """
    x = np.column_stack([np.ones(len(good)), woe])
    y = good.astype(np.float64)
    if start is not None:
        found = np.array([start.intercept, *start.coefficients])
    else:
        found = np.zeros(x.shape[1])
        found[0] = np.log(y.mean() / (1 - y.mean()))
        step = len(y) // WARM_ROWS
        if step > 1 and 0 < y[::step].sum() < len(y[::step]):
            found = _newton(x[::step], y[::step], found, ridge)  # most of the way on a part of the rows
    found = _newton(x, y, found, ridge)
    return Logit(float(found[0]), found[1:])


def _newton(x: Floats, y: Floats, start: Floats, ridge: float) -> Floats:
    """The optimum from `start`. Column 0 of x is the intercept's: free and without penalty."""
    found = start
    loss, gradient, curvature = _expansion(x, y, found, ridge)
    for _ in range(STEPS_MAX):
        goal = _bounded_minimum(curvature, curvature @ found - gradient)
        if np.max(np.abs(goal - found)) < TOLERANCE:
            return goal
        share = 1.0
        while True:
            tried = found + share * (goal - found)
            expansion = _expansion(x, y, tried, ridge)
            if expansion[0] <= loss + 1e-12 * abs(loss) or share < 1e-4:
                break
            share /= 2
        found, (loss, gradient, curvature) = tried, expansion
    return found


def _expansion(x: Floats, y: Floats, at: Floats, ridge: float) -> tuple[float, Floats, Floats]:
    """Negative log likelihood with penalty, its gradient and its matrix of second derivatives at `at`."""
    penalty = np.full(len(at), ridge)
    penalty[0] = 0.0
    loss = float(0.5 * (penalty * at**2).sum())
    gradient, curvature = penalty * at, np.diag(penalty)
    for begin in range(0, len(y), CHUNK_ROWS):
        rows, good = x[begin : begin + CHUNK_ROWS], y[begin : begin + CHUNK_ROWS]
        eta = rows @ at
        p = 1 / (1 + np.exp(-np.clip(eta, -700, 700)))
        loss += float(np.logaddexp(0, eta).sum() - good @ eta)
        gradient = gradient + rows.T @ (p - good)
        weighted = rows * np.sqrt(p * (1 - p))[:, None]
        curvature = curvature + weighted.T @ weighted
    return loss, gradient, curvature


def _bounded_minimum(curvature: Floats, slope: Floats) -> Floats:
    """The z with z[1:] >= 0 that minimises z'Cz / 2 - slope'z; z[0] is free and eliminated first."""
    from scipy.optimize import nnls

    corner = max(curvature[0, 0], 1e-300)
    if len(slope) == 1:  # scipy's nnls kills the process on a matrix without columns
        return np.array([slope[0] / corner])
    border = curvature[1:, 0]
    inner = curvature[1:, 1:] - np.outer(border, border) / corner
    wanted = slope[1:] - border * slope[0] / corner
    jitter = 1e-12 * max(float(np.trace(inner)), 1e-300)  # two columns may say the same
    root = np.linalg.cholesky(inner + jitter * np.eye(len(inner)))
    bounded, _ = nnls(root.T, np.linalg.solve(root, wanted))
    return np.array([(slope[0] - border @ bounded) / corner, *bounded])
