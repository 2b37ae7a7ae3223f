"""How the made-up company handles what is overdue: levels and steps of the product's playbook, kept to four channels.

The table repeats `data/playbook/levels.toml` (a test holds them together), because who makes data up must not read what it
is judged by.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.generator.portraits import COMMERCIAL, GOVERNMENT, INDIVIDUAL, LARGE, Portraits
from data.generator.window import Flags, Ints

EMAIL, PHONE, LETTER, VISIT = range(4)
CHANNELS = ("email", "phone", "letter", "visit")
CLERK, SALES, MANAGER, FINANCE, LEGAL = range(5)
FRIENDLY, NEUTRAL, FIRM, FINAL = range(4)
PRIME, ORDINARY, RISKY = range(3)


@dataclass(frozen=True)
class Step:
    """One step of a level: `day` past due, by which channel, who does it and how firmly."""

    level: str
    day: int
    channel: int
    role: int
    tone: int


STEPS = (
    Step("courtesy", 5, EMAIL, CLERK, FRIENDLY), Step("courtesy", 15, PHONE, SALES, FRIENDLY),
    Step("courtesy", 25, PHONE, CLERK, FRIENDLY), Step("care", 31, PHONE, SALES, FRIENDLY),
    Step("care", 45, VISIT, SALES, FRIENDLY), Step("partner_plan", 91, VISIT, MANAGER, NEUTRAL),
    Step("routine", 3, EMAIL, CLERK, FRIENDLY), Step("routine", 10, PHONE, CLERK, NEUTRAL),
    Step("routine", 20, EMAIL, CLERK, NEUTRAL), Step("follow_up", 31, PHONE, CLERK, NEUTRAL),
    Step("follow_up", 40, LETTER, CLERK, FIRM), Step("follow_up", 75, VISIT, MANAGER, FIRM),
    Step("insist_plan", 91, LETTER, MANAGER, FIRM), Step("insist_plan", 98, VISIT, MANAGER, FIRM),
    Step("guard", 1, PHONE, CLERK, NEUTRAL), Step("guard", 7, PHONE, CLERK, FIRM),
    Step("guard", 20, LETTER, MANAGER, FIRM), Step("insist", 31, PHONE, MANAGER, FIRM),
    Step("insist", 38, VISIT, MANAGER, FIRM), Step("insist", 50, LETTER, LEGAL, FINAL),
    Step("recover", 91, LETTER, LEGAL, FINAL), Step("account_plan", 31, VISIT, MANAGER, NEUTRAL),
    Step("account_plan", 45, PHONE, FINANCE, NEUTRAL), Step("account_plan", 75, VISIT, FINANCE, FIRM),
    Step("auto_gentle", 3, EMAIL, CLERK, FRIENDLY), Step("auto_gentle", 12, EMAIL, CLERK, FRIENDLY),
    Step("auto_gentle", 24, PHONE, CLERK, FRIENDLY), Step("auto_offer", 31, EMAIL, CLERK, NEUTRAL),
    Step("auto_offer", 45, PHONE, CLERK, NEUTRAL), Step("auto_firm", 1, EMAIL, CLERK, NEUTRAL),
    Step("auto_firm", 8, PHONE, CLERK, NEUTRAL), Step("auto_firm", 20, LETTER, CLERK, FIRM),
    Step("auto_limit", 31, LETTER, CLERK, FIRM), Step("auto_limit", 50, PHONE, CLERK, FIRM),
    Step("auto_plan", 91, LETTER, CLERK, NEUTRAL), Step("agency", 91, LETTER, MANAGER, FINAL),
    Step("calendar", 1, EMAIL, CLERK, FRIENDLY), Step("calendar", 15, PHONE, CLERK, FRIENDLY),
    Step("office", 31, PHONE, SALES, NEUTRAL), Step("office", 50, VISIT, SALES, NEUTRAL),
    Step("office_formal", 61, LETTER, MANAGER, FIRM), Step("office_formal", 91, VISIT, FINANCE, FIRM),
)  # fmt: skip
WINDOWS = ((1, 30), (31, 60), (61, 90), (91, 120))
"""Days past due, first and last, of the spells in which a document is acted on at most once."""
LEVELS = {
    (COMMERCIAL, PRIME): ("courtesy", "care", "care", "partner_plan"),
    (COMMERCIAL, ORDINARY): ("routine", "follow_up", "follow_up", "insist_plan"),
    (COMMERCIAL, RISKY): ("guard", "insist", "insist", "recover"),
    (INDIVIDUAL, PRIME): ("auto_gentle", "auto_offer", "auto_offer", "auto_plan"),
    (INDIVIDUAL, ORDINARY): ("auto_gentle", "auto_offer", "auto_offer", "auto_plan"),
    (INDIVIDUAL, RISKY): ("auto_firm", "auto_limit", "auto_limit", "agency"),
    (GOVERNMENT, PRIME): ("calendar", "office", "office_formal", "office_formal"),
    (GOVERNMENT, ORDINARY): ("calendar", "office", "office_formal", "office_formal"),
    (GOVERNMENT, RISKY): ("calendar", "office", "office_formal", "office_formal"),
}
"""Level of a nature and rating in each spell."""


def steps_of(nature: int, rating: int, size: int, spell: int) -> list[int]:
    """Positions in `STEPS` of what may be done for such a customer within a spell of `WINDOWS`.

    >>> [STEPS[i].day for i in steps_of(COMMERCIAL, ORDINARY, LARGE, 1)]
    [31, 45]
    """
    level = LEVELS[nature, rating][spell]
    if nature == COMMERCIAL and size == LARGE and rating != RISKY and spell in (1, 2):
        level = "account_plan"
    first, last = WINDOWS[spell]
    return [i for i, step in enumerate(STEPS) if step.level == level and first <= step.day <= last]


def rating_of(who: Portraits, customer: Ints, lost: Flags) -> Ints:
    """How good the company takes customers for: by habit, the worst where it takes them for `lost`."""
    habit = np.digitize(who.delay_spread[customer], (4.0, 8.0))
    usual = np.where(who.nature[customer] == GOVERNMENT, ORDINARY, habit)
    return np.where(lost, RISKY, usual)
