"""The checks of the model document: separation beside the rivals, gains, classes, calibration, stability."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal

from scoring.desk.reports.document_parts import Grid, Heading, Items, Part, Sentence
from scoring.desk.scorecard.model_document_card import headings
from scoring.desk.scorecard.wording import characteristic_label, finding_sentence, measured_text
from scoring.scorecard.card import Card
from scoring.scorecard.measures import drift
from scoring.scorecard.validation.banding import Band, Compared
from scoring.scorecard.validation.result import Against, OfPeriod, Separation, Validation
from scoring.scorecard.validation.result import Part as Side
from scoring.text import numbers, say

DAYS_OF_A_MONTH = 31
Kind = Literal["fitted", "expert"]


def findings(found: Validation, lang: str) -> Iterator[Part]:
    """What a reader must know before the tables."""
    if found.findings:
        yield Heading(say("document.heading.findings", lang))
        yield from (Sentence(finding_sentence(f, lang), act=True) for f in found.findings if f.severity == "act")
        notes = tuple(finding_sentence(f, lang) for f in found.findings if f.severity == "note")
        yield from [Items(notes)] if notes else []


def separation(found: Validation, lang: str, kind: Kind = "fitted") -> Iterator[Part]:
    """Both sides of the split, then the card and its rivals. An expert's card was made from no rows and is no rival of
    itself."""
    yield Heading(say("document.heading.separation", lang))
    yield from _how(found, lang, kind)
    sides = (("train", found.train), ("test", found.test))
    yield Grid(
        headings(lang, "part", "period", "observations", "customers", "bad_observations", "bad_customers"),
        tuple((_part(name == "test", kind, lang), *_side(side, lang)) for name, side in sides),
        texts=2,
    )
    rivals = [rival for rival in found.against if (rival.name, kind) != ("expert", "expert")]
    yield Grid(headings(lang, "score", "auc", "gini", "ks"), tuple(_separations(found, rivals, lang)))
    if rivals:
        rows = tuple(_rival(rival, lang) for rival in rivals)
        yield Grid(headings(lang, "score", "verdict_against", "lead", "auc_train"), rows, texts=2)


def _how(found: Validation, lang: str, kind: Kind) -> Iterator[Part]:
    learnt = found.separation.auc_train
    yield Sentence(say(f"document.how.{found.how if kind == 'fitted' else kind}", lang))
    if kind == "fitted" and found.how == "out_of_time" and _apart(found.train.last_period, found.test.first_period):
        yield Sentence(say("document.between", lang, last=found.train.last_period, first=found.test.first_period))
    if learnt is not None:
        key = "auc_train" if kind == "fitted" else "auc_earlier"
        yield Sentence(say(f"document.{key}", lang, auc=numbers.decimal(learnt, lang, 3)))


def _part(held_out: bool, kind: Kind, lang: str) -> str:
    return say(f"document.part.{'test' if held_out else 'train' if kind == 'fitted' else 'earlier'}", lang)


def _apart(last: str, first: str) -> bool:
    """Whether a month-end lies between two.

    >>> _apart("2025-04-30", "2025-05-31"), _apart("2025-04-30", "2025-06-30")
    (False, True)
    """
    return (date.fromisoformat(first) - date.fromisoformat(last)).days > DAYS_OF_A_MONTH


def gains(found: Validation, lang: str) -> Iterator[Part]:
    """The gains table."""
    yield Heading(say("document.heading.gains", lang))
    names = ("scores", "observations", "bads", "bad_rate", "rows_so_far", "bads_so_far", "lift")
    yield Grid(headings(lang, *names), tuple(_band(band, lang) for band in found.gains))


def classes(found: Validation, card: Card, lang: str) -> Iterator[Part]:
    """Ratings, then grades with the score each begins at."""
    yield Heading(say("document.heading.classes", lang))
    names = ("observations", "customers", "bads", "expected", "observed")
    rows = tuple((say(f"rating.{row.name}", lang), *_compared(row, lang)) for row in found.ratings)
    yield Grid(headings(lang, "class", *names), rows)
    begins = {grade.name: "" if grade.from_score is None else str(grade.from_score) for grade in card.grades}
    graded = tuple((row.name, begins[row.name], *_compared(row, lang)) for row in found.grades)
    yield Grid(headings(lang, "class", "from_score", *names), graded)


def calibration(found: Validation, lang: str) -> Iterator[Part]:
    """Brier score and calibration line, then bands of the probability."""
    yield Heading(say("document.heading.calibration", lang))
    line, none = found.line, say("figure_none", lang)
    yield Sentence(
        say(
            "document.brier",
            lang,
            brier=numbers.decimal(found.brier, lang, 4),
            skill=none if found.brier_skill is None else numbers.percent(found.brier_skill, lang),
            slope=numbers.decimal(line.slope, lang, 2) if line else none,
            intercept=numbers.decimal(round(line.intercept, 2) + 0.0, lang, 2) if line else none,
        )
    )
    names = ("band", "observations", "customers", "bads", "expected", "observed")
    rows = [(row.name, *_compared(row, lang)) for row in found.reliability]
    rows.append((say("document.all", lang), *_compared(found.overall, lang)))
    yield Grid(headings(lang, *names), tuple(rows))


def stability(found: Validation, lang: str, kind: Kind = "fitted") -> Iterator[Part]:
    """PSI of the score, by month and in all, and CSI of the characteristics."""
    yield Heading(say("document.heading.stability", lang))
    word = say(f"monitor.drift.{drift(found.psi)}", lang)
    yield Sentence(say("document.psi", lang, psi=numbers.decimal(found.psi, lang, 3), drift=word))
    names = ("period", "part", "observations", "bads", "auc_plain", "psi")
    yield Grid(headings(lang, *names), tuple(_period(row, kind, lang) for row in found.periods), texts=2)
    shifts = tuple(
        (
            characteristic_label(shift.name, lang),
            say(f"monitor.drift.{shift.drift}", lang),
            numbers.decimal(shift.csi, lang, 3),
            numbers.decimal(round(shift.points, 1) + 0.0, lang),  # no -0.0
        )
        for shift in found.shifts
    )
    yield Grid(headings(lang, "characteristic", "drift", "csi", "mean_points"), shifts, texts=2)


def _side(side: Side, lang: str) -> Sequence[str]:
    period = say("document.from_to", lang, first=side.first_period, last=side.last_period) if side.last_period else ""
    counts = (side.rows, side.customers, side.bads, side.bad_customers)
    return (period, *(numbers.whole(count, lang) for count in counts))


def _separations(found: Validation, rivals: Sequence[Against], lang: str) -> Iterator[tuple[str, ...]]:
    yield (say("document.score.card", lang), *_separation(found.separation, lang))
    if found.auc_model is not None:
        yield (say("document.score.model", lang), numbers.decimal(found.auc_model, lang, 3), "", "")
    for rival in rivals:
        yield (say(f"document.score.{rival.name}", lang), *_separation(rival.separation, lang))


def _separation(found: Separation, lang: str) -> tuple[str, ...]:
    return tuple(measured_text(figure, lang) for figure in (found.auc, found.gini, found.ks))


def _rival(rival: Against, lang: str) -> tuple[str, ...]:
    learnt = rival.separation.auc_train
    return (
        say(f"document.score.{rival.name}", lang),
        say(f"document.against.{rival.verdict}", lang),
        measured_text(rival.lead, lang),
        "" if learnt is None else numbers.decimal(learnt, lang, 3),
    )


def _band(band: Band, lang: str) -> tuple[str, ...]:
    return (
        f"{band.lowest:g} … {band.highest:g}",
        numbers.whole(band.rows, lang),
        numbers.whole(band.bads, lang),
        numbers.percent(band.bad_rate, lang),
        numbers.percent(band.rows_so_far, lang),
        numbers.percent(band.bads_so_far, lang),
        numbers.decimal(band.lift, lang, 2),
    )


def _compared(row: Compared, lang: str) -> tuple[str, ...]:
    counts = tuple(numbers.whole(count, lang) for count in (row.rows, row.customers, row.bads))
    if row.expected is None or row.observed is None:
        return (*counts, "", "")
    seen = row.observed
    within = (
        "" if seen.low is None or seen.high is None else f" ({_percent(seen.low, lang)}–{_percent(seen.high, lang)})"
    )
    return (*counts, _percent(row.expected, lang), _percent(seen.value, lang) + within)


def _percent(share: float, lang: str) -> str:
    return numbers.percent(share, lang)


def _period(row: OfPeriod, kind: Kind, lang: str) -> tuple[str, ...]:
    return (
        row.period,
        _part(row.held_out, kind, lang),
        numbers.whole(row.rows, lang),
        numbers.whole(row.bads, lang),
        "" if row.auc is None else numbers.decimal(row.auc, lang, 3),
        numbers.decimal(row.psi, lang, 3),
    )
