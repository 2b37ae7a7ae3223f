"""The sheet before a call as a file to print: what the screen shows, on paper."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from scoring.desk.collections.before_call import Sheet, sheet
from scoring.desk.collections.clocks import DocumentClock, document_clocks
from scoring.desk.collections.contact import protected
from scoring.desk.collections.disputes import Disputed
from scoring.desk.collections.papers import PAPERS
from scoring.desk.reports.document_parts import Grid, Heading, Items, Pairs, Part, Sentence, as_html
from scoring.desk.reports.docx import as_docx
from scoring.desk.reports.pdf import as_pdf
from scoring.desk.strategy.standings import Standing
from scoring.desk.strategy.wording import finding_text
from scoring.errors import ScoringError
from scoring.store import Store
from scoring.terms import View
from scoring.text import knows, numbers, say

FORMS = ("pdf", "docx", "html")
TICKS = {True: "☑", False: "☐"}


def sheet_file(store: Store, view: View, customer_id: str, form: str, lang: str) -> bytes:
    """The sheet of one customer as one of FORMS. Raises ScoringError "not_a_choice", "customer_unknown" and as `sheet`."""
    if form not in FORMS:
        raise ScoringError("not_a_choice", option="form", value=form, allowed=", ".join(FORMS))
    if store.one("customer", customer_id=customer_id) is None:
        raise ScoringError("customer_unknown", customer=customer_id)
    found = sheet(store, view, customer_id)
    title = say("sheet.title", lang, name=found.name)
    parts = list(sheet_parts(store, view, found, lang))
    if form == "html":
        return as_html(title, parts, lang).encode()
    return as_docx(title, parts) if form == "docx" else as_pdf(title, parts, lang)


def sheet_parts(store: Store, view: View, found: Sheet, lang: str) -> Iterator[Part]:
    """The sheet's parts, from where the customer stands to the papers to bring."""
    yield Pairs(tuple(_head(store, view, found, lang)))
    yield from _documents(document_clocks(store, view, found.customer_id), lang)
    yield Heading(say("sheet.agreed", lang))
    yield Items(tuple(_agreed(found, lang)) or (say("sheet.nothing_agreed", lang),))
    yield Heading(say("sheet.people", lang))
    yield Items(tuple(_people(found, lang)) or (say("before.decides_unknown", lang),))
    yield Heading(say("before.excuses", lang))
    for excuse in found.excuses:
        yield Heading(f"“{excuse.says[lang]}”", 3)
        texts = [(part, getattr(excuse, part)[lang]) for part in ("ask", "say", "offer", "escalate")]
        yield Pairs(tuple((say(f"excuse.{part}", lang), text) for part, text in texts))
    yield Heading(say("sheet.papers", lang))
    yield Items(tuple(f"{TICKS[name in found.papers.at_hand]} {say(f'before.paper.{name}', lang)}" for name in PAPERS))
    yield Sentence(say("sheet.not_advice", lang), note=True)


def days_late(one: Standing) -> int:
    """Days past due of the oldest claim past due, be it in dispute; 0 = nothing is."""
    return max(0, one.oldest_days, one.step_days if one.overdue else 0)


def dispute_text(one: Disputed, lang: str) -> str:
    """An open dispute in a sentence: of which document, why, since when and for how long."""
    named = f"dispute.reason.{one.reason}"
    facts = {
        "document": one.document_no or say("dispute.everything", lang),
        "reason": say(named, lang) if knows(named) else one.reason or "–",
        "day": numbers.day(one.opened, lang) if one.opened else "–",
        "days": "–" if one.days is None else numbers.whole(one.days, lang),
    }
    return say("before.dispute", lang, **facts)


def last_text(found: Sheet, lang: str) -> str | None:
    """What was done last and what is next, in a sentence; None where nothing was noted."""
    row = found.last
    if row is None:
        return None
    channel, outcome = say(f"strategy.channel.{row['channel']}", lang), say(f"note.outcome.{row['outcome']}", lang)
    told = say("before.last", lang, day=row["done_on"], channel=channel, outcome=outcome, owner=row["owner"] or "–")
    if row["next_on"] is None and not row["next_step"]:
        return told
    day = numbers.day(row["next_on"], lang) if row["next_on"] else "–"
    return f"{told} {say('before.next', lang, step=row['next_step'] or '–', day=day)}"


