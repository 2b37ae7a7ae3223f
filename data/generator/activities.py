"""What the company noted: a line for each action, the promises heard in calls and visits, and what customers answered.

What was said follows what came: who pays within two weeks mostly says so, who does not is mostly not reached.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from data.generator.actions import Actions
from data.generator.chunks import Chunk, Plan
from data.generator.files import Columns, days, money, numbers, texts
from data.generator.handling import CHANNELS, CLERK, EMAIL, LETTER, PHONE, SALES, STEPS, VISIT
from data.generator.window import Flags, Ints, off_weekend, stream

REACHED, NOT_REACHED, PROMISED, REFUSED, SAYS_PAID, PLAN_ASKED, SENT = range(7)
OUTCOMES = ("reached", "not_reached", "promised", "refused", "says_paid", "plan_asked", "sent")
SHARE_OF_OUTCOME = {True: (0.22, 0.12, 0.52, 0.0, 0.14, 0.0, 0.0), False: (0.22, 0.36, 0.24, 0.08, 0.02, 0.08, 0.0)}
"""Of calls and visits, by whether the money comes within `SOON_DAYS`."""
SOON_DAYS, AGAIN_DAYS = 14, 3
SHARE_KEPT = 0.85  # of the promises of those who pay soon; the others name a day too early
MINUTES = {EMAIL: (3, 7), PHONE: (8, 24), LETTER: (10, 16), VISIT: (100, 200)}
SHARE_ASKED = 0.22  # of the actions, how the customer felt treated
MEAN_SCORE = (4.3, 3.8, 3.1, 2.3)  # by tone, friendly to final
DAYS_TO_ANSWER = (10, 40)
CHECK, AGAIN, PLAN = range(3)


def of_activities(ours: Plan, ids: pa.Array, chunk: Chunk) -> Columns:
    """grain: one row per action, in order of day; a promise stands with the call or visit it was heard in."""
    acts, words = chunk.actions, ours.words.values
    rng = stream(ours.seed, "notes", chunk.start)
    invoice, n = acts.invoice, len(acts.day)
    channel, role = (np.array([getattr(s, name) for s in STEPS])[acts.step] for name in ("channel", "role"))
    outcome, promised = _said(rng, acts, channel)
    then, on = _next(rng, acts.day, outcome, promised)
    customer = chunk.start + chunk.invoices.customer[invoice]
    spoken = np.isin(outcome, (REACHED, PROMISED, REFUSED, PLAN_ASKED, SAYS_PAID))
    least, most = (np.array([MINUTES[c][end] for c in range(len(CHANNELS))])[channel] for end in (0, 1))
    return {
        "customer_id": ids.take(pa.array(customer)),
        "document_no": numbers(ours.words.prefixes["invoice"], chunk.before + 1 + invoice),
        "done_on": days(acts.day),
        "channel": texts(words["channel"], channel),
        "outcome": texts(words["outcome"], outcome),
        "spoke_with": texts(words["contact"], rng.integers(0, len(words["contact"]), n), spoken),
        "next_step": texts(words["next_step"], then, then >= 0),
        "next_on": days(on, then >= 0),
        "owner": _owners(ours, role, customer),
        "level": texts([s.level for s in STEPS], acts.step),
        "step_day": pa.array(np.array([s.day for s in STEPS])[acts.step]),
        "minutes": pa.array(rng.integers(least, most + 1)),
        "promised_date": days(promised, outcome == PROMISED),
        "promised_amount": _only(money(acts.cents), outcome == PROMISED),
        "currency": texts(ours.words.currencies, chunk.invoices.foreign[invoice].astype(np.int64), outcome == PROMISED),
    }


def of_surveys(ours: Plan, ids: pa.Array, chunk: Chunk) -> Columns:
    """grain: one row per answer, in order of day: how the customer felt treated some weeks after an action."""
    acts, rng = chunk.actions, stream(ours.seed, "surveys", chunk.start)
    n = len(acts.day)
    asked, delay = rng.random(n) < SHARE_ASKED, rng.integers(*DAYS_TO_ANSWER, n)
    tone = np.array([s.tone for s in STEPS])[acts.step]
    score = np.clip(np.rint(rng.normal(np.array(MEAN_SCORE)[tone], 0.8)), 1, 5).astype(np.int64)
    day = off_weekend(acts.day + delay)
    kept = np.flatnonzero(asked & (day <= ours.window.last))
    kept = kept[np.argsort(day[kept], kind="stable")]
    customer = chunk.start + chunk.invoices.customer[acts.invoice[kept]]
    return {
        "customer_id": ids.take(pa.array(customer)),
        "asked_on": days(day[kept]),
        "score": pa.array(score[kept]),
        "note": texts(ours.words.values["answer"], score[kept] - 1),
    }


def _said(rng: np.random.Generator, acts: Actions, channel: Ints) -> tuple[Ints, Ints]:
    """Outcome of each action, and the day that was promised."""
    n, wait = len(acts.day), acts.paid - acts.day
    soon = wait <= SOON_DAYS
    luck, outcome = rng.random(n), np.full(n, SENT)
    spoken = np.isin(channel, (PHONE, VISIT))
    for comes, shares in SHARE_OF_OUTCOME.items():
        here = spoken & (soon == comes)
        outcome[here] = np.searchsorted(np.cumsum(shares), luck[here] * 0.999)
    later = np.where(rng.random(n) < SHARE_KEPT, wait + rng.integers(0, 4, n), np.maximum(wait - 2, 1))
    hoped = rng.integers(5, SOON_DAYS + 1, n)
    return outcome, off_weekend(acts.day + np.where(soon, later, hoped))


def _next(rng: np.random.Generator, day: Ints, outcome: Ints, promised: Ints) -> tuple[Ints, Ints]:
    """What is to be done next (-1 = nothing) and when."""
    then = np.select([outcome == PROMISED, outcome == NOT_REACHED, outcome == PLAN_ASKED], [CHECK, AGAIN, PLAN], -1)
    again = off_weekend(day + rng.integers(1, AGAIN_DAYS + 1, len(day)))
    return then, np.where(then == CHECK, off_weekend(promised + 1), again)


def _owners(ours: Plan, role: Ints, customer: Ints) -> pa.Array:
    """Who did it: the customer's salesperson, one of the clerks in turn, or the one who has the role."""
    words = ours.words.values
    names = [*words["owner"], *words["clerk"], *words["lead"]]
    sellers, clerks = len(words["owner"]), len(words["clerk"])
    clerk = sellers + customer % clerks
    lead = sellers + clerks + role - SALES - 1
    return texts(names, np.select([role == SALES, role == CLERK], [ours.who.owner[customer], clerk], lead))


def _only(values: pa.Array, known: Flags) -> pa.Array:
    return values.take(pa.array(np.arange(len(known)), mask=~known))
