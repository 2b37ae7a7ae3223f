"""The two kinds of trouble.

An `Issue` is trouble with one row or one column of a file: a value, collected and shown. A `ScoringError` is a stop:
a code and facts, raised once. Neither holds a sentence; the sentences stand in `text/`, by code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Fact = str | int | float


@dataclass(frozen=True, slots=True)
class Issue:
    """Trouble with a place in a file.

    `code` names the sentence (`issue.<code>` in text/), `row` is the 1-based row of the sheet (the line of a plain
    text file), `column` the heading as the file writes it, `value` the cell as found. A "reject" keeps its row out of
    the ledger, a "warn" does not.

    >>> Issue("date_unreadable", row=214, column="Due_Date", value="31/02/2025").severity
    'reject'
    """

    code: str
    row: int | None = None
    column: str | None = None
    value: str | None = None
    facts: Mapping[str, Fact] = field(default_factory=dict)
    severity: Literal["reject", "warn"] = "reject"


class ScoringError(Exception):
    """A stop. `code` names the sentence (`error.<code>` in text/), `facts` fill it.

    >>> str(ScoringError("rate_missing", currency="CAD", date="2019-10-31"))
    'rate_missing: currency=CAD, date=2019-10-31'
    """

    def __init__(self, code: str, /, **facts: Fact) -> None:
        self.code = code
        self.facts = facts
        super().__init__(f"{code}: " + ", ".join(f"{name}={value}" for name, value in facts.items()))
