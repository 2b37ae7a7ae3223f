"""Which kind of sheet the headings make."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from scoring.errors import ScoringError
from scoring.ledger.cells.words import currency_of
from scoring.ledger.headings.fields import NEEDS, fields_of
from scoring.ledger.headings.format import Format
from scoring.ledger.headings.matching import match
from scoring.ledger.reading import Match
from scoring.terms import Kind

LIKELIEST = (
    Kind.INVOICES, Kind.ACCOUNT, Kind.RECEIPTS, Kind.RATES, Kind.DISPUTES, Kind.FINANCIALS, Kind.CUSTOMERS,
    Kind.PROTECTIONS, Kind.PROMISES, Kind.EVENTS, Kind.RATINGS, Kind.OUTLOOKS, Kind.ACTIVITIES, Kind.SURVEYS,
)  # fmt: skip
"""Between kinds that explain equally many columns the first one is taken."""
WHO = {"customer_id", "customer_name"}
PAIR = re.compile(r"^([A-Za-z]{3})\s*[/\-_]\s*([A-Za-z]{3})$")


def missing(kind: Kind, found: Sequence[Match], labels: Sequence[str], customer_known: bool) -> list[str]:
    """Groups of fields of which none was found, as "a / b"; the customer may be known from above the table."""
    names = {m.field for m in found}
    if kind == Kind.RATES and "rate_date" in names and pair_columns(labels):
        return []
    lacking = [group for group in NEEDS[kind] if not names & set(group)]
    return [" / ".join(group) for group in lacking if not (customer_known and WHO & set(group))]


def pair_columns(labels: Sequence[str]) -> dict[int, tuple[str, str]]:
    """Columns headed by a currency pair, as in a table with one column per pair.

    >>> pair_columns(["date", "USD/JPY", "Customer"])
    {1: ('USD', 'JPY')}
    """
    found = {}
    for column, label in enumerate(labels):
        if pair := PAIR.match(label.strip()):
            one, other = currency_of(pair[1]), currency_of(pair[2])
            if one and other and label.isupper():
                found[column] = (one, other)
    return found


def recognise(
    labels: Sequence[str], known: Format, told: Mapping[str, str], customer_known: bool
) -> tuple[Kind, tuple[Match, ...]] | None:
    """The kind that explains most columns, with its matches; None where no kind has what it needs.

    Spelling mistakes are considered only when the headings as written make no kind. Raises ScoringError field_unknown
    for a field in `told` that no kind has.
    """
    everything = sorted({f.name for kind in LIKELIEST for f in fields_of(kind)})
    for name in told:
        if name not in everything:
            raise ScoringError("field_unknown", field=name, expected=", ".join(everything))
    for fuzzy in (False, True):
        fitting = []
        for kind in LIKELIEST:
            mine = {name: h for name, h in told.items() if name in {f.name for f in fields_of(kind)}}
            if len(mine) < len(told):
                continue
            found = match(kind, labels, known, mine, fuzzy)
            if not missing(kind, found, labels, customer_known):
                fitting.append((len(found) + len(pair_columns(labels)) * (kind == Kind.RATES), kind, found))
        if fitting:
            _, kind, _ = max(fitting, key=lambda entry: entry[0])
            return kind, match(kind, labels, known, told)
    return None
