"""How one customer is rated: the score and where it comes from, how it moved, what would lift it, what limit it bears; and
the rating set by hand, with reason and end."""

from __future__ import annotations

from datetime import date, timedelta

import plotly.graph_objects as go
import streamlit as st

from pages.shared import cached, charts, guard, rating_log, ratings
from pages.shared import session as asked
from pages.shared.session import Session
from scoring.desk.intake.importing import user_of_machine
from scoring.desk.parameters import currency_of
from scoring.desk.scorecard import overrides
from scoring.desk.scorecard.hand_scoring import proposal_for
from scoring.desk.scorecard.rated import days_compared, days_of_line, rated, score_line, ways_up
from scoring.desk.scorecard.scores import CustomerScore, score_book, to_compute
from scoring.desk.scorecard.scores_wording import lift_text, proposal_text, rating_label, reason_text
from scoring.desk.scorecard.versions import champion
from scoring.errors import ScoringError
from scoring.scorecard.use.classes import lines_of
from scoring.store import Store

COLOURS = {"prime": "#009E73", "ordinary": "#E69F00", "risky": "#D55E00"}
BAND_OPACITY, MARGIN_POINTS = 0.13, 15
OVERRIDE_DAYS = 180
"""How long a rating set by hand is proposed to hold."""


def in_a_line(session: Session, store: Store, customer_id: str) -> None:
    """Rating, score, trend and the weightiest reason in one line; nothing while scores are still to be computed."""
    as_of = session.view.as_of
    if to_compute(store, days_compared(store, as_of)):
        return
    one = cached.report(store, session.scope, score_of, customer_id, as_of)
    if one is None:
        return
    moved = ratings.moved(cached.report(store, session.scope, rated, as_of, (customer_id,))[customer_id].change)
    parts = [_headline(session, one), moved and session.say("scores.since_three_months", change=moved)]
    parts += [reason_text(loss, session.lang) for loss in one.reasons[:1]]
    st.markdown(f":small[{' · '.join(part for part in parts if part)}]")


def score_of(store: Store, customer_id: str, as_of: date) -> CustomerScore | None:
    """One customer's score on a date, None where it was not known then."""
    return score_book(store, as_of).of(customer_id)


def show(session: Session, store: Store, customer_id: str) -> None:
    """The whole block; what is not computed yet comes when the page has been drawn (`ratings.fill`)."""
    as_of = session.view.as_of
    if to_compute(store, days_of_line(store, as_of)):
        st.markdown(f"##### {session.say('scores.soon')}")
        return
    line = cached.report(store, session.scope, score_line, customer_id, as_of)
    if not line or line[-1][0] != as_of:
        st.markdown(f"##### {session.say('scores.unknown_then')}")
        return
    one = line[-1][1]
    st.markdown(f"##### {_headline(session, one)}")
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _over_time(session, store, line)
    with right:
        _reasons(session, store, one)
        st.markdown(proposal_text(proposal_for(one), currency_of(store), session.lang))
        _by_hand(session, store, customer_id)
    rating_log.show(session, store, customer_id)
    ratings.source(session, store)


def _headline(session: Session, one: CustomerScore) -> str:
    """The rating in force and what it comes from."""
    rating = rating_label(one.rating, session.lang)
    if one.score is None or one.pd_yearly is None:
        return session.say(f"scores.headline_{one.rating_model}", rating=rating)
    told = {"rating": rating, "score": one.score, "grade": one.grade, "pd": session.percent(one.pd_yearly)}
    if one.rating != one.rating_model:
        return session.say("scores.headline_by_hand", model=rating_label(one.rating_model, session.lang), **told)
    return session.say("scores.headline", **told)


