"""The part of the management report about today: what changed, the figures, aging, its course over time, who owes most."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from scoring.desk.figures.figures import FigureLine
from scoring.desk.figures.overview import Overview, dso_sentence, sentence
from scoring.desk.figures.trend import peak_of_overdue
from scoring.desk.reports.document_parts import Bars, Grid, Heading, Items, Part, Sentence, Stack
from scoring.desk.wording import bucket_label, figure_text
from scoring.metrics.aging import AgingRow
from scoring.metrics.dso_bridge import DsoChange
from scoring.text import numbers, say

RAMP = ("#4575B4", "#91BFDB", "#FEE090", "#D73027", "#7F0000")
"""Aging ramp from calm to hot, safe for colour-blind readers: a colour a bucket of the default scheme, as on every page."""
PRINTED = (
    "receivables", "overdue", "overdue_ratio", "credit_sales", "dso_simple", "dso_countback", "dso_best_possible", "add",
    "cei", "weighted_days_to_pay", "days_beyond_terms", "recovery_rate", "top_10_share", "customers_over_limit",
    "cost_of_overdue",
)  # fmt: skip
"""The figures of the printed page; the Excel file holds all of them."""


def parts(found: Overview, why: DsoChange | None, currency: str, lang: str) -> Iterator[Part]:
    """What changed, the figures, aging and its course in one currency; `why` DSO changed, None = not known."""
    yield _title("changes", currency, lang, date=found.figures.compared_to)
    yield _changes(found, why, currency, lang)
    yield _title("figures", currency, lang)
    yield _figures(found, currency, lang)
    yield _title("aging", currency, lang)
    yield _aging(found, currency, lang)
    if found.trend.points[currency]:
        yield _title("trend", currency, lang)
        yield Sentence(_course(found, currency, lang))
        yield _bars(found, currency, lang)


def exposure_parts(found: Overview, currency: str, lang: str) -> Iterator[Part]:
    """Who owes most in a currency and how much of the whole that is."""
    rows, owed = found.exposures[currency], found.aging.totals[currency].open
    yield _title("exposures", currency, lang)
    if not rows:
        yield Sentence(say("report.nobody_owes", lang, as_of=found.figures.header.as_of))
        return
    share = numbers.percent(sum(row.open for row in rows) / owed, lang)
    many = "one" if len(rows) == 1 else "many"
    yield Sentence(
        say(f"report.exposures_{many}", lang, top=len(rows), share=share, amount=numbers.compact(owed, lang))
    )
    headings = (say("grouping.customer", lang), *(say(f"export.{name}", lang) for name in ("open", "share", "overdue")))
    yield Grid(headings, tuple(_exposure(row, owed, found, lang) for row in rows))


def _title(section: str, currency: str, lang: str, **facts: object) -> Heading:
    title = say(f"export.report_{section}", lang, **facts)
    return Heading(say("export.in_currency", lang, title=title, currency=currency))


def _changes(found: Overview, why: DsoChange | None, currency: str, lang: str) -> Items:
    told = [sentence(change, lang) for change in found.changes[currency]]
    told += [dso_sentence(why, lang)] if why and why.change else []
    return Items(tuple(told) or (say("export.report_no_changes", lang, date=found.figures.compared_to),))


def _figures(found: Overview, currency: str, lang: str) -> Grid:
    headings = [say("export.figure", lang), say("export.value", lang)]
    headings += [say("export.before", lang, date=found.figures.compared_to), say("export.change", lang)]
    rows = [
        (
            say(f"figure.{line.figure.name}.name", lang),
            *(figure_text(value, line.figure.unit, lang) for value in (line.figure.value, line.before)),
            _change(line, lang),
        )
        for line in found.figures.lines[currency]
        if line.figure.name in PRINTED
    ]
    return Grid(tuple(headings), tuple(rows))


def _change(line: FigureLine, lang: str) -> str:
    """A change in the figure's unit; shares change by points."""
    if line.change is None or line.figure.unit != "percent":
        return figure_text(line.change, line.figure.unit, lang)
    return say("common.points", lang, points=numbers.decimal(line.change * 100, lang))


def _aging(found: Overview, currency: str, lang: str) -> Grid:
    total, basis = found.aging.totals[currency], found.aging.header.basis
    headings = (say("export.bucket", lang), say("export.open", lang), say("export.share", lang))
    rows = [
        (bucket_label(key, basis, lang), numbers.money(amount, lang), _share(amount, total.open, lang))
        for key, amount in total.buckets.items()
    ]
    rows.append((say("export.open", lang), numbers.money(total.open, lang), ""))
    rows.append((say("export.credits", lang), numbers.money(-total.on_account, lang), ""))
    return Grid(headings, tuple(rows), total=(say("export.net", lang), numbers.money(total.net, lang), ""))


def _exposure(row: AgingRow, owed: Decimal, found: Overview, lang: str) -> tuple[str, ...]:
    overdue = numbers.money(row.overdue, lang) if found.aging.header.basis == "due" else say("figure_none", lang)
    name = row.name if row.name == row.key else f"{row.name} ({row.key})"
    return name, numbers.money(row.open, lang), _share(row.open, owed, lang), overdue


def _share(part: Decimal, whole: Decimal, lang: str) -> str:
    return numbers.percent(part / whole, lang) if whole else ""


def _course(found: Overview, currency: str, lang: str) -> str:
    """Where overdue stands against its peak."""
    course = peak_of_overdue(found.trend.points[currency])
    facts = {"amount": numbers.compact(course.now, lang), "peak": numbers.compact(course.peak, lang)}
    words = say(f"overview.{course.words}", lang, worst=f"{course.day:%Y-%m}", **facts)
    return say("report.sentence", lang, words=words)


def _bars(found: Overview, currency: str, lang: str) -> Bars:
    """Stacked bars by month-end."""
    points = found.trend.points[currency]
    stacks = [
        Stack(
            bucket_label(key, "due", lang),
            colour,
            tuple(float(buckets[key]) for _, buckets in points),
            tuple(numbers.money(buckets[key], lang) for _, buckets in points),
        )
        for key, colour in zip(found.trend.keys, RAMP, strict=True)
    ]
    return Bars(tuple(day.isoformat() for day, _ in points), tuple(stacks))
