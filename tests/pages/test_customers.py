"""The Customers page on the demo: the list, worst first, and one page for every sort of customer."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared import cached
from scoring.desk.figures.customer_list import customer_lines, payment_behaviour
from scoring.terms import View
from scoring.text import LANGUAGES, say
from tests.pages.conftest import troubles

Visit = Callable[..., AppTest]


def told(app: AppTest) -> str:
    return "\n".join(element.value for element in (*app.title, *app.markdown))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_list_has_the_worst_first_and_is_searched_by_name(visit: Visit, lang: str) -> None:
    app = visit("customers", lang=lang, workspace="demo")
    assert troubles(app) == []
    listed = app.dataframe[0].value
    assert listed["overdue"].is_monotonic_decreasing
    name = listed["customer_name"].iloc[3]
    app.text_input(key="find_customer").set_value(name.upper()).run()
    assert set(app.dataframe[0].value["customer_name"]) == {name}


def test_the_list_names_every_customer_once(visit: Visit) -> None:
    store = cached.store("demo")
    lines = customer_lines(store, View(store.one("extent")["last_date"], currency="USD"))
    assert sorted(line.customer_id for line in lines) == [
        row["customer_id"] for row in store.rows("customer", order=["customer_id"])
    ]
    rows = store.grouped("balances", {"as_of": store.one("extent")["last_date"]}, ["currency"], ["balance"])
    assert len(rows) == 2


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("mart", "where"),
    [
        ("customer", {"nature": "government"}),
        ("customer", {"nature": "individual"}),
        ("customer", {"credit_limit": None}),
        ("dispute", {"closed_date": None}),
        ("financials", {}),
    ],
)
def test_a_page_for_every_sort_of_customer(visit: Visit, lang: str, mart: str, where: dict[str, object]) -> None:
    one = cached.store("demo").rows(mart, where=where, limit=1)[0]["customer_id"]
    app = visit("customers", lang=lang, workspace="demo", customer=one)
    assert [error for error in troubles(app) if "limit" not in error and "额度" not in error] == []
    assert one in told(app)


@pytest.mark.parametrize("currency", ["each", "USD", "EUR"])
def test_a_customer_in_every_currency_of_the_sidebar(visit: Visit, currency: str) -> None:
    one = cached.store("demo").rows("document", where={"currency": "EUR", "settled_date": None}, limit=1)[0]
    app = visit("customers", lang="en", workspace="demo", customer=one["customer_id"], currency=currency)
    assert not app.exception
    assert "owes" in app.title[0].value


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_customer_who_is_not_in_the_ledger_is_said_to_be_unknown(visit: Visit, lang: str) -> None:
    app = visit("customers", lang=lang, workspace="demo", customer="nobody")
    assert troubles(app) == [say("error.customer_unknown", lang, customer="nobody")]
    app.button(key="back").click().run()
    assert troubles(app) == []


def test_what_is_paid_tomorrow_does_not_change_how_a_customer_paid(visit: Visit) -> None:
    store = cached.store("demo")
    payers = {currency: {row["customer_id"] for row in store.rows("allocation", where={"currency": currency})}
              for currency in ("USD", "EUR")}  # fmt: skip
    one = min(payers["USD"] - payers["EUR"])  # nothing of it is converted at a rate of the day
    last = store.one("extent")["last_date"]
    now = {p.day: p for p in payment_behaviour(store, one, View(last, currency="USD"))}
    earlier = sorted(now)[12]
    then = payment_behaviour(store, one, View(earlier, currency="USD"))
    assert then[-1].days_beyond_terms == now[earlier].days_beyond_terms
