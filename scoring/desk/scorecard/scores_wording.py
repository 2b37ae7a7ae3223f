"""Ratings, reasons, differences between versions and proposed limits in the reader's language."""

from __future__ import annotations

from decimal import Decimal

from scoring.desk.scorecard.scores import Loss
from scoring.desk.scorecard.versions import EXPERT, Version
from scoring.desk.scorecard.wording import bin_label, characteristic_label
from scoring.scorecard.card import Card
from scoring.scorecard.use.difference import Difference
from scoring.scorecard.use.limits_rule import Proposal
from scoring.scorecard.use.reasons import Lift
from scoring.text import knows, numbers, say


def rating_label(rating: str, lang: str) -> str:
    """A rating in a word.

    >>> rating_label("prime", "en"), rating_label("in_default", "zh")
    ('Prime', '已违约')
    """
    return say(f"rating.{rating}", lang)


def version_label(version: Version, lang: str) -> str:
    """ "Version 3: Spring card", or that the expert's card is in use because no version is approved."""
    if version.number == EXPERT:
        return say("scores.expert_in_use", lang, name=version.card.name)
    return say("scores.version_named", lang, version=version.number, name=version.card.name)


def card_label(version: Version, lang: str) -> str:
    """ "Version 3: Spring card", or "Expert's card", whether it is in use or not."""
    return say("scores.expert_named", lang) if version.number == EXPERT else version_label(version, lang)


def reason_text(loss: Loss, lang: str) -> str:
    """Why points are lost and how many; for a missing value, that it is not known.

    >>> reason_text(Loss("overdue_share", 11, True), "en"), reason_text(Loss("overdue_share", 8, False), "en")
    ('A large share of what is open is overdue (-11)', 'Not known: Overdue share (-8)')
    """
    name, points = loss.characteristic, numbers.whole(loss.lost, lang)
    if not loss.known:
        return say("scores.reason_unknown", lang, name=characteristic_label(name, lang), points=points)
    key = f"characteristic.{name}.reason"
    return say("scores.reason", lang, reason=say(key, lang) if knows(key) else name, points=points)


def lift_text(lift: Lift, card: Card, lang: str) -> str:
    """One way up: the class and score it leads to, and each thing to change, from where to where."""
    binnings = {scored.binning.name: scored.binning for scored in card.characteristics}
    changes = []
    for change in lift.changes:
        bins = binnings[change.characteristic].bins
        told = {"name": characteristic_label(change.characteristic, lang), "points": change.gained}
        now, then = (bin_label(change.characteristic, bins[at], lang) for at in (change.bin, change.to_bin))
        changes.append(say("scores.lift_change", lang, now=now, then=then, **told))
    joined = say("scores.lift_and", lang).join(changes)
    return say("scores.lift", lang, rating=rating_label(lift.rating, lang), score=lift.score, changes=joined)


def difference_sentence(difference: Difference, lang: str) -> str:
    """One difference between two versions.

    >>> difference_sentence(("line", {"rating": "prime", "before": 620, "after": 630}), "en")
    'Prime begins at 630 points instead of 620.'
    """
    code, facts = difference
    told: dict[str, object] = dict(facts)
    if "characteristic" in told:
        told["characteristic"] = characteristic_label(str(told["characteristic"]), lang)
    if "rating" in told:
        told["rating"] = rating_label(str(told["rating"]), lang)
    if code == "calibration":
        told["source"] = say(f"scores.calibrated.{told['source']}", lang)
    return say(f"scores.difference.{code}", lang, **told)


def proposal_text(proposal: Proposal, currency: str, lang: str) -> str:
    """The proposed terms and limit with the arithmetic that led to them."""
    told = {
        "terms": proposal.terms_days,
        "rating": rating_label(proposal.rating, lang),
        "habit": say(f"scores.habit.{proposal.habit}", lang),
        "rating_factor": _plain(proposal.rating_factor),
        "habit_factor": _plain(proposal.habit_factor),
    }
    if proposal.limit is None or proposal.monthly_sales is None:
        return say("scores.proposal_no_sales", lang, **told)
    amounts = {
        "limit": numbers.written(int(proposal.limit), lang),
        "sales": proposal.monthly_sales,
        "currency": currency,
    }
    return say("scores.proposal", lang, **told, **amounts)


def _plain(factor: Decimal) -> str:
    return f"{factor:f}"
