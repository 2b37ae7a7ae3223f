"""Ratings beside figures: shown where the scores are there, computed below the rest of the page where they are not.

Scores of a day are computed once and kept in the store. On a long ledger that takes seconds; so a page draws everything
else first, then `fill` computes and the page is drawn again with ratings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import streamlit as st

from pages.shared import cached
from pages.shared.session import Session
from pages.shared.tables import Column
from scoring.desk.scorecard.rated import Rated, days_compared, rated
from scoring.desk.scorecard.scores import score_book, to_compute
from scoring.desk.scorecard.scores_wording import version_label
from scoring.desk.scorecard.versions import champion
from scoring.store import Store

COLUMNS = (
    Column("rating", "word", words="rating", width=78),
    Column("score", width=84),
)
"""Of a table of customers, for rows with the values of `cells`."""
NAME_WIDTH = 160
"""Of the column before them: names stay readable, further columns are a scroll away."""
RISES, FALLS, UNMOVED = "▲", "▼", "="


def of_customers(session: Session, store: Store, customers: Iterable[str]) -> dict[str, Rated]:
    """Ratings of the customers shown, on the as-of date; empty while the scores are still to be computed."""
    as_of = session.view.as_of
    if to_compute(store, days_compared(store, as_of)):
        return {}
    return cached.report(store, session.scope, rated, as_of, tuple(customers))


def cells(known: Mapping[str, Rated], customer_id: str) -> dict[str, Any]:
    """Values of COLUMNS for one customer: the rating in force; the score and how it moved in three months."""
    one = known.get(customer_id)
    if one is None:
        return {"rating": "not_rated" if known else None, "score": ""}
    return {"rating": one.rating, "score": f"{one.score or ''}  {moved(one.change)}".strip()}


def moved(change: int | None) -> str:
    """A change of a score: direction and points.

    >>> moved(12), moved(-3), moved(0), moved(None)
    ('▲12', '▼3', '=', '')
    """
    if not change:
        return "" if change is None else UNMOVED
    return f"{RISES if change > 0 else FALLS}{abs(change)}"


def source(session: Session, store: Store) -> None:
    """A line that says by which card the ratings are; the expert's card says that it is one."""
    words = session.say("scores.source", card=version_label(champion(store), session.lang), as_of=session.view.as_of)
    st.markdown(f":small[{words}]")


def fill(session: Session, store: Store, days: list[date] | None = None) -> None:
    """Compute what is missing of `days` (default: those of a table), the last thing on a page, and draw it again."""
    wanted = days_compared(store, session.view.as_of) if days is None else days
    missing = to_compute(store, wanted)
    if not missing:
        return
    with st.spinner(session.say("scores.computing", days=len(missing))):
        for day in missing:
            score_book(store, day)
    if len(to_compute(store, wanted)) < len(missing):
        st.rerun()
