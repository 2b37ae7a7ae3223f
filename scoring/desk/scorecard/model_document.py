"""The model document of a version of the scorecard: all that an auditor asks, from the store, in either language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from scoring.desk.reports.document_parts import (
    Grid,
    Heading,
    Items,
    Pairs,
    Part,
    Sentence,
    Signatures,
    as_html,
    as_markdown,
)
from scoring.desk.scorecard import model_document_card as of_card
from scoring.desk.scorecard import model_document_checks as of_checks
from scoring.desk.scorecard import versions as scorecard_versions
from scoring.desk.scorecard.bad_definitions import bad_definitions
from scoring.desk.scorecard.model_document_card import headings
from scoring.desk.scorecard.validation import Validated, validated
from scoring.scorecard.card import Card, Target
from scoring.scorecard.definition import BadDefinition, BadDefinitions
from scoring.store import Store
from scoring.text import numbers, say

Format = Literal["html", "md"]
FORMATS: tuple[Format, ...] = ("html", "md")


@dataclass(frozen=True)
class Evidence:
    """Everything that the document is written from, in any language and format."""

    entity: str
    loaded_at: str
    checked: Validated
    definitions: BadDefinitions
    history: list[dict[str, Any]]


def evidence(store: Store, number: int | None = None) -> Evidence:
    """Gather what is known of a version (None = the one in use). Raises ScoringError as `validated`."""
    checked = validated(store, number)
    target = checked.developed.target
    definitions = bad_definitions(store, material_share=target.material_share, material_amount=target.material_amount)
    loaded = (store.one("extent", {}) or {}).get("last_import_at")
    events = [event for event in scorecard_versions.history(store) if event["version"] == checked.version.number]
    entity = store.setting("entity") or store.path.stem
    return Evidence(entity, f"{loaded:%Y-%m-%d %H:%M} UTC" if loaded else "", checked, definitions, events)


def model_document(found: Evidence, lang: str, form: Format = "html") -> str:
    """The document as one HTML page for A4 or as Markdown; both say the same."""
    title = say("document.title", lang, name=found.checked.version.card.name)
    parts = list(_parts(found, lang))
    return as_html(title, parts, lang) if form == "html" else as_markdown(title, parts)


def _parts(found: Evidence, lang: str) -> Iterator[Part]:
    card, checks = found.checked.version.card, found.checked.found
    yield from _about(found, lang)
    yield from of_checks.findings(checks, lang)
    yield from _data(found, lang)
    yield from _target(found, lang)
    yield from of_card.choices(card, lang)
    yield from of_card.characteristics(card, lang)
    yield from of_card.left_out(card, lang)
    yield from of_checks.separation(checks, lang, card.provenance.kind)
    yield from of_checks.gains(checks, lang)
    yield from of_checks.classes(checks, card, lang)
    yield from of_checks.calibration(checks, lang)
    yield from of_checks.stability(checks, lang, card.provenance.kind)
    yield from _limits(found, lang)
    yield from _approval(found, lang)


def _pairs(lang: str, *lines: tuple[str, str]) -> Pairs:
    """Labelled lines; one without text is "not stated"."""
    missing = say("document.not_known", lang)
    return Pairs(tuple((say(f"document.line.{name}", lang), text or missing) for name, text in lines))


def _about(found: Evidence, lang: str) -> Iterator[Part]:
    version, made = found.checked.version, found.checked.version.card.provenance
    yield Heading(say("document.heading.about", lang))
    yield Sentence(say("document.purpose", lang, months=found.checked.developed.target.window_months))
    saved = f"{version.made_at:%Y-%m-%d %H:%M} UTC" if version.made_at else ""
    moments = (
        [("saved_at", saved), ("ledger_state", made.made_at)] if made.kind == "fitted" else [("made_at", made.made_at)]
    )
    yield _pairs(
        lang,
        ("entity", found.entity),
        ("version", str(version.number)),
        ("status", say(f"document.status.{version.status}", lang)),
        ("kind", say(f"document.kind.{made.kind}", lang)),
        ("author", version.author),
        *moments,
        ("card_hash", version.card_hash),
    )


def _data(found: Evidence, lang: str) -> Iterator[Part]:
    card, developed = found.checked.version.card, found.checked.developed
    yield Heading(say("document.heading.data", lang))
    yield _pairs(lang, ("loaded", found.loaded_at), *_made_from(card, lang))
    if developed.excluded:
        days = {"count": len(developed.days), "first": developed.days[0], "last": developed.days[-1]}
        yield Sentence(say("document.excluded_from", lang, **days))
        rows = tuple(
            (
                say(f"document.excluded.{reason}", lang),
                numbers.whole(count, lang),
                numbers.whole(developed.excluded_customers[reason], lang),
            )
            for reason, count in developed.excluded.items()
        )
        yield Grid(headings(lang, "reason", "observations", "customers"), rows)


def _made_from(card: Card, lang: str) -> Iterator[tuple[str, str]]:
    """Where a fitted card comes from; an expert's comes from no data."""
    made = card.provenance
    if made.kind == "fitted":
        yield "window", say("document.from_to", lang, first=made.first_period, last=made.last_period)
        rows, bads = numbers.whole(made.rows, lang), numbers.whole(made.bads, lang)
        yield "rows", say("document.rows_bads", lang, rows=rows, bads=bads)
        yield "data_hash", made.data_hash
        yield "seed", str(made.seed)
        yield "libraries", ", ".join(f"{name} {version}" for name, version in made.libraries)


