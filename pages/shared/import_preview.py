"""One waiting sheet on the screen: what was recognised, what the reader may correct, and what taking it would do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from pages.shared import guard, import_report
from pages.shared.session import Session
from scoring.desk.intake.uploads import Waiting
from scoring.errors import ScoringError
from scoring.ledger.formats import PLAIN
from scoring.ledger.headings.fields import fields_of, needed
from scoring.ledger.headings.layout import labels_of
from scoring.ledger.reading import ImportOptions
from scoring.store import ImportReport
from scoring.terms import LIST_SCOPES, Kind
from scoring.text import numbers

ENCODINGS = ("utf-8", "gb18030", "big5", "utf-16", "windows-1252", "shift_jis")
DATE_ORDERS = ("dmy", "mdy", "ymd")
LINES_SHOWN = 8
SURE = 1.0
NO_DUE = "due_date_missing"


def show(
    session: Session, waiting: Waiting, outcome: ImportReport | ScoringError | None, key: str
) -> ImportOptions | None:
    """Draw one sheet; the options to read it again with, when the reader asks for that, else None."""
    if waiting.already is not None:
        st.info(session.say("ledger.already", import_id=str(waiting.already)))
    if waiting.stop is not None:
        guard.tell(waiting.stop, session.lang)
    if isinstance(outcome, ScoringError):
        guard.tell(outcome, session.lang)
    _recognised(session, waiting)
    _first_lines(session, waiting)
    wants_terms = isinstance(outcome, ImportReport) and any(row["code"] == NO_DUE for row in outcome.rejected_rows)
    if wants_terms:
        st.warning(session.say("ledger.ask_terms"))
    wanted = waiting.stop is not None or bool(_unsure(waiting)) or wants_terms or _asks_to_decide(outcome)
    with st.expander(session.say("ledger.correct"), expanded=wanted, key=f"{key}_correct"):
        options = _form(session, waiting, key)
    if isinstance(outcome, ImportReport):
        import_report.show(session, outcome.as_json(), key)
    return options


def _asks_to_decide(outcome: ImportReport | ScoringError | None) -> bool:
    """Whether documents are open that a list of open items does not hold, or it lacks its day: the form answers both."""
    if isinstance(outcome, ScoringError):
        return outcome.code == "list_without_date"
    return outcome is not None and any(issue.code == "list_leaves_open" for issue in outcome.warnings)


def _recognised(session: Session, waiting: Waiting) -> None:
    """One line: kind, format, encoding, date orders; and which headings were only guessed."""
    reading = waiting.reading
    if reading is None:
        return
    told = [session.say(f"kind.{reading.kind}")]
    told += [session.say(f"format.{reading.format}")] if reading.format != PLAIN.name else []
    told += [reading.encoding] if reading.encoding else []
    orders = sorted({order for order in reading.date_orders.values() if order in DATE_ORDERS})
    told += [session.say(f"ledger.order_{order}") for order in orders]
    told += [session.say("ledger.speaks_of", day=reading.stated_on)] if reading.stated_on else []
    st.markdown(session.say("ledger.recognised", what=" · ".join(told)))
    if unsure := _unsure(waiting):
        st.warning(session.say("ledger.unsure", headings=", ".join(unsure)))
    if reading.unmapped:
        st.markdown(f":small[{session.say('ledger.unmapped', headings=', '.join(filter(None, reading.unmapped)))}]")


def _unsure(waiting: Waiting) -> list[str]:
    reading = waiting.reading
    return [match.heading for match in reading.mapping if match.confidence < SURE] if reading else []


def _first_lines(session: Session, waiting: Waiting) -> None:
    reading = waiting.reading
    lines = (reading.preview if reading else waiting.first_lines)[:LINES_SHOWN]
    if not lines:
        return
    width = max(len(line) for line in lines)
    names = list(labels_of(reading.headings)) if reading else []
    names += [str(place + 1) for place in range(len(names), width)]
    padded = [[*line, *[""] * (len(names) - len(line))] for line in lines]
    st.dataframe(pd.DataFrame(padded, columns=names), hide_index=True, alt=session.say("ledger.first_rows"))


def _form(session: Session, waiting: Waiting, key: str) -> ImportOptions | None:
    """What may be told about a sheet. Changing the kind brings its own fields, so it stands outside the form."""
    kind = _kind(session, waiting, key)
    with st.form(f"{key}_form", border=False):
        told = _about_the_file(session, waiting, kind, key)
        mapping = _mapping(session, waiting, kind, key) if kind else {}
        if not st.form_submit_button(session.say("ledger.read_again")):
            return None
    return _options(waiting, kind, told, mapping)


def _kind(session: Session, waiting: Waiting, key: str) -> Kind | None:
    found = waiting.reading.kind if waiting.reading else waiting.options.kind
    choices = [None, *Kind] if found is None else list(Kind)
    chosen: Kind | None = st.selectbox(
        session.say("ledger.kind"),
        choices,
        index=choices.index(found),
        format_func=lambda kind: session.say(f"kind.{kind}" if kind else "ledger.choose"),
        key=f"{key}_kind",
        width=320,
    )
    return chosen


def _about_the_file(session: Session, waiting: Waiting, kind: Kind | None, key: str) -> dict[str, Any]:
    """Options that are not headings; None = decide from the file."""
    options, sheets = waiting.options, waiting.reading.sheets if waiting.reading else ()
    encodings = list(dict.fromkeys(filter(None, (options.encoding, *ENCODINGS))))
    with st.grid(columns=4, min_column_width=180):
        told: dict[str, Any] = {
            "date_order": _choice(session, "date_order", DATE_ORDERS, options.date_order, key, "ledger.order_{}"),
            "encoding": _choice(session, "encoding", encodings, options.encoding, key),
            "currency": _text(session, "currency", options.currency, key),
            "terms_days": _terms(session, options.terms_days, key),
            "known_on": _day(session, options.known_on, key),
        }
        if kind == Kind.INVOICES:
            told["closes"] = _closes(session, options.closes, key)
        if len(sheets) > 1:
            told["sheet"] = _choice(session, "sheet", sheets, waiting.sheet, key)
    return told


def _mapping(session: Session, waiting: Waiting, kind: Kind, key: str) -> dict[str, str]:
    """Field -> heading as chosen on the screen ("" = not in the file); the fields a sheet cannot do without first."""
    labels = ["", *(label for label in dict.fromkeys(labels_of(waiting.headings)) if label)]
    must = needed(kind)
    names = sorted((field.name for field in fields_of(kind)), key=lambda name: name not in must)
    chosen = {}
    for is_needed in (True, False):
        st.markdown(f"**{session.say('ledger.needed' if is_needed else 'ledger.optional')}**")
        with st.grid(columns=4, min_column_width=180):
            for name in names:
                if (name in must) == is_needed:
                    chosen[name] = _heading(session, waiting, kind, name, labels, key)
    return chosen


def _heading(session: Session, waiting: Waiting, kind: Kind, name: str, labels: list[str], key: str) -> str:
    match = _matches(waiting, kind).get(name)
    heading = match.heading if match else waiting.options.mapping.get(name, "")
    sure = f" · {numbers.percent(match.confidence, session.lang)}" if match and match.confidence < SURE else ""
    return str(
        st.selectbox(
            session.say(f"field.{name}") + sure,
            labels,
            index=labels.index(heading) if heading in labels else 0,
            format_func=lambda label: label or session.say("ledger.not_in_file"),
            key=f"{key}_{kind}_{name}",
        )
    )


def _matches(waiting: Waiting, kind: Kind) -> Mapping[str, Any]:
    reading = waiting.reading
    return {match.field: match for match in reading.mapping} if reading and reading.kind == kind else {}


def _options(waiting: Waiting, kind: Kind | None, told: Mapping[str, Any], mapping: dict[str, str]) -> ImportOptions:
    """Options that say only what the reader changed: headings left as they were recognised are not told."""
    recognised = {name: match.heading for name, match in _matches(waiting, kind).items()} if kind else {}
    kept = {name: heading for name, heading in mapping.items() if heading}
    changed = kept != recognised or bool(waiting.options.mapping)
    cleared = {name: "" for name in recognised if name not in kept}
    other_kind = waiting.reading is None or waiting.reading.kind != kind
    return replace(
        waiting.options,
        **{"sheet": waiting.sheet or None, **told},
        kind=kind if changed or other_kind else waiting.options.kind,
        mapping={**kept, **cleared} if changed else {},
    )


def _choice(session: Session, name: str, values: Any, value: str | None, key: str, words: str = "") -> str | None:
    choices = [None, *values]
    chosen: str | None = st.selectbox(
        session.say(f"ledger.{name}"),
        choices,
        index=choices.index(value) if value in choices else 0,
        format_func=lambda code: (
            session.say("ledger.from_file") if code is None else session.say(words.format(code)) if words else code
        ),
        key=f"{key}_{name}",
    )
    return chosen


def _closes(session: Session, value: str | None, key: str) -> str | None:
    choices = [None, *LIST_SCOPES]
    chosen: str | None = st.selectbox(
        session.say("ledger.closes"),
        choices,
        index=choices.index(value),
        format_func=lambda scope: session.say(f"ledger.closes_{scope or 'by_file'}"),
        help=session.say("ledger.closes_help"),
        key=f"{key}_closes",
    )
    return chosen


def _text(session: Session, name: str, value: str | None, key: str) -> str | None:
    words, hint = session.say(f"ledger.{name}"), session.say("ledger.from_file")
    return st.text_input(words, value or "", max_chars=3, placeholder=hint, key=f"{key}_{name}").strip().upper() or None


def _terms(session: Session, value: int | None, key: str) -> int | None:
    days = st.number_input(
        session.say("ledger.terms_days"),
        min_value=0,
        max_value=3650,
        value=value,
        step=1,
        placeholder=session.say("ledger.terms_none"),
        help=session.say("ledger.terms_help"),
        key=f"{key}_terms_days",
    )
    return None if days is None else int(days)


def _day(session: Session, value: date | None, key: str) -> date | None:
    chosen = st.date_input(
        session.say("ledger.known_on"),
        value=value,
        format="YYYY-MM-DD",
        help=session.say("ledger.known_on_help"),
        key=f"{key}_known_on",
    )
    return chosen if isinstance(chosen, date) else None
