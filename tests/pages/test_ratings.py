"""Ratings on the pages of the demo: shown once computed, a filter like any other, explained, set by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared import cached
from scoring.desk.scorecard import overrides
from scoring.desk.scorecard.scores import score_book
from scoring.store import Store
from scoring.text import LANGUAGES, say
from tests.pages.conftest import troubles

Visit = Callable[..., AppTest]


def demo() -> tuple[Store, date]:
    store = cached.store("demo")
    return store, store.rows("extent")[0]["last_date"]


def told(app: AppTest) -> str:
    return "\n".join(element.value for element in (*app.title, *app.markdown))


@pytest.fixture
def one(visit: Visit) -> Iterator[str]:
    """A customer whom the expert's card calls risky; what was set by hand for it is lifted afterwards."""
    store, today = demo()
    customer = next(one.customer_id for one in score_book(store, today).everybody() if one.rating_model == "risky")
    yield customer
    for row in overrides.overrides(store, customer):
        if row["lifted_on"] is None:
            overrides.lift(store, row["override_id"], "Test", row["from_date"])


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("page", "table"), [("customers", 0), ("aging", 0), ("overview", 0)])
def test_tables_of_customers_show_rating_and_score(visit: Visit, lang: str, page: str, table: int) -> None:
    app = visit(page, lang=lang, workspace="demo")
    assert troubles(app) == []
    shown = app.dataframe[table].value
    store, today = demo()
    book = score_book(store, today)
    names = {row["customer_id"]: row["name"] for row in store.rows("customer")}
    ratings = {(names[customer], rating) for customer, rating in book.ratings.items()}
    name = "group_name" if page == "aging" else "customer_name"
    assert set(zip(shown[name], shown["rating"], strict=True)) <= ratings
    assert any(text and text.split()[0].isdigit() for text in shown["score"])
    assert say("scores.expert_in_use", lang, name="Trade debtors") in told(app)


def test_a_filter_by_rating_is_offered_and_kept_in_the_address(visit: Visit) -> None:
    store, today = demo()
    risky = {customer for customer, rating in score_book(store, today).ratings.items() if rating == "risky"}
    app = visit("customers", workspace="demo", only_rating="risky")
    assert troubles(app) == []
    assert set(app.dataframe[0].value["customer_id"]) == risky
    assert "Risky ✕" in app.button(key="chip_rating").label


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_customers_page_says_why_it_is_rated_so_and_what_would_lift_it(visit: Visit, one: str, lang: str) -> None:
    store, today = demo()
    app = visit("customers", lang=lang, workspace="demo", customer=one)
    assert troubles(app) == []
    customer = score_book(store, today).of(one)
    assert customer is not None
    words = told(app)
    assert say("rating.risky", lang) in words
    assert str(customer.score) in words
    for loss in customer.reasons:
        assert f"-{loss.lost}" in words


def test_the_documents_of_a_customer_stand_beside_its_rating_and_why(visit: Visit, one: str) -> None:
    app = visit("aging", workspace="demo", open=f"customer:{one}")
    assert troubles(app) == []
    assert any(words.startswith(":small[Risky: ") and " (-" in words for words in told(app).splitlines())


def test_a_rating_set_by_hand_shows_with_its_reason_and_can_be_lifted(visit: Visit, one: str) -> None:
    app = visit("customers", workspace="demo", customer=one)
    app.selectbox(key="override_rating").set_value("ordinary")
    app.text_input(key="override_reason").set_value("Paid in cash yesterday")
    next(button for button in app.button if "override" in str(button.form_id)).click().run()
    assert troubles(app) == []
    store, today = demo()
    assert overrides.in_force(store, today)[one]["reason"] == "Paid in cash yesterday"
    log = next(frame.value for frame in app.dataframe if "standing" in frame.value)
    assert (log["reason"].iloc[0], log["standing"].iloc[0]) == ("Paid in cash yesterday", "in_force")
    assert "set by hand; by its score Risky" in told(app)
    app.button(key="lift").click().run()
    assert one not in overrides.in_force(store, today)
    assert "set by hand; by its score" not in told(app)


def test_a_rating_without_a_reason_is_refused_in_a_sentence(visit: Visit, one: str) -> None:
    app = visit("customers", workspace="demo", customer=one)
    next(button for button in app.button if "override" in str(button.form_id)).click().run()
    assert [error.value for error in app.error] == [say("error.reason_missing", "en")]
    assert one not in overrides.in_force(*demo())
