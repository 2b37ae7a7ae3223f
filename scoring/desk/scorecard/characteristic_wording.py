"""What "?" says of a characteristic: its definition, and when it is known."""

from __future__ import annotations

from scoring.scorecard.characteristics import CHARACTERISTICS
from scoring.text import say


def characteristic_help(name: str, lang: str) -> str | None:
    """Definition and when it is known; None for a characteristic of somebody's own file.

    >>> characteristic_help("industry", "en").split(". ")[0], characteristic_help("my_column", "en")
    ('As the customer list known on the date says', None)
    """
    known = CHARACTERISTICS.get(name)
    if known is None:
        return None
    return f"{say(f'characteristic.{name}.help', lang)} {say(f'characteristic_known.{known.known_by}', lang)}"
