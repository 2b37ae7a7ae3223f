"""Practice: written cases are whole and follow the playbook, wrong answers are wrong, marking says why, what went wrong
comes again."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest

from scoring.errors import ScoringError
from scoring.strategy.law import read_laws
from scoring.strategy.playbook.choose import rule_for, step_due
from scoring.strategy.playbook.read import RATINGS, read_playbook
from scoring.strategy.playbook.terms import SEVERITIES, Debtor, Playbook
from scoring.strategy.training import classify, excuses, lessons, practice, steps
from scoring.strategy.training.classify import Verdict
from scoring.strategy.training.lessons import Lesson, read_lessons
from scoring.strategy.training.practice import Item
from scoring.strategy.training.terms import Answer, Case, Claim, Question, Remark, Scored, mark
from scoring.terms import Nature
from tests.house import PROJECT

FOLDER = PROJECT / "data" / "playbook"
LEVELS, RULES, EXCUSES, LAW, LESSONS = (
    (FOLDER / f"{name}.toml").read_text("utf-8") for name in ("levels", "rules", "excuses", "law", "lessons")
)
PLAYBOOK, LAWS = read_playbook(LEVELS, RULES, EXCUSES), read_laws(LAW)
WRITTEN = read_lessons(LESSONS, LAWS)
DAYS = {"not_due": 0, "light": 12, "moderate": 48, "severe": 130}
MONDAY = date(2026, 3, 2)
SEEDS = [f"seed {n}" for n in range(8)]


def well_made(question: Question) -> None:
    """Two choices at least, each another; what is right is offered, what is wrong says why."""
    for part in question.parts:
        ids = [choice.id for choice in part.choices]
        assert len(ids) == len(set(ids)) >= 2
        assert set(part.right) <= set(ids)
        assert part.why
        for choice in part.choices:
            marked = mark(part, choice.id)
            assert marked.correct == (choice.id in part.right)
            assert (marked.why_not is None) == marked.correct


@pytest.mark.parametrize("lesson", WRITTEN.values(), ids=lambda lesson: lesson.id)
def test_a_written_case_says_what_the_playbook_says(lesson: Lesson) -> None:
    """The rule and level written beside a case are those that the shipped playbook gives its debtor; the days are in the
    class of arrears; a step asked for is due."""
    assert 2 <= len(lessons.questions(lesson, PLAYBOOK, "a")) == len(lesson.steps) <= 4
    if lesson.debtor is not None:
        rule = rule_for(PLAYBOOK, lesson.debtor)
        assert rule is not None
        assert (rule.id, rule.level) == (lesson.rule, lesson.level)
        at = {"light": (1, 30), "moderate": (31, 90), "severe": (91, 9999)}[lesson.debtor.severity]
        assert at[0] <= lesson.days <= at[1]
        assert step_due(PLAYBOOK.levels[rule.level], lesson.days) is not None
        assert {name for step in lesson.steps for name in step.beside} <= set(PLAYBOOK.levels) - {lesson.level}
    for question in lessons.questions(lesson, PLAYBOOK, "a"):
        well_made(question)


def test_there_are_the_cases_that_were_asked_for() -> None:
    assert {"terms_unchecked", "first_buyer", "partner_in_trouble", "year_end_office", "evening_call"} <= set(WRITTEN)
    assert {"time_runs_out", "twenty_short", "large_account"} <= set(WRITTEN)


def test_figures_of_cases_by_hand() -> None:
    """40,000 a month over 102 days = 136,000, earned back by 680,000 at 20%. 2.4 M / 1.6 M = 1.5; 2.9 / 5 = 58%;
    420 / 105 = 4. (180,000 - 24,000) / 6 = 26,000 = 43.3% of 60,000. 200,000 x 0.05% x 40 = 4,000; at 8% a year the same
    days cost 1,753.42. Three years after 2023-10-16. 85% - 78% = 7%."""
    found = {name: value for lesson in WRITTEN.values() for name, value in lesson.figures.items()}
    assert (found["exposure_owed"], found["exposure_sales_needed"]) == (136_000, 680_000)
    assert (found["ratios_current_ratio"], found["ratios_debt_share"], found["ratios_cover_ratio"]) == (1.5, 0.58, 4.0)
    assert (found["long_heaviest"], round(float(str(found["long_strain_share"])), 3)) == (26_000, 0.433)
    assert (found["interest_interest"], found["interest_cost"]) == (4_000, Decimal("1753.42"))
    assert (found["really_ends"], found["provable_ends"]) == (date(2026, 10, 16), date(2028, 3, 1))
    assert round(float(str(found["take_gain_share"])), 6) == 0.07


BROKEN = [
    ('right = true, en = "Check its credit', 'en = "Check its credit', "terms_unchecked", "choice"),
    ("above = 120000", "above = 140000", "terms_unchecked", "holds"),
    ("{ratios_cover_ratio}. Below", "{ratios_cover}. Below", "first_buyer", "why"),
    ("instalments = 6,", "instalments = 0,", "partner_in_trouble", "figure"),
    ('zh = "第二次失信" }', 'zh = "" }', "second_promise", "title"),
]


@pytest.mark.parametrize(("good", "bad", "lesson", "field"), BROKEN)
def test_a_case_that_is_not_whole_is_refused(good: str, bad: str, lesson: str, field: str) -> None:
    assert good in LESSONS
    with pytest.raises(ScoringError) as stop:
        read_lessons(LESSONS.replace(good, bad), LAWS)
    assert (stop.value.code, stop.value.facts) == ("lesson_invalid", {"lesson": lesson, "field": field})


@pytest.mark.parametrize(("nature", "severity", "rating"), list(product(Nature, SEVERITIES, RATINGS)))
def test_every_class_of_debtor_can_be_asked_the_next_step(nature: Nature, severity: str, rating: str) -> None:
    """Where a step is due, it is the right one, under every seed; no wrong one says the same, and whoever looks only for
    what is said twice learns nothing: either nothing is, or two things are."""
    debtor = Debtor(str(nature), severity, rating)  # type: ignore[arg-type]
    rule = rule_for(PLAYBOOK, debtor)
    assert rule is not None
    right = step_due(PLAYBOOK.levels[rule.level], DAYS[severity])
    for seed in SEEDS if right else ():
        question = steps.question(PLAYBOOK, debtor, rule, DAYS[severity], None, seed)
        well_made(question)
        (part,) = question.parts
        said = {choice.id: choice.said for choice in part.choices}
        assert isinstance(remark := said[part.right[0]], Remark)
        assert (remark.facts["owner"], remark.facts["told"]) == (right.owner, right.told)  # type: ignore[union-attr]
        texts = [str(one.facts["told"]) for one in said.values() if isinstance(one, Remark)]
        assert sorted(map(texts.count, set(texts))) in ([1] * 4, [1] * 3, [2, 2], [1, 1, 2], [2])


def test_an_edited_playbook_is_what_is_asked() -> None:
    """Prime commercial debtors a little late are guarded instead of reminded: question and case answer by the new rule."""
    at = RULES.index('id = "commercial.light.ordinary"')
    edited = read_playbook(LEVELS, RULES[:at] + RULES[at:].replace('"routine"', '"guard"', 1), EXCUSES)
    debtor = Debtor("commercial", "light", "ordinary")
    rule = rule_for(edited, debtor)
    assert rule is not None
    (part,) = steps.question(edited, debtor, rule, 12, None, "a").parts
    assert part.right[0].startswith("guard:")
    unchecked = lessons.questions(WRITTEN["terms_unchecked"], edited, "a")[1]
    assert unchecked.parts[0].right == ("guard",)


@pytest.mark.parametrize("item", excuses.items(PLAYBOOK), ids=lambda item: item.id)
def test_an_excuse_is_answered_by_its_own_answer_alone(item: Item) -> None:
    _, name, aspect = item.id.split(".")
    question = excuses.question(PLAYBOOK, name, aspect, "a")
    well_made(question)
    (part,) = question.parts
    assert part.right == (name,)
    assert len(part.choices) == 4
    assert all(PLAYBOOK.excuses[c.id].reason != PLAYBOOK.excuses[name].reason for c in part.choices if c.id != name)


def test_the_right_answer_stands_anywhere() -> None:
    """Over a whole sitting's seed the right one of four is in each place about as often: 10 to 40% of all excuses; and
    questions of one sitting do not share their wrong answers."""
    for seed in SEEDS[:3]:
        parts = [excuses.question(PLAYBOOK, *item.id.split(".")[1:], seed).parts[0] for item in excuses.items(PLAYBOOK)]
        places = [[choice.id for choice in part.choices].index(part.right[0]) for part in parts]
        assert all(0.1 <= places.count(place) / len(places) <= 0.4 for place in range(4))
        wrong = {frozenset(choice.id for choice in part.choices) - set(part.right) for part in parts}
        assert len(wrong) > 0.8 * len(parts)


def test_every_excuse_can_be_practised() -> None:
    assert {item.id.split(".")[1] for item in excuses.items(PLAYBOOK)} == set(PLAYBOOK.excuses)


def test_a_debtor_is_classed_by_what_is_shown() -> None:
    """The oldest claim of 95 days is disputed, the next is 31 days late: moderate. 677 - 70 = 607 points: ordinary."""
    scored = Scored((("overdue_share", 40, True),), 30, 677, 607, 620, 560)
    case = Case((Claim(95, 40, True), Claim(31, 60, False)), (), "Ltd", scored)
    question = classify.question(case, Verdict(Debtor("commercial", "moderate", "ordinary"), MONDAY, 31, 90))
    well_made(question)
    right = {part.topic: part.right for part in question.parts}
    assert right["classify.severity"] == ("moderate",)
    assert right["classify.rating"] == ("ordinary",)
    assert right["classify.nature"] == ("commercial",)
    assert right["classify.reason"] == ("unknown",)
    severity = next(part for part in question.parts if part.topic == "classify.severity")
    assert [one.code for one in severity.why if isinstance(one, Remark)] == ["severity", "severity_disputed"]


def answer(item: str, correct: bool, day: date = MONDAY, sitting: int = 1, number: int = 1, size: int = 10) -> Answer:
    return Answer("Kim", day, sitting, number, size, item, "excuse.x", "a", correct)


def test_what_went_right_rests_longer_each_time() -> None:
    """Right on Monday: back on Tuesday. Right again then: back three days later. Wrong after that: back at once."""
    first = [answer("i", True)]
    assert practice.resting(first, MONDAY) == {"i"}
    tuesday = MONDAY + timedelta(days=1)
    assert practice.resting(first, tuesday) == set()
    second = [*first, answer("i", True, tuesday)]
    assert practice.resting(second, tuesday + timedelta(days=2)) == {"i"}
    assert practice.resting(second, tuesday + timedelta(days=3)) == set()
    assert practice.resting([*second, answer("i", False, tuesday, 2)], tuesday) == set()


def test_one_wrong_part_makes_the_item_wrong() -> None:
    """Two parts of a question, or two steps of a written case; three right steps of one sitting are one right answer."""
    assert practice.resting([answer("i", True), answer("i", False)], MONDAY) == set()
    assert practice.resting([answer("i", True, number=8), answer("i", False, number=9)], MONDAY) == set()
    case = [answer("i", True, number=number) for number in (8, 9, 10)]
    assert practice.resting(case, MONDAY + timedelta(days=1)) == set()


def test_a_sitting_is_ten_questions_and_the_same_again() -> None:
    items = [
        Item(f"{kind}.{n}", kind, (f"{kind}.x",)) for kind in ("classify", "next_step", "excuse") for n in range(30)
    ]
    items += [Item(f"lesson.{n}", "lesson", (f"lesson.{n}",), 3) for n in range(4)]
    drawn = practice.draw(items, [], "Kim", MONDAY)
    assert sum(item.questions for item in drawn) == 10
    assert [item.kind for item in drawn].count("lesson") == 1
    assert drawn[-1].kind == "lesson"
    assert all([item.kind for item in drawn].count(kind) >= 2 for kind in ("classify", "next_step", "excuse"))
    assert practice.draw(items[::-1], [], "Kim", MONDAY) == drawn
    assert practice.draw(items, [], "Lee", MONDAY) != drawn


def test_a_weak_topic_comes_more_often() -> None:
    """Twenty excuses of two reasons; one always wrong, the other always right so far: over 100 sittings of four, the weak
    reason has most of the questions."""
    items = [
        Item(f"excuse.{topic}.{n}", "excuse", (f"excuse.{topic}",)) for topic in ("weak", "sure") for n in range(10)
    ]
    past = [
        Answer("Kim", date(2026, 1, 5), 1, n, 10, "old", f"excuse.{topic}", "a", topic == "sure")
        for topic in ("weak", "sure")
        for n in range(10)
    ]
    drawn = [item.topics[0] for n in range(100) for item in practice.draw(items, past, f"Kim {n}", MONDAY, size=4)]
    assert drawn.count("excuse.weak") > 0.8 * len(drawn)


def test_a_sitting_goes_on_where_it_was_left() -> None:
    """Three of ten answered: number four is next. All ten: the second sitting. Tomorrow: the first again."""
    three = [answer("i", True, number=n) for n in (1, 2, 3)]
    assert practice.standing(three, MONDAY) == (1, 4)
    assert practice.standing([*three, answer("i", True, number=10)], MONDAY) == (2, 1)
    assert practice.standing(three, MONDAY + timedelta(days=1)) == (1, 1)
    assert practice.before(three, MONDAY, 1) == []


def test_a_playbook_without_other_levels_still_asks() -> None:
    """One level for everybody: the step in other hands is what is left to choose from."""
    level = LEVELS[LEVELS.index("[courtesy]") : LEVELS.index("[care]")].replace('"care"', '"courtesy"')
    level = level.replace('"before_due"', '"courtesy"')
    one = read_playbook(level, '[[rule]]\nid = "all"\nlevel = "courtesy"\n', EXCUSES)
    assert isinstance(one, Playbook)
    well_made(steps.question(one, Debtor("commercial", "light", "prime"), one.rules[0], 26, None, "a"))
