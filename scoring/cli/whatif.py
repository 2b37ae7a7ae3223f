"""Commands about other credit terms: whatif run, compare, best, save, list, show."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scoring.cli.options import AsJson, AsOf, Currency, Lang, StorePath, choice, opened
from scoring.cli.output import complain, show, show_json, table
from scoring.cli.tables import header_text
from scoring.errors import ScoringError
from scoring.scenario.fields import FieldError
from scoring.scenario.scenariofile import GROUPED_BY, errors_of, made, parsed
from scoring.terms import View
from scoring.text import say

if TYPE_CHECKING:
    from datetime import date

    from scoring.desk.whatif.best import BestReport
    from scoring.desk.whatif.facts import Starting
    from scoring.scenario.options import Limits
    from scoring.scenario.scenario import Scenario
    from scoring.store import Store

GOALS = ("value", "dso")
WHOLE, FINE, COULD_NOT = ("segments_changed",), 0, 2
One = Annotated[str, typer.Argument(help="cli.argument.scenario", metavar="FILE|NAME")]
Several = Annotated[list[str], typer.Argument(help="cli.argument.scenarios", metavar="FILE|NAME...")]
File = Annotated[Path, typer.Argument(help="cli.argument.scenario_file", metavar="FILE")]
Goal = Annotated[
    str, typer.Option("--goal", help="cli.option.goal", metavar="|".join(GOALS), parser=choice("--goal", GOALS))
]
LimitsOf = Annotated[str, typer.Option("--limits", help="cli.option.limits", metavar="NAME=NUMBER,...")]
Segments = Annotated[
    str,
    typer.Option(
        "--by", help="cli.option.segments_by", metavar="|".join(GROUPED_BY), parser=choice("--by", GROUPED_BY)
    ),
]
GridFile = Annotated[Path | None, typer.Option("--grid", help="cli.option.grid", metavar="FILE")]
Who = Annotated[str, typer.Option("--author", help="cli.option.author", metavar="NAME")]


class _RefusedError(Exception):
    """Fields of a file that cannot be used."""

    def __init__(self, errors: list[FieldError]) -> None:
        self.errors = errors


def run(
    scenario: One,
    store: StorePath = None,
    as_of: AsOf = None,
    currency: Currency = None,
    as_json: AsJson = False,
    lang: Lang = "en",
) -> int:
    """A scenario against today's terms."""
    from scoring.cli import whatif_tables
    from scoring.desk.whatif.outcome import outcome, ranges_of, started

    try:
        with opened(store) as ledger:
            asked = _scenario(ledger, scenario)
            start = started(ledger, _view(ledger, as_of, currency), asked)
    except _RefusedError as refused:
        return _told(refused, lang)
    found = outcome(start, asked)
    if as_json:
        show_json(found.as_json() | {"ranges": whatif_tables.ranges_json(ranges_of(start, asked))})
    else:
        show(whatif_tables.outcome_text(found, ranges_of(start, asked), lang))
    return FINE


def compare(
    scenarios: Several,
    store: StorePath = None,
    as_of: AsOf = None,
    currency: Currency = None,
    as_json: AsJson = False,
    lang: Lang = "en",
) -> int:
    """Up to four scenarios side by side."""
    from scoring.cli.whatif_tables import compared_text
    from scoring.desk.whatif.compared import compared

    try:
        with opened(store) as ledger:
            asked = [_scenario(ledger, one) for one in scenarios]
            found = compared(ledger, _view(ledger, as_of, currency), asked)
    except _RefusedError as refused:
        return _told(refused, lang)
    if as_json:
        show_json(found.as_json())
    else:
        show(compared_text(found, lang))
    return FINE


def best(
    goal: Goal = "value",
    limits: LimitsOf = "",
    by: Segments = "rating",
    grid: GridFile = None,
    store: StorePath = None,
    as_of: AsOf = None,
    currency: Currency = None,
    as_json: AsJson = False,
    lang: Lang = "en",
) -> int:
    """The best terms of each segment within limits."""
    from scoring.cli.whatif_tables import best_text
    from scoring.desk.whatif.facts import starting

    kept = limits_of(limits)
    try:
        with opened(store) as ledger:
            start = starting(ledger, _view(ledger, as_of, currency), by)
        found = _best(start, goal, kept, grid)
    except _RefusedError as refused:
        return _told(refused, lang)
    if as_json:
        show_json(found.as_json() | {"as_of": start.facts.as_of, "currency": start.facts.currency})
    else:
        show(header_text(start.header, lang) + "\n\n" + best_text(start, found, lang))
    return FINE if found.answer.best is not None else 1


