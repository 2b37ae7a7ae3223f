"""Debtors of a ledger without their names, as cases to practise with.

What could tell who it is stays out: names, numbers, owners, regions, industries, dates and amounts. Amounts are parts of 100
that the debtor owes, the use of a limit is to the nearest tenth; a word of the name is shown only if many share it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from scoring import settings
from scoring.desk.scorecard.scores import CustomerScore, ScoreBook, score_book
from scoring.desk.scorecard.versions import champion
from scoring.desk.strategy.debtors import strategy_report
from scoring.desk.strategy.standings import Standing
from scoring.desk.views import scope_of
from scoring.ledger.nature import nature_of
from scoring.scorecard.card import Card, Target
from scoring.scorecard.use.classes import lines_of
from scoring.scorecard.use.score import points_by_bin
from scoring.store import Store
from scoring.strategy.playbook.terms import Playbook
from scoring.strategy.training.classify import Verdict
from scoring.strategy.training.shown import signs_told
from scoring.strategy.training.terms import Case, Claim, Quarter, Scored
from scoring.terms import Nature, View

SHARED_BY = 5
"""A word of a name is shown if at least so many customers of the ledger have it."""
CLAIMS_SHOWN = 8
QUARTERS, QUARTER_DAYS, LATE_AFTER_DAYS = 4, 91, 5
Patterns = Mapping[str, Iterable[str]]


def pool(store: Store, as_of: date, playbook: Playbook) -> tuple[Standing, ...]:
    """Everybody who owes something on a day, each currency by itself, as `playbook` handles them; nobody where the ledger is
    empty. Raises ScoringError as `strategy_report`."""
    if (store.one("extent", {}) or {}).get("last_date") is None:
        return ()
    report = strategy_report(store, View(as_of), playbook)
    return tuple(standing for ones in report.standings.values() for standing in ones)


def anybody_owes(store: Store, as_of: date) -> bool:
    """Whether a ledger has an invoice open on a day."""
    return bool(store.rows("arrears", {"as_of": as_of, **scope_of(store, View(as_of)).params}, limit=1))


def cases(store: Store, as_of: date, standings: Iterable[Standing]) -> dict[tuple[str, str], tuple[Case, Verdict]]:
    """Cases of some of a pool's standings with what the program says of them, by customer and currency."""
    chosen = list(standings)
    if not chosen:
        return {}
    book, card = score_book(store, as_of), champion(store).card
    patterns = _patterns(store)
    shared = [str(row["name"]).casefold() for row in store.rows("customer")]
    target = card.provenance.target or Target()
    found = {}
    for one in chosen:
        case = _case(store, as_of, one, book, card)
        case = replace(case, name_part=_name_part(one, patterns, shared))
        verdict = Verdict(one.debtor, as_of, one.oldest_days, target.days_past_due, one.reasons, one.lasting)
        found[one.customer_id, one.currency] = case, verdict
    return found


def name_part(name: str, nature: str, patterns: Patterns, names: Iterable[str]) -> str | None:
    """The word by which the program tells a nature from a name: "" = a person's name, which is never shown; None = the
    name tells nothing, or something else. `names` in small letters.

    >>> patterns = {"government": ["hospital"], "individual": ["^mr "]}
    >>> many = ["city hospital"] * 5
    >>> name_part("North Hospital", "government", patterns, many), name_part("North Hospital", "government", patterns, [])
    ('Hospital', None)
    >>> name_part("Mr Smith", "individual", patterns, []), name_part("Smith", "individual", patterns, [])
    ('', None)
    """
    told, how = nature_of(name, {key: tuple(words) for key, words in patterns.items()})
    if how != "rule" or told != nature:
        return None
    if nature == Nature.INDIVIDUAL:
        return ""
    matches = (re.search(pattern, name, re.IGNORECASE) for pattern in patterns[nature])
    word = next(match.group(0) for match in matches if match).strip()
    many = sum(word.casefold() in other for other in names) >= SHARED_BY
    return word if many and word.casefold() != name.casefold() else None


def _name_part(one: Standing, patterns: Patterns, names: list[str]) -> str | None:
    return name_part(one.name, str(one.debtor.nature), patterns, names)


def _case(store: Store, as_of: date, one: Standing, book: ScoreBook, card: Card) -> Case:
    documents = store.rows("customer_documents", {"customer": one.customer_id, "as_of": as_of})
    invoices = [row for row in documents if row["kind"] == "invoice" and row["currency"] == one.currency]
    contested = store.rows("open_disputes", {"as_of": as_of}, where={"customer_id": one.customer_id})
    score = book.of(one.customer_id)
    return Case(
        claims=_claims(invoices, {row["document_no"] for row in contested}, as_of),
        quarters=_quarters(invoices, as_of),
        scored=_scored(score, card) if score is not None and score.rating == score.rating_model else None,
        signs=signs_told(one.signs, one.debtor.size) if one.signs else (),
    )


def _claims(invoices: list[dict[str, Any]], contested: set[str | None], as_of: date) -> tuple[Claim, ...]:
    """Open claims, the oldest first; those beyond the number shown are the least late ones."""
    owed = [row for row in invoices if row["open_amount"] > 0]
    total = sum(row["open_amount"] for row in owed)
    found = [
        Claim(
            (as_of - row["due_date"]).days,
            round(100 * row["open_amount"] / total),
            bool(row["disputed"]) or None in contested or row["document_no"] in contested,
        )
        for row in owed
    ]
    return tuple(sorted(found, key=lambda claim: -claim.days_past_due)[:CLAIMS_SHOWN])


def _quarters(invoices: list[dict[str, Any]], as_of: date) -> tuple[Quarter, ...]:
    """How the invoices that came due in each of the last four quarters of a year were paid, the oldest quarter first."""
    found = []
    for ago in reversed(range(QUARTERS)):
        due = [row for row in invoices if 0 <= (as_of - row["due_date"]).days - ago * QUARTER_DAYS < QUARTER_DAYS]
        late = [row for row in due if row["days_past_due"] > LATE_AFTER_DAYS]
        paid = [max(row["days_past_due"], 0) for row in due if row["settled_date"] is not None]
        found.append(Quarter(ago, len(due), len(late), round(sum(paid) / len(paid)) if paid else None))
    return tuple(found)


def _scored(score: CustomerScore, card: Card) -> Scored | None:
    """Where the points went; None without a score."""
    if score.score is None:
        return None
    best = card.base_points + sum(int(points_by_bin(one.binning).max()) for one in card.characteristics)
    lost = tuple((loss.characteristic, loss.lost, loss.known) for loss in score.reasons)
    lines = lines_of(card)
    rest = best - score.score - sum(points for _, points, _ in lost)
    return Scored(lost, rest, best, score.score, lines.prime_from, lines.ordinary_from)


def _patterns(store: Store) -> Patterns:
    kept = store.setting("nature_patterns")
    found: Patterns = json.loads(kept) if kept else settings.load().nature_patterns
    return found
