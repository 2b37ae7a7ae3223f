"""A sitting: one question after the other, each answered, kept and marked with the reason before the next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import streamlit as st

from pages.shared import cached
from pages.shared import session as asked
from pages.shared.doing import PERSON, me
from pages.shared.guard import tell
from pages.shared.session import Session
from pages.shared.sidebar import demo_of
from pages.shared.training import case
from scoring.desk.parameters import default_as_of
from scoring.desk.strategy.playbook import RULING, versions
from scoring.desk.training.answers import answers_of, note_answer
from scoring.desk.training.cases import anybody_owes
from scoring.desk.training.sittings import Sitting, sitting
from scoring.desk.training.wording import sentence, topic_text
from scoring.errors import ScoringError
from scoring.store import Store
from scoring.strategy.training.practice import standing
from scoring.strategy.training.terms import Answer, Marked, Part, Question, Remark, mark

SITTING = "training_sitting"
LINE_BREAK = "  \n"


@dataclass
class UnderWay:
    """A sitting as one reader goes through it: drawn once, `at` = number of the question shown, from 1; `marked` once it is
    answered."""

    key: tuple[str, ...]
    sitting: Sitting
    at: int
    debtors_missing: bool
    marked: tuple[Marked, ...] | None = None


def tab(session: Session, store: Store) -> None:
    """Who practises, then the question that is next."""
    person = _person(session)
    if not person:
        st.info(session.say("training.name_wanted"))
        st.markdown(session.say("training.intro"))
        return
    now = _under_way(session, store, person)
    if now.at > len(now.sitting.questions):
        _done(session, store, now)
    else:
        _question(session, store, now)
    _about(session, now)


def _person(session: Session) -> str:
    """Who signed in, else the name given here."""
    if session.user:
        return session.user
    known = me(session)
    place = st.popover(known) if known else st.container()
    given = place.text_input(session.say("training.name"), value=known, key="training_name", width=260).strip()
    if given and given != known:
        asked.remember(PERSON, given)
        st.rerun()
    return given or known


def _under_way(session: Session, store: Store, person: str) -> UnderWay:
    """The sitting of this reader, drawn anew for another person, day, ledger, date or playbook."""
    day = date.today()
    edited = [str(versions(store, file)[0].number) for file in RULING]
    key = (session.workspace, person, day.isoformat(), session.view.as_of.isoformat(), *edited)
    held: UnderWay | None = asked.recall(SITTING)
    if held is not None and held.key == key:
        return held
    with st.spinner(session.say("training.drawing")):
        drawn = _drawn(session, store, person, day, key)
    asked.remember(SITTING, drawn)
    return drawn


def _drawn(session: Session, store: Store, person: str, day: date, key: tuple[str, ...]) -> UnderWay:
    answers = answers_of(store, person)
    number, at = standing(answers, day)
    debtors, as_of, missing = _debtors(session, store)
    made = sitting(store, debtors, as_of, person, day, number, answers)
    return UnderWay(key, made, at, missing)


def _debtors(session: Session, store: Store) -> tuple[Store, date, bool]:
    """The ledger that debtors are taken from, on which day: this one, or the demo's where nobody owes anything here; and
    whether that was wanted in vain."""
    as_of = session.view.as_of
    if anybody_owes(store, as_of):
        return store, as_of, False
    try:
        demo = cached.store(demo_of(session.lang))
    except ScoringError:  # somebody else holds its file: practice goes on without debtors
        return store, as_of, True
    return demo, default_as_of(demo), False


def _question(session: Session, store: Store, now: UnderWay) -> None:
    question, size = now.sitting.questions[now.at - 1], len(now.sitting.questions)
    facts = {"number": now.at, "size": size, "kind": session.say(f"training.kind.{question.kind}")}
    st.progress((now.at - 1 + (now.marked is not None)) / size, text=session.say("training.question", **facts))
    for told in question.story:
        st.markdown(sentence(told, session.lang))
    if question.kind == "next_step":
        st.markdown(f":small[{session.say('training.principle')}]")
    if question.case is not None:
        case.show(session, question.case, whole=question.kind == "classify")
    if now.marked is None:
        _form(session, store, now, question)
    else:
        _marking(session, now, question)


def _form(session: Session, store: Store, now: UnderWay, question: Question) -> None:
    """Every part to be decided; nothing is chosen beforehand."""
    name = f"training_{now.sitting.day:%m%d}_{now.sitting.number}_{now.at}"
    with st.form(name, border=False):
        chosen = [_choose(session, part, f"{name}_{n}") for n, part in enumerate(question.parts)]
        if not st.form_submit_button(session.say("training.check"), type="primary"):
            return
    if any(one is None for one in chosen):
        st.warning(session.say("training.choose_all"))
        return
    marked = tuple(mark(part, str(one)) for part, one in zip(question.parts, chosen, strict=True))
    try:
        for one in marked:
            note_answer(store, _answer(now, question, one))
    except ScoringError as stop:
        tell(stop, session.lang)
        return
    now.marked = marked
    st.rerun()


def _choose(session: Session, part: Part, key: str) -> str | None:
    """Classes stand beside each other, sentences below."""
    words = {choice.id: sentence(choice.said, session.lang) for choice in part.choices}
    classes = all(isinstance(choice.said, Remark) and choice.said.code == "word" for choice in part.choices)
    return st.radio(
        f"**{sentence(part.asked, session.lang)}**",
        list(words),
        index=None,
        format_func=words.__getitem__,
        horizontal=classes,
        key=key,
    )


def _answer(now: UnderWay, question: Question, marked: Marked) -> Answer:
    held = now.sitting
    return Answer(
        person=held.person,
        day=held.day,
        sitting=held.number,
        number=now.at,
        size=len(held.questions),
        item=question.item,
        topic=marked.part.topic,
        chosen=marked.chosen,
        correct=marked.correct,
    )


def _marking(session: Session, now: UnderWay, question: Question) -> None:
    """Each part with what was right and why; then what became of it, and on."""
    for one in now.marked or ():
        with st.container(border=True):
            _marked(session, one)
    if question.after is not None:
        st.markdown(sentence(question.after, session.lang))
    last = now.at == len(now.sitting.questions)
    label = session.say("training.finish" if last else "training.next")
    st.button(label, type="primary", key=f"training_next_{now.at}", on_click=_go_on, args=(now,))


def _marked(session: Session, one: Marked) -> None:
    words = {choice.id: sentence(choice.said, session.lang) for choice in one.part.choices}
    verdict = session.say("training.right" if one.correct else "training.wrong")
    sign = ":green[✓]" if one.correct else ":red[✗]"
    lines = [
        f"{sign} **{sentence(one.part.asked, session.lang)}** {verdict}",
        session.say("training.your_answer", answer=words[one.chosen]),
    ]
    if not one.correct:
        right = session.say("training.or").join(words[name] for name in one.part.right)
        lines.append(session.say("training.right_answer", answer=right))
    if one.why_not is not None:
        lines.append(session.say("training.why_not", why=sentence(one.why_not, session.lang)))
    st.markdown(LINE_BREAK.join(lines))
    st.markdown("\n".join(f"- {sentence(told, session.lang)}" for told in one.why))


def _go_on(now: UnderWay) -> None:
    now.at, now.marked = now.at + 1, None


def _done(session: Session, store: Store, now: UnderWay) -> None:
    """How the sitting went, and another one."""
    held = now.sitting
    given = [one for one in answers_of(store, held.person) if (one.day, one.sitting) == (held.day, held.number)]
    st.subheader(session.say("training.done", right=sum(one.correct for one in given), parts=len(given)))
    wrong = dict.fromkeys(topic_text(one.topic, session.lang) for one in given if not one.correct)
    if wrong:
        st.markdown(session.say("training.done_comes_back", topics=" · ".join(wrong)))
    else:
        st.markdown(session.say("training.done_all_right"))
    st.button(session.say("training.again"), type="primary", on_click=asked.remember, args=(SITTING, None))


def _about(session: Session, now: UnderWay) -> None:
    """Where the questions come from and how they are chosen."""
    key = (
        "training.no_debtors"
        if now.debtors_missing
        else "training.borrowed"
        if now.sitting.borrowed
        else "training.as_of"
    )
    told = session.say(key, as_of=session.view.as_of)
    st.markdown(f":small[{told} {session.say('training.intro')}]")
    with st.expander(session.say("training.how_drawn")):
        st.markdown(session.say("training.how_drawn_help"))