def _target(found: Evidence, lang: str) -> Iterator[Part]:
    stated = found.checked.version.card.provenance.target
    yield Heading(say("document.heading.target", lang))
    told = target_sentence(found.checked.developed.target, lang)
    yield Sentence(told if stated else say("document.no_target", lang) + told)
    yield Sentence(say("document.target_by_source", lang))
    names = (
        "days_past_due",
        "window_months",
        "observations",
        "bad_observations",
        "bad_rate",
        "bad_customers",
        "roll_forward",
    )
    yield Grid(headings(lang, *names), tuple(_definition(row, lang) for row in found.definitions.rows), texts=0)
    yield Sentence(say(found.definitions.reason, lang, **found.definitions.facts))


def target_sentence(target: Target, lang: str) -> str:
    """A definition of bad in words."""
    return say(
        "document.target",
        lang,
        months=target.window_months,
        days=target.days_past_due,
        share=numbers.percent(target.material_share, lang),
        amount=f"{target.material_amount:,.2f}",
    )


def _definition(row: BadDefinition, lang: str) -> tuple[str, ...]:
    counts = (row.days_past_due, row.window_months, row.observations, row.bad_observations)
    return (
        *(numbers.whole(count, lang) for count in counts),
        "" if row.bad_rate is None else numbers.percent(row.bad_rate, lang),
        numbers.whole(row.bads, lang),
        "" if row.roll_forward is None else numbers.percent(row.roll_forward, lang),
    )


def _limits(found: Evidence, lang: str) -> Iterator[Part]:
    """What the model cannot know, as far as it is the same for all cards and as far as this one's facts say."""
    card, train = found.checked.version.card, found.checked.found.train
    yield Heading(say("document.heading.limits", lang))
    first = (
        say("document.limit.expert", lang)
        if card.provenance.kind == "expert"
        else say("document.limit.bads", lang, bads=train.bads, customers=train.bad_customers)
    )
    horizon = say("document.limit.horizon", lang, months=found.checked.developed.target.window_months)
    rest = (say(f"document.limit.{name}", lang) for name in ("population", "selection", "loss", "monitoring"))
    yield Items((first, horizon, *rest))


def _approval(found: Evidence, lang: str) -> Iterator[Part]:
    version = found.checked.version
    yield Heading(say("document.heading.approval", lang))
    if version.approved_by and version.approved_at:
        yield _pairs(
            lang,
            ("approved_by", version.approved_by),
            ("approved_at", f"{version.approved_at:%Y-%m-%d %H:%M} UTC"),
            ("reason", version.reason),
        )
    else:
        yield Sentence(say("document.not_approved", lang))
    if version.one_person:
        yield Sentence(say("document.one_person", lang))
    if found.history:
        rows = tuple(_event(event, lang) for event in found.history)
        yield Grid(headings(lang, "when", "what", "who", "reason"), rows, texts=4)
    yield Signatures(tuple(say(f"document.sign.{who}", lang) for who in ("author", "approver", "auditor")))


def _event(event: dict[str, Any], lang: str) -> tuple[str, ...]:
    moment = f"{event['happened_at']:%Y-%m-%d %H:%M} UTC"
    return (moment, say(f"document.history.{event['kind']}", lang), event["by"] or "", event["reason"] or "")
