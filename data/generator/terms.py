"""The planted change of payment terms: on one day in the middle of the ledger, some healthy firms get other net days.

It shows in the due dates of their documents. Their payments follow only in part: the day of payment moves by
`PASS_THROUGH` of the change. So it is, too, with the few firms whose terms were renegotiated one by one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from data.generator import decline, portraits
from data.generator.decline import NONE, Decline
from data.generator.portraits import COMMERCIAL, Portraits
from data.generator.window import Window, as_date, stream

NEW_DAYS = {30: 45, 60: 30}
SHARE_CHANGED = 0.4  # of the firms with such terms in whom nothing else was planted
PASS_THROUGH = 0.7  # of a change of terms, in the day of payment


@dataclass(frozen=True)
class TermsChange:
    """Other terms for one customer, for what is issued on `changed` or later: `new_days` net instead of `old_days`.

    `pass_through` is the share of the change by which payments move, counted from the day of issue. `together` tells the
    change of many on one day from a firm's own.
    """

    customer_id: str
    changed: date
    old_days: int
    new_days: int
    pass_through: float
    together: bool


def planted_terms(
    seed: int = 7, invoices: int = portraits.SAMPLE_INVOICES, months: int = 36
) -> tuple[TermsChange, ...]:
    """What `generate` plants for the same arguments, in any language. grain: one entry per customer with a change.

    >>> sorted({(t.changed, t.old_days, t.new_days) for t in planted_terms() if t.together})
    [(datetime.date(2025, 5, 1), 30, 45), (datetime.date(2025, 5, 1), 60, 30)]
    """
    window, customers = Window(months), portraits.customers_for(invoices)
    before = portraits.draw(seed, customers, window)
    after = changed(seed, before, decline.draw(seed, before, window), window)
    ids = decline.customer_ids(customers)
    days = window.first_day_of(after.new_terms_month)
    alone = before.new_terms_days != before.terms_days
    return tuple(
        TermsChange(
            ids[i],
            as_date(int(days[i])),
            int(after.terms_days[i]),
            int(after.new_terms_days[i]),
            PASS_THROUGH,
            not alone[i],
        )
        for i in np.flatnonzero(after.new_terms_days != after.terms_days)
    )


def changed(seed: int, who: Portraits, fate: Decline, window: Window) -> Portraits:
    """The same customers, some of them with other terms from the middle of the ledger on."""
    may = (who.nature == COMMERCIAL) & np.isin(who.terms_days, list(NEW_DAYS)) & (fate.reason == NONE)
    may &= (who.new_terms_days == who.terms_days) & (who.first_month <= change_month(window) // 2)
    chosen = may & (stream(seed, "terms").random(len(who)) < SHARE_CHANGED)
    other = np.array([NEW_DAYS.get(int(days), int(days)) for days in who.terms_days])
    return replace(
        who,
        new_terms_days=np.where(chosen, other, who.new_terms_days),
        new_terms_month=np.where(chosen, change_month(window), who.new_terms_month),
    )


def change_month(window: Window) -> int:
    """The month, counted from the ledger's first, that begins with the change of many."""
    return window.months // 2
