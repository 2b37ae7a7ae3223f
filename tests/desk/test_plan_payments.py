"""Ann owes O1 300.00 and O2 200.00 since January. On 1 February she pays 100.00 of O1 and agrees to pay the other 400.00
from 1 March on, in two parts of 200.00. N1 700.00 is a new invoice of 10 February.

    R1  1 February   100.00   O1   paid before the agreement, on its day
    R2  1 March      200.00   O1   the first part
    R3  15 March     700.00   N1   the new invoice: no instalment
    R4  1 April      150.00   O2   the second part, 50.00 short
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from scoring.desk.collections import repayment
from scoring.desk.collections.repayment import Plan, agree_plan, claims_of_plan, plans
from scoring.desk.intake.importing import import_files
from scoring.errors import ScoringError
from scoring.ledger.reading import ImportOptions
from scoring.store import Store

INVOICES = """Customer No,Invoice No,Invoice Date,Due Date,Amount,Currency
Ann,O1,2023-12-10,2024-01-09,300.00,EUR
Ann,O2,2023-12-20,2024-01-19,200.00,EUR
Ann,N1,2024-02-10,2024-03-11,700.00,EUR
"""
RECEIPTS = """Customer No,Receipt No,Receipt Date,Amount,Currency,Invoice No
Ann,R1,2024-02-01,100.00,EUR,O1
Ann,R2,2024-03-01,200.00,EUR,O1
Ann,R3,2024-03-15,700.00,EUR,N1
Ann,R4,2024-04-01,150.00,EUR,O2
"""
AGREED, START = date(2024, 2, 1), date(2024, 3, 1)


def opened(folder: Path, receipts: str) -> Store:
    store = Store.open(folder / "store.duckdb")
    files = []
    for name, text in (("invoices", INVOICES), ("receipts", receipts)):
        files.append(folder / f"{name}.csv")
        files[-1].write_text(text)
    assert not import_files(store, files, ImportOptions()).failures
    return store


def agree(store: Store, debt: str, first: str = "0", parts: int = 2, yearly: str = "0", **more: object) -> Plan:
    told = (Decimal(debt), Decimal(first), parts, START, "Lin", Decimal(yearly))
    agree_plan(store, "Ann", "EUR", *told, agreed_on=AGREED, **more)  # type: ignore[arg-type]
    return plans(store, AGREED)[0]


def came(store: Store, day: str) -> list[tuple[str, str]]:
    (one,) = plans(store, date.fromisoformat(day))
    return [(str(kept.paid), kept.state) for kept in one.instalments]


def test_receipts_for_new_invoices_are_no_instalments(tmp_path: Path) -> None:
    store = opened(tmp_path, RECEIPTS)
    plan = agree(store, "400.00", "200.00", 1)
    assert plan.documents == ("O1", "O2")
    assert came(store, "2024-02-29") == [("0", "waiting"), ("0", "waiting")]
    assert came(store, "2024-03-31") == [("200.00", "kept"), ("0", "waiting")]
    assert came(store, "2024-04-04") == [("200.00", "kept"), ("150.00", "waiting")]
    assert came(store, "2024-04-05") == [("200.00", "kept"), ("150.00", "broken")]
    assert plans(store, date(2024, 4, 5))[0].left == Decimal("50.00")


def test_what_is_paid_on_the_day_counts_as_far_as_the_debt_tells_it(tmp_path: Path) -> None:
    """A debt of 500.00 is what was open before the 100.00 of that day: they are the first payment."""
    store = opened(tmp_path, RECEIPTS)
    agree_plan(store, "Ann", "EUR", Decimal("500.00"), Decimal("100.00"), 1, AGREED, "Lin")
    assert came(store, "2024-02-01")[0] == ("100.00", "kept")


def test_a_plan_of_one_document_takes_its_receipts_alone(tmp_path: Path) -> None:
    store = opened(tmp_path, RECEIPTS)
    agree(store, "200.00", "0", 1, documents=["O2"])
    assert came(store, "2024-03-31") == [("0", "waiting")]
    assert came(store, "2024-04-01") == [("150.00", "waiting")]


def test_interest_beside_the_documents_comes_with_the_receipts_that_pay_them(tmp_path: Path) -> None:
    """400.00 a month from 1 February on at 12%: 200.00 on 1 March without interest, then 200 x 12% x 31/365 = 2.04 more.

    202.04 for O2 on 1 April: the document takes 200.00, what is on account of this receipt is the interest."""
    store = opened(tmp_path, RECEIPTS.replace("150.00", "202.04"))
    agree(store, "400.00", "200.00", 1, "0.12")
    assert came(store, "2024-04-01") == [("200.00", "kept"), ("202.04", "kept")]
    assert plans(store, date(2024, 4, 1))[0].state == "fulfilled"


def test_the_agreement_lists_what_was_open_when_it_was_made(tmp_path: Path) -> None:
    store = opened(tmp_path, RECEIPTS)
    agree(store, "400.00")
    (later,) = plans(store, date(2024, 4, 5))
    open_then = {row["document_no"]: row["open_amount"] for row in claims_of_plan(store, later)}
    assert open_then == {"O1": Decimal("300.00"), "O2": Decimal("200.00")}


def test_a_plan_is_about_open_documents_and_no_more_than_they_hold(tmp_path: Path) -> None:
    store = opened(tmp_path, RECEIPTS)
    for told, code in (({"documents": ["N1"]}, "plan_documents"), ({"documents": ["O2"]}, "plan_above_claims")):
        with pytest.raises(ScoringError, match=code):
            agree(store, "400.00", **told)
    assert repayment.plans(store, AGREED) == []
