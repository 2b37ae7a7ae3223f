"""Command of practice: training."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from scoring.cli.options import AsJson, Lang, StorePath, opened
from scoring.cli.output import show, show_json, table
from scoring.text import numbers, say

if TYPE_CHECKING:
    from scoring.desk.training.sittings import Progress

Person = Annotated[str | None, typer.Option("--person", help="cli.option.training_person", metavar="NAME")]


def training(store: StorePath = None, person: Person = None, as_json: AsJson = False, lang: Lang = "en") -> int:
    """How people get on in practice: answers, how many were right, and what to practise next."""
    from scoring.desk.training.answers import answers_of
    from scoring.desk.training.sittings import progress

    with opened(store) as ledger:
        found = progress(answers_of(ledger, person))
    if as_json:
        show_json([_json(one) for one in found])
    elif not found:
        show(say("training.nobody_of_name", lang, person=person) if person else say("training.nobody_yet", lang))
    else:
        show(_people(found, lang))
    return 0


def _json(one: Progress) -> dict[str, Any]:
    return {
        "person": one.person,
        "answers": len(one.answers),
        "right": one.right,
        "last_on": one.answers[-1].day,
        "topics": [vars(topic) for topic in one.topics],
        "weeks": [{"week": week, "answers": answers, "right": right} for week, answers, right in one.weeks],
    }


def _people(found: list[Progress], lang: str) -> str:
    from scoring.desk.training.wording import topic_text

    names = ("person", "answers", "right", "right_share", "last_on", "next")
    rows = [
        [
            one.person,
            len(one.answers),
            one.right,
            numbers.percent(one.right / len(one.answers), lang),
            one.answers[-1].day,
            topic_text(one.topics[0].topic, lang),
        ]
        for one in found
    ]
    return table([say(f"training.column.{name}", lang) for name in names], rows, lang, right=(3,))
