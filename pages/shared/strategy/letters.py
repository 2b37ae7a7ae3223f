"""Letters for a segment: which are due, one looked at, all in one download, and the note that they went out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import streamlit as st

from pages.shared import cached, tables
from pages.shared import session as asked
from pages.shared.doing import do, me
from pages.shared.session import Session
from pages.shared.tables import Column
from scoring.desk.collections.beside import Recipient, recipients
from scoring.desk.collections.letters import FORMS
from scoring.desk.reports.document_parts import as_markdown
from scoring.desk.strategy.debtors import StrategyReport, strategy_report
from scoring.desk.worklist.batch import SEGMENT, DueLetter, bundle, letters_due, note_posted, write_letters
from scoring.store import Store
from scoring.terms import View
from scoring.text import LANGUAGES

ROWS_MAX = 500
BACK_DAYS = 30
MADE = "letters_made"


def tab(session: Session, store: Store, view: View) -> None:
    """The segment, the list, one letter, the download and the note."""
    report: StrategyReport = cached.report(store, session.scope, strategy_report, view)
    segment, lang = _segment(session, report)
    with st.spinner(session.say("letters.reading")):
        due: tuple[DueLetter, ...] = cached.report(store, session.scope, letters_due, view, segment, lang)
    if not due:
        st.info(session.say("letters.none"))
        return
    st.markdown(f"### {title(session, due)}")
    customers = tuple(sorted({one.customer_id for one in due}))
    to: dict[str, Recipient] = cached.report(store, session.scope, recipients, customers)
    st.markdown(f":small[{_without(session, due, to)}]")
    rows = [_row(session, report, number, one, to) for number, one in enumerate(due[:ROWS_MAX], start=1)]
    picked = tables.show(session, rows, COLUMNS, key="letters_due", total=_total(session, due), select=True)
    if len(due) > ROWS_MAX:
        st.markdown(f":small[{session.say('tables.shown_of', shown=ROWS_MAX, rows=len(due))}]")
    chosen = due[picked.row["number"] - 1] if picked else due[0]
    with st.expander(session.say("letters.preview", name=chosen.name), expanded=picked is not None):
        (written,) = write_letters(store, view, [chosen])
        st.markdown(as_markdown(written.letter.subject, written.parts))
    _download(session, store, view, due)
    _posted(session, store, due)


def title(session: Session, due: Sequence[DueLetter]) -> str:
    """How many letters are due, to how many customers, over how much."""
    amounts = " · ".join(f"{session.short(amount)} {code}" for code, amount in _sums(due).items())
    customers = len({one.customer_id for one in due})
    return session.say("letters.title", count=len(due), customers=customers, amounts=amounts)


def _segment(session: Session, report: StrategyReport) -> tuple[dict[str, str], str | None]:
    """What the letters are kept to, out of what there is; the language, None = that of each customer's name."""
    kinds = [ones.kinds[place] for ones in report.standings.values() for place in set(ones.kind.tolist())]
    there = {name: sorted({getattr(one.cell, name) for one in kinds}) for name in SEGMENT[:3]}
    there["level"] = [name for name in report.playbook.levels if any(one.level.id == name for one in kinds)]
    found: dict[str, str] = {}
    with st.grid(columns=5, min_column_width=150):
        for name in SEGMENT:
            value = st.selectbox(
                session.say(f"strategy.column.{name}"),
                [None, *there[name]],
                format_func=lambda code, name=name: _word(session, report, name, code),  # type: ignore[misc]
                key=f"letters_{name}",
            )
            found |= {name: value} if value else {}
        lang = st.selectbox(
            session.say("letters.language"),
            [None, *LANGUAGES],
            format_func=lambda code: session.say(f"letters.language_{code or 'name'}"),
            key="letters_lang",
        )
    return found, lang


def _word(session: Session, report: StrategyReport, name: str, code: str | None) -> str:
    if code is None:
        return session.say("letters.all")
    if name == "level":
        return report.playbook.levels[code].name[session.lang]
    return session.say(f"{'bucket' if name == 'severity' else name}.{code}")


