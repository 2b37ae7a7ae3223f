"""Why a debtor does not pay: what is recorded wins, each sign speaks for one reason, and only sure reasons move credit."""

from __future__ import annotations

from datetime import date
from itertools import product

import pyarrow as pa
import pytest

from scoring.strategy.cases.reasons import Alike, Finding, dispute_about, persistence_of, reasons_of, told
from scoring.strategy.cases.signs import Signs, marks_of, named
from scoring.strategy.playbook.choose import asked_of, chosen
from scoring.strategy.playbook.read import RATINGS, read_playbook
from scoring.strategy.playbook.terms import PERSISTENCES, REASONS, SEVERITIES, Debtor
from scoring.terms import Nature
from tests.strategy.test_playbook import EXCUSES, LEVELS, RULES

DAY = date(2026, 3, 15)
PLAYBOOK = read_playbook(LEVELS, RULES, EXCUSES)
LATE = Debtor("commercial", "moderate", "ordinary")


def alike(signs: Signs, debtor: Debtor = LATE) -> Alike:
    """What matters of one customer, from a table of one row."""
    (marks,) = marks_of(pa.Table.from_pylist([vars(signs)])).tolist()
    recorded = signs.recorded_reason, signs.recorded_persistence
    return Alike(debtor, named(marks), signs.as_of.month, dispute_about(signs.dispute_reason), *recorded)


def found(debtor: Debtor = LATE, **signs: object) -> list[tuple[str, str]]:
    one = alike(Signs(DAY, 40, **signs), debtor)  # type: ignore[arg-type]
    return [(finding.value, finding.confidence) for finding in reasons_of(one)]


def test_what_is_recorded_stands_alone() -> None:
    told = {"recorded_reason": "service", "recorded_on": DAY, "recorded_by": "Lin"}
    assert found(disputes=2, disputed_share=1.0, plan_asked_on=DAY, **told) == [("service", "recorded")]


def test_nothing_points_anywhere() -> None:
    assert found() == [("unknown", "weak")]


@pytest.mark.parametrize(
    ("reason", "share", "told"),
    [
        ("Quantity", 0.6, ("product_dispute", "strong")),
        ("quality", 0.2, ("product_dispute", "fair")),
        ("price", 0.0, ("product_dispute", "weak")),
        ("Service not rendered", 1.0, ("service", "strong")),
        ("发票有误", 1.0, ("admin_error", "strong")),
    ],
)
def test_a_dispute_by_what_it_is_about_and_how_much_of_the_arrears(
    reason: str, share: float, told: tuple[str, str]
) -> None:
    assert found(disputes=1, dispute_reason=reason, disputed_share=share) == [told]


@pytest.mark.parametrize("missing", ["broken", "received_3m", "ordered_3m"])
def test_deliberate_takes_broken_promises_no_payment_and_new_orders_together(missing: str) -> None:
    whole = {"broken": 2, "received_3m": 0, "ordered_3m": 3}
    assert found(**whole)[0] == ("deliberate", "strong")
    lasting = persistence_of(alike(Signs(DAY, 40, **whole)))
    assert lasting is not None
    assert (lasting.value, lasting.confidence) == ("deliberate", "strong")
    other = {"broken": 1, "received_3m": 1, "ordered_3m": 0}[missing]
    assert "deliberate" not in [value for value, _ in found(**whole | {missing: other})]


def test_signs_of_cash_trouble_add_up() -> None:
    """One sign may mean something else, three hardly do; who asks for a plan or is insolvent proves it."""
    one = {"late_claims": 4, "part_paid": 2}
    assert found(**one) == [("cash_trouble", "weak")]
    assert found(**one, limit_use=1.2) == [("cash_trouble", "fair")]
    assert found(**one, limit_use=1.2, lawsuits=1) == [("cash_trouble", "strong")]
    assert found(plan_asked_on=DAY) == found(insolvencies=1) == [("cash_trouble", "strong")]
    assert found(late_claims=4, part_paid=1) == [("unknown", "weak")]


