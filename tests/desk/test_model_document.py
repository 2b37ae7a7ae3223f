"""The model document of a made-up card: everything that an auditor asks is in it, in both languages and formats."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime

import numpy as np
import pytest

from scoring.desk.scorecard.model_document import FORMATS, Evidence, Format, model_document
from scoring.desk.scorecard.observations import Development
from scoring.desk.scorecard.validation import Validated
from scoring.desk.scorecard.versions import Version
from scoring.scorecard.card import Bin, Card, Provenance, Scored, Target
from scoring.scorecard.definition import BadDefinition, propose
from scoring.scorecard.validation.benchmarks import dumb_rule
from scoring.scorecard.validation.validate import validate
from scoring.text import LANGUAGES, numbers, say
from tests.scorecard.samples import card, number, sample, split

HOSTILE = "<script>|*Kim*"
TRAIN, TEST = split(sample(), "2025-05-31")
CHAPTERS = (
    "about", "findings", "data", "target", "choices", "characteristics", "left_out", "separation", "gains", "classes",
    "calibration", "stability", "limits", "approval",
)  # fmt: skip
HISTORY = [
    {"happened_at": datetime(2025, 7, 3, 9), "kind": "approved", "version": 3, "by": "Ann", "reason": ""},
    {"happened_at": datetime(2025, 7, 2, 9), "kind": "saved", "version": 3, "by": HOSTILE, "reason": "More months"},
]


def fitted() -> Card:
    """The card of samples.py with counts in its bins, one characteristic by hand, and what a fit leaves behind."""
    made = Provenance(
        kind="fitted", author=HOSTILE, made_at="2025-07-01T00:00:00", target=Target(60, 6), first_period="2025-01-31",
        last_period="2025-04-30", rows=1600, bads=int(TRAIN.bad.sum()), data_hash="5eed", seed=7,
        libraries=(("numpy", "2.4.6"),), dropped=(("region", "iv_low"), ("sales_trend", "wrong_sign")),
        notes=(("grades", "pd"), ("searched_rows", "1600")),
    )  # fmt: skip
    late, use = card().characteristics
    return replace(card(), name="First", provenance=made, characteristics=(by_hand(late), use))


def by_hand(scored: Scored) -> Scored:
    """The same with 90 goods and 10 bads in each bin, made by hand and judged strong."""
    bins = tuple(replace(b, goods=90, bads=10) for b in scored.binning.bins)
    reason = (("iv", 0.3), ("bins", 5))
    return replace(scored, binning=replace(scored.binning, bins=bins, by_hand=True, verdict="strong", reason=reason))


def evidence(used: Card, version: Version) -> Evidence:
    found = validate(used, TRAIN, TEST, (dumb_rule(TRAIN, TEST),))
    left_out = ({"thin": 12, "indeterminate": 2238}, {"thin": 5, "indeterminate": 383})
    developed = Development(Target(60, 6), TRAIN, ("A",), (date(2025, 1, 31),), np.zeros(1), *left_out)
    definitions = propose(
        [BadDefinition(60, 6, 2400, 300, 400, 120, 0.695, 18), BadDefinition(90, 6, 2400, 90, 400, 29, None, 18)]
    )
    return Evidence("Alder & Sons", "2025-07-01 08:00 UTC", Validated(version, developed, found), definitions, HISTORY)


def approved() -> Evidence:
    version = Version(
        3, fitted(), "champion", HOSTILE, reason="More months", approved_by="Ann", approved_at=datetime(2025, 7, 3)
    )
    return evidence(fitted(), version)


@pytest.fixture(scope="module")
def found() -> Evidence:
    return approved()


def written(found: Evidence, lang: str, form: Format) -> str:
    """The document as a reader sees it: without tags and escapes."""
    text = model_document(found, lang, form)
    if form == "html":
        text = re.sub(r"<[^>]+>", " ", text.split("<body>")[1])
    for escaped, plain in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#x27;", "'"), ("&amp;", "&")):
        text = text.replace(escaped, plain)
    return re.sub(r"\\(.)", r"\1", text)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("form", FORMATS)
def test_all_that_an_auditor_asks_is_there(found: Evidence, lang: str, form: Format) -> None:
    text = written(found, lang, form)
    headings = re.findall(r"<h2>(.*?)</h2>|^## (.*)$", model_document(found, lang, form), re.MULTILINE)
    assert ["".join(pair) for pair in headings] == [say(f"document.heading.{name}", lang) for name in CHAPTERS]
    for known in ("Alder & Sons", "5eed", "numpy 2.4.6", "2025-01-31", "2,238", "69.5%", "More months", "Ann", HOSTILE):
        assert known in text
    assert say("document.dropped.iv_low", lang) in text
    assert say("characteristic.late_paid_share_12m.name", lang) in text


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("form", FORMATS)
def test_figures_are_those_of_the_validation(found: Evidence, lang: str, form: Format) -> None:
    text, checks = written(found, lang, form), found.checked.found
    area = checks.separation.auc
    assert area.low is not None
    assert f"{area.value:.3f} ({area.low:.3f}–" in text
    assert f"{checks.against[0].lead.value:.3f} (" in text
    assert numbers.percent(checks.ratings[0].expected or 0, lang) in text
    assert numbers.decimal(checks.brier, lang, 4) in text


def test_both_formats_have_the_same_tables(found: Evidence) -> None:
    html, markdown = model_document(found, "en", "html"), model_document(found, "en", "md")
    assert html.count("<table>") == len(re.findall(r"^\| --- |^\| ---:", markdown, re.MULTILINE)) > 10
    assert html.count("<tr>") == len(re.findall(r"^\| ", markdown, re.MULTILINE)) - html.count("<table>")
    assert html.count("<h2>") == markdown.count("\n## ")


def test_names_stay_names(found: Evidence) -> None:
    html, markdown = model_document(found, "en", "html"), model_document(found, "en", "md")
    assert "<script>" not in html
    assert "<script>" not in markdown
    assert r"&lt;script&gt;\|\*Kim\*" in markdown
    assert not [line for line in markdown.splitlines() if line.startswith("| ") and not line.endswith(" |")]


def test_the_same_evidence_gives_the_same_document(found: Evidence) -> None:
    assert model_document(found, "zh") == model_document(approved(), "zh")


def test_the_first_thing_said_is_what_to_act_on(found: Evidence) -> None:
    upside_down = number("late_paid_share_12m", (0.1, 0.3), (-50, 0, 60), 20)
    wrong = replace(fitted(), characteristics=(upside_down,))
    text = model_document(evidence(wrong, Version(3, wrong, "draft", "Kim")), "en")
    assert '<p class="act">The card is worse than the simplest rule' in text
    assert say("document.not_approved", "en") in text


def test_an_expert_s_card_claims_nothing_from_data() -> None:
    stated = replace(card(kind="expert"), provenance=Provenance("expert", "Duewise", "2025-01-01", None))
    text = written(evidence(stated, Version(0, stated, "expert", "Duewise")), "en", "md")
    assert say("document.limit.expert", "en") in text
    assert say("document.no_target", "en").strip() in text
    assert say("document.heading.left_out", "en") not in text
    assert "5eed" not in text
    assert "| Attribute | Points |" in text
    assert say("document.how.expert", "en") in text
    assert "made from" not in text.split("## How well")[1]
    assert "neither side" not in text


def test_an_approval_by_its_own_author_says_so(found: Evidence) -> None:
    alone = replace(found, checked=replace(found.checked, version=replace(found.checked.version, one_person=True)))
    assert say("document.one_person", "en") in model_document(alone, "en")
    assert say("document.one_person", "en") not in model_document(found, "en")


def test_every_kind_of_bin_has_a_name() -> None:
    from scoring.desk.scorecard.wording import bin_label

    kinds = (
        (Bin("interval"), "any number"),
        (Bin("interval", None, 0.5), "up to 50%"),
        (Bin("interval", 0.5, None), "over 50%"),
        (Bin("special", values=("-1",)), "special value -1"),
        (Bin("unseen"), "never seen before"),
    )
    assert [bin_label("overdue_share", part, "en") for part, _ in kinds] == [label for _, label in kinds]
    assert bin_label("nature", Bin("categories", values=("government", "other")), "zh") == "政府及事业单位、other"


@pytest.mark.parametrize(("lang", "words"), [("en", "are on neither side"), ("zh", "不属于任何一方")])
def test_it_says_which_month_ends_are_on_neither_side_and_which_were_looked_at(
    found: Evidence, lang: str, words: str
) -> None:
    assert words not in model_document(found, lang, "md"), "the months of the sample follow each other"
    told = found.checked.found
    later = replace(told, train=replace(told.train, last_period="2025-03-31"))
    text = model_document(replace(found, checked=replace(found.checked, found=later)), lang, "md")
    (sentence,) = (line for line in text.splitlines() if words in line)
    assert "2025-03-31" in sentence
    assert told.test.first_period in sentence
    assert "2025-01-31" in next(line for line in text.splitlines() if "left out; an" in line or "被剔除；" in line)
