"""Questions on what kind of debtor somebody is: nature, how late, which class of the scorecard, why, and how lasting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from scoring.strategy.cases.reasons import UNKNOWN, Finding
from scoring.strategy.playbook.terms import PERSISTENCES, REASONS, SEVERITIES, Debtor
from scoring.strategy.training.practice import Item
from scoring.strategy.training.shown import evidence_told
from scoring.strategy.training.terms import Case, Choice, Part, Question, Remark, Saying
from scoring.terms import Nature

RATINGS = ("prime", "ordinary", "risky", "in_default")


@dataclass(frozen=True)
class Verdict:
    """What the program says of a case on `as_of`: the debtor as the rules see it, days past due of its oldest undisputed
    claim, why it may not pay (the likeliest first), how lasting that looks (None = nothing says so), and from how many days
    past due a debtor counts as in default."""

    debtor: Debtor
    as_of: date
    oldest_days: int
    default_days: int
    reasons: tuple[Finding, ...] = (UNKNOWN,)
    lasting: Finding | None = None


def item(debtor: Debtor) -> Item:
    """A cell of the grid as something to practise."""
    topics = ("classify.severity", "classify.rating", "classify.nature", "classify.reason")
    return Item(f"classify.{cell_of(debtor)}", "classify", topics)


def cell_of(debtor: Debtor) -> str:
    """Nature, severity and rating as one name.

    >>> cell_of(Debtor("commercial", "light", "prime"))
    'commercial.light.prime'
    """
    return f"{debtor.nature}.{debtor.severity}.{debtor.rating}"


def question(case: Case, verdict: Verdict) -> Question:
    """Everything about a case that what is shown of it decides."""
    return Question(f"classify.{cell_of(verdict.debtor)}", "classify", tuple(_parts(case, verdict)), case=case)


def _parts(case: Case, verdict: Verdict) -> Iterator[Part]:
    if case.name_part is not None:
        yield _nature(case, verdict.debtor)
    yield _severity(case, verdict)
    if verdict.debtor.rating == "in_default" or case.scored is not None:
        yield _rating(case, verdict)
    if verdict.oldest_days > 0 and not verdict.reasons[0].recorded:
        yield _reason(verdict)
    if verdict.lasting is not None and not verdict.lasting.recorded:
        yield _found("persistence", (verdict.lasting.value,), PERSISTENCES, verdict.lasting, verdict.as_of)


def _nature(case: Case, debtor: Debtor) -> Part:
    why = Remark(f"nature_{debtor.nature}", {"name_part": case.name_part or ""})
    wrong = Remark("nature_wrong", {"nature": debtor.nature})
    return _part("nature", (str(debtor.nature),), tuple(Nature), (why,), dict.fromkeys(Nature, wrong))


def _severity(case: Case, verdict: Verdict) -> Part:
    severity, days = verdict.debtor.severity, verdict.oldest_days
    facts = {"days": max(days, 0), "severity": severity}
    code = "severity_in_dispute" if verdict.debtor.disputed else "severity"
    why: list[Saying] = [Remark("severity_not_due" if severity == "not_due" else code, facts)]
    older = [claim.days_past_due for claim in case.claims if claim.disputed and claim.days_past_due > days]
    if older:
        why.append(Remark("severity_disputed", {"days": max(older)}))
    wrong = {
        str(name): why[0] if days <= 0 else Remark("severity_wrong", facts | {"severity": name}) for name in SEVERITIES
    }
    return _part("severity", (severity,), SEVERITIES, why, wrong)


def _rating(case: Case, verdict: Verdict) -> Part:
    rating, scored = verdict.debtor.rating, case.scored
    if rating == "in_default" or scored is None:
        why = Remark("rating_in_default", {"days": verdict.default_days})
        wrong = {name: Remark("rating_no_score", {"days": verdict.default_days}) for name in RATINGS}
        return _part("rating", ("in_default",), RATINGS, (why,), wrong)
    facts = {
        "best": scored.best, "lost": scored.best - scored.score, "score": scored.score, "rating": rating,
        "prime_from": scored.prime_from, "ordinary_from": scored.ordinary_from,
    }  # fmt: skip
    better = {name: Remark("rating_too_good", facts) for name in RATINGS[: RATINGS.index(rating)]}
    worse = {name: Remark("rating_too_bad", facts) for name in RATINGS[RATINGS.index(rating) :]}
    default = {"in_default": Remark("rating_not_default", {"days": verdict.default_days})}
    return _part("rating", (rating,), RATINGS, (Remark("rating", facts),), better | worse | default)


def _reason(verdict: Verdict) -> Part:
    """The likeliest reason; others with as much evidence are right, too, and so is "unknown" where there is little."""
    first = verdict.reasons[0]
    values = [one.value for one in verdict.reasons if one.confidence == first.confidence]
    accepted = [*values, "unknown"] if first.confidence == "weak" else values
    return _found("reason", tuple(dict.fromkeys(accepted)), REASONS, first, verdict.as_of)


def _found(what: str, right: tuple[str, ...], offered: Sequence[str], finding: Finding, as_of: date) -> Part:
    named = Remark(f"{what}_found", {what: finding.value, "confidence": finding.confidence})
    wrong = {name: Remark(f"{what}_wrong", {what: name}) for name in offered}
    return _part(what, right, offered, (named, *(evidence_told(one, as_of) for one in finding.evidence)), wrong)


def _part(
    topic: str, right: tuple[str, ...], offered: Sequence[str], why: Sequence[Saying], wrong: Mapping[str, Saying]
) -> Part:
    """Choices in the order of the scale; their words are those of the code."""
    names = [str(name) for name in offered]
    choices = tuple(Choice(n, Remark("word", {topic: n}), None if n in right else wrong[n]) for n in names)
    return Part(f"classify.{topic}", Remark(f"classify_{topic}"), choices, right, tuple(why))