def save(file: File, author: Who, store: StorePath = None, as_json: AsJson = False, lang: Lang = "en") -> int:
    """Keep the scenario of a file."""
    from scoring.desk.whatif import saved

    try:
        with opened(store) as ledger:
            kept = saved.save(ledger, _read(file), author)
    except _RefusedError as refused:
        return _told(refused, lang)
    if as_json:
        show_json(kept.as_json())
    else:
        show(say("cli.whatif.saved", lang, name=kept.scenario.name, number=kept.number))
    return FINE


def list_(store: StorePath = None, as_json: AsJson = False, lang: Lang = "en") -> int:
    """The scenarios that are kept."""
    from scoring.desk.whatif import saved

    with opened(store) as ledger:
        found = saved.saved(ledger)
    if as_json:
        show_json([kept.as_json() for kept in found])
    elif not found:
        show(say("cli.whatif.none", lang))
    else:
        headings = [say(f"cli.whatif.column.{name}", lang) for name in ("number", "name", "author", "saved_at", "note")]
        rows = [[k.number, k.scenario.name, k.author, k.saved_at, k.scenario.note] for k in found]
        show(table(headings, rows, lang))
    return FINE


def show_(scenario: One, store: StorePath = None, as_json: AsJson = False, lang: Lang = "en") -> int:
    """A kept scenario as its file."""
    from scoring.desk.whatif import saved
    from scoring.scenario.scenariofile import to_toml

    with opened(store) as ledger:
        kept = saved.saved_of(ledger, int(scenario) if scenario.isdecimal() else scenario)
    if as_json:
        show_json(kept.as_json())
    else:
        show(to_toml(kept.scenario).rstrip())
    return FINE


def limits_of(text: str) -> Limits:
    """Limits as dso=45,sales_at_risk=5%. Raises ScoringError "limit_unreadable".

    >>> limits_of("dso=45, sales_at_risk=5%,segments_changed=2").given
    {'dso': 45.0, 'sales_at_risk': 0.05, 'segments_changed': 2}
    """
    from scoring.scenario.options import Limits

    given: dict[str, Any] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, value = (piece.strip() for piece in part.partition("="))
        if name not in Limits.__dataclass_fields__ or name in given:
            raise ScoringError("limit_unreadable", found=part, known=", ".join(Limits.__dataclass_fields__))
        try:
            amount = float(value.removesuffix("%")) / (100 if value.endswith("%") else 1)
        except ValueError:
            amount = -1.0
        if not 0 <= amount < float("inf") or (name in WHOLE and amount != int(amount)):
            raise ScoringError("limit_unreadable", found=part, known=", ".join(Limits.__dataclass_fields__))
        given[name] = int(amount) if name in WHOLE else amount
    return Limits(**given)


def _best(start: Starting, goal: str, limits: Limits, grid: Path | None) -> BestReport:
    from scoring.desk.whatif import best as found
    from scoring.scenario.gridfile import grid_errors, grid_of

    if grid is None:
        tried = found.options(start, found.TermsGrid())
    else:
        raw = parsed(grid.read_text(encoding="utf-8"))
        _refuse(grid_errors(raw, start.segments))
        tried = found.options(start, grid_of(raw, start.segments))
    return found.best(tried, "dso" if goal == "dso" else "value", limits)


def _scenario(ledger: Store, asked: str) -> Scenario:
    """The scenario of a file, or the kept one of that name."""
    from scoring.desk.whatif import saved

    if Path(asked).is_file():
        return _read(Path(asked))
    return saved.saved_of(ledger, asked).scenario


def _read(path: Path) -> Scenario:
    raw = parsed(path.read_text(encoding="utf-8"))
    _refuse(errors_of(raw))
    return made(raw)


def _refuse(errors: list[FieldError]) -> None:
    if errors:
        raise _RefusedError(errors)


def _told(refused: _RefusedError, lang: str) -> int:
    """Every field that is wrong, a line each."""
    from scoring.desk.whatif.wording import field_text

    for error in refused.errors:
        complain(f"{error.place}: {field_text(error, lang)}")
    return COULD_NOT


def _view(ledger: Store, as_of: date | None, currency: str | None) -> View:
    from scoring.desk.parameters import default_as_of, number_of

    period = int(number_of(ledger, "period_days"))
    return View(as_of or default_as_of(ledger), currency=currency, period_days=period)
