"""The ledger stands in conftest.py: on 2024-03-31 Ann owes 400.00 (51 days) and 300.00 (30 days) late, 500.00 not due."""

from __future__ import annotations

import email
import io
from dataclasses import replace
from datetime import date
from decimal import Decimal
from email import policy
from pathlib import Path

import docx
import pytest

from scoring.desk.collections.letters import FORMS, file_of, letter, name_of
from scoring.desk.collections.notes import note_contact, note_dispute
from scoring.desk.strategy.law import note_base_rate
from scoring.desk.worklist.batch import letters_due, write_all
from scoring.errors import ScoringError
from scoring.store import Store
from scoring.strategy.cases.plans import plan
from scoring.strategy.letters import FIELDS, TEMPLATES, read_templates
from scoring.terms import View
from scoring.text import say
from tests.house import PROJECT

VIEW = View(as_of=date(2024, 3, 31))
TEXT = (PROJECT / "data" / "playbook" / "letters.toml").read_text("utf-8")
AGREED_WITH_NO_THREAT = ("court", "police", "blacklist", "起诉", "黑名单", "公安")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_demand_lists_what_is_late_and_its_total(ledger: Store, lang: str) -> None:
    written = letter(ledger, VIEW, "A", "first_demand", "EUR", lang)
    assert (written.amount, written.documents) == (Decimal("700.00"), 2)
    opened = docx.Document(io.BytesIO(file_of(written, "docx", lang)))
    cells = [[cell.text for cell in row.cells] for row in opened.tables[0].rows]
    assert [row[0] for row in cells[1:3]] == ["A1", "A2"]
    assert cells[-1][-1] == "700.00"
    assert any("Ann GmbH" in paragraph.text for paragraph in opened.paragraphs)
    assert any("2024-04-10" in paragraph.text for paragraph in opened.paragraphs)


def test_a_statement_lists_all_and_a_reminder_what_is_coming(ledger: Store) -> None:
    assert letter(ledger, VIEW, "A", "statement", "EUR", "en").amount == Decimal("1200.00")
    assert letter(ledger, VIEW, "N", "before_due", "EUR", "en").amount == Decimal("250.00")
    with pytest.raises(ScoringError, match="letter_nothing"):
        letter(ledger, VIEW, "N", "first_demand", "EUR", "en")


def test_what_is_on_account_stands_beside_the_claims(ledger: Store) -> None:
    """Ann's credit note of 50.00 no invoice took: 1,200.00 open, a balance of 1,150.00 to confirm; a demand mentions it."""
    opened = docx.Document(io.BytesIO(file_of(letter(ledger, VIEW, "A", "statement", "EUR", "en"), "docx", "en")))
    claims, account = ([[cell.text for cell in row.cells] for row in table.rows] for table in opened.tables[:2])
    assert (claims[-1][-1], account[1], account[-1]) == (
        "1,200.00",
        ["A4", "2024-03-25", "-50.00"],
        ["Balance EUR", "", "1,150.00"],
    )
    told = "".join(getattr(part, "text", "") for part in letter(ledger, VIEW, "A", "first_demand", "EUR", "zh").parts)
    assert "EUR 50.00" in told
    assert letter(ledger, VIEW, "C", "first_demand", "EUR", "en").to is None


def test_a_letter_goes_to_whom_people_noted(own: Store) -> None:
    """Of three people the one with an address; what is no address is printed, not mailed to."""
    note_contact(own, "A", "Mr Li", "Lin", role="director", decides=True)
    note_contact(own, "A", "Ms Wu", "Lin", role="treasurer", email="wu@ann.example")
    note_contact(own, "C", "Mr Fu", "Lin", email="ask at the desk")
    written = letter(own, VIEW, "A", "statement", "EUR", "en")
    mail = email.message_from_bytes(file_of(written, "eml", "en"), policy=policy.default)
    assert str(mail["To"]) == "Ms Wu <wu@ann.example>"
    assert "Ms Wu · treasurer" in str(written.parts)
    public = letter(own, VIEW, "C", "first_demand", "EUR", "en")
    assert email.message_from_bytes(file_of(public, "eml", "en"), policy=policy.default)["To"] is None
    assert "Mr Fu" in str(public.parts)


