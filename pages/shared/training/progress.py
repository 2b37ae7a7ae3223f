"""How people get on: everybody, then one person by topic and over time, what to practise next, and the last answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from pages.shared import charts, tables
from pages.shared.doing import me
from pages.shared.session import Session
from pages.shared.tables import Column
from scoring.desk.strategy.playbook import playbook_of
from scoring.desk.training.answers import answers_of
from scoring.desk.training.sittings import Progress, progress
from scoring.desk.training.wording import chosen_text, item_text, topic_text
from scoring.store import Store
from scoring.strategy.training.terms import Answer

SHOWN = 20
NEXT = 3
HUNDRED = 100


def tab(session: Session, store: Store) -> None:
    """Everybody by person, then the one chosen."""
    found = progress(answers_of(store))
    if not found:
        st.info(session.say("training.nobody"))
        return
    _everybody(session, found)
    names = [one.person for one in found]
    mine = me(session)
    chosen = st.selectbox(
        session.say("training.shown_person"),
        names,
        index=names.index(mine) if mine in names else 0,
        key="training_person",
        width=320,
    )
    one = found[names.index(str(chosen))]
    _over_time(session, one)
    _topics(session, one)
    _last(session, store, one.answers)


def _everybody(session: Session, found: Sequence[Progress]) -> None:
    answers, right = sum(len(one.answers) for one in found), sum(one.right for one in found)
    facts = {"answers": answers, "share": session.percent(right / answers)}
    st.markdown(f"##### {session.say('training.people_title', **facts)}")
    rows: list[dict[str, Any]] = [
        {
            "person": one.person,
            "answers": len(one.answers),
            "right": one.right,
            "share": one.right / len(one.answers),
            "last_on": one.answers[-1].day,
            "next": topic_text(one.topics[0].topic, session.lang),
        }
        for one in found
    ]
    columns = [
        Column("person", heading="training.column.person", pinned=True, width=180),
        Column("answers", "count", heading="training.column.answers"),
        Column("right", "count", heading="training.column.right"),
        Column("share", "percent", heading="training.column.right_share"),
        Column("last_on", "date", heading="training.column.last_on"),
        Column("next", heading="training.column.next", width=260),
    ]
    total = {"answers": answers, "right": right, "share": right / answers}
    tables.show(session, rows, columns, key="training_people", total=total)


def _over_time(session: Session, one: Progress) -> None:
    """Share right by week."""
    rows = [{"day": monday, "share": round(HUNDRED * right / count)} for monday, count, right in one.weeks]
    shares = [session.percent(right / count) for _, count, right in one.weeks]
    facts = {"share": shares[-1], "week": one.weeks[-1][0]}
    if len(rows) < 2:
        st.markdown(f"##### {session.say('training.weeks_title_one', **facts)}")
        return
    title = session.say("training.weeks_title", before=shares[0], first=one.weeks[0][0], **facts)
    figure = charts.line(session, rows, "day", "share", session.say("training.axis"), "training.hover")
    figure.update_yaxes(range=[0, HUNDRED])
    figure.update_xaxes(tickformat="%Y-%m-%d")
    charts.show(figure, "training_weeks", title)


def _topics(session: Session, one: Progress) -> None:
    """Every topic practised, the one in most need first."""
    weakest = one.topics[0]
    facts = {"topic": topic_text(weakest.topic, session.lang), "right": weakest.last_right, "last": weakest.last}
    st.markdown(f"##### {session.say('training.topics_title', **facts)}")
    following = " · ".join(topic_text(topic.topic, session.lang) for topic in one.topics[:NEXT])
    st.markdown(session.say("training.practise_next", topics=following))
    rows = [vars(topic) | {"name": topic_text(topic.topic, session.lang), "share": topic.share} for topic in one.topics]
    columns = [
        Column("name", heading="training.column.topic", pinned=True, width=300),
        Column("answers", "count", heading="training.column.answers"),
        Column("share", "bar", heading="training.column.right_share"),
        Column("last_right", "count", heading="training.column.last_right", width=130),
        Column("weight", "percent", heading="training.column.weight", help=session.say("training.how_drawn_help")),
    ]
    total = {"answers": len(one.answers), "share": one.right / len(one.answers)}
    tables.show(session, rows, columns, key="training_topics", total=total)


def _last(session: Session, store: Store, answers: Sequence[Answer]) -> None:
    """The last answers, newest first."""
    playbook = playbook_of(store)
    shown = answers[::-1][:SHOWN]
    st.markdown(f"##### {session.say('training.last_title', count=len(shown))}")
    rows = [
        {
            "day": answer.day,
            "topic": topic_text(answer.topic, session.lang),
            "asked": item_text(answer, playbook, session.lang),
            "chosen": chosen_text(answer, playbook, session.lang),
            "correct": session.say("training.right" if answer.correct else "training.wrong"),
        }
        for answer in shown
    ]
    columns = [
        Column("day", "date", heading="training.column.day"),
        Column("correct", heading="training.column.correct", width=80),
        Column("topic", heading="training.column.topic", width=230),
        Column("asked", heading="training.column.asked", width=270),
        Column("chosen", heading="training.column.chosen", width=340),
    ]
    tables.show(session, rows, columns, key="training_last")
