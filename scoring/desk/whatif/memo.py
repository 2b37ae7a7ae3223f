"""The decision memo of a scenario: one page of what changes, what it brings, how sure that is and what it rests on."""

from __future__ import annotations

import io
from collections.abc import Iterator
from decimal import Decimal

from scoring.desk.reports.document_parts import Grid, Heading, Pairs, Part, Sentence
from scoring.desk.reports.docx import as_docx
from scoring.desk.reports.pdf import as_pdf
from scoring.desk.reports.workbook import Sheet, sheets
from scoring.desk.whatif.outcome import Outcome, Pair
from scoring.desk.whatif.wording import evidence_text, label, segment_label, terms_text
from scoring.desk.wording import figure_text, header_lines
from scoring.scenario.assumptions import NAMES
from scoring.scenario.ranges import Ranges
from scoring.text import numbers, say

FORMS = ("pdf", "docx", "xlsx")
ZERO = Decimal("0.00")
PRINTED = (
    "receivables", "overdue_ratio", "dso_simple", "dso_countback", "sales", "expected_loss", "sales_at_risk", "value_added",
)  # fmt: skip
"""The figures of the one page; the Excel file holds all of them."""
COLUMNS = ("figure", "today", "scenario", "change")


def memo(found: Outcome, lang: str, form: str, sure: Ranges | None = None) -> bytes:
    """The memo as one of FORMS, in either language; `sure` adds the ranges. Raises ScoringError "pdf_failed"."""
    if form == "xlsx":
        return _workbook(found, lang)
    title, parts = say("memo.title", lang, name=found.scenario.name), tuple(memo_parts(found, lang, sure))
    return as_pdf(title, parts, lang) if form == "pdf" else as_docx(title, parts)


def memo_parts(found: Outcome, lang: str, sure: Ranges | None = None) -> Iterator[Part]:
    """What the memo says, whoever prints it."""
    start = found.starting
    yield Pairs(tuple(header_lines(start.header, lang)))
    yield Sentence(answer(found, lang))
    if found.scenario.note:
        yield Sentence(found.scenario.note)
    yield Heading(say("memo.terms", lang))
    yield Grid(
        (say("whatif.segment", lang), say("whatif.new_terms", lang)),
        tuple(
            (segment_label(start, change.segment, lang), terms_text(change.terms, lang))
            for change in found.scenario.changes
        ),
        texts=2,
    )
    yield Heading(say("memo.figures", lang))
    yield _figures(found, lang)
    if sure is not None:
        low, high = (numbers.money(float(end[0]), lang) for end in (sure.value.lowest, sure.value.highest))
        yield Sentence(say("memo.sure", lang, low=low, high=high, currency=start.facts.currency))
    yield Heading(say("memo.value", lang))
    yield _bridge(found, lang)
    yield Heading(say("memo.assumptions", lang))
    yield _assumptions(found, lang)
    if found.break_even is not None:
        key = "memo.break_even" if found.break_even > 0 else "memo.break_even_less"
        yield Sentence(say(key, lang, share=numbers.percent(abs(found.break_even), lang)), note=True)


def answer(found: Outcome, lang: str) -> str:
    """The result in one sentence."""
    currency = found.starting.facts.currency
    value = found.figure("value_added").change or ZERO
    facts = {
        "released": f"{currency} {numbers.money(found.released, lang)}",
        "value": f"{currency} {numbers.money(value, lang)}",
        "npv": f"{currency} {numbers.money(found.npv, lang)}",
    }
    return say("memo.answer", lang, **facts)


def _figures(found: Outcome, lang: str) -> Grid:
    headings = tuple(say(f"memo.column.{name}", lang) for name in COLUMNS)
    return Grid(headings, tuple(_line(pair, lang) for pair in found.figures if pair.name in PRINTED))


def _line(pair: Pair, lang: str) -> tuple[str, ...]:
    amounts = (pair.today, pair.scenario, pair.change)
    return label("figure", pair.name, lang), *(figure_text(amount, pair.unit, lang) for amount in amounts)


def _bridge(found: Outcome, lang: str) -> Grid:
    before = (say("memo.value_today", lang), numbers.money(found.value.before, lang))
    steps = tuple(
        (label("line", step.name, lang), numbers.money(step.amount, lang)) for step in found.value.steps if step.amount
    )
    after = (say("memo.value_then", lang), numbers.money(found.value.after, lang))
    headings = (say("memo.column.line", lang), found.starting.facts.currency)
    return Grid(headings, (before, *steps), total=after)


def _assumptions(found: Outcome, lang: str) -> Grid:
    assumed = found.scenario.assumed(found.starting.assumptions)
    headings = (
        say("memo.column.assumption", lang),
        say("memo.column.evidence", lang),
        *(say(f"whatif.end.{level}", lang) for level in ("low", "base", "high")),
    )
    rows = tuple(
        (
            label("assumption", name, lang),
            evidence_text(assumed.of(name), lang),
            *(numbers.decimal(getattr(assumed.of(name), level), lang, 2) for level in ("low", "base", "high")),
        )
        for name in NAMES
    )
    return Grid(headings, rows, texts=2)


def _workbook(found: Outcome, lang: str) -> bytes:
    """The figures, the segments and the path month by month, as numbers."""
    out = io.BytesIO()
    with sheets(out, ("memo_figures", "memo_segments", "memo_path"), lang) as pages:
        _figures_sheet(pages["memo_figures"], found)
        _segments_sheet(pages["memo_segments"], found)
        _path_sheet(pages["memo_path"], found)
    return out.getvalue()


def _figures_sheet(page: Sheet, found: Outcome) -> None:
    row = page.start(found.starting.header, [(say("memo.scenario", page.lang), found.scenario.name)])
    rows = [(label("figure", p.name, page.lang), p.today, p.scenario, p.change) for p in found.figures]
    row = page.table(row, [say(f"memo.column.{name}", page.lang) for name in COLUMNS], rows)
    steps = [(label("line", step.name, page.lang), step.amount) for step in found.value.steps]
    ends = (
        (say("memo.value_today", page.lang), found.value.before),
        (say("memo.value_then", page.lang), found.value.after),
    )
    page.table(row + 1, [say("memo.value", page.lang), found.starting.facts.currency], [ends[0], *steps, ends[1]])


def _segments_sheet(page: Sheet, found: Outcome) -> None:
    row = page.start(found.starting.header)
    headings = [
        "whatif.segment",
        "whatif.new_terms",
        "columns.customers",
        "whatif.column.released",
        "whatif.column.npv",
    ]
    rows = [
        (
            segment_label(found.starting, one.key, page.lang),
            terms_text(one.terms, page.lang),
            one.customers,
            one.released,
            one.npv,
        )
        for one in found.segments
    ]
    page.table(row, [say(heading, page.lang) for heading in headings], rows)


def _path_sheet(page: Sheet, found: Outcome) -> None:
    row = page.start(found.starting.header)
    names = ("sales", "cash", "discounts", "credits", "lost", "receivables")
    headings = [say("memo.column.day", page.lang), say("memo.column.today_receivables", page.lang)]
    headings += [say(f"memo.column.{name}", page.lang) for name in names]
    rows = [
        (then.day, today.receivables, *(getattr(then, name) for name in names))
        for today, then in zip(found.path_today, found.path, strict=True)
    ]
    page.table(row, headings, rows)
