"""Letters to debtors with their documents, as Word, PDF or e-mail file."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from email.message import EmailMessage
from typing import Any

from scoring.desk.collections.beside import Beside, Credit, Recipient, beside, credit_parts
from scoring.desk.figures.documents import open_documents
from scoring.desk.reports.document_parts import Grid, Pairs, Part, Sentence, Signatures, as_html
from scoring.desk.reports.docx import as_docx
from scoring.desk.reports.pdf import as_pdf
from scoring.desk.strategy.law import late_interest
from scoring.desk.strategy.playbook import text_of
from scoring.errors import ScoringError
from scoring.store import Store
from scoring.strategy.cases.plans import GRACE_DAYS, Instalment
from scoring.strategy.letters import Letter, fill, pay_by, read_templates
from scoring.terms import View
from scoring.text import numbers, say

FORMS = ("docx", "pdf", "eml")
WITH_INTEREST = ("second_demand", "final_demand")
PLAN = "plan_agreement"
BEFORE_DUE_DAYS = 14
"""A letter before the due date lists what falls due within so many days."""
Claim = dict[str, Any]
"""An open document as the mart `open_items` has it."""
UNSAFE = re.compile(r"[^\w.-]+")


@dataclass(frozen=True)
class Written:
    """A letter ready to be looked at: to whom, by which template, over how much in the documents it lists; `to` None =
    nobody there is noted."""

    customer_id: str
    name: str
    template: str
    currency: str
    amount: Decimal
    documents: int
    letter: Letter
    parts: tuple[Part, ...]
    to: Recipient | None = None


def letter(
    store: Store,
    view: View,
    customer_id: str,
    template: str,
    currency: str,
    lang: str,
    claims: Sequence[Claim] | None = None,
    instalments: Sequence[Instalment] = (),
    known: Beside | None = None,
) -> Written:
    """The letter of one template to one customer about its claims in one currency (`claims` of `claims_of` and `known` of
    `beside`, if at hand). What is on account stands beside the claims.

    Lists what is past due and not in dispute (for "before_due" what falls due in 14 days, for "statement" all that is
    open); "plan_agreement" lists the `instalments`, too, and is over their principals. Raises ScoringError "letter_unknown",
    "customer_unknown" or "letter_nothing" where it would list nothing.
    """
    templates = read_templates(text_of(store, "letters"))
    if template not in templates:
        raise ScoringError("letter_unknown", template=template, known=", ".join(templates))
    customer = store.one("customer", customer_id=customer_id)
    if customer is None:
        raise ScoringError("customer_unknown", customer=customer_id)
    if claims is None:
        claims = claims_of(store, view, [customer_id]).get((customer_id, currency), [])
        claims = planned(claims) if template == PLAN else claims
    rows = listed(claims, template)
    if not rows or (template == PLAN) != bool(instalments):
        raise ScoringError("letter_nothing", customer=customer_id, template=template)
    total = sum([part.principal for part in instalments] or [row["open_amount"] for row in rows], Decimal(0))
    name = str(customer["name"])
    filled = fill(templates[template], lang, _facts(store, view, name, template, currency, lang, rows, total))
    known = known or beside(store, view, [customer_id])
    to, credits = known.recipients.get(customer_id), known.credits.get((customer_id, currency), ())
    parts = tuple(_parts(store, filled, rows, template, currency, view, lang, instalments, to, credits))
    return Written(customer_id, name, template, currency, total, len(rows), filled, parts, to)


def _facts(
    store: Store,
    view: View,
    name: str,
    template: str,
    currency: str,
    lang: str,
    rows: Sequence[Claim],
    total: Decimal,
) -> dict[str, str]:
    """What a template's fields are filled with, as the reader of `lang` writes it."""
    return {
        "customer": name,
        "entity": store.setting("entity") or "",
        "sender": store.setting("entity") or "",
        "amount": f"{currency} {numbers.money(total, lang)}",
        "count": numbers.whole(len(rows), lang),
        "days": numbers.whole(max(0, *(row["days_past_due"] for row in rows)), lang),
        "pay_by": numbers.day(pay_by(template, view.as_of), lang),
        "as_of": numbers.day(view.as_of, lang),
        "grace": numbers.whole(GRACE_DAYS, lang),
    }


def file_of(written: Written, form: str, lang: str) -> bytes:
    """The letter as one of FORMS: Word, PDF, or an e-mail with the PDF attached that a mail program opens as a draft."""
    if form == "docx":
        return as_docx(written.letter.subject, written.parts)
    if form == "pdf":
        return as_pdf(written.letter.subject, written.parts, lang)
    mail = EmailMessage()
    mail["Subject"] = written.letter.subject
    mail["X-Unsent"] = "1"
    if written.to and written.to.address:
        mail["To"] = written.to.address
    mail.set_content("\n\n".join([*written.letter.before, *written.letter.then]))
    mail.add_alternative(as_html(written.letter.subject, written.parts, lang), subtype="html")
    pdf = as_pdf(written.letter.subject, written.parts, lang)
    mail.add_attachment(pdf, maintype="application", subtype="pdf", filename=name_of(written, "pdf"))
    return mail.as_bytes()


def name_of(written: Written, form: str) -> str:
    """A file's name that no customer's name can lead out of its folder.

    >>> UNSAFE.sub("_", "../A 1")
    '.._A_1'
    """
    who = UNSAFE.sub("_", written.customer_id).strip(".") or "customer"
    return f"{who}_{written.currency}_{written.template}.{form}"


