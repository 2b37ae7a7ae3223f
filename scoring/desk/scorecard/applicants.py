"""A file of applicants (CSV, Excel, Parquet): one row each, a heading a characteristic, by its key or in words of either
language. Read in a child process like every file; what cannot be read is said row by row, and the rest is scored."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scoring.desk.reports.export import table_csv
from scoring.desk.scorecard.hand_scoring import MONTHLY_SALES, Assessment, Values, as_json, score_applicants
from scoring.desk.scorecard.scores_wording import reason_text
from scoring.desk.scorecard.versions import Version
from scoring.errors import Issue, ScoringError
from scoring.ledger.cells.words import nature_word_of
from scoring.ledger.headings.vocabulary import is_blank, squeezed, synonyms_of
from scoring.ledger.process.child import source_lines
from scoring.ledger.reading import ImportOptions
from scoring.scorecard.card import Card
from scoring.scorecard.characteristics import CHARACTERISTICS
from scoring.terms import Kind
from scoring.text import LANGUAGES, say

ROWS_MAX = 20_000
APPLICANT = "applicant"
PERCENT = re.compile(r"-?\d+(\.\d+)?\s?[%％]")
GROUPED = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?")


@dataclass(frozen=True)
class AssessedFile:
    """Applicants of a file in its order. `used` are the headings understood, `ignored` those not, `problems` cells that
    are no number where one is needed (counted as missing)."""

    assessments: tuple[Assessment, ...]
    used: tuple[str, ...]
    ignored: tuple[str, ...]
    problems: tuple[Issue, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain values: used, ignored, problems (row, column, value), applicants (the fields of Assessment)."""
        return {
            "used": list(self.used),
            "ignored": list(self.ignored),
            "problems": [{"row": p.row, "column": p.column, "value": p.value} for p in self.problems],
            "applicants": [as_json(found) for found in self.assessments],
        }


def score_file(path: Path, version: Version) -> AssessedFile:
    """Score every row of a file of applicants.

    The first row has the headings: "applicant" (or name, customer_id), characteristics, "monthly_sales". Raises
    ScoringError "applicants_none", "applicants_too_many", "applicants_no_heading", and those of reading a file.
    """
    rows = source_lines(path, "", range(1, ROWS_MAX + 3), ImportOptions())
    if len(rows) < 2:
        raise ScoringError("applicants_none", file=path.name)
    if len(rows) > ROWS_MAX + 1:
        raise ScoringError("applicants_too_many", file=path.name, most=ROWS_MAX)
    (_, headings), *lines = sorted(rows.items())
    meanings, categories = _meanings(version.card), _categories(version.card)
    fields = [meanings.get(squeezed(heading)) for heading in headings]
    if not any(field and field != APPLICANT for field in fields):
        raise ScoringError("applicants_no_heading", file=path.name, headings=", ".join(filter(None, headings)))
    problems: list[Issue] = []
    applicants = []
    for number, cells in lines:
        name, values, unread = _applicant(number, cells, fields, headings, categories)
        applicants.append((name, values))
        problems += unread
    return AssessedFile(
        assessments=tuple(score_applicants(version, applicants)),
        used=tuple(heading for heading, field in zip(headings, fields, strict=True) if field),
        ignored=tuple(heading for heading, field in zip(headings, fields, strict=True) if heading and not field),
        problems=tuple(problems),
    )


def result_headings(lang: str) -> list[str]:
    """Headings of `result_rows`, in words."""
    return [say(f"scores.column.{name}", lang) for name in COLUMNS]


def result_rows(assessments: Sequence[Assessment], lang: str) -> list[list[object]]:
    """Applicant, rating, grade, score, PDs, reasons in words, proposed limit and terms: one row each."""
    return [
        [
            found.applicant,
            say(f"rating.{found.rating}", lang),
            found.grade,
            found.score,
            None if found.pd is None else round(found.pd, 6),
            None if found.pd_yearly is None else round(found.pd_yearly, 6),
            "; ".join(reason_text(loss, lang) for loss in found.reasons),
            found.proposal.limit,
            found.proposal.terms_days,
        ]
        for found in assessments
    ]


COLUMNS = ("applicant", "rating", "grade", "score", "pd", "pd_yearly", "reasons", "limit", "terms_days")


def results_csv(found: AssessedFile, lang: str) -> bytes:
    """The results as CSV that every spreadsheet opens: UTF-8 with BOM, no cell that would run as a formula."""
    return table_csv(result_headings(lang), result_rows(found.assessments, lang))


def _meanings(card: Card) -> dict[str, str]:
    """What a heading may say, squeezed -> the characteristic or other column it means; master data as in a ledger."""
    found = {heading: APPLICANT for field in ("customer_name", "customer_id") for heading in _synonyms(field)}
    found |= {
        heading: name
        for name, one in CHARACTERISTICS.items()
        if one.known_by == "master_data"
        for heading in _synonyms(name)
    }
    for lang in LANGUAGES:
        found[squeezed(say("scores.column.applicant", lang))] = APPLICANT
        found[squeezed(say("scores.monthly_sales", lang))] = MONTHLY_SALES
        found |= {squeezed(say(f"characteristic.{name}.name", lang)): name for name in CHARACTERISTICS}
    own = (APPLICANT, MONTHLY_SALES, *CHARACTERISTICS, *(scored.binning.name for scored in card.characteristics))
    return found | {squeezed(name): name for name in own}


def _synonyms(field: str) -> list[str]:
    """How customer lists head this field."""
    known = synonyms_of(Kind.CUSTOMERS, field)
    return [*known.specific, *known.generic]


def _categories(card: Card) -> set[str]:
    known = {name for name, one in CHARACTERISTICS.items() if one.kind == "category"}
    return known | {scored.binning.name for scored in card.characteristics if scored.binning.kind == "category"}


def _applicant(
    number: int, cells: Sequence[str], fields: Sequence[str | None], headings: Sequence[str], categories: set[str]
) -> tuple[str, Values, list[Issue]]:
    """Name, values and unreadable cells of one row."""
    name, problems = str(number), []
    values: dict[str, float | str | None] = {}
    for cell, field, heading in zip(cells, fields, headings, strict=True):
        if not field or is_blank(cell):
            continue
        if field == APPLICANT:
            name = cell
        elif field in categories:
            values[field] = (nature_word_of(cell) if field == "nature" else None) or cell
        elif (figure := _figure(cell)) is not None:
            values[field] = figure
        else:
            problems.append(Issue("applicant_no_number", row=number, column=heading, value=cell, severity="warn"))
    return name, values, problems


def _figure(cell: str) -> float | None:
    """A number as people write it: 0.45, 45%, 1,234.5; None for anything else.

    >>> _figure("45%"), _figure("1,234.5"), _figure("-3"), _figure("n/a")
    (0.45, 1234.5, -3.0, None)
    """
    text = cell.strip()
    if PERCENT.fullmatch(text):
        return float(text.rstrip("%％ ")) / 100
    plain = text.replace(",", "") if GROUPED.fullmatch(text) else text
    try:
        figure = float(plain)
    except ValueError:
        return None
    return figure if abs(figure) < float("inf") else None
