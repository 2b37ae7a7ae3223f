"""A version of the scorecard to take along: as SQL, as its own file, as a spreadsheet, as test cases with their points."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence

import pyarrow.parquet as pq
import xlsxwriter

from scoring.desk.reports.workbook import FORMATS, OPTIONS, Sheet
from scoring.desk.scorecard.scores_wording import card_label, difference_sentence, rating_label
from scoring.desk.scorecard.versions import Version
from scoring.desk.scorecard.wording import bin_label, characteristic_label
from scoring.scorecard import cardfile
from scoring.scorecard.use import export_sql, score, testcases
from scoring.text import say

SOURCE = "observations"
"""The table that the SQL selects from; whoever runs it puts their own name there."""
SUFFIX = {"sql": "sql", "json": "json", "xlsx": "xlsx", "testcases": "parquet"}
"""Forms a card can be taken along in, and the suffix of its file."""


def card_bytes(version: Version, form: str, lang: str) -> bytes:
    """A version in one of the forms of SUFFIX. Raises KeyError for another."""
    return FORMS[form](version, lang)


def card_xlsx(version: Version, lang: str) -> bytes:
    """The points table, the grades, and what is known of the version, one sheet each."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        formats = {name: book.add_format(spec) for name, spec in FORMATS.items()}
        for name, headings, rows in (
            ("points", POINTS, points_rows(version, lang)),
            ("grades", GRADES, grade_rows(version, lang)),
            ("about", ABOUT, about_rows(version, lang)),
        ):
            sheet = Sheet(book.add_worksheet(say(f"scores.sheet.{name}", lang)), formats, lang)
            sheet.page.set_column(0, 1, 34)
            sheet.table(0, [say(f"scores.column.{heading}", lang) for heading in headings], rows)
    return out.getvalue()


POINTS = ("characteristic", "bin", "points", "goods", "bads", "bad_rate", "woe", "iv", "coefficient")
GRADES = ("grade", "rating", "from_score", "pd_at_least")
ABOUT = ("about", "value")


def points_rows(version: Version, lang: str) -> Iterator[Sequence[object]]:
    """Base points, then every bin of every characteristic; counts and WOE only where the card was fitted."""
    yield [say("scores.base_points", lang), None, version.card.base_points]
    for scored in version.card.characteristics:
        binning, fitted = scored.binning, scored.coefficient is not None
        for one in binning.bins:
            rows = one.goods + one.bads
            told = [characteristic_label(binning.name, lang), bin_label(binning.name, one, lang), one.points]
            counts = [one.goods, one.bads, one.bads / rows if rows else None, one.woe, binning.information_value]
            yield [*told, *counts, scored.coefficient] if fitted else told


def grade_rows(version: Version, lang: str) -> Iterator[Sequence[object]]:
    """The master scale: from which score, and the PD of that score (the worst in the grade)."""
    for grade in version.card.grades:
        worst = None if grade.from_score is None else float(score.pd_of(version.card, [grade.from_score])[0])
        yield [grade.name, rating_label(grade.rating, lang), grade.from_score, worst]


def about_rows(version: Version, lang: str) -> Iterator[Sequence[object]]:
    """Who, when, why, on what; and what changed."""
    made, target = version.card.provenance, version.card.provenance.target
    told = {
        "version": card_label(version, lang),
        "status": say(f"scores.status.{version.status}", lang),
        "author": version.author,
        "made_at": version.made_at and f"{version.made_at:%Y-%m-%d %H:%M}",
        "reason": version.reason,
        "approved_by": version.approved_by,
        "one_person": say("scores.one_person", lang) if version.one_person else None,
        "target": target and say("scores.target", lang, days=target.days_past_due, months=target.window_months),
        "window": f"{made.first_period} – {made.last_period}" if made.first_period else None,
        "sample": say("scores.sample", lang, rows=made.rows, bads=made.bads) if made.rows else None,
        "data_hash": made.data_hash or None,
        "card_hash": version.card_hash,
    }
    yield from ([say(f"scores.about.{name}", lang), value] for name, value in told.items() if value)
    for difference in version.difference:
        yield [say("scores.about.difference", lang), difference_sentence(difference, lang)]


def _testcases(version: Version, lang: str) -> bytes:
    out = io.BytesIO()
    pq.write_table(testcases.cases_of(version.card), out)
    return out.getvalue()


FORMS: dict[str, Callable[[Version, str], bytes]] = {
    "sql": lambda version, lang: export_sql.to_sql(version.card, SOURCE).encode(),
    "json": lambda version, lang: cardfile.to_json(version.card).encode(),
    "xlsx": card_xlsx,
    "testcases": _testcases,
}
