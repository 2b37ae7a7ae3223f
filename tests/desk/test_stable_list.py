"""The list of the day as a whole is stable: a payment moves the one who paid, a day moves what the day is about.

A made-up ledger of 1,000 invoices to 150 customers in a year, and its list on the last day. What is known of how claims are
paid grows with every payment and every day, so that steps worth about the same may change places; others must not.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from scoring.desk.effect.measured import effects_at
from scoring.desk.intake.generate import generate
from scoring.desk.intake.importing import import_files
from scoring.desk.parameters import default_as_of
from scoring.desk.worklist.items import Item
from scoring.desk.worklist.today import worklist
from scoring.ledger.reading import ImportOptions
from scoring.store import Store
from scoring.strategy.value import Effects, expected_gain
from scoring.terms import View

NEAR = 0.02
"""Two steps are worth about the same for a minute where they differ by so much at most."""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stable")
    store = Store.open(folder / "store.duckdb")
    store.set_setting("currency", "USD")
    assert not import_files(store, generate(1_000, folder, customers=150, months=12), ImportOptions()).failures
    worklist(store, View(default_as_of(store), currency="USD"))
    store.close()
    return folder / "store.duckdb"


@pytest.fixture
def store(file: Path, tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(Path(shutil.copy(file, tmp_path)))
    yield opened
    opened.close()


def able(store: Store, later: int = 0) -> dict[str, Item]:
    """What may be done so many days after the ledger's last one, in the order of its worth."""
    day = default_as_of(store) + timedelta(later)
    items = worklist(store, View(day, currency="USD")).items
    found = sorted((one for one in items if one.step and one.waiting is None), key=_worth, reverse=True)
    return {one.standing.customer_id: one for one in found}


def moved(customers: list[str], before: dict[str, Item], after: dict[str, Item]) -> list[tuple[str, str]]:
    """Pairs that changed places although one was worth clearly more than the other."""
    place = {customer: number for number, customer in enumerate(after)}
    pairs = [(one, other) for one, other in combinations(customers, 2) if place[one] > place[other]]
    worth = [(pair, _worth(before[pair[0]]), _worth(before[pair[1]])) for pair in pairs]
    return [pair for pair, one, other in worth if one - other > NEAR * max(abs(one), 1.0)]


def _worth(one: Item) -> float:
    return one.value / max(one.minutes, 1.0)


def test_who_pays_leaves_and_the_others_keep_their_order(store: Store, tmp_path: Path) -> None:
    """The first of the list pays all that it owes."""
    before, day = able(store), default_as_of(store)
    payer = next(iter(before))
    owed = [r for r in store.rows("customer_documents", {"customer": payer, "as_of": day}) if r["open_amount"] > 0]
    lines = [
        f"RX{n},{payer},{day},{row['open_amount']},{row['currency']},{row['document_no']}" for n, row in enumerate(owed)
    ]
    heading = "Receipt No,Customer Number,Receipt Date,Amount,Currency,Invoice No"
    (tmp_path / "receipts.csv").write_text("\n".join([heading, *lines]) + "\n")
    assert not import_files(store, [tmp_path / "receipts.csv"], ImportOptions()).failures
    after = able(store)
    assert set(after) == set(before) - {payer}
    assert not moved([customer for customer in before if customer != payer], before, after)


def test_the_same_day_asked_twice_is_the_same_list(store: Store) -> None:
    first, again = able(store), able(store)
    assert list(first.items()) == list(again.items())


def test_a_day_later_only_what_the_day_is_about_has_moved(store: Store) -> None:
    """Nothing happened, but every claim is a day older: whose step is the same would keep its place among those, were not
    its chance to pay anyway another one."""
    today, tomorrow = able(store), able(store, later=1)
    same = [customer for customer in today if customer in tomorrow and today[customer].step == tomorrow[customer].step]
    assert len(same) > 0.8 * len(today)
    effects = effects_at(store, default_as_of(store))
    as_before = {one: _with_chance(effects, tomorrow[one], today[one].paid_anyway) for one in same}
    ordered = dict(sorted(as_before.items(), key=lambda entry: _worth(entry[1]), reverse=True))
    assert not moved(same, today, ordered)


def _with_chance(effects: Effects, one: Item, chance: float) -> Item:
    """The same item if that were its chance to pay anyway."""
    assert one.step is not None
    (gain,) = expected_gain(np.array([chance]), np.array([float(one.amount)]), effects.channels[one.step.channel])
    return replace(one, gain=float(gain), value=one.value - one.gain + float(gain))
