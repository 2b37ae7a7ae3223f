"""The shipped playbook answers for every debtor; a playbook with a hole in it is refused with its place."""

from __future__ import annotations

from itertools import product

import pytest

from scoring.errors import ScoringError
from scoring.strategy.playbook.choose import rule_for, step_after, step_due
from scoring.strategy.playbook.read import LANGUAGES, RATINGS, read_playbook
from scoring.strategy.playbook.terms import PERSISTENCES, REASONS, SEVERITIES, Debtor, Playbook
from scoring.terms import Nature
from tests.house import PROJECT

FOLDER = PROJECT / "data" / "playbook"
LEVELS, RULES, EXCUSES = ((FOLDER / f"{name}.toml").read_text("utf-8") for name in ("levels", "rules", "excuses"))
CELLS = list(product(Nature, SEVERITIES, RATINGS))


@pytest.fixture(scope="module")
def playbook() -> Playbook:
    return read_playbook(LEVELS, RULES, EXCUSES)


@pytest.mark.parametrize(("nature", "severity", "rating"), CELLS)
def test_every_cell_has_a_whole_strategy_in_both_languages(
    playbook: Playbook, nature: str, severity: str, rating: str
) -> None:
    rule = rule_for(playbook, Debtor(nature, severity, rating))  # type: ignore[arg-type]
    assert rule is not None
    level = playbook.levels[rule.level]
    for lang in LANGUAGES:
        assert level.name[lang]
        assert level.posture[lang]
        assert all(step.told[lang] for step in level.steps)


def test_every_excuse_has_an_answer_in_both_languages(playbook: Playbook) -> None:
    assert len(playbook.excuses) >= 20
    for excuse in playbook.excuses.values():
        for told in (excuse.says, excuse.may_mean, excuse.ask, excuse.say, excuse.offer, excuse.escalate):
            assert all(told[lang].strip() for lang in LANGUAGES)
    assert {excuse.reason for excuse in playbook.excuses.values()} == set(REASONS) - {"unknown"}


def level_of(playbook: Playbook, debtor: Debtor) -> str:
    rule = rule_for(playbook, debtor)
    assert rule is not None
    return rule.level


LAST_DAY = {"not_due": 1, "light": 30, "moderate": 90, "severe": 120}


def test_every_rule_leads_to_a_level_that_does_something_while_it_counts(playbook: Playbook) -> None:
    """A claim 40 days late whose level begins on day 91 would lie there for 51 days."""
    idle = [
        (rule.id, severity)
        for rule in playbook.rules
        for severity in (rule.severity or ("light", "moderate", "severe"))
        if playbook.levels[rule.level].steps[0].day > LAST_DAY[severity]
    ]
    assert idle == []


def test_every_reason_and_persistence_is_asked_for_by_a_rule(playbook: Playbook) -> None:
    assert {value for rule in playbook.rules for value in rule.reason} == set(REASONS) - {"unknown"}
    assert {value for rule in playbook.rules for value in rule.persistence} == set(PERSISTENCES)
    assert {rule.level for rule in playbook.rules if "cash_trouble" in rule.reason} >= {"plan_early", "partner_plan"}
    assert {rule.level for rule in playbook.rules if "deliberate" in rule.reason} == {"stand_firm", "recover"}


def test_prime_is_handled_gently_and_risky_firmly(playbook: Playbook) -> None:
    tones = ["friendly", "neutral", "firm", "final"]
    for severity in ("light", "moderate", "severe"):
        hardest = [
            max(tones.index(step.tone) for step in playbook.levels[level_of(playbook, debtor)].steps)
            for debtor in (Debtor("commercial", severity, rating) for rating in ("prime", "ordinary", "risky"))
        ]
        assert hardest == sorted(hardest)


def test_a_dispute_and_its_reason_go_before_the_grid(playbook: Playbook) -> None:
    assert level_of(playbook, Debtor("commercial", "severe", "risky", disputed=True)) == "clarify"
    assert level_of(playbook, Debtor("commercial", "moderate", "ordinary", reason="admin_error")) == "courtesy"
    assert level_of(playbook, Debtor("commercial", "moderate", "prime", size="large")) == "account_plan"
    assert level_of(playbook, Debtor("commercial", "moderate", "prime", size="small")) == "care"


def test_steps_come_by_their_day_and_none_twice(playbook: Playbook) -> None:
    routine = playbook.levels["routine"]
    first, second, third = routine.steps
    assert step_due(routine, first.day - 1) is None
    assert step_due(routine, first.day) == first
    assert step_due(routine, second.day, done_until_day=first.day) == second
    assert step_due(routine, second.day, done_until_day=second.day) is None
    assert step_after(routine, second.day) == third
    assert step_after(routine, third.day) is None


BROKEN = [
    (LEVELS + "[x", RULES, EXCUSES, "playbook_not_toml", "levels"),
    (LEVELS.replace('channel = "visit"', 'channel = "pigeon"', 1), RULES, EXCUSES, "playbook_entry", "pigeon"),
    (LEVELS, RULES.replace('level = "guard"', 'level = "gard"', 1), EXCUSES, "playbook_entry", "gard"),
    (LEVELS, RULES.replace('rating = ["risky"]', 'rating = ["riski"]', 1), EXCUSES, "playbook_entry", "riski"),
    (LEVELS, RULES.replace('id = "due"\n', 'id = "large"\n', 1), EXCUSES, "playbook_entry", "large"),
    (LEVELS, RULES.split('[[rule]]\nid = "government.severe.risky"')[0], EXCUSES, "playbook_gap", "government"),
    (LEVELS, RULES, EXCUSES.replace('reason = "service"', 'reason = "mood"', 1), "playbook_entry", "mood"),
]


@pytest.mark.parametrize(("levels", "rules", "excuses", "code", "named"), BROKEN)
def test_a_broken_playbook_is_refused_with_its_place(
    levels: str, rules: str, excuses: str, code: str, named: str
) -> None:
    with pytest.raises(ScoringError) as stop:
        read_playbook(levels, rules, excuses)
    assert stop.value.code == code
    assert named in stop.value.facts.values()
