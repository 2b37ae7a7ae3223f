"""What would somebody score who is not in the ledger? One customer on a form, or a file of applicants."""

from __future__ import annotations

import tempfile
from pathlib import Path

import streamlit as st

from pages.shared import tables
from pages.shared.guard import tell
from pages.shared.scorecard import picking
from pages.shared.session import Session
from pages.shared.tables import Column
from scoring.desk.parameters import currency_of
from scoring.desk.scorecard import versions as scorecard_versions
from scoring.desk.scorecard.applicants import AssessedFile, results_csv, score_file
from scoring.desk.scorecard.hand_scoring import MONTHLY_SALES, Assessment, score_by_hand
from scoring.desk.scorecard.scores import window_months
from scoring.desk.scorecard.scores_wording import proposal_text, rating_label, reason_text
from scoring.desk.scorecard.versions import Version
from scoring.desk.scorecard.wording import bin_label, characteristic_label
from scoring.errors import ScoringError
from scoring.scorecard.card import Binning
from scoring.scorecard.characteristics import CHARACTERISTICS
from scoring.store import Store

Value = float | str | None
PROBLEMS_SHOWN = 5


def tab(session: Session, store: Store) -> None:
    """A form with what the card looks at; what is left empty is not known."""
    version = scorecard_versions.version_of(store, picking.version(session, store, "form_version"))
    st.write(session.say("scorecard.by_hand.text"))
    with st.form("by_hand", border=True):
        with st.grid(columns=3, min_column_width=200):
            values = {scored.binning.name: _field(session, scored.binning) for scored in version.card.characteristics}
            sales = st.number_input(session.say("scores.monthly_sales"), min_value=0.0, value=None)
        asked_for = st.form_submit_button(session.say("scorecard.by_hand.score"), type="primary")
    if asked_for:
        try:
            _result(session, version, score_by_hand(version, {**values, MONTHLY_SALES: sales}), currency_of(store))
        except ScoringError as stop:
            tell(stop, session.lang)
    _file(session, version)


def _field(session: Session, binning: Binning) -> Value:
    label = characteristic_label(binning.name, session.lang)
    known = CHARACTERISTICS.get(binning.name)
    help_text = session.say(f"characteristic.{binning.name}.help") if known else None
    if binning.kind == "category":
        values = [value for part in binning.bins if part.kind == "categories" for value in part.values]
        return st.selectbox(
            label, values, index=None, help=help_text, placeholder=session.say("scorecard.by_hand.unknown")
        )
    share = known is not None and known.unit == "share"
    value = st.number_input(f"{label} (%)" if share else label, value=None, help=help_text)
    return value / 100 if share and value is not None else value


def _result(session: Session, version: Version, found: Assessment, currency: str) -> None:
    if found.score is None:
        st.info(session.say("scorecard.by_hand.nothing"))
        return
    months = str(window_months(version.card))
    facts = {
        "score": str(found.score),
        "months": months,
        "rating": rating_label(found.rating, session.lang),
        "grade": found.grade,
    }
    st.markdown(f"##### {session.say('scorecard.by_hand.result', pd=session.percent(found.pd or 0.0), **facts)}")
    rows = [{"name": session.say("scores.base_points"), "points": found.base_points}]
    bins = {scored.binning.name: scored.binning for scored in version.card.characteristics}
    rows += [
        {
            "name": characteristic_label(line.characteristic, session.lang),
            "bin": bin_label(line.characteristic, bins[line.characteristic].bins[line.bin], session.lang),
            "points": line.points,
            "best": line.best,
        }
        for line in found.lines
    ]
    columns = [
        Column("name", heading="scores.column.characteristic", width=240),
        Column("bin", heading="scores.column.bin", width=240),
        Column("points", "count", heading="scores.column.points"),
        Column("best", "count", heading="scorecard.by_hand.best"),
    ]
    tables.show(session, rows, columns, key="hand_points", total={"points": found.score})
    if found.reasons:
        st.markdown("\n".join(f"- {reason_text(loss, session.lang)}" for loss in found.reasons))
    st.write(proposal_text(found.proposal, currency, session.lang))


def _file(session: Session, version: Version) -> None:
    st.markdown(f"##### {session.say('scorecard.by_hand.file')}", help=session.say("scorecard.by_hand.file_help"))
    sent = st.file_uploader(
        session.say("scorecard.by_hand.upload"), type=["csv", "xlsx", "xls", "ods", "parquet", "tsv"]
    )
    if sent is None:
        return
    with tempfile.TemporaryDirectory() as folder, st.spinner(session.say("scorecard.scoring")):
        path = Path(folder) / f"applicants{Path(sent.name).suffix.lower()}"
        path.write_bytes(sent.getvalue())
        try:
            found = score_file(path, version)
        except ScoringError as stop:
            known = {"file": sent.name} if "file" in stop.facts else {}
            tell(ScoringError(stop.code, **{**stop.facts, **known}), session.lang)
            return
    _assessed(session, found)


def _assessed(session: Session, found: AssessedFile) -> None:
    if found.ignored:
        st.markdown(f":small[{session.say('scores.ignored', headings=', '.join(found.ignored))}]")
    for problem in found.problems[:PROBLEMS_SHOWN]:
        st.warning(
            session.say("issue.applicant_no_number", row=problem.row, column=problem.column, value=problem.value)
        )
    if found.problems[PROBLEMS_SHOWN:]:
        more = len(found.problems) - PROBLEMS_SHOWN
        st.warning(session.say("scorecard.by_hand.more_problems", count=more))
    rows = [
        {
            "applicant": each.applicant,
            "score": each.score,
            "rating": each.rating,
            "grade": each.grade or "",
            "pd": each.pd,
            "reasons": "; ".join(reason_text(loss, session.lang) for loss in each.reasons),
        }
        for each in found.assessments
    ]
    columns = [
        Column("applicant", heading="scores.column.applicant", width=180),
        Column("score", "count", heading="scores.column.score"),
        Column("rating", "word", heading="scores.column.rating", words="rating"),
        Column("grade", "code", heading="scores.column.grade"),
        Column("pd", "percent", heading="scores.column.pd"),
        Column("reasons", heading="scores.column.reasons", width=420),
    ]
    tables.show(session, rows, columns, key="applicants")
    tables.downloads(session, "applicants", {"csv": lambda: results_csv(found, session.lang)}, key="applicants")
