"""The standard normal distribution for arrays, without scipy: that takes longer to load than a page may take to open."""

from __future__ import annotations

from math import erfc, exp, pi, sqrt
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
END, STEPS = 37.0, 64
"""Beyond END nothing is left that a number could hold; points a unit between which the distribution is developed."""
_AT = np.arange(-int(END) * STEPS, int(END) * STEPS + 1) / STEPS
_BELOW = np.array([0.5 * erfc(-x / sqrt(2.0)) for x in _AT.tolist()])
_DENSITY = np.array([exp(-x * x / 2) / sqrt(2 * pi) for x in _AT.tolist()])
CENTRE, TAIL = 0.425, 5.0
"""Up to how far from 1/2 a share is central, and how far out (root of -ln) a tail is a usual one."""
_CENTRAL = (
    (2.5090809287301226727e3, 3.3430575583588128105e4, 6.7265770927008700853e4, 4.5921953931549871457e4,
     1.3731693765509461125e4, 1.9715909503065514427e3, 1.3314166789178437745e2, 3.3871328727963666080e0),
    (5.2264952788528545610e3, 2.8729085735721942674e4, 3.9307895800092710610e4, 2.1213794301586595867e4,
     5.3941960214247511077e3, 6.8718700749205790830e2, 4.2313330701600911252e1, 1.0),
)  # fmt: skip
_TAIL = (
    (7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1, 1.27045825245236838258e0,
     3.64784832476320460504e0, 5.76949722146069140550e0, 4.63033784615654529590e0, 1.42343711074968357734e0),
    (1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2, 1.48103976427480074590e-1,
     6.89767334985100004550e-1, 1.67638483018380384940e0, 2.05319162663775882187e0, 1.0),
)  # fmt: skip


def below(values: Floats) -> Floats:
    """Share of the distribution below each value, by its Taylor series around the next of STEPS points a unit.

    >>> below(np.array([-1.0, 0.0, 1.959964])).round(6).tolist()
    [0.158655, 0.5, 0.975]
    """
    x = np.clip(values, -END, END)
    place = np.rint(x * STEPS).astype(np.int64) + int(END) * STEPS
    at = _AT[place]
    off = x - at
    square = at * at
    series = 1 + off * (-at / 2 + off * ((square - 1) / 6 + off * at * (3 - square) / 24))
    return np.asarray(np.clip(_BELOW[place] + _DENSITY[place] * off * series, 0.0, 1.0))


def quantile(shares: Floats) -> Floats:
    """The value that each share (0 to 1) of the distribution lies below; -inf at 0 and inf at 1 (Wichura 1988, AS 241).

    >>> quantile(np.array([0.0, 0.5, 0.975])).round(6).tolist()
    [-inf, 0.0, 1.959964]
    """
    shares = np.asarray(shares, dtype=np.float64)
    off = shares - 0.5
    found = off * _ratio(_CENTRAL, 0.180625 - off * off)
    outer = np.flatnonzero(np.abs(off) > CENTRE)
    least = np.minimum(shares[outer], 1 - shares[outer])
    with np.errstate(divide="ignore"):
        far = np.sqrt(-np.log(least))
    tail = _ratio(_TAIL, far - 1.6)
    for place in np.flatnonzero(far > TAIL):
        tail[place] = -NormalDist().inv_cdf(float(least[place])) if least[place] > 0 else np.inf
    found[outer] = np.where(off[outer] < 0, -tail, tail)
    return found


def _ratio(polynomials: tuple[tuple[float, ...], tuple[float, ...]], at: Floats) -> Floats:
    above, under = (np.polyval(np.array(one), np.minimum(at, TAIL)) for one in polynomials)
    return np.asarray(above / under)