def _over_time(session: Session, store: Store, line: list[tuple[date, CustomerScore]]) -> None:
    """The score on the classes of the card: the title says which way it went."""
    known = [(day, one.score) for day, one in line if one.score is not None]
    if len(known) < 2:
        st.write(session.say("scores.line_too_short"))
        return
    (first, before), (_, now) = known[0], known[-1]
    key = "scores.rose" if now > before else "scores.fell" if now < before else "scores.stayed"
    rows = [{"day": day, "score": score} for day, score in known]
    figure = charts.line(session, rows, "day", "score", session.say("columns.score"), "scores.hover")
    _classes(session, store, figure, [score for _, score in known])
    title = session.say(key, points=abs(now - before), day=first, score=now)
    charts.show(figure, "score_line", title)


def _classes(session: Session, store: Store, figure: go.Figure, scores: list[int]) -> None:
    """Bands of the classes behind the line, each with its name."""
    lines = lines_of(champion(store).card)
    low = min(*scores, lines.ordinary_from) - MARGIN_POINTS
    high = max(*scores, lines.prime_from) + MARGIN_POINTS
    bounds = {
        "risky": (low, lines.ordinary_from),
        "ordinary": (lines.ordinary_from, lines.prime_from),
        "prime": (lines.prime_from, high),
    }
    for rating, (bottom, top) in bounds.items():
        figure.add_hrect(
            y0=bottom, y1=top, fillcolor=COLOURS[rating], opacity=BAND_OPACITY, line_width=0, layer="below",
            annotation={"text": rating_label(rating, session.lang)}, annotation_position="top left",
        )  # fmt: skip
    figure.update_yaxes(range=[low, high])
    figure.update_xaxes(tickformat="%Y-%m")


def _reasons(session: Session, store: Store, one: CustomerScore) -> None:
    """Where points are lost, and what would win them back."""
    if not one.reasons:
        return
    st.markdown(session.say("scores.reasons_title"))
    st.markdown("\n".join(f"- {reason_text(loss, session.lang)}" for loss in one.reasons))
    if one.rating_model == "prime":
        return
    menu = st.popover(session.say("scores.ways_up"), key="ways_up", on_change="rerun")
    if menu.open:
        with menu:
            card = champion(store).card
            found = cached.report(store, session.scope, ways_up, one.customer_id, session.view.as_of)
            texts = [lift_text(lift, card, session.lang) for lift in found]
            st.markdown("\n".join(f"- {text}" for text in texts) or session.say("scores.no_way_up"))


def _by_hand(session: Session, store: Store, customer_id: str) -> None:
    """The rating set by hand and its end; a form to set one."""
    as_of = session.view.as_of
    held = overrides.in_force(store, as_of).get(customer_id)
    if held:
        told = {
            "rating": rating_label(held["rating"], session.lang),
            "by": held["made_by"],
            "until": held["expires_on"],
        }
        st.markdown(session.say("scores.held", reason=held["reason"], **told))
        if st.button(session.say("scores.lift_override"), key="lift"):
            overrides.lift(store, held["override_id"], _person(session), as_of)
            st.rerun()
    with st.popover(session.say("scores.set_by_hand")), st.form("override", border=False):
        rating = st.selectbox(
            session.say("columns.rating"),
            overrides.SETTABLE,
            format_func=lambda code: rating_label(code, session.lang),
            key="override_rating",
        )
        reason = st.text_input(session.say("scores.why"), key="override_reason")
        until = st.date_input(
            session.say("scores.until"), as_of + timedelta(days=OVERRIDE_DAYS), min_value=as_of, key="override_until"
        )
        if st.form_submit_button(session.say("common.save"), type="primary"):
            _set(session, store, customer_id, str(rating), reason, until)


def _set(session: Session, store: Store, customer_id: str, rating: str, reason: str, until: date) -> None:
    try:
        overrides.override(store, customer_id, rating, reason, _person(session), session.view.as_of, until)
    except ScoringError as stop:
        guard.tell(stop, session.lang)
        return
    asked.remember("told", session.say("scores.override_kept"))
    st.rerun()


def _person(session: Session) -> str:
    """Who does it: the person signed in, else the user of this machine."""
    return session.user or user_of_machine()