def claims_of(store: Store, view: View, customers: list[str]) -> dict[tuple[str, str], list[Claim]]:
    """Everything open of these customers on the view's date, by customer and currency, oldest due date first; what is in
    dispute is marked, by whoever said so."""
    whole = replace(view, currency=None, filters=())
    order = ("due_date asc", "document_key asc")
    rows = open_documents(store, whole, {"customer_id": customers}, order=order, limit=None).rows
    disputes = store.rows("open_disputes", {"as_of": view.as_of}, where={"customer_id": customers})
    contested = {(row["customer_id"], row["document_no"]) for row in disputes}
    found: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for row in rows:
        who = row["customer_id"]
        disputed = row["disputed"] or (who, row["document_no"]) in contested or (who, None) in contested
        found[who, row["currency"]].append(row | {"disputed": disputed})
    return found


def planned(claims: Sequence[Claim]) -> list[Claim]:
    """Those of a customer's claims that a plan is about unless somebody chooses others: past due and not in dispute, else
    not in dispute, else all."""
    agreed = [row for row in claims if not row["disputed"]]
    late = [row for row in agreed if row["days_past_due"] > 0]
    return late or agreed or list(claims)


def listed(claims: Sequence[Claim], template: str) -> list[Claim]:
    """Those of a customer's claims that a letter lists; a plan lists those given to it."""
    if template in ("statement", PLAN):
        return list(claims)
    rows = [row for row in claims if not row["disputed"]]
    if template == "before_due":
        return [row for row in rows if -BEFORE_DUE_DAYS <= row["days_past_due"] <= 0]
    return [row for row in rows if row["days_past_due"] > 0]


def _parts(
    store: Store,
    filled: Letter,
    rows: list[dict[str, Any]],
    template: str,
    currency: str,
    view: View,
    lang: str,
    instalments: Sequence[Instalment],
    to: Recipient | None,
    credits: Sequence[Credit],
) -> Iterator[Part]:
    sender = store.setting("entity") or ""
    whom = ((say("letter.to", lang), " · ".join(part for part in (to.name, to.role) if part)),) if to else ()
    yield Pairs(((say("letter.date", lang), numbers.day(view.as_of, lang)), *whom))
    yield from (Sentence(text) for text in filled.before)
    yield _list(rows, currency, lang)
    claimed = sum((row["open_amount"] for row in rows), Decimal(0))
    yield from credit_parts(credits, claimed, currency, lang, template == "statement")
    if template in WITH_INTEREST:
        yield from _interest(store, rows, currency, view, lang)
    for place, text in enumerate(filled.then):
        yield Sentence(text)
        if instalments and place == 0:
            yield _instalments(instalments, currency, lang)
    if sender:
        yield Sentence(sender)
    if template == "statement":
        yield Signatures(tuple(say(f"statement.{key}", lang) for key in ("agreed", "differs", "signed")))
    if template == PLAN:
        yield Signatures((say("letter.debtor_signs", lang), say("letter.creditor_signs", lang)))


def _list(rows: list[dict[str, Any]], currency: str, lang: str) -> Grid:
    headings = tuple(say(f"letter.{name}", lang) for name in ("document", "issued", "due", "late", "open"))
    lines = tuple(
        (
            str(row["document_no"]),
            numbers.day(row["issue_date"], lang),
            numbers.day(row["due_date"], lang),
            numbers.whole(max(0, row["days_past_due"]), lang),
            numbers.money(row["open_amount"], lang),
        )
        for row in rows
    )
    total = sum((row["open_amount"] for row in rows), Decimal(0))
    last = (say("letter.total", lang, currency=currency), "", "", "", numbers.money(total, lang))
    return Grid(headings, lines, texts=3, total=last)


def _instalments(instalments: Sequence[Instalment], currency: str, lang: str) -> Grid:
    """What is paid when: of the debt, interest, together."""
    headings = ("plan.number", "letter.due", "plan.principal", "plan.interest_part", "plan.amount")
    rows = [(part.principal, part.interest, part.amount) for part in instalments]
    lines = tuple(
        (
            numbers.whole(part.number, lang),
            numbers.day(part.due, lang),
            *(numbers.money(amount, lang) for amount in row),
        )
        for part, row in zip(instalments, rows, strict=True)
    )
    sums = [numbers.money(sum(column, Decimal(0)), lang) for column in zip(*rows, strict=True)]
    total = (say("letter.total", lang, currency=currency), "", *sums)
    return Grid(tuple(say(name, lang) for name in headings), lines, texts=2, total=total)


def _interest(store: Store, rows: list[dict[str, Any]], currency: str, view: View, lang: str) -> Iterator[Part]:
    """What was agreed or the law gives on these claims, with its source, where the workspace says either."""
    given = late_interest(store, rows, currency, view.as_of)
    if given is None:
        return
    amount = f"{currency} {numbers.money(given.interest + given.compensation, lang)}"
    if given.rate_yearly is not None:
        rate = numbers.percent(float(given.rate_yearly), lang)
        yield Sentence(say("letter.interest_agreed", lang, amount=amount, rate=rate), note=True)
    elif given.law is not None:
        law = given.law
        facts = {"amount": amount, "source": law.source[lang], "applies": law.applies[lang], "checked": law.checked}
        yield Sentence(say("letter.interest", lang, **facts), note=True)