def _head(store: Store, view: View, found: Sheet, lang: str) -> Iterator[tuple[str, str]]:
    yield say("sheet.as_of", lang), numbers.day(view.as_of, lang)
    for one in found.standings:
        facts = {
            "open": f"{numbers.money(one.open, lang)} {one.currency}",
            "overdue": numbers.money(one.overdue, lang),
            "disputed": numbers.money(one.disputed, lang),
            "days": days_late(one),
        }
        yield one.currency, say("before.owes", lang, **facts)
        if one.due:
            yield say("sheet.step", lang), f"{one.due.told[lang]} ({one.level.name[lang]})"
    yield say("sheet.reason", lang), finding_text(found.why, lang)
    if last := last_text(found, lang):
        yield say("sheet.last", lang), last
    if found.case:
        facts = {"stage": say(f"case.stage.{found.case.stage}", lang), "owner": found.case.owner}
        yield say("case.stage_label", lang), say("sheet.case", lang, **facts)
    rules = protected(store, found.customer_id)
    if rules is not None:
        facts = {"opens": f"{rules.opens:%H:%M}", "closes": f"{rules.closes:%H:%M}"}
        yield say("sheet.hours", lang), say("sheet.between", lang, **facts)


def _documents(rows: list[DocumentClock], lang: str) -> Iterator[Part]:
    yield Heading(say("sheet.documents", lang, count=len(rows)))
    headings = tuple(say(f"letter.{name}", lang) for name in ("document", "issued", "due"))
    headings += (say("sheet.remark", lang), say("letter.late", lang), say("letter.open", lang))
    for currency in sorted({row.currency for row in rows}):
        mine = [row for row in rows if row.currency == currency]
        total = numbers.money(sum((row.open_amount for row in mine), Decimal(0)), lang)
        lines = tuple(_line(row, lang) for row in mine)
        last = (say("letter.total", lang, currency=currency), "", "", "", "", total)
        yield Grid(headings, lines, texts=4, total=last)


def _line(row: DocumentClock, lang: str) -> tuple[str, ...]:
    remarks = [say("clock.disputed", lang)] if row.disputed else []
    if row.clock is not None and row.late_days > 0:
        remarks.append(say("sheet.clock", lang, day=numbers.day(row.clock.ends, lang)))
    return (
        row.document_no,
        numbers.day(row.issue_date, lang),
        numbers.day(row.due_date, lang),
        "; ".join(remarks),
        numbers.whole(max(0, row.late_days), lang),
        numbers.money(row.open_amount, lang),
    )


def _agreed(found: Sheet, lang: str) -> Iterator[str]:
    """Promises, disputes, plans and offers, each in a sentence."""
    for one in found.promises[:5]:
        facts = {
            "amount": numbers.money(one.amount, lang),
            "currency": one.currency,
            "day": numbers.day(one.promised_date, lang),
            "paid": numbers.money(one.paid, lang),
        }
        yield say(f"before.promise_{one.state}", lang, **facts)
    for row in found.disputes:
        yield dispute_text(row, lang)
    for plan in found.plans:
        left = f"{numbers.money(plan.left, lang)} {plan.currency}"
        yield say("plan.told", lang, number=plan.number, state=say(f"plan.state.{plan.state}", lang), left=left)
    for offer in found.offers:
        facts = {
            "pay": f"{numbers.money(offer.pay, lang)} {offer.currency}",
            "claim": numbers.money(offer.claim, lang),
            "day": numbers.day(offer.pay_by, lang),
        }
        yield say("offer.told", lang, state=say(f"offer.state.{offer.state}", lang), **facts)


def _people(found: Sheet, lang: str) -> Iterator[str]:
    for row in found.contacts:
        told = " · ".join(part for part in (row["name"], row["role"], row["phone"], row["email"]) if part)
        yield say("before.decides", lang, names=told) if row["decides"] else told
