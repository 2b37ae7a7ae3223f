"""The walk of three people over one late customer of the demo: papers, a plan, an offer, a case from finance to legal."""

from __future__ import annotations

from datetime import time
from decimal import Decimal
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared import cached
from scoring.desk.collections.notes import note_contact, note_promise
from scoring.desk.strategy.debtors import strategy_report
from scoring.store import Store
from scoring.terms import View
from scoring.text import LANGUAGES, say
from tests.pages.conftest import opened, troubles, words


@pytest.fixture
def store(own_home: Path) -> Store:
    return cached.store("demo")


def late(store: Store, nature: str, permitted: bool | None = None) -> str:
    """The customer of a nature with most past due that nobody disputes, whose level gives a discount or not."""
    report = strategy_report(store, View(as_of=(store.one("extent", {}) or {})["last_date"], currency="USD"))
    return next(
        one.customer_id
        for one in report.standings["USD"]
        if one.debtor.nature == nature
        and one.overdue > 0
        and not one.disputed
        and permitted in (None, "settlement_discount" in one.level.incentive)
    )


def press(app: AppTest, key: str, lang: str = "en") -> AppTest:
    return next(button for button in app.button if button.label == say(key, lang)).click().run()


def formed(customer: str, form: str, lang: str = "en") -> AppTest:
    """A customer's page with one of the small forms open."""
    return opened("collections", lang, state={"collections_form": form}, customer=customer)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_form_draws(store: Store, lang: str) -> None:
    customer = late(store, "commercial")
    for form in ("plan", "offer", "dispute", "reason", "contact", "survey"):
        assert troubles(formed(customer, form, lang)) == []


def test_sales_finance_and_legal_pass_a_case_on(store: Store) -> None:
    """Finance opens and reminds, sales takes over and agrees a plan, legal waits: no final measures while it is kept."""
    customer = late(store, "commercial")

    def move(to: str, owner: str, evidence: str = "", allowed: str = "") -> AppTest:
        app = opened("collections", customer=customer)
        here = "new" if not store.rows("case_move") else store.rows("case_move", order=["move_id desc"])[0]["stage"]
        app.selectbox(key=f"case_to_{here}").set_value(to)
        app.text_input(key="case_owner").set_value(owner)
        app.text_input(key="case_evidence").set_value(evidence)
        app.text_input(key="case_allowed").set_value(allowed)
        return press(app, "case.move")

    assert troubles(move("confirm", "Fay")) == []
    refused = move("remind", "Fay")
    assert troubles(refused) == [say("error.case_evidence_missing", "en", here=say("case.stage.confirm", "en"))]
    assert refused.text_input(key="case_owner").value == "Fay"
    assert troubles(move("remind", "Fay", "statement signed")) == []
    app = opened("collections", customer=customer)
    app.selectbox(key="case_taker").set_value("sales")
    app.text_input(key="case_why").set_value("knows the buyer")
    app.text_input(key="case_giver").set_value("Fay")
    assert troubles(press(app, "case.give")) == []
    assert say("inbox.hand_over", "en") in list(opened("collections").dataframe[0].value.iloc[:, 1])
    app = opened("collections", customer=customer)
    app.text_input(key="case_accepted_by_one").set_value("Sam")
    assert troubles(press(app, "case.accept")) == []
    assert "Sam (sales)" in words(opened("collections", customer=customer))
    assert troubles(move("plan", "Sam", "asks for a plan")) == []
    app = press(formed(customer, "plan"), "plan.agree")
    assert troubles(app) == [say("error.person_missing", "en")]
    app.text_input(key="more_by").set_value("Sam")
    assert troubles(press(app.run(), "plan.agree")) == []
    assert len(store.rows("plan")) == 1
    assert troubles(move("final", "Lee", "no hope", "Max")) == [say("error.case_plan_kept", "en", number=1)]
    moves = [(row["stage"], row["owner"]) for row in store.rows("case_move", order=["move_id"])]
    assert moves == [("confirm", "Fay"), ("remind", "Fay"), ("plan", "Sam")]