def test_late_for_once_and_public_bodies() -> None:
    good = {"settled": 10, "settled_late": 1}
    assert found(Debtor("commercial", "light", "prime"), **good) == [("admin_error", "fair")]
    assert found(LATE, **good) == [("admin_error", "weak")]
    assert found(Debtor("commercial", "light", "prime"), settled=10, settled_late=2) == [("unknown", "weak")]
    (public,) = reasons_of(alike(Signs(date(2026, 12, 20), 12), Debtor("government", "light", "prime")))
    assert [one.code for one in public.evidence] == ["public_body", "year_end"]


def test_evidence_names_the_facts_of_the_customer() -> None:
    """2 of 4 late invoices paid in part, 1.4 times the limit used: the reason is that of all alike, the facts are not."""
    signs = Signs(DAY, 40, late_claims=4, part_paid=2, limit_use=1.4)
    (reason,) = reasons_of(alike(signs))
    assert [one.code for one in reason.evidence] == ["part_payments", "over_limit"]
    assert [one.facts for one in told(reason, signs).evidence] == [{"count": 2, "claims": 4}, {"share": 1.4}]


def test_what_nobody_knows_marks_nothing() -> None:
    """Without a limit, statements, ratings and lawsuits nothing is remarkable about them, and none is known from outside."""
    assert alike(Signs(DAY, 40, received_3m=1)).marks == frozenset()
    assert alike(Signs(DAY, 40, received_3m=1, lawsuits=0, insolvencies=0)).marks == {"outside"}


def test_how_lasting() -> None:
    def lasting(days: int, **signs: int) -> tuple[str, str] | None:
        one = persistence_of(alike(Signs(DAY, days, **signs)))  # type: ignore[arg-type]
        return (one.value, one.confidence) if one else None

    assert lasting(40, judged=6, very_late=3, very_late_span=180) == ("chronic", "strong")
    assert lasting(40, judged=6, very_late=3, very_late_span=60) is None
    assert lasting(40, judged=5, very_late=5, very_late_span=300) is None
    assert lasting(400) == ("chronic", "fair")
    assert lasting(40, judged=10, very_late=1) == ("temporary", "fair")


def test_only_sure_reasons_change_credit_or_pressure() -> None:
    """For every class of debtor, reason, persistence and confidence: a suggestion that is not strong leaves credit and
    pressure as they are without it, a weak one changes nothing, and what it would change is named."""
    for nature, severity, rating in product(Nature, SEVERITIES, RATINGS):
        debtor = Debtor(nature, severity, rating)
        plain = chosen(PLAYBOOK, debtor, None, None)
        assert plain is not None
        before = PLAYBOOK.levels[plain.rule.level]
        for reason, lasting in product(REASONS, (None, *PERSISTENCES)):
            for confidence in ("weak", "fair", "strong"):
                kept = None if lasting is None else Finding(lasting, confidence, ())
                choice = chosen(PLAYBOOK, debtor, Finding(reason, confidence, ()), kept)
                assert choice is not None
                after = PLAYBOOK.levels[choice.rule.level]
                assert choice.rule.fits(choice.debtor)
                if confidence == "weak":
                    assert choice.rule == plain.rule
                if confidence == "fair":
                    assert (after.credit, set(after.pressure)) == (before.credit, set(before.pressure))
                if confidence == "strong":
                    assert choice.held is None
                for name, (value, accepted) in asked_of(choice.rule, choice.debtor).items():
                    assert name == "disputed" or value in accepted


def test_a_suggestion_names_the_rule_it_would_lead_to() -> None:
    fair = chosen(PLAYBOOK, LATE, Finding("cash_trouble", "fair", ()), None)
    sure = chosen(PLAYBOOK, LATE, Finding("cash_trouble", "recorded", ()), None)
    assert fair is not None
    assert sure is not None
    assert (fair.rule.level, fair.held and fair.held.id) == ("follow_up", "cash_trouble.early")
    assert (sure.rule.id, sure.held) == ("cash_trouble.early", None)
