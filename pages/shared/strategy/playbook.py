"""The playbook: its levels with their steps, and its files to edit, each version with who and why."""

from __future__ import annotations

import streamlit as st

from pages.shared import tables
from pages.shared.doing import do, me
from pages.shared.session import Session
from pages.shared.strategy import steps
from pages.shared.tables import Column
from scoring.desk.strategy.playbook import FILES, playbook_of, revert, save, text_of, versions
from scoring.store import Store
from scoring.strategy.playbook.terms import Level
from scoring.terms import View


def tab(session: Session, store: Store, view: View) -> None:
    """One level after the other, then the editor."""
    book = playbook_of(store)
    chosen = st.selectbox(
        session.say("strategy.level"),
        list(book.levels),
        format_func=lambda name: book.levels[name].name[session.lang],
        key="strategy_level",
        width=420,
    )
    _level(session, book.levels[chosen])
    rules = [rule.id for rule in book.rules if rule.level == chosen]
    st.markdown(f":small[{session.say('strategy.by_rules', rules=', '.join(rules))}]")
    with st.expander(session.say("strategy.edit")):
        _editor(session, store)


def _level(session: Session, level: Level) -> None:
    st.markdown(f"**{level.posture[session.lang]}**")
    steps.timeline(session, level, None, "strategy_level_steps")
    rows = [
        {
            "day": step.day,
            "who": session.say(f"strategy.owner.{step.owner}"),
            "how": session.say(f"strategy.channel.{step.channel}"),
            "tone": session.say(f"strategy.tone.{step.tone}"),
            "paper": session.say(f"letter.name.{step.document}") if step.document else "",
            "what": step.told[session.lang],
        }
        for step in level.steps
    ]
    columns = [
        Column("day", "count", heading="strategy.column.day", width=110),
        Column("how", heading="worklist.column.channel", width=90),
        Column("who", heading="worklist.column.owner", width=130),
        Column("tone", heading="strategy.column.tone", width=90),
        Column("paper", heading="strategy.column.paper", width=130),
        Column("what", heading="worklist.column.what", width=520),
    ]
    tables.show(session, rows, columns, key=f"strategy_steps_{level.id}")
    for name, codes in (("pressure", level.pressure), ("incentive", level.incentive)):
        told = ", ".join(session.say(f"strategy.{name}.{code}") for code in codes)
        st.markdown(f"- {session.say(f'strategy.{name}_label')}: {told or session.say('strategy.none')}")
    st.markdown(f"- {session.say('strategy.credit_label')}: {session.say(f'strategy.credit.{level.credit}')}")


def _editor(session: Session, store: Store) -> None:
    file = st.selectbox(
        session.say("strategy.file_label"),
        FILES,
        format_func=lambda name: session.say(f"strategy.file.{name}"),
        key="playbook_file",
        width=320,
    )
    kept = versions(store, file)
    body = st.text_area(
        session.say("strategy.body"), value=text_of(store, file), height=320, key=f"playbook_{file}_{kept[0].number}"
    )
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        author = st.text_input(session.say("note.by"), value=me(session), key="playbook_author", width=180)
        reason = st.text_input(session.say("strategy.reason"), key="playbook_reason", width=360)
        if st.button(session.say("strategy.save"), type="primary", key="playbook_save"):
            do(session, author, lambda: save(store, file, body, author, reason), session.say("strategy.kept"))
    rows = [
        {"version": one.number, "by": one.author, "made_at": f"{one.made_at:%Y-%m-%d %H:%M}" if one.made_at else "",
         "reason": one.reason or (session.say("strategy.shipped") if not one.number else "")}
        for one in kept
    ]  # fmt: skip
    columns = [
        Column("version", "count", heading="strategy.column.version"),
        Column("by", heading="note.by", width=140),
        Column("made_at", heading="strategy.column.made_at", width=150),
        Column("reason", heading="strategy.reason", width=380),
    ]
    tables.show(session, rows, columns, key="playbook_versions")
    if len(kept) > 1:
        number = kept[1].number
        if st.button(session.say("strategy.revert", version=number), type="tertiary", key="playbook_revert"):
            do(session, author, lambda: revert(store, file, number, author), session.say("strategy.kept"))