def test_what_is_in_dispute_is_not_demanded(own: Store) -> None:
    note_dispute(own, "A", "A1", date(2024, 3, 15), "quality", "Lin")
    assert letter(own, VIEW, "A", "first_demand", "EUR", "en").amount == Decimal("300.00")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_plan_agreement_lists_what_is_paid_when(ledger: Store, lang: str) -> None:
    """700.00 late: 100.00 now, then twice 300.00; both sides sign."""
    parts = plan(Decimal("700.00"), Decimal("100.00"), 2, date(2024, 4, 1))
    written = letter(ledger, VIEW, "A", "plan_agreement", "EUR", lang, instalments=parts)
    assert (written.amount, written.documents) == (Decimal("700.00"), 2)
    opened = docx.Document(io.BytesIO(file_of(written, "docx", lang)))
    documents, instalments = ([[c.text for c in row.cells] for row in table.rows] for table in opened.tables[:2])
    assert documents[-1][-1] == "700.00"
    assert [row[1:] for row in instalments[1:]] == [
        ["2024-04-01", "100.00", "–", "100.00"],
        ["2024-05-01", "300.00", "–", "300.00"],
        ["2024-06-01", "300.00", "–", "300.00"],
        ["", "700.00", "–", "700.00"],
    ]
    assert say("letter.debtor_signs", lang) in "".join(str(part) for part in written.parts)
    with pytest.raises(ScoringError, match="letter_nothing"):
        letter(ledger, VIEW, "A", "plan_agreement", "EUR", lang)


def test_an_email_is_a_draft_with_the_letter_attached(ledger: Store) -> None:
    written = letter(ledger, VIEW, "A", "second_demand", "EUR", "zh")
    mail = email.message_from_bytes(file_of(written, "eml", "zh"), policy=policy.default)
    assert mail["X-Unsent"] == "1"
    assert "700.00" in str(mail["Subject"])
    (attached,) = mail.iter_attachments()
    assert attached.get_content().startswith(b"%PDF-")


def test_interest_is_stated_with_its_source_and_not_added(own: Store) -> None:
    """EU law, base rate 4%: 12% on 400.00 for 51 days = 6.71 and on 300.00 for 30 days = 2.96, and 40 each: 89.67."""
    own.set_setting("jurisdiction", "EU")
    note_base_rate(own, "EU", date(2024, 1, 1), Decimal("0.04"), "ECB", "Lin")
    written = letter(own, VIEW, "A", "second_demand", "EUR", "en")
    told = "".join(getattr(part, "text", "") for part in written.parts)
    assert "EUR 89.67" in told
    assert "2011/7/EU" in told
    assert written.amount == Decimal("700.00")


def test_due_letters_go_to_whom_the_playbook_names(ledger: Store, tmp_path: Path) -> None:
    everybody = {(written.customer_id, written.template) for written in letters_due(ledger, VIEW, {}, "en")}
    assert everybody
    public = letters_due(ledger, VIEW, {"nature": "government"}, "en")
    assert {written.customer_id for written in public} <= {"C"}
    found = write_all(ledger, VIEW, {}, "zh", "docx", tmp_path / "letters")
    assert sorted(path.name for path in (tmp_path / "letters").iterdir()) == sorted(name for _, name in found)
    with pytest.raises(ScoringError, match="segment_unknown"):
        letters_due(ledger, VIEW, {"mood": "bad"}, "en")


def test_a_customers_name_leads_nowhere(ledger: Store) -> None:
    written = replace(letter(ledger, VIEW, "A", "statement", "EUR", "en"), customer_id="../../etc/x y")
    assert name_of(written, "pdf") == "_.._etc_x_y_EUR_statement.pdf"


def test_every_template_is_whole_and_none_threatens() -> None:
    templates = read_templates(TEXT)
    assert tuple(templates) == TEMPLATES
    assert not [word for word in AGREED_WITH_NO_THREAT if word in TEXT.lower()]
    with pytest.raises(ScoringError, match="letter_template"):
        read_templates(TEXT.replace("{pay_by}", "{mood}"))
    assert all("{" + field + "}" in TEXT for field in FIELDS if field not in ("entity", "sender"))


def test_forms_are_checked(ledger: Store, tmp_path: Path) -> None:
    with pytest.raises(ScoringError, match="not_a_choice"):
        write_all(ledger, VIEW, {}, "en", "doc", tmp_path)
    assert FORMS == ("docx", "pdf", "eml")
