"""What actions and strategies brought on the ledger's own record, as known on a date; the worklist weighs steps by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from scoring.desk.effect.known import attributes_on
from scoring.desk.kept import is_kept, kept_or
from scoring.desk.recalled import Recalled
from scoring.desk.scorecard.scores import made_from, score_book
from scoring.desk.scorecard.versions import version_of
from scoring.desk.strategy.playbook import effects_of, measure_of, text_of
from scoring.desk.strategy.trials import known_on, plans_of
from scoring.errors import ScoringError
from scoring.store import Store
from scoring.strategy.effect.estimate import Effect, effect_of
from scoring.strategy.effect.matching import matched
from scoring.strategy.effect.measure import Measure
from scoring.strategy.effect.terms import NEVER, NONE, Actions, Claims, Whole
from scoring.strategy.playbook.terms import CHANNELS
from scoring.strategy.value import Effects, Measured, shrunk

KEPT, FORM = "channel_effects", 2
"""Under what the effects of channels are kept, and how they are measured: nothing that another way found is taken for it."""
KINDS = ("channel", "level")
"""What is judged: a channel, or a strategy by the steps of its level that were logged."""
EPOCH = date(1970, 1, 1)
QUARTER_MONTHS = 3
UNKNOWN = "not_rated"
HABITS = (0, 5, 15, 30)
"""Days beyond terms up to which customers pay alike."""


@dataclass(frozen=True)
class Record:
    """What the record says on a date, of the whole ledger: effects by kind, those with most cases first; `activities` =
    logged by then at all. `tried` = levels in an experiment that runs then: its rule of stopping decides, not the record."""

    as_of: date
    kind: str
    horizon_days: int
    rules: Measure
    activities: int
    effects: tuple[Effect, ...]
    tried: tuple[str, ...] = ()


RECALLED: Recalled[Record] = Recalled(most=32)
"""Records by all that they depend on: a call noted today leaves the record of last month as it is."""


def record_of(store: Store, as_of: date, kind: str = "channel", anew: bool = False) -> Record:
    """The effects of every channel or level that was logged, from claims past due in the days of the rules before `as_of`;
    `anew` = without the cases that an approved effect was learned from.

    Ratings and habits are those of the start of each quarter. Raises ScoringError "not_a_choice" and as `measure_of`.
    """
    if kind not in KINDS:
        raise ScoringError("not_a_choice", option="kind", value=kind, allowed=", ".join(KINDS))
    learned = {name: _day(one.learned_until) for name, one in effects_of(store).channels.items() if one.learned_until}
    since_of = learned if anew and kind == "channel" else {}
    basis = (as_of, kind, tuple(since_of.items()), *_basis(store, as_of))
    return RECALLED.get(store, basis, lambda: _record(store, as_of, kind, since_of))


def effects_at(store: Store, as_of: date) -> Effects:
    """What actions are expected to bring on a date: the assumptions, moved by what was measured up to the month before on
    enough cases that no approved assumption was learned from, so that a list does not change its order within a month.
    Raises ScoringError as `effects_of` and `measure_of`."""
    until = month_before(as_of)
    found = kept_or(store, KEPT, until, _basis(store, until), lambda: _weighed(store, until))
    return shrunk(effects_of(store), {name: Measured(*told) for name, told in found.items()})


def is_measured(store: Store, as_of: date) -> bool:
    """Whether what `effects_at` asks for is kept, so that it need only be read."""
    until = month_before(as_of)
    return is_kept(store, KEPT, until, _basis(store, until))


def month_before(day: date) -> date:
    """The last day of the month before a day's.

    >>> month_before(date(2026, 3, 15))
    datetime.date(2026, 2, 28)
    """
    return day.replace(day=1) - timedelta(days=1)


def days_scored(store: Store, as_of: date) -> list[date]:
    """The days whose scores the record behind a date's worklist is matched by, none where nothing was logged."""
    before, rules = month_before(as_of), measure_of(store)
    days = _logged(store, before)
    starts = _starts(before - timedelta(days=rules.history_days), before)
    acted = np.array([_day(day) for day in days if day >= starts[0]], dtype=np.int64)
    first = (store.one("extent", {}) or {}).get("first_date")
    found = [starts[place] for place in _busy(starts, acted, rules.calendar_days)] if len(acted) else []
    return [day for day in found if first is not None and day >= first]


def _logged(store: Store, as_of: date) -> dict[date, int]:
    """How many activities were logged on each day up to a date."""
    found = store.grouped("activity", None, ["done_on"], [])
    return {row["done_on"]: row["documents"] for row in found if row["done_on"] <= as_of}


def _basis(store: Store, as_of: date) -> tuple[object, ...]:
    """What a record of a date depends on."""
    texts = [text_of(store, name) for name in ("measure", "effects")]
    overrides = store.total("override", None, [])["rows"]
    made = made_from(store, version_of(store))
    return (FORM, sum(_logged(store, as_of).values()), made, overrides, *texts, *_tried(store, as_of))


def _weighed(store: Store, until: date) -> dict[str, tuple[float, int]]:
    """Ratio and cases of each channel with enough cases that no approved assumption was learned from."""
    return {
        one.code: (one.hazard_ratio.value, one.cases)
        for one in record_of(store, until, anew=True).effects
        if one.enough and one.hazard_ratio is not None
    }


