"""A card from a ledger: split in time, saved as a draft, the same twice, the same scores from its file elsewhere.

The demo's own generator at 8,000 invoices: 338 customers, 57 of whom go bad; 30 days past due within three months.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from scoring.cli.app import main
from scoring.desk.intake.generate import generate
from scoring.desk.intake.importing import import_files
from scoring.desk.scorecard.draft import draft_version
from scoring.desk.scorecard.fitting import bins_of, split_of
from scoring.desk.scorecard.observations import development_sample, observations_at
from scoring.desk.scorecard.versions import keep_draft, version_of
from scoring.errors import ScoringError
from scoring.ledger.reading import ImportOptions
from scoring.scorecard.bins import edit
from scoring.scorecard.bins.counted import edges_of
from scoring.scorecard.card import Target
from scoring.scorecard.choices import Choices
from scoring.scorecard.use import score
from scoring.store import Store
from scoring.text import say
from tests.house import PROJECT

SCORE_ELSEWHERE = """
import json, sys
from pathlib import Path
import pyarrow.parquet as pq
from scoring.scorecard import cardfile
from scoring.scorecard.use import score
card = cardfile.from_json(Path(sys.argv[1]).read_text(encoding="utf-8"))
points = score.score(card, pq.read_table(sys.argv[2]))
print(json.dumps({"points": points.tolist(), "pd": score.pd_of(card, points).tolist()}))
"""
FIT = ["scorecard", "fit", "--bad-dpd", "30", "--window-months", "3"]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("draft")
    store = Store.open(folder / "store.duckdb")
    store.set_setting("currency", "USD")
    assert not import_files(store, generate(8_000, folder), ImportOptions()).failures
    store.close()
    return folder / "store.duckdb"


@pytest.fixture(scope="module")
def fitted(path: Path, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What `scorecard fit --json` says, asked twice."""
    return [said(*FIT, "--store", str(path), "--json") for _ in range(2)]


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    opened = Store.open(path)
    yield opened
    opened.close()


def said(*arguments: str) -> dict[str, Any]:
    """The JSON of a command run in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "scoring", *arguments], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_two_fits_are_two_drafts_with_the_very_same_card(fitted: list[dict[str, Any]]) -> None:
    assert [told["version"] for told in fitted] == [1, 2]
    assert fitted[0]["card"] == fitted[1]["card"]
    assert {name: fitted[0][name] for name in ("auc", "ks", "train", "test")} == {
        name: fitted[1][name] for name in ("auc", "ks", "train", "test")
    }


def test_what_was_asked_is_what_counts_as_bad(fitted: list[dict[str, Any]]) -> None:
    target = fitted[0]["target"]
    assert (target["days_past_due"], target["window_months"]) == (30, 3)
    assert fitted[0]["card"]["provenance"]["target"]["days_past_due"] == 30


def test_outcomes_of_the_training_dates_were_known_before_the_first_test_date(fitted: list[dict[str, Any]]) -> None:
    """Windows of three months: the last training date and the first test date lie at least so far apart."""
    train, test = fitted[0]["train"], fitted[0]["test"]
    assert train["last"] < test["first"]
    last, first = date.fromisoformat(train["last"]), date.fromisoformat(test["first"])
    assert 12 * (first.year - last.year) + first.month - last.month >= 3
    assert min(train["bads"], test["bads"]) >= 20


def test_both_are_kept_as_drafts_by_the_machine_s_user(fitted: list[dict[str, Any]], store: Store) -> None:
    first, second = version_of(store, 1), version_of(store, 2)
    assert (first.status, second.status) == ("draft", "draft")
    assert first.card == second.card
    assert first.author == second.author != ""


def test_a_fresh_process_gives_the_same_scores_from_the_card_s_file(
    fitted: list[dict[str, Any]], store: Store, tmp_path: Path
) -> None:
    card = version_of(store, 1).card
    (tmp_path / "card.json").write_text(json.dumps(fitted[0]["card"]), encoding="utf-8")
    table = observations_at(store, date(2026, 10, 31))
    pq.write_table(table, tmp_path / "customers.parquet")
    done = subprocess.run(
        [sys.executable, "-c", SCORE_ELSEWHERE, str(tmp_path / "card.json"), str(tmp_path / "customers.parquet")],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    points = score.score(card, table)
    assert len(set(points.tolist())) > 20
    assert json.loads(done.stdout) == {"points": points.tolist(), "pd": score.pd_of(card, points).tolist()}


def test_bins_made_by_hand_on_the_screen_stay_in_a_fit_by_the_command(path: Path, tmp_path: Path) -> None:
    """Two neighbouring bins are merged and the region left out; both hold in the next fit, in whatever definition of bad."""
    shutil.copytree(path.parent, tmp_path / "copy")
    store = Store.open(tmp_path / "copy" / path.name)
    choices = Choices(target=Target(30, 3))
    split = split_of(development_sample(store, choices.target), choices)
    best = bins_of(split, choices)["worst_days_past_due_12m"]
    merged = edit.merge(best, split.coded.counts[best.name], 0)
    by_hand = {best.name: merged}
    keep_draft(store, replace(choices, by_hand=by_hand, left_out=("region",), kept=(best.name,)))
    for asked in ({}, {"bad_dpd": 15, "window_months": 3}):
        card = draft_version(store, **asked, reason="again").card
        (own,) = (one.binning for one in card.characteristics if one.binning.name == best.name)
        assert (edges_of(own), own.by_hand) == (edges_of(merged), True)
        assert ("region", "left_out") in card.provenance.dropped
        assert card.provenance.target is not None
        assert card.provenance.target.days_past_due == asked.get("bad_dpd", 30)
    store.close()


@pytest.mark.parametrize(
    ("code", "asked"),
    [
        ("too_few_bads", {"bad_dpd": 500, "window_months": 6}),
        ("no_observation_dates", {"bad_dpd": 30, "window_months": 60}),
        ("no_observation_dates", {"bad_dpd": 30, "window_months": 3, "first": date(2031, 1, 31)}),
        ("no_observation_dates", {"bad_dpd": 30, "window_months": 3, "last": date(2019, 12, 31)}),
        ("no_observation_dates", {"bad_dpd": 30, "window_months": 3, "first": date(2026, 9, 30)}),
        ("too_few_dates", {"bad_dpd": 30, "window_months": 6, "first": date(2026, 1, 31)}),
    ],
)
def test_what_cannot_be_fitted_stops_and_leaves_no_draft(store: Store, code: str, asked: dict[str, Any]) -> None:
    before = len(store.rows("scorecard"))
    with pytest.raises(ScoringError, match=code):
        draft_version(store, **asked, reason="try")
    assert len(store.rows("scorecard")) == before


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_command_says_so_in_one_sentence(path: Path, lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    asked = (["--window-months", "60"], ["--window-months", "99999"], ["--from", "2031-01-31"], ["--to", "31.12.2025"])
    for options in asked:
        assert main([*FIT, *options, "--store", str(path), "--lang", lang]) == 2
        sentence = capsys.readouterr().err
        assert sentence.count("\n") == 1
        assert say("cli.defect", lang, kind="", reason="")[:8] not in sentence
