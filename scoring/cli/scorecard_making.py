"""Commands that make a scorecard and show one: scorecard fit, fit-table, show."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scoring.cli.options import AsJson, Lang, StorePath, day, opened
from scoring.cli.output import complain, show, show_json, table
from scoring.text import numbers, say

if TYPE_CHECKING:
    from scoring.desk.scorecard.draft import Drafted
    from scoring.desk.scorecard.fit_table import Quality, TableFit
    from scoring.scorecard.card import Card

DaysPastDue = Annotated[int | None, typer.Option("--bad-dpd", help="cli.option.bad_dpd", metavar="DAYS", min=1)]
Window = Annotated[
    int | None, typer.Option("--window-months", help="cli.option.window_months", metavar="MONTHS", min=1, max=120)
]
First = Annotated[date | None, typer.Option("--from", help="cli.option.first_day", metavar="YYYY-MM-DD", parser=day)]
Last = Annotated[date | None, typer.Option("--to", help="cli.option.last_day", metavar="YYYY-MM-DD", parser=day)]
SampleFile = Annotated[Path, typer.Argument(help="cli.argument.sample_file", metavar="FILE")]
TargetColumn = Annotated[str, typer.Option("--target", help="cli.option.target", metavar="COLUMN")]
BadValue = Annotated[str | None, typer.Option("--bad", help="cli.option.bad", metavar="VALUE")]
Share = Annotated[float, typer.Option("--split", help="cli.option.split", metavar="SHARE")]
Seed = Annotated[int | None, typer.Option("--seed", help="cli.option.split_seed", metavar="N", min=0)]
Repeats = Annotated[int | None, typer.Option("--repeats", help="cli.option.repeats", metavar="N", min=1)]
Special = Annotated[list[str] | None, typer.Option("--special", help="cli.option.special", metavar="COLUMN=VALUE")]
Which = Annotated[str | None, typer.Argument(help="cli.argument.card", metavar="VERSION|FILE")]

BINS = ("characteristic", "bin", "rows", "bad_rate", "woe", "points")
QUALITY = ("sample", "rows", "bads", "auc", "auc_model", "gini", "ks", "brier")


def fit(
    store: StorePath = None,
    bad_dpd: DaysPastDue = None,
    window_months: Window = None,
    first: First = None,
    last: Last = None,
    as_json: AsJson = False,
    lang: Lang = "en",
) -> int:
    """Fit a card to the ledger and save it as a draft version."""
    from scoring.desk.scorecard.draft import draft_version

    reason = say("card.fitted_reason", lang)
    with opened(store) as ledger:
        drafted = draft_version(ledger, bad_dpd, window_months, first, last, reason=reason)
    if as_json:
        show_json(drafted.as_json())
    else:
        show(_drafted(drafted, lang))
        _alarm(drafted.card, lang)
        show("\n" + card_text(drafted.card, lang))
    return 0


def fit_table(
    file: SampleFile,
    target: TargetColumn,
    bad: BadValue = None,
    split: Share = 0.7,
    seed: Seed = None,
    repeats: Repeats = None,
    special: Special = None,
    as_json: AsJson = False,
    lang: Lang = "en",
) -> int:
    """Fit a card to a file and say how good it is on rows held out."""
    from scoring.desk.scorecard.fit_table import fit_table as fitted

    found = fitted(file, target, bad, split=split, seed=seed, repeats=repeats, special=special or ())
    if as_json:
        show_json(found.as_json())
    else:
        show(_table_fit(found, lang))
        _alarm(found.card, lang)
        show("\n" + card_text(found.card, lang, found.source.left_out))
    return 0


def show_card(which: Which = None, store: StorePath = None, as_json: AsJson = False, lang: Lang = "en") -> int:
    """Show a version, the card of a file, or the card in use."""
    import json

    from scoring.desk.scorecard.draft import card_named
    from scoring.scorecard.cardfile import to_json

    card = card_named(which, lambda: opened(store))
    if as_json:
        show_json(json.loads(to_json(card)))
    else:
        show(card_text(card, lang))
    return 0


def card_text(card: Card, lang: str, left_out: tuple[tuple[str, str], ...] = ()) -> str:
    """A card as tables: its characteristics, the points of their bins, its grades, and what was left out."""
    parts = [_about(card, lang), say("card.base_points", lang, points=card.base_points), _characteristics(card, lang)]
    parts += [_bins(card, lang), _grades(card, lang)]
    dropped = (*left_out, *card.provenance.dropped)
    if dropped:
        parts.append(_dropped(dropped, lang))
    return "\n\n".join(parts)


def _alarm(card: Card, lang: str) -> None:
    """Told on stderr, where a scheduler looks."""
    if told := leak_alarm(card, lang):
        complain(told)


def leak_alarm(card: Card, lang: str) -> str:
    """One sentence about the characteristics that a fit took for leaks; "" without any."""
    from scoring.desk.scorecard.wording import characteristic_label
    from scoring.scorecard.choices import SelectionRules

    leaks = [characteristic_label(name, lang) for name, reason in card.provenance.dropped if reason == "leak"]
    facts = {"names": ", ".join(leaks), "auc": numbers.decimal(SelectionRules().leak_auc, lang, 2)}
    return say("card.leak_alarm", lang, **facts) if leaks else ""


def _about(card: Card, lang: str) -> str:
    made = card.provenance
    if made.kind == "expert":
        return say("card.about_expert", lang, name=card.name, author=made.author, made_at=made.made_at)
    if not made.first_period:
        return say("card.about_table", lang, name=card.name, rows=made.rows, bads=made.bads)
    facts = {"rows": made.rows, "bads": made.bads, "first": made.first_period, "last": made.last_period}
    return say("card.about", lang, name=card.name, author=made.author, made_at=made.made_at, **facts)


def _characteristics(card: Card, lang: str) -> str:
    from scoring.desk.scorecard.fit_table import sign_of
    from scoring.desk.scorecard.wording import characteristic_label

    rows = [
        [
            characteristic_label(scored.binning.name, lang),
            numbers.decimal(scored.binning.information_value, lang, 3),
            say(f"card.trend.{scored.binning.trend}", lang),
            "" if scored.coefficient is None else numbers.decimal(scored.coefficient, lang, 3),
            sign_of(scored.coefficient),
        ]
        for scored in card.characteristics
    ]
    return table(_headings(("characteristic", "iv", "trend", "coefficient", "sign"), lang), rows, lang, right=(1, 3))


def _bins(card: Card, lang: str) -> str:
    from scoring.desk.scorecard.wording import bin_label, characteristic_label

    rows: list[list[object]] = []
    for scored in card.characteristics:
        name = scored.binning.name
        for place, one in enumerate(scored.binning.bins):
            counted = one.goods + one.bads
            rows.append(
                [
                    "" if place else characteristic_label(name, lang),
                    bin_label(name, one, lang),
                    counted or "",
                    numbers.percent(one.bads / counted, lang) if counted else "",
                    numbers.decimal(one.woe, lang, 3) if scored.coefficient is not None else "",
                    one.points,
                ]
            )
    return table(_headings(BINS, lang), rows, lang, right=(2, 3, 4, 5))


def _grades(card: Card, lang: str) -> str:
    from scoring.desk.scorecard.scores_wording import rating_label

    rows = [[grade.name, rating_label(grade.rating, lang), grade.from_score] for grade in card.grades]
    link = card.calibration
    told = say(
        "card.link",
        lang,
        intercept=numbers.decimal(link.intercept, lang, 6),
        slope=numbers.decimal(link.slope, lang, 8),
    )
    return told + "\n\n" + table(_headings(("grade", "rating", "from_score"), lang), rows, lang, right=(2,))


def _dropped(dropped: tuple[tuple[str, str], ...], lang: str) -> str:
    from scoring.desk.scorecard.wording import characteristic_label

    rows = [[characteristic_label(name, lang), say(f"document.dropped.{reason}", lang)] for name, reason in dropped]
    return table(_headings(("characteristic", "reason"), lang), rows, lang)


def _drafted(drafted: Drafted, lang: str) -> str:
    from scoring.desk.scorecard.wording import characteristic_label, measured_text

    made, found = drafted.card.provenance, drafted.checked
    own_bins = [one.binning.name for one in drafted.card.characteristics if one.binning.by_hand]
    told = say(
        "card.fitted",
        lang,
        version=drafted.number,
        days=drafted.target.days_past_due,
        months=drafted.target.window_months,
        rows=made.rows,
        bads=made.bads,
        first=made.first_period,
        last=made.last_period,
    )
    if own_bins:
        names = ", ".join(characteristic_label(name, lang) for name in own_bins)
        told += "\n" + say("card.by_hand_kept", lang, names=names)
    if found is None:
        return told + "\n" + say("card.not_checked", lang)
    own, days = found.separation, found.test
    auc, gini, ks = (measured_text(figure, lang) for figure in (own.auc, own.gini, own.ks))
    checked = say("card.out_of_time", lang, first=days.first_period, last=days.last_period, auc=auc, gini=gini, ks=ks)
    return told + "\n" + checked


def _table_fit(found: TableFit, lang: str) -> str:
    from scoring.desk.scorecard.fit_table import mean

    source, bad = found.source, found.source.sample.bad
    lines = [
        say(
            "card.table_about",
            lang,
            target=source.target,
            bad=source.bad_value,
            rows=len(bad),
            bads=int(bad.sum()),
            share=numbers.percent(found.split, lang),
            seed=found.seed,
            repeats=len(found.tests),
        )
    ]
    if source.without_target:
        lines.append(say("card.table_without_target", lang, rows=source.without_target))
    if found.few_bads:
        lines.append(say("card.table_few_bads", lang, bads=int(bad.sum())))
    if len(found.tests) > 1:
        areas = [numbers.decimal(edge, lang, 4) for edge in _lowest_and_highest(found.tests)]
        lines.append(say("card.table_mean", lang, repeats=len(found.tests), lowest=areas[0], highest=areas[1]))
    rows = [_quality(name, mean(sides), lang) for name, sides in (("train", found.trains), ("test", found.tests))]
    return "\n".join(lines) + "\n\n" + table(_headings(QUALITY, lang), rows, lang, right=range(1, 8))


def _lowest_and_highest(tests: tuple[Quality, ...]) -> tuple[float, float]:
    areas = [quality.auc for quality in tests]
    return min(areas), max(areas)


def _quality(name: str, found: Quality, lang: str) -> list[object]:
    figures = (found.auc, found.auc_model, found.gini, found.ks, found.brier)
    told = [numbers.decimal(figure, lang, 4) for figure in figures]
    return [say(f"card.sample.{name}", lang), found.rows, found.bads, *told]


def _headings(names: tuple[str, ...], lang: str) -> list[str]:
    return [say(f"card.column.{name}", lang) for name in names]
