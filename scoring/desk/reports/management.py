"""The management report: one printed page or two, self-contained, in either language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from html import escape

from scoring.desk.figures.figures import dso_change
from scoring.desk.figures.overview import Overview, dso_sentence, overview, sentence
from scoring.desk.reports import html
from scoring.desk.reports.workbook import ties_lines
from scoring.desk.wording import bucket_label, figure_text, header_lines
from scoring.metrics.aging import AgingRow
from scoring.metrics.dso_bridge import DsoChange
from scoring.store import Store
from scoring.terms import View
from scoring.text import numbers, say

RAMP = ("#4575B4", "#91BFDB", "#FEE090", "#FC8D59", "#D73027")
"""Aging ramp from calm to hot, safe for colour-blind readers; one colour a bucket of the default scheme."""
WIDTH, HEIGHT = 720, 200


def management_html(store: Store, view: View, lang: str) -> str:
    """The report of a view by customer as one HTML file for A4: figures, what changed, aging, exposures, trend.

    Raises ScoringError as `scope_of`.
    """
    by_customer = replace(view, grouping="customer")
    found = overview(store, by_customer)
    why = dso_change(store, by_customer, found.figures.compared_to)
    return html.page(say("export.report_title", lang), lang, _parts(found, why, lang))


def _parts(found: Overview, why: dict[str, DsoChange | None], lang: str) -> Iterator[str]:
    figures = found.figures
    period = say("export.period_days", lang, period_days=figures.period_days, as_of=figures.header.as_of)
    yield html.pairs([*header_lines(figures.header, lang), (say("export.period", lang), period)])
    for currency in figures.lines:
        yield _title("changes", currency, lang, date=figures.compared_to)
        yield _changes(found, why[currency], currency, lang)
        yield _title("figures", currency, lang)
        yield _figures(found, currency, lang)
        yield _title("aging", currency, lang)
        yield _aging(found, currency, lang)
        yield _title("exposures", currency, lang)
        yield _exposures(found, currency, lang)
        if found.trend.points[currency]:
            yield _title("trend", currency, lang)
            yield _bars(found, currency, lang)
    yield from (html.element("p", text, "note") for text in ties_lines(found.aging, lang))


def _title(section: str, currency: str, lang: str, **facts: object) -> str:
    title = say(f"export.report_{section}", lang, **facts)
    return html.element("h2", say("export.in_currency", lang, title=title, currency=currency))


def _changes(found: Overview, why: DsoChange | None, currency: str, lang: str) -> str:
    told = [sentence(change, lang) for change in found.changes[currency]]
    told += [dso_sentence(why, lang)] if why and why.change else []
    return html.items(told or [say("export.report_no_changes", lang, date=found.figures.compared_to)])


def _figures(found: Overview, currency: str, lang: str) -> str:
    headings = [say("export.figure", lang), say("export.value", lang)]
    headings += [say("export.before", lang, date=found.figures.compared_to), say("export.change", lang)]
    rows = [
        [
            say(f"figure.{line.figure.name}.name", lang),
            *(figure_text(value, line.figure.unit, lang) for value in (line.figure.value, line.before, line.change)),
        ]
        for line in found.figures.lines[currency]
    ]
    return html.table(headings, rows)


def _aging(found: Overview, currency: str, lang: str) -> str:
    total, basis = found.aging.totals[currency], found.aging.header.basis
    headings = [say("export.bucket", lang), say("export.open", lang), say("export.share", lang)]
    rows = [
        [
            bucket_label(key, basis, lang),
            numbers.money(amount, lang),
            _share(amount, total.open, lang),
        ]
        for key, amount in total.buckets.items()
    ]
    rows.append([say("export.open", lang), numbers.money(total.open, lang), ""])
    rows.append([say("export.credits", lang), numbers.money(-total.on_account, lang), ""])
    return html.table(headings, rows, total=[say("export.net", lang), numbers.money(total.net, lang), ""])


def _exposures(found: Overview, currency: str, lang: str) -> str:
    owed = found.aging.totals[currency].open
    headings = [say("grouping.customer", lang), *(say(f"export.{name}", lang) for name in ("open", "share", "overdue"))]
    return html.table(headings, [_exposure(row, owed, found, lang) for row in found.exposures[currency]])


def _exposure(row: AgingRow, owed: Decimal, found: Overview, lang: str) -> list[str]:
    overdue = numbers.money(row.overdue, lang) if found.aging.header.basis == "due" else say("figure_none", lang)
    name = row.name if row.name == row.key else f"{row.name} ({row.key})"
    return [name, numbers.money(row.open, lang), _share(row.open, owed, lang), overdue]


def _share(part: Decimal, whole: Decimal, lang: str) -> str:
    return numbers.percent(part / whole, lang) if whole else ""


def _bars(found: Overview, currency: str, lang: str) -> str:
    """Stacked bars by month-end as an inline drawing, with a legend in words."""
    points = found.trend.points[currency]
    highest = max(sum(buckets.values()) for _, buckets in points) or 1
    step, drawn = WIDTH / len(points), []
    for number, (day, buckets) in enumerate(points):
        top = float(HEIGHT)
        for key, colour in zip(found.trend.keys, RAMP, strict=True):
            height = float(buckets[key] / highest) * HEIGHT
            top -= height
            box = (
                f'x="{number * step:.1f}" y="{top:.1f}" width="{step * 0.8:.1f}" height="{height:.1f}" fill="{colour}"'
            )
            label = f"{day.isoformat()} {bucket_label(key, 'due', lang)} {numbers.money(buckets[key], lang)}"
            drawn.append(f"<rect {box}><title>{escape(label)}</title></rect>")
    for number in sorted({0, len(points) - 1}):
        anchor, place = ("start", 0) if number == 0 else ("end", WIDTH)
        drawn.append(
            f'<text x="{place}" y="{HEIGHT + 14}" font-size="11" text-anchor="{anchor}">{points[number][0]}</text>'
        )
    legend = "".join(
        f'<span style="color:{colour}">■</span> {escape(bucket_label(key, "due", lang))}&ensp;'
        for key, colour in zip(found.trend.keys, RAMP, strict=True)
    )
    drawing = f'<svg viewBox="0 0 {WIDTH} {HEIGHT + 18}" role="img">{"".join(drawn)}</svg>'
    return f'{drawing}<p class="note">{legend}</p>'
