"""What a long ledger's pages only read is made once after an import, kept, and equal to what is computed anew."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from scoring.desk.parameters import default_as_of
from scoring.desk.preparing import prepare, prepared
from scoring.desk.risk.disclosure import disclosure, year_end_before
from scoring.desk.risk.forecast_learning import is_learned, learned, learned_anew, made_from
from scoring.desk.risk.provision import provision
from scoring.desk.risk.provision_basis import parameters_of
from scoring.desk.risk.provision_flows import keep_flows
from scoring.desk.warnings.finding import to_find
from scoring.store import Store, learnings
from scoring.strategy.warnings.indicators import load
from scoring.terms import View


class CalledOffError(Exception):
    """The reader wanted something else."""


def nothing(about: str, stage: str, share: float) -> None:
    """Nobody listens."""


def test_everything_is_there_afterwards(own: Store) -> None:
    told: list[tuple[str, float]] = []
    assert not prepared(own)
    prepare(own, lambda about, stage, share: told.append((stage, share)))
    assert prepared(own)
    assert list(dict(told)) == ["scores", "payments", "warnings"]
    assert [share for _, share in told] == sorted(share for _, share in told)
    assert told[-1] == ("warnings", 1.0)


def test_what_was_called_off_goes_on_from_there(own: Store) -> None:
    def once(about: str, stage: str, share: float) -> None:
        if share > 0.5:
            raise CalledOffError

    with pytest.raises(CalledOffError):
        prepare(own, once)
    day = default_as_of(own)
    missing = to_find(own, day)
    assert missing
    assert is_learned(own, day)
    prepare(own, nothing)
    assert prepared(own)


def test_what_was_learned_is_read_back_as_it_was(own: Store) -> None:
    day = default_as_of(own)
    anew, first = learned_anew(own, day), learned(own, day)
    assert is_learned(own, day)
    read = learned(own, day)
    for found in (first, read):
        assert found.learning == anew.learning
        assert found.customers == anew.customers
        assert found.fitted.model == anew.fitted.model
        assert np.array_equal(found.fitted.table.row_of, anew.fitted.table.row_of)
        assert np.array_equal(found.fitted.table.paid, anew.fitted.table.paid)
        assert np.array_equal(found.fitted.table.lost, anew.fitted.table.lost)
        assert found.fitted.factors.keys() == anew.fitted.factors.keys()
        assert all(
            np.array_equal(found.fitted.factors[name], anew.fitted.factors[name]) for name in anew.fitted.factors
        )


def test_earlier_days_are_learned_when_asked_and_take_the_place_of_nothing(own: Store) -> None:
    day = default_as_of(own)
    learned(own, day)
    earlier = day - timedelta(days=30)
    learned(own, earlier)
    assert is_learned(own, day)
    assert not is_learned(own, earlier)


def test_what_another_ledger_taught_is_not_true(own: Store) -> None:
    day = default_as_of(own)
    basis = made_from(own)
    learned(own, day)
    own.set_setting("nature_patterns", '{"government": ["town"]}')
    assert made_from(own) != basis
    assert not is_learned(own, day)
    assert learnings.is_kept(own, day, basis)


def test_what_is_kept_is_true_in_another_process_too() -> None:
    """What indicators are made of is told in words, and not by where they lie in memory."""
    assert " at 0x" not in repr([vars(one) for one in load().values()])


def test_flows_that_are_kept_are_those_of_the_ledger(own: Store) -> None:
    """The allowance and the annual report's tables from kept flows are the same to the cent."""
    day = default_as_of(own)
    now, then = (View(as_of, currency="EUR") for as_of in (day, day - timedelta(days=40)))
    before = [provision(own, now).as_json(), provision(own, then).as_json(), disclosure(own, now).as_json()]
    for as_of in (day, then.as_of, year_end_before(day)):
        keep_flows(own, as_of, parameters_of(own))
    assert own.total("flow", None, [])["rows"] > 0
    assert [provision(own, now).as_json(), provision(own, then).as_json(), disclosure(own, now).as_json()] == before
