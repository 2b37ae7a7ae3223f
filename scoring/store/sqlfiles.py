"""The SQL texts of this room, by folder and name."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

SQL = Path(__file__).parent / "sql"


@lru_cache(maxsize=256)
def text(folder: str, name: str) -> str:
    """The text of one file, e.g. `text("marts", "open_items")`. Raises FileNotFoundError for an unknown name."""
    return (SQL / folder / f"{name}.sql").read_text(encoding="utf-8")


def names(folder: str) -> list[str]:
    """Names of the files of a folder, in order."""
    return list(_names(folder))


@lru_cache
def _names(folder: str) -> tuple[str, ...]:
    return tuple(sorted(file.stem for file in (SQL / folder).glob("*.sql")))


def marts_in_order() -> list[str]:
    """Names of the marts, each after the marts it calls."""
    waiting, done = names("marts"), []
    while waiting:
        ready = [n for n in waiting if not any(f"{other}(" in text("marts", n) for other in waiting if other != n)]
        done += ready
        waiting = [n for n in waiting if n not in ready]
    return done


@lru_cache(maxsize=1)
def fingerprint() -> str:
    """Changes when a table, view or mart does; tells an opened store whether its views and macros are current."""
    digest = hashlib.sha256()
    for folder in ("schema", "facts", "marts"):
        for name in names(folder):
            digest.update(text(folder, name).encode())
    return digest.hexdigest()
