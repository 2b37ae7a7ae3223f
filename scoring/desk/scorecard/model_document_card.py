"""The card's own pages of the model document: choices, characteristics with their bins, what was left out."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.desk.reports.document_parts import Grid, Heading, Pairs, Part, Sentence
from scoring.desk.scorecard.bin_wording import verdict_label, verdict_reason
from scoring.desk.scorecard.wording import bin_label, characteristic_label
from scoring.scorecard.card import Bin, Card, Scored
from scoring.text import knows, numbers, say


def headings(lang: str, *names: str) -> tuple[str, ...]:
    """Headings of a table's columns."""
    return tuple(say(f"document.column.{name}", lang) for name in names)


def choices(card: Card, lang: str) -> Iterator[Part]:
    """What the analyst decided, as far as the card's file holds it."""
    made, scaling = card.provenance, card.scaling
    yield Heading(say("document.heading.choices", lang))
    yield Sentence(say(f"document.bins_{'rule' if made.kind == 'fitted' else 'stated'}", lang))
    lines = [
        ("base_points", str(card.base_points)),
        (
            "scaling",
            say(
                "document.scaling",
                lang,
                score=scaling.base_score,
                odds=f"{scaling.base_odds:g}",
                pdo=f"{scaling.pdo:g}",
            ),
        ),
        (
            "link",
            say(
                "document.link",
                lang,
                intercept=f"{card.calibration.intercept:.6g}",
                slope=f"{card.calibration.slope:.6g}",
            ),
        ),
        ("link_source", _source(card, lang)),
    ]
    if made.kind == "fitted":
        lines.append(("forced", _by_hand(card, lang)))
        lines += [("notes", "; ".join(_note(name, value, lang) for name, value in made.notes))] if made.notes else []
    yield Pairs(tuple((say(f"document.line.{name}", lang), text) for name, text in lines))


def characteristics(card: Card, lang: str) -> Iterator[Part]:
    """One table of all characteristics, then one of the bins of each."""
    yield Heading(say("document.heading.characteristics", lang))
    names = ("characteristic", "verdict", "trend", "information_value", "coefficient", "points")
    yield Grid(headings(lang, *names), tuple(_summary(scored, lang) for scored in card.characteristics), texts=3)
    for scored in card.characteristics:
        yield Heading(characteristic_label(scored.binning.name, lang), 3)
        reason = verdict_reason(scored.binning, lang)
        yield from [Sentence(reason)] if reason else []
        yield _bins(scored, lang)


def left_out(card: Card, lang: str) -> Iterator[Part]:
    """Characteristics that a fit did not take, each with its reason; nothing for a card without any."""
    dropped = card.provenance.dropped
    if dropped:
        yield Heading(say("document.heading.left_out", lang))
        rows = tuple((characteristic_label(name, lang), say(f"document.dropped.{why}", lang)) for name, why in dropped)
        yield Grid(headings(lang, "characteristic", "reason"), rows, texts=2)


def _source(card: Card, lang: str) -> str:
    link = card.calibration
    return say(f"document.source.{link.source}", lang, rows=link.rows, bads=link.bads)


def _by_hand(card: Card, lang: str) -> str:
    named = [
        characteristic_label(scored.binning.name, lang) for scored in card.characteristics if scored.binning.by_hand
    ]
    return say("attribute.joined_by", lang).join(named) or say("document.none", lang)


def _note(name: str, value: str, lang: str) -> str:
    """A note of the fit in words; one without words as it stands in the file."""
    for key in (f"document.note.{name}_{value}", f"document.note.{name}"):
        if knows(key):
            return say(key, lang, value=value)
    return f"{name} = {value}"


def _summary(scored: Scored, lang: str) -> tuple[str, ...]:
    binning = scored.binning
    points = [b.points for b in binning.bins if b.points is not None]
    return (
        characteristic_label(binning.name, lang),
        verdict_label(binning, lang),
        say(f"document.trend.{binning.trend}", lang) if binning.kind == "number" else "",
        "" if scored.coefficient is None else numbers.decimal(binning.information_value, lang, 3),
        "" if scored.coefficient is None else numbers.decimal(scored.coefficient, lang, 3),
        f"{min(points)} … {max(points)}",
    )


def _bins(scored: Scored, lang: str) -> Grid:
    """A fitted card's bins with their counts; an expert's have points only."""
    bins, rows = scored.binning.bins, sum(b.goods + b.bads for b in scored.binning.bins)
    name = scored.binning.name
    if not rows:
        stated = tuple((bin_label(name, b, lang), str(b.points)) for b in bins)
        return Grid(headings(lang, "attribute", "points"), stated)
    told = tuple((bin_label(name, b, lang), *_counts(b, rows, lang), str(b.points)) for b in bins)
    return Grid(headings(lang, "attribute", "goods", "bads", "share", "bad_rate", "woe", "points"), told)


def _counts(b: Bin, rows: int, lang: str) -> tuple[str, ...]:
    own = b.goods + b.bads
    return (
        numbers.whole(b.goods, lang),
        numbers.whole(b.bads, lang),
        numbers.percent(own / rows, lang),
        numbers.percent(b.bads / own, lang) if own else "",
        numbers.decimal(b.woe, lang, 3),
    )
