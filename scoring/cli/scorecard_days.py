"""What the commands of the scorecard say of the day they are asked for."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from scoring.cli.output import complain
from scoring.text import say

if TYPE_CHECKING:
    from scoring.store import Store


def told_if_after(ledger: Store, day: date, lang: str) -> None:
    """One sentence on stderr where `day` lies after the ledger's last day. Raises ScoringError "ledger_empty"."""
    from scoring.desk.scorecard.observations import ledger_days

    _, last = ledger_days(ledger)
    if day > last:
        complain(say("scores.after_ledger", lang, day=day, last=last))