def _record(store: Store, as_of: date, kind: str, since_of: Mapping[str, int]) -> Record:
    """`record_of`, with the days from which cases of a channel count."""
    rules = measure_of(store)
    horizon = effects_of(store).horizon_days
    since = as_of - timedelta(days=rules.history_days)
    activities = sum(_logged(store, as_of).values())
    if not activities:
        return Record(as_of, kind, horizon, rules, 0, ())
    params = {"since": since, "as_of": as_of}
    spells = store.table("overdue_spells", params, order=["document_key"])
    actions, codes = _actions(store.table("claim_actions", params, order=["document_key", "day"]), spells, kind)
    starts = _starts(since, as_of)
    claims = _claims(store, spells, starts, actions.day)
    days, last = np.array([_day(start) for start in starts]), _day(as_of)
    effects = [
        effect_of(
            name, matched(claims, actions, days, code, last, horizon, rules, since_of.get(name, -NEVER)), horizon, rules
        )
        for code, name in enumerate(codes)
        if (actions.code == code).any()
    ]
    found = tuple(sorted(effects, key=lambda one: -one.cases))
    tried = _tried(store, as_of) if kind == "level" else ()
    return Record(as_of, kind, horizon, rules, activities, found, tried)


def _tried(store: Store, as_of: date) -> tuple[str, ...]:
    """Levels that are tried against each other on a date."""
    running = [plan for plan in plans_of(store) if known_on(plan, as_of).runs(as_of)]
    return tuple(sorted({level for plan in running for level in (plan.champion, plan.challenger)}))


def _actions(found: pa.Table, spells: pa.Table, kind: str) -> tuple[Actions, tuple[str, ...]]:
    """One action a claim and day, the most forceful channel where there were several, and what its codes stand for."""
    channels, levels = found["channel"].to_pylist(), found["level"].to_pylist()
    force = np.array([CHANNELS.index(name) for name in channels], dtype=np.int64)
    names = CHANNELS if kind == "channel" else tuple(sorted({name for name in levels if name}))
    code = force if kind == "channel" else np.array([names.index(n) if n else NONE for n in levels], dtype=np.int64)
    claim = np.searchsorted(_whole(spells, "document_key"), _whole(found, "document_key"))
    day = _whole(found, "day")
    order = np.lexsort((-force, day, claim))
    claim, day, code = claim[order], day[order], code[order]
    first = np.ones(len(order), dtype=bool)
    first[1:] = (claim[1:] != claim[:-1]) | (day[1:] != day[:-1])
    return Actions(claim[first], day[first], code[first]), names


def _claims(store: Store, spells: pa.Table, starts: list[date], acted: Whole) -> Claims:
    """The claims, with their customers' rating, habit, nature and currency as known at the start of the quarters looked at;
    a class has one number in all of them."""
    customers, customer = np.unique(np.array(spells["customer_id"].to_pylist(), dtype=object), return_inverse=True)
    currency = np.unique(np.array(spells["currency"].to_pylist(), dtype=object), return_inverse=True)[1]
    group = np.zeros((len(starts), len(customer)), dtype=np.int64)
    busy, classes = _busy(starts, acted, measure_of(store).calendar_days), list[str]()
    for place in busy:
        payers, natures = _payers(store, starts[place]), attributes_on(store, starts[place], "nature")
        classes += [f"{payers.get(name, UNKNOWN)} {natures.get(name, '')}" for name in customers]
    coded = np.unique(classes, return_inverse=True)[1].reshape(len(busy), len(customers))
    for row, place in enumerate(busy):
        group[place] = coded[row][customer] * (currency.max(initial=0) + 1) + currency
    return Claims(
        customer=customer,
        amount=np.asarray(spells["amount"], dtype=float),
        due=_whole(spells, "due_day"),
        late=_whole(spells, "late_day"),
        end=_whole(spells, "end_day"),
        paid=np.asarray(spells["paid"], dtype=bool),
        disputed=_whole(spells, "disputed_day"),
        undisputed=_whole(spells, "undisputed_day"),
        group=group,
    )


def _payers(store: Store, day: date) -> dict[str, str]:
    """What was known on a day of how each customer pays: its rating, and how late beyond terms it usually is."""
    first = (store.one("extent", {}) or {}).get("first_date")
    if first is None or day < first:
        return {}
    book = score_book(store, day)
    usual = zip(book.table["customer_id"].to_pylist(), book.table["days_beyond_terms"].to_pylist(), strict=True)
    bands = {name: -1 if late is None else int(np.searchsorted(HABITS, late)) for name, late in usual}
    return {name: f"{rating} {bands[name]}" for name, rating in book.ratings.items()}


def _busy(starts: list[date], acted: Whole, apart: int) -> list[int]:
    """The quarters in which something was done, or that lie so near to one that its controls may come from them."""
    days = [_day(start) for start in starts]
    found = {
        int(p) for near in (-apart, 0, apart) for p in np.unique(np.searchsorted(days, acted + near, side="right") - 1)
    }
    return sorted(found - {-1})


def _starts(since: date, as_of: date) -> list[date]:
    """`since` and the first days of the quarters up to as_of.

    >>> [day.isoformat() for day in _starts(date(2025, 2, 10), date(2025, 7, 1))]
    ['2025-02-10', '2025-04-01', '2025-07-01']
    """
    days, year, quarter = [since], since.year, (since.month - 1) // QUARTER_MONTHS
    while True:
        year, quarter = (year, quarter + 1) if quarter < 12 // QUARTER_MONTHS - 1 else (year + 1, 0)
        day = date(year, 1 + quarter * QUARTER_MONTHS, 1)
        if day > as_of:
            return days
        days.append(day)


def _whole(found: pa.Table, name: str) -> Any:
    """Whole numbers; days that never came are NEVER."""
    return np.asarray(found[name].fill_null(NEVER), dtype=np.int64)


def _day(day: date) -> int:
    return (day - EPOCH).days
