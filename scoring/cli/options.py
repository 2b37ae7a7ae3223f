"""Arguments and options that several commands share. Their help is a key of text/, put into words by `cli.app`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scoring import settings
from scoring.cli.output import complain
from scoring.errors import ScoringError
from scoring.terms import GROUPINGS, LIST_SCOPES, Kind
from scoring.text import LANGUAGES, say

if TYPE_CHECKING:  # DuckDB and Arrow are loaded by the commands that need them: help and mistakes answer at once
    from scoring.store import Store

LANG_VARIABLE = "DUEWISE_LANG"
DATE_ORDERS = ("dmy", "mdy", "ymd")


def day(text: str) -> date:
    """A date as 2026-11-22. Raises ScoringError "date_not_iso"."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ScoringError("date_not_iso", value=text) from None


def choice(option: str, allowed: Sequence[str]) -> Callable[[str], str]:
    """A parser that takes one of `allowed`. Raises ScoringError "not_a_choice".

    >>> choice("--by", ("nature", "owner"))("owner")
    'owner'
    """

    def parse(text: str) -> str:
        if text not in allowed:
            raise ScoringError("not_a_choice", option=option, value=text, allowed=", ".join(allowed))
        return text

    return parse


def _choice(option: str, help_key: str, allowed: Sequence[str]) -> object:
    return typer.Option(option, help=help_key, metavar="|".join(allowed), parser=choice(option, allowed))


def language(arguments: Sequence[str]) -> str:
    """The language that the arguments or the environment ask for; English where they ask for none we speak.

    >>> language(["aging", "--lang", "zh"]), language(["aging", "--lang=zh"])
    ('zh', 'zh')
    """
    asked = [b for a, b in pairwise([*arguments, ""]) if a == "--lang"]
    asked += [a.removeprefix("--lang=") for a in arguments if a.startswith("--lang=")]
    asked.append(os.environ.get(LANG_VARIABLE, ""))
    return asked[0] if asked[0] in LANGUAGES else "en"


StorePath = Annotated[Path | None, typer.Option("--store", help="cli.option.store", metavar="PATH")]
AsOf = Annotated[date | None, typer.Option("--as-of", help="cli.option.as_of", metavar="YYYY-MM-DD", parser=day)]
AsJson = Annotated[bool, typer.Option("--json", help="cli.option.json")]
Currency = Annotated[str | None, typer.Option("--currency", help="cli.option.currency", metavar="CODE")]
Period = Annotated[int | None, typer.Option("--period-days", help="cli.option.period_days", metavar="DAYS", min=1)]
Scheme = Annotated[str, _choice("--scheme", "cli.option.scheme", tuple(settings.load().schemes))]
BasisOf = Annotated[str | None, _choice("--basis", "cli.option.basis", ("due", "issue"))]
By = Annotated[str, _choice("--by", "cli.option.by", GROUPINGS)]
KindOf = Annotated[str | None, _choice("--kind", "cli.option.kind", tuple(Kind))]
Order = Annotated[str | None, _choice("--date-order", "cli.option.date_order", DATE_ORDERS)]
Closes = Annotated[str | None, _choice("--closes", "cli.option.closes", LIST_SCOPES)]
SnapshotDate = Annotated[
    date | None, typer.Option("--snapshot-date", help="cli.option.snapshot_date", metavar="YYYY-MM-DD", parser=day)
]
Lang = Annotated[
    str,
    typer.Option(
        "--lang",
        help="cli.option.lang",
        metavar="|".join(LANGUAGES),
        envvar=LANG_VARIABLE,
        parser=choice("--lang", LANGUAGES),
    ),
]


def path_of(store: Path | None) -> Path:
    """The store file meant: the one given, else the own workspace's."""
    from scoring.desk import workspaces

    return store or workspaces.store_path(workspaces.OWN)


@contextmanager
def opened(store: Path | None, must_exist: bool = True) -> Iterator[Store]:
    """The store meant, closed again afterwards; one of another version is made again first, as the app does.

    Raises ScoringError "store_missing" where a command needs what is in it, so that a mistyped path makes no empty file.
    """
    from scoring.desk import workspaces

    place = path_of(store)
    if must_exist and not place.is_file():
        raise ScoringError("store_missing", path=str(place))
    lang = language(sys.argv)
    ledger = workspaces.opened_store(place, lambda: complain(say("cli.made_again", lang, path=str(place))))
    try:
        yield ledger
    finally:
        ledger.close()
