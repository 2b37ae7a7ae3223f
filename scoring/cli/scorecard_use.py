"""Commands about versions of the scorecard and about scores: scorecard list, approve, restore, export; score."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scoring.cli.options import AsJson, AsOf, Lang, StorePath, choice, opened
from scoring.cli.output import show, show_json, table
from scoring.cli.scorecard_days import told_if_after
from scoring.cli.scorecard_watching import CardVersion
from scoring.text import numbers, say

if TYPE_CHECKING:
    from scoring.desk.scorecard.applicants import AssessedFile
    from scoring.desk.scorecard.scores import ScoreBook
    from scoring.desk.scorecard.versions import Version
    from scoring.store import Store

FORMS = ("sql", "json", "xlsx", "testcases")
PD_COLUMNS = (4, 5)
"""Of the results of applicants: probabilities, told in percent."""
Number = Annotated[int, typer.Argument(help="cli.argument.version", metavar="N", min=1)]
Who = Annotated[str, typer.Option("--by", help="cli.option.by_person", metavar="NAME")]
Why = Annotated[str, typer.Option("--reason", help="cli.option.reason", metavar="TEXT")]
Form = Annotated[
    str,
    typer.Option("--format", help="cli.option.card_form", metavar="|".join(FORMS), parser=choice("--format", FORMS)),
]
OutFile = Annotated[Path, typer.Option("--out", help="cli.option.card_out", metavar="FILE")]
Applicants = Annotated[Path | None, typer.Option("--applicants", help="cli.option.applicants", metavar="FILE")]


def versions(store: StorePath = None, as_json: AsJson = False, lang: Lang = "en") -> int:
    """All versions and which one is in use."""
    from scoring.desk.scorecard import versions as scorecard_versions

    with opened(store) as ledger:
        found, used = scorecard_versions.versions(ledger), scorecard_versions.champion(ledger)
    if as_json:
        show_json({"in_use": used.number, "versions": [version.as_json() for version in found]})
    else:
        show(_in_use(used, lang))
        show("\n" + _table(found, lang))
    return 0


def approve(number: Number, by: Who, store: StorePath = None, as_json: AsJson = False, lang: Lang = "en") -> int:
    """Approve a draft; it is in use from then on."""
    from scoring.desk.scorecard import versions as scorecard_versions

    with opened(store) as ledger:
        found = scorecard_versions.approve(ledger, number, by)
    return _changed(found, as_json, lang)


def restore(
    number: Number, by: Who, reason: Why, store: StorePath = None, as_json: AsJson = False, lang: Lang = "en"
) -> int:
    """Put a former version in use again."""
    from scoring.desk.scorecard import versions as scorecard_versions

    with opened(store) as ledger:
        found = scorecard_versions.restore(ledger, number, by, reason)
    return _changed(found, as_json, lang)


def export(
    form: Form,
    out: OutFile,
    version: CardVersion = None,
    store: StorePath = None,
    as_json: AsJson = False,
    lang: Lang = "en",
) -> int:
    """Write a version as SQL, as its own file, as a spreadsheet or as test cases."""
    from scoring.desk.scorecard.card_export import card_bytes
    from scoring.desk.scorecard.versions import version_of

    with opened(store) as ledger:
        found = version_of(ledger, version)
    out.write_bytes(card_bytes(found, form, lang))
    if as_json:
        show_json({"out": out, "version": found.number, "format": form})
    else:
        show(say("scores.card_exported", lang, path=str(out), version=found.number))
    return 0


def score(
    store: StorePath = None,
    as_of: AsOf = None,
    version: CardVersion = None,
    applicants: Applicants = None,
    as_json: AsJson = False,
    lang: Lang = "en",
) -> int:
    """Score everybody known on a date, or the applicants of a file; 1 where a cell of the file could not be read."""
    from scoring.desk.parameters import default_as_of
    from scoring.desk.scorecard.scores import score_book
    from scoring.desk.scorecard.versions import version_of

    with opened(store) as ledger:
        if applicants is not None:
            return _applicants(applicants, version_of(ledger, version), as_json, lang)
        on = as_of or default_as_of(ledger)
        book = score_book(ledger, on, version)
        told_if_after(ledger, on, lang)
        names = {} if as_json else _names(ledger)
    if as_json:
        show_json(book.as_json())
    else:
        show(_told(book, names, version is not None, lang))
    return 0


def _names(ledger: Store) -> dict[str, str]:
    return {row["customer_id"]: row["name"] for row in ledger.rows("customer")}


def _changed(version: Version, as_json: bool, lang: str) -> int:
    if as_json:
        show_json(version.as_json())
        return 0
    show(_in_use(version, lang))
    if version.one_person:
        show(say("scores.one_person", lang))
    return 0


def _in_use(version: Version, lang: str) -> str:
    from scoring.desk.scorecard.scores_wording import version_label

    return say("scores.in_use", lang, version=version_label(version, lang))


def _table(found: list[Version], lang: str) -> str:
    names = ("version", "status", "name", "author", "made_at", "approved_by", "reason")
    rows = [
        [v.number, say(f"scores.status.{v.status}", lang), v.card.name, v.author, v.made_at, v.approved_by, v.reason]
        for v in found
    ]
    return table([say(f"scores.column.{name}", lang) for name in names], rows, lang)


def _told(book: ScoreBook, names: dict[str, str], asked: bool, lang: str) -> str:
    """Everybody, the lowest scores first, with the weightiest reason."""
    from scoring.desk.scorecard.scores_wording import rating_label, reason_text

    everybody = sorted(book.everybody(), key=lambda one: (one.score is None, one.score, one.customer_id))
    rows = [
        [
            one.customer_id,
            names[one.customer_id],
            rating_label(one.rating, lang) + ("*" if one.rating != one.rating_model else ""),
            one.grade,
            one.score,
            "" if one.pd_yearly is None else numbers.percent(one.pd_yearly, lang),
            reason_text(one.reasons[0], lang) if one.reasons else "",
        ]
        for one in everybody
    ]
    headings = ("customer_id", "applicant", "rating", "grade", "score", "pd_yearly", "reasons")
    counts = [f"{rating_label(rating, lang)} {numbers.whole(count, lang)}" for rating, count in book.counts.items()]
    key = ("expert_asked" if asked else "by_expert") if book.expert else "by_version"
    title = say(f"scores.{key}", lang, name=book.card_name, version=book.version)
    told = say("scores.told", lang, as_of=book.as_of, card=title)
    lines = [
        told,
        " · ".join(counts),
        "",
        table([say(f"scores.column.{h}", lang) for h in headings], rows, lang, right=(5,)),
    ]
    if any(one.rating != one.rating_model for one in everybody):
        lines.append(say("scores.by_hand_mark", lang))
    return "\n".join(lines)


def _applicants(path: Path, version: Version, as_json: bool, lang: str) -> int:
    from scoring.desk.scorecard.applicants import score_file

    path.stat()  # without such a file, an OSError that says so
    found = score_file(path, version)
    if as_json:
        show_json({"version": version.number, **found.as_json()})
    else:
        show(_assessed(found, lang))
    return int(bool(found.problems))


def _assessed(found: AssessedFile, lang: str) -> str:
    from scoring.desk.scorecard.applicants import result_headings, result_rows

    rows = [
        [
            numbers.percent(cell, lang) if at in PD_COLUMNS and isinstance(cell, float) else cell
            for at, cell in enumerate(row)
        ]
        for row in result_rows(found.assessments, lang)
    ]
    lines = [table(result_headings(lang), rows, lang, right=PD_COLUMNS)]
    lines += [
        say(f"issue.{p.code}", lang, row=p.row or 0, column=p.column or "", value=p.value or "") for p in found.problems
    ]
    if found.ignored:
        lines.append(say("scores.ignored", lang, headings=", ".join(found.ignored)))
    return "\n".join(lines)
