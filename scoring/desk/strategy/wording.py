"""Reasons, their evidence and the rule that counts, in words."""

from __future__ import annotations

from collections.abc import Mapping

from scoring.desk.strategy.standings import Standing
from scoring.strategy.cases.reasons import Evidence, Finding
from scoring.strategy.playbook.choose import asked_of
from scoring.text import knows, numbers, say

WORDS = {"nature": "nature", "severity": "bucket", "rating": "rating", "size": "size"}
"""Where the words of a condition's values stand; those of sizes are the customer list's own."""


def evidence_text(evidence: Evidence, lang: str) -> str:
    """One thing that speaks for a reason.

    >>> evidence_text(Evidence("over_limit", {"share": 1.4}), "en")
    '140.0% of its credit limit is used'
    """
    shares = {name: numbers.percent(value, lang) for name, value in evidence.facts.items() if isinstance(value, float)}
    return say(f"arrears_evidence.{evidence.code}", lang, **{**evidence.facts, **shares})


def finding_text(finding: Finding, lang: str, area: str = "arrears_reason") -> str:
    """A reason (or how lasting it is, of the area "persistence") with how sure it is and all that speaks for it."""
    told = say("arrears_and", lang).join(evidence_text(one, lang) for one in finding.evidence)
    confidence = say(f"arrears_confidence.{finding.confidence}", lang)
    return say(
        "arrears_finding", lang, value=say(f"{area}.{finding.value}", lang), confidence=confidence, evidence=told
    )


def trace(standing: Standing, lang: str) -> tuple[str, ...]:
    """Why the rule of a standing counts: each of its conditions with the fact that met it."""
    asked = asked_of(standing.rule, standing.debtor)
    told = tuple(_met(standing, name, value, lang) for name, (value, _) in asked.items())
    return told or (say("trace.always", lang),)


def held_text(standing: Standing, lang: str) -> str | None:
    """Which rule would count if what is only suggested were recorded; None where none would."""
    if standing.held is None or standing.held_level is None:
        return None
    asked = standing.held.reason, standing.held.persistence
    lasting = standing.lasting.value if standing.lasting else ""
    what = [say(f"arrears_reason.{standing.why.value}", lang)] if standing.why.value in asked[0] else []
    what += [say(f"persistence.{lasting}", lang)] if lasting in asked[1] else []
    level = standing.held_level.name[lang]
    return say("trace.held", lang, what=" · ".join(what), rule=standing.held.id, level=level)


def _met(standing: Standing, name: str, value: str, lang: str) -> str:
    if name == "reason":
        return say("trace.reason", lang, finding=finding_text(standing.why, lang))
    if name == "persistence" and standing.lasting:
        return say("trace.persistence", lang, finding=finding_text(standing.lasting, lang, "persistence"))
    if name == "disputed":
        return say("trace.disputed", lang, amount=f"{numbers.money(standing.overdue, lang)} {standing.currency}")
    assumed = name == "nature" and standing.nature_assumed
    facts: Mapping[str, object] = {"days": standing.oldest_days} if name == "severity" else {}
    word = f"{WORDS[name]}.{value}"
    told = say(word, lang) if knows(word) else value
    return say("trace.nature_assumed" if assumed else f"trace.{name}", lang, value=told, **facts)
