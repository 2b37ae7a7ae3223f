"""Does a version hold on customers and dates that it was not made from? Out of time, beside rivals that must be beaten."""

from __future__ import annotations

import streamlit as st

from pages.shared import cached, charts, parts
from pages.shared.guard import tell
from pages.shared.scorecard import beside, picking, plots, work
from pages.shared.session import Session
from scoring.desk.intake.uploads import Tell
from scoring.desk.scorecard import model_document_checks as checks
from scoring.desk.scorecard.model_document import evidence, model_document
from scoring.desk.scorecard.validation import Validated, validated
from scoring.desk.scorecard.versions import Version
from scoring.desk.scorecard.wording import measured_text
from scoring.errors import ScoringError
from scoring.store import Store
from scoring.text import numbers


def tab(session: Session, store: Store) -> None:
    """Findings first, then the curves, then the tables an auditor reads; the model document to take along."""
    number = picking.version(session, store, "validated_version", with_draft=True)
    try:
        found = _of_draft(session, store) if number == picking.DRAFT else _of_version(session, store, number)
    except ScoringError as stop:
        tell(stop, session.lang)
        return
    if found is None:
        return
    check = found.found
    title = session.say("scorecard.validate.title", auc=measured_text(check.separation.auc, session.lang))
    st.markdown(f"##### {title}")
    parts.show(session, checks.findings(check, session.lang), "findings")
    _curves(session, found)
    kind = found.version.card.provenance.kind
    parts.show(session, checks.separation(check, session.lang, kind), "separation")
    parts.show(session, checks.gains(check, session.lang), "gains")
    parts.show(session, checks.calibration(check, session.lang), "calibration")
    parts.show(session, checks.stability(check, session.lang, kind), "stability")
    parts.show(session, checks.classes(check, found.version.card, session.lang), "classes")
    if number == picking.DRAFT:
        st.markdown(f":small[{session.say('scorecard.validate.save_first')}]")
    else:
        _document(session, store, number)


def _of_version(session: Session, store: Store, number: int) -> Validated | None:
    """A version checked beside the page; None while it is."""

    def task(say_stage: Tell) -> Validated:
        def on_share(share: float) -> None:
            say_stage("", "observing", 0.8 * share)

        return cached.report(store, session.scope, validated, number, on_share)

    return beside.made(session, store, "scorecard.validating_version", task, number, store.version)


def _of_draft(session: Session, store: Store) -> Validated | None:
    """The draft's card on the dates held out; None where there is no card yet, which is said."""
    found = work.of_draft(session, store)
    if found is None or found.card is None:
        if found is not None and found.stop is not None:
            work.tell_stop(session, found.stop)
        return None
    checked = work.checked(session, store, found, found.card)
    if checked is None:
        return None
    version = Version(picking.DRAFT, found.card, "draft", found.card.provenance.author)
    return Validated(version, found.split.development, checked)


def _curves(session: Session, found: Validated) -> None:
    check = found.found
    left, right = st.columns(2, gap="medium")
    ks = numbers.decimal(check.separation.ks.value, session.lang, 3)
    auc = numbers.decimal(check.separation.auc.value, session.lang, 3)
    with left:
        charts.show(plots.roc(session, check), "roc", session.say("scorecard.validate.roc", auc=auc))
        expected, observed = check.overall.expected, check.overall.observed
        facts = {
            "expected": session.percent(expected or 0.0),
            "observed": session.percent(observed.value if observed else 0.0),
        }
        charts.show(
            plots.calibration(session, check.reliability),
            "calibration_plot",
            session.say("scorecard.validate.calibration", **facts),
        )
    with right:
        charts.show(plots.ks(session, check), "ks", session.say("scorecard.validate.ks", ks=ks))
        charts.show(plots.distribution(session, check), "distribution", session.say("scorecard.validate.distribution"))
    psi = numbers.decimal(check.psi, session.lang, 3)
    charts.show(plots.drift(session, check.periods), "psi_by_period", session.say("scorecard.validate.psi", psi=psi))


def _document(session: Session, store: Store, number: int) -> None:
    st.markdown(f"##### {session.say('scorecard.validate.document')}")
    with st.container(horizontal=True):
        if st.button(session.say("scorecard.validate.write")):
            with st.spinner(session.say("scorecard.validating")):
                found = cached.report(store, session.scope, evidence, number)
            for form in ("html", "md"):
                st.download_button(
                    session.say(f"scorecard.validate.as_{form}"),
                    model_document(found, session.lang, "html" if form == "html" else "md").encode(),
                    file_name=f"scorecard_{number}.{form}",
                    on_click="ignore",
                    key=f"document_{form}",
                )
