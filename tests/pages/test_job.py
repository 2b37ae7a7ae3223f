"""Long work beside the page tells how far it is, ends with its result or its trouble, and can be called off."""

from __future__ import annotations

import threading

import pytest

from pages.shared.job import Job, end_all
from scoring.desk.intake.uploads import Tell

WITHIN_SECONDS = 20


def test_a_job_tells_how_far_it_is_and_what_it_made() -> None:
    halfway, go_on = threading.Event(), threading.Event()

    def task(tell: Tell) -> int:
        tell("invoices.csv", "reading", 0.5)
        halfway.set()
        assert go_on.wait(WITHIN_SECONDS)
        return 42

    job = Job("ledger.reading", task)
    assert halfway.wait(WITHIN_SECONDS)
    assert (job.about, job.stage, job.share, job.done()) == ("invoices.csv", "reading", 0.5, False)
    go_on.set()
    assert job.done(WITHIN_SECONDS)
    assert job.result() == 42


def test_a_job_called_off_stops_at_the_next_thing_it_tells() -> None:
    told, called_off = [], threading.Event()

    def task(tell: Tell) -> None:
        tell("", "placing", 0.0)
        assert called_off.wait(WITHIN_SECONDS)
        told.append("before")
        tell("", "placing", 1.0)
        told.append("after")

    job = Job("ledger.importing", task)
    job.call_off()
    called_off.set()
    assert job.done(WITHIN_SECONDS)
    assert job.result() is None
    assert "after" not in told


def test_the_trouble_of_a_job_is_its_askers() -> None:
    job = Job("ledger.reading", lambda tell: [][0])
    assert job.done(WITHIN_SECONDS)
    with pytest.raises(IndexError):
        job.result()


def test_work_under_way_is_called_off_before_a_store_is_closed() -> None:
    def endless(tell: Tell) -> None:
        while True:
            tell("a.csv", "reading", 0.5)

    under_way = Job("ledger.reading", endless)
    assert not under_way.done()
    end_all()
    assert under_way.done()
    assert under_way.result() is None
