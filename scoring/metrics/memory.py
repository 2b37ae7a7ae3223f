"""Memory for arrays that come and go."""

from __future__ import annotations

import numpy as np

KEPT_BYTES = 31_000_000
"""Just below what glibc raises its limits to at most."""


def keep_memory() -> None:
    """Let the process keep some 60 MB of memory that arrays let go of, for the arrays that come next.

    Else glibc gives blocks of more than 128 kB back at once, and getting them anew costs several times what is computed in
    them. Its limits follow the largest block that was freed so far (M_MMAP_THRESHOLD in mallopt(3)), so one is made here
    and freed; it is never written to, so that it takes no memory itself. With another C library nothing happens.
    """
    np.empty(KEPT_BYTES, np.uint8)
