"""Headings -> fields: the user's word, the format's headings, exact synonyms, generic ones, last likeness."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from scoring.errors import ScoringError
from scoring.ledger.cells.words import currency_of
from scoring.ledger.formats import FORMATS
from scoring.ledger.headings.fields import fields_of, needed
from scoring.ledger.headings.format import Format
from scoring.ledger.headings.vocabulary import (
    all_headings,
    folded,
    is_chinese,
    is_own,
    meanings,
    squeezed,
    synonyms_of,
    words,
)
from scoring.ledger.reading import Match
from scoring.terms import Kind

STRICT, LOOSE = 0.88, 0.84
"""Likeness a heading needs for dates, money and needed fields, and for the others."""
BRACKETS = re.compile(r"[(\[（【]([^()（）\[\]【】]*)[)\]）】]")
LAST_WORD = re.compile(r"^(.*\S)[\s_]+(?:in[\s_]+)?([A-Za-z]{3})$")


@dataclass(frozen=True)
class Heading:
    """A heading taken apart: ways to read it, best first, and the currency and unit it states."""

    variants: tuple[str, ...]
    currency: str | None = None
    factor: int = 1


@lru_cache(maxsize=4096)
def taken_apart(label: str) -> Heading:
    """What a heading says beside its name.

    >>> taken_apart("金额(万元)").factor, taken_apart("Amount (EUR)").currency, taken_apart("Amount (EUR)").variants[-1]
    (10000, 'EUR', 'amount')
    """
    inside = [folded(part) for part in BRACKETS.findall(label)]
    bare = BRACKETS.sub(" ", label)
    currency = next((code for part in inside if (code := _currency_in(part))), None)
    factor = next((int(meanings("unit_words")[p]) for p in inside if p in meanings("unit_words")), 1)
    variants = [label, bare]
    if (tail := LAST_WORD.match(bare.strip())) and currency_of(tail[2]) and tail[2].isupper():
        variants.append(tail[1])
        currency = currency or currency_of(tail[2])
    if is_chinese(bare):
        variants += re.split(r"[/|、\n\s]+|(?<=[\u4e00-\u9fff])(?=[A-Za-z])|(?<=[A-Za-z])(?=[\u4e00-\u9fff])", bare)
    elif "/" in bare or "\n" in bare:
        variants += re.split(r"[/\n]", bare)
    return Heading(tuple(dict.fromkeys(v for v in map(squeezed, variants) if v)), currency, factor)


def _currency_in(part: str) -> str | None:
    return currency_of(part) if part not in meanings("unit_words") and len(part) <= 8 else None


def is_known_heading(label: str) -> bool:
    """Whether any kind or format knows a heading.

    >>> is_known_heading("Invoice No."), is_known_heading("Acme Ltd")
    (True, False)
    """
    return any(variant in all_headings() or variant in _format_headings() for variant in taken_apart(label).variants)


def is_never(label: str) -> bool:
    """Whether a column is the seller's own, known only after payment or computed: never guessed at.

    >>> is_never("DaysToSettle"), is_never("Due Date")
    (True, False)
    """
    return any(v in {squeezed(word) for word in words("never_headings")} for v in taken_apart(label).variants)


def recognised_format(headings: Sequence[str], marker: str) -> Format | None:
    """The format whose signature stands in the headings; the one that knows most of them, where several do."""
    present = {squeezed(h) for h in headings if h}
    fitting = [
        known
        for known in FORMATS.values()
        if (not known.marker or marker.startswith(known.marker))
        and any({squeezed(h) for h in signature} <= present for signature in known.signatures)
    ]
    return max(fitting, key=lambda f: len(present & _headings_of(f)), default=None)


def match(
    kind: Kind, labels: Sequence[str], known: Format, told: Mapping[str, str], fuzzy: bool = True
) -> tuple[Match, ...]:
    """Fields of `kind` matched to columns, in the fields' order; no column is used twice.

    `told` (field -> heading, "" = not in the file) goes before everything. Raises ScoringError field_unknown and
    heading_unknown.
    """
    found = _told(kind, labels, told)
    barred = set(told)
    for tier in _tiers(kind, labels, known):
        _assign(found, tier, labels, barred)
    if fuzzy:
        _assign(found, sorted(_alike(kind, labels, known, found, barred), reverse=True), labels, barred)
    order = [f.name for f in fields_of(kind)]
    return tuple(sorted(found.values(), key=lambda m: order.index(m.field)))


def _told(kind: Kind, labels: Sequence[str], told: Mapping[str, str]) -> dict[str, Match]:
    names = [f.name for f in fields_of(kind)]
    for name, heading in told.items():
        if name not in names:
            raise ScoringError("field_unknown", field=name, expected=", ".join(names))
        if heading and heading not in labels:
            raise ScoringError("heading_unknown", heading=heading, found=", ".join(labels))
    return {name: Match(name, h, list(labels).index(h), 1.0) for name, h in told.items() if h}


_Candidate = tuple[float, int, int, int, str]
"""Confidence, then minus the field's place, minus the rank and minus the column: the greatest wins; last the field."""