def _download(session: Session, store: Store, view: View, due: Sequence[DueLetter]) -> None:
    """All of them in one file, made with a sign of how far it is."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        form = st.selectbox(
            session.say("letters.form"),
            FORMS,
            format_func=lambda one: session.say(f"tables.as_{one}"),
            key="letters_form",
            width=220,
        )
        wanted = (store.version, view, tuple(due), form)
        if st.button(session.say("letters.make", count=len(due)), type="primary", key="letters_make"):
            asked.remember(MADE, (wanted, _made(session, store, view, due, str(form))))
        kept = asked.recall(MADE)
        if kept is not None and kept[0] == wanted:
            st.download_button(
                session.say("letters.download", count=len(due)),
                kept[1],
                file_name=f"letters_{view.as_of.isoformat()}.zip",
                mime="application/zip",
                on_click="ignore",
                key="letters_download",
            )
    st.markdown(f":small[{session.say('letters.never_sent')}]")


def _made(session: Session, store: Store, view: View, due: Sequence[DueLetter], form: str) -> bytes:
    bar = st.progress(0.0)

    def tell(done: int) -> None:
        bar.progress(done / len(due), text=session.say("letters.making", done=done, count=len(due)))

    made = bundle(store, view, due, form, tell)
    bar.empty()
    return made


def _posted(session: Session, store: Store, due: Sequence[DueLetter]) -> None:
    """The note that they went out, once somebody says so: each carries out its step."""
    day = session.view.as_of
    with st.form("letters_posted", border=True):
        st.markdown(f"**{session.say('letters.posted_title', count=len(due))}**")
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            on = st.date_input(
                session.say("letters.posted_on"),
                value=day,
                min_value=day - timedelta(BACK_DAYS),
                max_value=day,
                format="YYYY-MM-DD",
                key="letters_posted_on",
            )
            by = st.text_input(session.say("note.by"), value=me(session), key="letters_by", width=200)
            sure = st.checkbox(session.say("letters.sure"), key="letters_sure")
            if st.form_submit_button(session.say("letters.note", count=len(due))):
                if not sure:
                    st.warning(session.say("letters.not_sure"))
                    return
                told = session.say("letters.noted", count=len(due), day=on)
                do(session, by, lambda: note_posted(store, due, on if isinstance(on, date) else day, by), told)


COLUMNS = [
    Column("customer_name", pinned=True, width=200),
    Column("number", "count", heading="worklist.column.rank", width=60),
    Column("letter", heading="letters.column.letter", width=170),
    Column("how", heading="worklist.column.channel", width=90),
    Column("to", heading="letter.to", width=150),
    Column("documents", "count", heading="letters.column.documents", width=84),
    Column("amount", "exact", heading="worklist.column.amount"),
    Column("currency", "code"),
    Column("language", heading="letters.language", width=100),
    Column("level", heading="strategy.column.level", width=180),
]


def _without(session: Session, due: Sequence[DueLetter], to: Mapping[str, Recipient]) -> str:
    """How many go to nobody that is noted: they are made all the same, an e-mail draft without an address."""
    nobody = sum(one.customer_id not in to for one in due)
    mailed = [one for one in due if one.channel == "email"]
    unaddressed = sum(one.customer_id not in to or to[one.customer_id].address is None for one in mailed)
    if not nobody and not unaddressed:
        return session.say("letters.all_addressed", count=len(due))
    return session.say("letters.without", nobody=nobody, count=len(due), unaddressed=unaddressed, mailed=len(mailed))


def _row(
    session: Session, report: StrategyReport, number: int, one: DueLetter, to: Mapping[str, Recipient]
) -> dict[str, Any]:
    whom = to.get(one.customer_id)
    return vars(one) | {
        "to": " · ".join(part for part in (whom.name, whom.email) if part) if whom else "–",
        "number": number,
        "customer_name": one.name,
        "letter": session.say(f"letter.name.{one.template}"),
        "how": session.say(f"strategy.channel.{one.channel}"),
        "language": session.say(f"letters.language_{one.lang}"),
        "level": report.playbook.levels[one.level].name[session.lang],
    }


def _sums(due: Sequence[DueLetter]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = defaultdict(Decimal)
    for one in due:
        found[one.currency] += one.amount
    return found


def _total(session: Session, due: Sequence[DueLetter]) -> dict[str, Any]:
    """Letters and documents; the amount where it is in one currency."""
    sums = _sums(due)
    total: dict[str, Any] = {"customer_name": session.say("tables.total_of", rows=len(due))}
    total["documents"] = sum(one.documents for one in due)
    return total | ({"amount": next(iter(sums.values())), "currency": next(iter(sums))} if len(sums) == 1 else {})
