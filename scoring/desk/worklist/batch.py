"""Letters for a whole segment: which are due, all of them in one file or folder, and the note that they went out.

Nothing is sent from here: somebody posts or mails them and then says so.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from scoring.desk.collections.beside import beside
from scoring.desk.collections.letters import FORMS, Claim, Written, claims_of, file_of, letter, listed, name_of
from scoring.desk.collections.notes import Activity, note_activity
from scoring.desk.strategy.playbook import playbook_of
from scoring.desk.views import scope_of
from scoring.desk.worklist.items import Item
from scoring.desk.worklist.today import worklist
from scoring.errors import ScoringError
from scoring.scorecard.use.classes import SHOWN
from scoring.store import Store
from scoring.strategy.playbook.terms import SEVERITIES
from scoring.terms import Nature, View
from scoring.text import say

SEGMENT = ("nature", "severity", "rating", "level")
MAILED = ("email", "letter", "lawyer")
"""Steps done by what is written; papers for calls and visits lie with the task."""
HAN = re.compile(r"[\u3400-\u9fff]")
ZERO = Decimal("0.00")


@dataclass(frozen=True)
class DueLetter:
    """A letter that the step due today asks for: what it will list, in which language, which step of which level it is."""

    customer_id: str
    name: str
    template: str
    currency: str
    amount: Decimal
    documents: int
    lang: str
    level: str
    step_day: int
    channel: str


def letters_due(store: Store, view: View, segment: Mapping[str, str], lang: str | None = None) -> tuple[DueLetter, ...]:
    """One letter for every customer and currency whose step of today is done by letter or e-mail, and whose nature,
    severity, rating or level are those of `segment`; the largest amount first.

    As on the worklist, steps taken and customers whose promise is not due wait. Plans are agreed one by one: they are left
    out. In `lang`, else in the language of the customer's name. Raises ScoringError as `worklist`, "segment_unknown" and
    "not_a_choice" for a class that does not exist.
    """
    _exists(store, segment)
    asked = [(code, item) for code, item in _items(store, view) if _within(item, segment)]
    claims = claims_of(store, view, sorted({item.standing.customer_id for _, item in asked})) if asked else {}
    found = (_due(item, code, claims.get((item.standing.customer_id, code), []), lang) for code, item in asked)
    return tuple(sorted((one for one in found if one), key=lambda one: (one.currency, -one.amount, one.customer_id)))


def language_of(name: str) -> str:
    """The language a customer is written to in, where nobody says: Chinese for a name in Chinese characters.

    >>> language_of("恒达贸易有限公司"), language_of("Ann GmbH")
    ('zh', 'en')
    """
    return "zh" if HAN.search(name) else "en"


def write_letters(store: Store, view: View, due: Sequence[DueLetter]) -> Iterator[Written]:
    """The letters of `letters_due`, filled."""
    if not due:
        return
    customers = sorted({one.customer_id for one in due})
    claims, known = claims_of(store, view, customers), beside(store, view, customers)
    for one in due:
        mine = claims.get((one.customer_id, one.currency), [])
        yield letter(store, view, one.customer_id, one.template, one.currency, one.lang, mine, known=known)


def bundle(
    store: Store, view: View, due: Sequence[DueLetter], form: str, tell: Callable[[int], None] = lambda done: None
) -> bytes:
    """All letters in one zip, each as one of FORMS; `tell` is told how many are done. Raises ScoringError "not_a_choice"."""
    _known(form)
    packed, names = io.BytesIO(), set[str]()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (one, written) in enumerate(zip(due, write_letters(store, view, due), strict=True), start=1):
            archive.writestr(_free(name_of(written, form), names), file_of(written, form, one.lang))
            tell(number)
    return packed.getvalue()


def write_all(
    store: Store, view: View, segment: Mapping[str, str], lang: str, form: str, folder: Path
) -> list[tuple[Written, str]]:
    """Write the due letters of a segment into `folder` (made where it is missing) and return them with their files' names.

    Raises ScoringError "not_a_choice" for an unknown form, and as `letters_due`.
    """
    _known(form)
    due = letters_due(store, view, segment, lang)
    folder.mkdir(parents=True, exist_ok=True)
    found, names = [], set[str]()
    for written in write_letters(store, view, due):
        name = _free(name_of(written, form), names)
        (folder / name).write_bytes(file_of(written, form, lang))
        found.append((written, name))
    return found


def note_posted(store: Store, due: Sequence[DueLetter], on: date, by: str) -> int:
    """Note that these letters went out on a day, each as an activity that carried out its step; how many.

    Raises ScoringError as `note_activity`; then none of the letters after it is noted.
    """
    for one in due:
        note = say(f"letter.name.{one.template}", one.lang)
        step = {"level": one.level, "step_day": one.step_day}
        note_activity(store, Activity(one.customer_id, on, one.channel, "sent", by, note=note, **step), by)  # type: ignore[arg-type]
    return len(due)


def _items(store: Store, view: View) -> Iterator[tuple[str, Item]]:
    """Items of today's list of each currency by itself, that are done in writing."""
    plain = replace(view, currency=None)
    for code in scope_of(store, plain).reportings:
        kept = tuple(one for one in view.filters if one[0] != "currency")
        items = worklist(store, replace(view, currency=code, filters=(*kept, ("currency", code)))).items
        written = pc.is_in(items.table["channel"], value_set=pa.array(MAILED))
        for item in items.among(np.asarray(pc.and_(written, items.table["waiting"].is_null()))):
            if item.step and item.step.document:
                yield code, item


def _due(item: Item, currency: str, claims: Sequence[Claim], lang: str | None) -> DueLetter | None:
    """None where the letter would list nothing, or is a plan."""
    assert item.step is not None
    rows = listed(claims, item.step.document)
    if not rows or item.step.document == "plan_agreement":
        return None
    return DueLetter(
        customer_id=item.standing.customer_id,
        name=item.standing.name,
        template=item.step.document,
        currency=currency,
        amount=sum((row["open_amount"] for row in rows), ZERO),
        documents=len(rows),
        lang=lang or language_of(item.standing.name),
        level=item.standing.level.id,
        step_day=item.step.day,
        channel=item.step.channel,
    )


def _exists(store: Store, segment: Mapping[str, str]) -> None:
    if set(segment) - set(SEGMENT):
        raise ScoringError("segment_unknown", segment=", ".join(segment), known=", ".join(SEGMENT))
    allowed = {
        "nature": [nature.value for nature in Nature],
        "severity": SEVERITIES,
        "rating": SHOWN,
        "level": playbook_of(store).levels,
    }
    for name, value in segment.items():
        if value not in allowed[name]:
            raise ScoringError("not_a_choice", option=name, value=value, allowed=", ".join(allowed[name]))


def _within(item: Item, segment: Mapping[str, str]) -> bool:
    has = item.standing.cell._asdict() | {"level": item.standing.level.id}
    return all(has[name] == value for name, value in segment.items())


def _free(name: str, taken: set[str]) -> str:
    """`name`, with a number where another customer's file is called the same."""
    stem, _, suffix = name.rpartition(".")
    found, number = name, 1
    while found in taken:
        number += 1
        found = f"{stem}_{number}.{suffix}"
    taken.add(found)
    return found


def _known(form: str) -> None:
    if form not in FORMS:
        raise ScoringError("not_a_choice", option="--format", value=form, allowed=", ".join(FORMS))