def _assign(found: dict[str, Match], tier: Iterable[_Candidate], labels: Sequence[str], barred: set[str]) -> None:
    used = {m.column for m in found.values()}
    for confidence, _, _, minus_column, name in tier:
        if name not in found and name not in barred and -minus_column not in used:
            found[name] = Match(name, labels[-minus_column], -minus_column, confidence)
            used.add(-minus_column)


def _tiers(kind: Kind, labels: Sequence[str], known: Format) -> list[list[_Candidate]]:
    """Exact matches: the format's headings, specific synonyms, generic synonyms."""
    of_format: list[_Candidate] = []
    specific: list[_Candidate] = []
    generic: list[_Candidate] = []
    unused = {squeezed(h) for h in known.unused}
    never = [squeezed(label) in unused or (is_never(label) and not is_own(kind, label)) for label in labels]
    readable = [None if not_ours else _read_as(kind, label) for not_ours, label in zip(never, labels, strict=True)]
    for place, spec in enumerate(fields_of(kind)):
        theirs = [squeezed(h) for h in known.headings.get(spec.name, ())] if kind == known.kind else []
        ours = synonyms_of(kind, spec.name)
        for column, (label, heading) in enumerate(zip(labels, readable, strict=True)):
            if squeezed(label) in theirs:
                of_format.append((1.0, -place, -theirs.index(squeezed(label)), -column, spec.name))
            for table, into in ((ours.specific, specific), (ours.generic, generic)):
                if heading in table:
                    into.append((1.0, -place, -table[heading], -column, spec.name))
    return [sorted(tier, reverse=True) for tier in (of_format, specific, generic)]


def _read_as(kind: Kind, label: str) -> str | None:
    """The fullest way to read a heading that any field of the kind knows ("Soll/Haben" is not "Soll")."""
    tables = [synonyms_of(kind, spec.name) for spec in fields_of(kind)]
    known = (v for v in taken_apart(label).variants if any(v in t.specific or v in t.generic for t in tables))
    return next(known, None)


def _alike(
    kind: Kind, labels: Sequence[str], known: Format, found: Mapping[str, Match], barred: set[str]
) -> Iterable[_Candidate]:
    unused = {squeezed(h) for h in known.unused}
    used = {m.column for m in found.values()}
    free = [c for c, label in enumerate(labels) if c not in used and label and not is_never(label)]
    free = [c for c in free if squeezed(labels[c]) not in unused and not is_known_heading(labels[c])]
    for place, spec in enumerate(fields_of(kind)):
        if spec.name in found or spec.name in barred:
            continue
        floor = STRICT if spec.holds in ("date", "money") or spec.name in needed(kind) else LOOSE
        for column in free:
            likeness = _likeness(labels[column], synonyms_of(kind, spec.name).specific)
            if likeness >= floor:
                yield likeness, -place, 0, -column, spec.name


def _likeness(label: str, synonyms: Mapping[str, int]) -> float:
    """Likeness to the nearest synonym that agrees on every word that turns a meaning; 0.99 at most."""
    wanted = taken_apart(label).variants[:2]
    pairs = [(w, s) for w in wanted for s in synonyms if len(s) >= 4 and _agree(w, s)]
    return min(0.99, max((fuzz.ratio(w, s) / 100 for w, s in pairs), default=0.0))


def _agree(one: str, other: str) -> bool:
    """Whether two headings do not differ in a word that turns the meaning (un-paid, 未付, last payment)."""
    turning = [squeezed(word) for word in words("polarity")]
    return all((word in one) == (word in other) for word in turning if word) and _digits(one) == _digits(other)


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


@lru_cache(maxsize=1)
def _format_headings() -> frozenset[str]:
    return frozenset(heading for known in FORMATS.values() for heading in _headings_of(known))


def _headings_of(known: Format) -> set[str]:
    listed = [h for headings in known.headings.values() for h in headings]
    signed = [h for signature in known.signatures for h in signature]
    return {squeezed(h) for h in (*listed, *signed, *known.unused)}
