"""Commands for ratings set by hand: rating set, lift, list."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scoring.cli.options import AsJson, AsOf, Lang, StorePath, choice, day, opened
from scoring.cli.output import show, show_json, table
from scoring.text import say

if TYPE_CHECKING:
    from scoring.store import Store

RATINGS = ("prime", "ordinary", "risky", "in_default")
COLUMNS = (
    "number",
    "customer",
    "rating",
    "from_date",
    "expires_on",
    "standing",
    "by",
    "made_at",
    "reason",
    "lifted_by",
)
CustomerId = Annotated[str, typer.Argument(help="cli.argument.customer_id", metavar="CUSTOMER")]
Rating = Annotated[
    str, typer.Argument(help="cli.argument.rating", metavar="|".join(RATINGS), parser=choice("RATING", RATINGS))
]
Number = Annotated[int, typer.Argument(help="cli.argument.rating_number", metavar="N", min=1)]
Why = Annotated[str, typer.Option("--reason", help="cli.option.reason", metavar="TEXT")]
Until = Annotated[date, typer.Option("--until", help="cli.option.rating_until", metavar="YYYY-MM-DD", parser=day)]
From = Annotated[date | None, typer.Option("--from", help="cli.option.rating_from", metavar="YYYY-MM-DD", parser=day)]
On = Annotated[date | None, typer.Option("--on", help="cli.option.rating_on", metavar="YYYY-MM-DD", parser=day)]
Who = Annotated[str | None, typer.Option("--by", help="cli.option.rating_by", metavar="NAME")]
OfCustomer = Annotated[str | None, typer.Option("--customer", help="cli.option.rating_of", metavar="CUSTOMER")]


def set_(
    customer: CustomerId,
    rating: Rating,
    reason: Why,
    until: Until,
    first: From = None,
    by: Who = None,
    store: StorePath = None,
    as_json: AsJson = False,
    lang: Lang = "en",
) -> int:
    """Rate one customer by hand, with a reason and an end."""
    from scoring.desk.intake.importing import user_of_machine
    from scoring.desk.parameters import default_as_of
    from scoring.desk.scorecard import overrides

    with opened(store) as ledger:
        begin = first or default_as_of(ledger)
        person = user_of_machine() if by is None else by
        number = overrides.override(ledger, customer, rating, reason, person, begin, until)
        made = _one(ledger, number, begin)
    return _done(made, "ratings_by_hand.set", as_json, lang)


def lift(
    number: Number,
    on: On = None,
    by: Who = None,
    store: StorePath = None,
    as_json: AsJson = False,
    lang: Lang = "en",
) -> int:
    """End a rating set by hand before its time."""
    from scoring.desk.intake.importing import user_of_machine
    from scoring.desk.parameters import default_as_of
    from scoring.desk.scorecard import overrides

    with opened(store) as ledger:
        last = on or default_as_of(ledger)
        overrides.lift(ledger, number, user_of_machine() if by is None else by, last)
        ended = _one(ledger, number, last)
    return _done(ended, "ratings_by_hand.lifted", as_json, lang)


def log(
    customer: OfCustomer = None,
    as_of: AsOf = None,
    store: StorePath = None,
    as_json: AsJson = False,
    lang: Lang = "en",
) -> int:
    """All ratings set by hand, newest first, and how each stands on a date."""
    from scoring.desk.parameters import default_as_of
    from scoring.desk.scorecard import overrides

    with opened(store) as ledger:
        on = as_of or default_as_of(ledger)
        rows = [_plain(row) for row in overrides.log(ledger, on, customer)]
    if as_json:
        show_json({"as_of": on, "ratings": rows})
    else:
        show(_table(rows, lang) if rows else say("ratings_by_hand.none", lang))
    return 0


def _one(ledger: Store, number: int, on: date) -> dict[str, Any]:
    from scoring.desk.scorecard import overrides

    return next(_plain(row) for row in overrides.log(ledger, on) if row["override_id"] == number)


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """An override under the names of the command line."""
    kept = (
        "customer_id",
        "customer_name",
        "rating",
        "reason",
        "made_at",
        "from_date",
        "expires_on",
        "lifted_by",
        "lifted_on",
    )
    return {"number": row["override_id"], "by": row["made_by"], "standing": row["standing"]} | {n: row[n] for n in kept}


def _done(row: dict[str, Any], key: str, as_json: bool, lang: str) -> int:
    if as_json:
        show_json(row)
        return 0
    told = row | {
        "rating": say(f"rating.{row['rating']}", lang),
        "customer": row["customer_name"] or row["customer_id"],
    }
    show(say(key, lang, **{name: str(value) for name, value in told.items()}))
    return 0


def _table(rows: list[dict[str, Any]], lang: str) -> str:
    told = [
        row
        | {
            "customer": f"{row['customer_id']} {row['customer_name'] or ''}".strip(),
            "rating": say(f"rating.{row['rating']}", lang),
            "standing": say(f"ratings_by_hand.standing.{row['standing']}", lang),
            "lifted_by": row["lifted_by"] or "",
            "made_at": row["made_at"].date(),
        }
        for row in rows
    ]
    headings = [say(f"ratings_by_hand.column.{name}", lang) for name in COLUMNS]
    return table(headings, [[row[name] for name in COLUMNS] for row in told], lang)
