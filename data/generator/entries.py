"""Tables as dataclasses whose fields are arrays of one length, an entry a position: picked from, put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any, TypeVar

import numpy as np

from data.generator.window import Flags, Ints

Entries = TypeVar("Entries", bound=Any)


def chosen(entries: Entries, keep: Flags | Ints) -> Entries:
    """The entries chosen by a mask or by positions."""
    picked: Entries = replace(entries, **{f.name: getattr(entries, f.name)[keep] for f in fields(entries)})
    return picked


def joined(parts: Sequence[Entries]) -> Entries:
    """The entries of one part after those of the other."""
    columns = {f.name: np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(parts[0])}
    whole: Entries = replace(parts[0], **columns)
    return whole
