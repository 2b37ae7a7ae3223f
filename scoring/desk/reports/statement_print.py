"""A statement of account as a printed page that the customer can confirm, in either language."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.desk.reports import html
from scoring.desk.reports.statement import Account, Statement
from scoring.text import numbers, say

COLUMNS = ("date", "kind", "document", "debit", "credit", "balance")
TEXT_COLUMNS = 3


def statement_html(statement: Statement, lang: str) -> str:
    """The statement as one HTML file for A4: every account with opening, movements, closing, then room to confirm."""
    return html.page(say("statement.title", lang), lang, _parts(statement, lang))


def _parts(statement: Statement, lang: str) -> Iterator[str]:
    period = say("statement.from_to", lang, from_date=statement.from_date, to_date=statement.to_date)
    sender = [(say("statement.from_entity", lang), statement.header.entity)] if statement.header.entity else []
    yield html.pairs(
        [
            *sender,
            (say("statement.customer", lang), f"{statement.name} ({statement.customer_id})"),
            (say("statement.period", lang), period),
        ]
    )
    if not statement.accounts:
        yield html.element("p", say("statement.nothing", lang, to_date=statement.to_date))
        return
    for account in statement.accounts:
        yield html.element("h2", account.currency)
        yield _table(account, statement, lang)
        if account.difference:
            facts = {"difference": account.difference, "currency": account.currency}
            yield html.element("p", say("statement.difference", lang, **facts), "act")
    yield html.element("p", say("statement.confirm", lang))
    lines = [say(f"statement.{key}", lang) for key in ("agreed", "differs", "signed")]
    yield f'<div class="lines">{"".join(html.element("p", line) for line in lines)}</div>'


def _table(account: Account, statement: Statement, lang: str) -> str:
    headings = [say(f"statement.{column}", lang) for column in COLUMNS]
    opening = [numbers.day(statement.from_date, lang), say("statement.opening", lang), "", "", ""]
    rows = [[*opening, numbers.money(account.opening, lang)]]
    rows += [
        [
            numbers.day(line.day, lang),
            say(f"export.kind.{line.kind}", lang),
            line.document_no,
            numbers.money(line.amount, lang) if line.amount > 0 else "",
            numbers.money(-line.amount, lang) if line.amount < 0 else "",
            numbers.money(line.balance, lang),
        ]
        for line in account.movements
    ]
    debit = sum(line.amount for line in account.movements if line.amount > 0)
    credit = -sum(line.amount for line in account.movements if line.amount < 0)
    sums = [numbers.money(debit, lang), numbers.money(credit, lang), numbers.money(account.closing, lang)]
    total = [numbers.day(statement.to_date, lang), say("statement.closing", lang), "", *sums]
    return html.table(headings, rows, texts=TEXT_COLUMNS, total=total)