def test_an_offer_is_weighed_made_and_answered_on_the_page(store: Store) -> None:
    customer = late(store, "commercial", permitted=True)
    app = formed(customer, "offer")
    app.text_input(key="more_by").set_value("Lin")
    app = app.run()
    verdicts = [box.value for box in (*app.success, *app.warning)]
    assert any("%" in told for told in verdicts)
    if any(box.key == "offer_allowed" for box in app.text_input):
        app.text_input(key="offer_allowed").set_value("Chen")
        app.text_input(key="offer_why").set_value("long partner")
        app = app.run()
    button = next(one for one in app.button if one.key == "offer_make")
    app = button.click().run()
    assert troubles(app) == []
    (kept,) = store.rows("settlement")
    assert kept["customer_id"] == customer
    app = opened("collections", customer=customer)
    app.text_input(key="offer_by_1").set_value("Lin")
    app = next(one for one in app.button if one.key == "offer_accepted_1").click().run()
    assert troubles(app) == []
    assert store.rows("settlement")[0]["answer"] == "accepted"


def test_papers_are_ticked_and_remembered(store: Store) -> None:
    customer = late(store, "commercial")
    app = opened("collections", customer=customer)
    app.checkbox(key=f"paper_{customer}_contract").check()
    app.text_input(key="papers_by").set_value("Lin")
    app = press(app, "papers.keep")
    assert troubles(app) == []
    again = opened("collections", "zh", customer=customer)
    assert again.checkbox(key=f"paper_{customer}_contract").value
    assert store.rows("papers_at_hand")[0]["contract"]


def test_what_a_customer_said_is_listed_and_ended(store: Store) -> None:
    """Lin hears a promise and a person of a customer whose file tells of a dispute; all three end on the page."""
    day = (store.one("extent", {}) or {})["last_date"]
    dispute = store.rows("open_disputes", {"as_of": day}, order=["customer_id"])[0]
    customer = dispute["customer_id"]
    note_promise(store, customer, day, Decimal("1.00"), "USD", day, "Lin")
    note_contact(store, customer, "Ms Wu", "Lin", email="wu@example.com")
    for what in ("promise", "dispute", "contact"):
        app = opened("collections", customer=customer)
        app.text_input(key=f"end_{what}_by").set_value("Lin")
        assert troubles(next(one for one in app.button if one.key == f"end_{what}_do").click().run()) == []
    assert (
        store.rows("promise_noted", where={"customer_id": customer}, order=["promise_id desc"])[0]["withdrawn_on"]
        == day
    )
    assert dispute["document_no"] not in {
        row["document_no"] for row in store.rows("open_disputes", {"as_of": day}, where={"customer_id": customer})
    }
    assert store.rows("contact", where={"customer_id": customer})[0]["removed_on"] == day


def test_an_individual_is_not_called_at_night(store: Store) -> None:
    customer = late(store, "individual")
    app = opened("collections", customer=customer)
    app.selectbox(key="note_channel_case").set_value("phone")
    app.text_input(key="note_by_case").set_value("Lin")
    app.text_input(key="note_text_case").set_value("was told so")
    app = press(app, "note.keep")
    assert troubles(app) == [say("error.contact_time_missing", "en", opens="08:00", closes="22:00")]
    assert app.text_input(key="note_text_case").value == "was told so"
    before = len(store.rows("activity"))
    app.time_input(key="note_done_at_case").set_value(time(22, 30))
    app = press(app, "note.keep")
    assert len(troubles(app)) == 1
    app.text_input(key="note_override_case").set_value("asked for it")
    app.text_input(key="note_override_by_case").set_value("Chen")
    app = press(app, "note.keep")
    assert troubles(app) == []
    assert len(store.rows("activity")) == before + 1
