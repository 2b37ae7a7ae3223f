"""Any development sample becomes a card: what is awkward survives, what cannot work is told in one sentence."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scoring.cli.app import main
from scoring.desk.scorecard import fit_table as tables
from scoring.desk.scorecard.development_file import sample_of_table
from scoring.desk.scorecard.fit_table import fit_table
from scoring.scorecard import cardfile
from scoring.scorecard.bins.counting import coded, grids
from scoring.scorecard.choices import Choices
from scoring.scorecard.fitting import fit
from scoring.scorecard.use import score
from scoring.scorecard.use.testcases import cases_of

ROWS = 400


def people(rows: int = ROWS, bads: float = 0.3) -> pd.DataFrame:
    """Late share `slow` and category `trade` drive `bad` (1 = bad)."""
    rng = np.random.default_rng(9)
    slow, trade = rng.random(rows), rng.choice(["food", "steel", "toys"], rows)
    pull = 3 * (slow - 0.5) + np.where(trade == "steel", 1.5, -0.5) + rng.logistic(size=rows)
    bad = pull >= np.quantile(pull, 1 - bads)
    return pd.DataFrame({"slow": slow, "trade": trade, "age": rng.integers(18, 70, rows), "bad": bad.astype(int)})


def saved(frame: pd.DataFrame, folder: Path, name: str = "sample.csv") -> Path:
    path = folder / name
    if path.suffix == ".parquet":
        frame.to_parquet(path)
    else:
        frame.to_csv(path, index=False)
    return path


Change = Callable[[pd.DataFrame], pd.DataFrame]


def some(frame: pd.DataFrame, column: str, value: object, every: int = 10) -> pd.DataFrame:
    changed = frame.astype({column: object})
    changed.loc[::every, column] = value
    return changed


AWKWARD: dict[str, Change] = {
    "missing numbers": lambda f: some(f, "slow", None),
    "missing categories": lambda f: some(f, "trade", None),
    "pure numeric bin": lambda f: f.assign(sum=np.where(f["bad"] == 1, f["slow"], f["slow"].clip(lower=0.3))),
    "pure category": lambda f: f.assign(
        trade=np.where(f["slow"] > 0.85, "gone", f["trade"]), bad=f["bad"] | (f["slow"] > 0.85)
    ),
    "constant number": lambda f: f.assign(one=1.0),
    "constant category": lambda f: f.assign(one="x"),
    "all missing": lambda f: f.assign(none=np.nan),
    "infinities": lambda f: f.assign(slow=f["slow"].where(f.index % 7 != 0, np.inf).where(f.index % 11 != 0, -np.inf)),
    "pandas categorical": lambda f: f.assign(
        trade=pd.Categorical(f["trade"], categories=["toys", "x", "steel", "food"])
    ),
    "nullable dtypes": lambda f: some(f, "age", pd.NA).astype({"age": "Int64", "trade": "string", "slow": "Float64"}),
    "boolean feature": lambda f: f.assign(flag=f["slow"] > 0.5),
    "boolean target": lambda f: f.assign(bad=f["bad"] == 1),
    "integer-coded categories": lambda f: f.assign(trade=f["trade"].map({"food": 1, "steel": 2, "toys": 3})),
    "80 rows, 25 bads": lambda f: people(80, 25 / 80),
    "duplicate index": lambda f: f.set_index(pd.Index([0] * len(f))),
    "odd column names": lambda f: f.rename(
        columns={"slow": "slow [%], 30+", "age": 'the "age"', "trade": "行业(类别)"}
    ),
    "300 categories": lambda f: f.assign(many=[f"c{i % 300}" for i in range(len(f))]),
    "empty strings": lambda f: some(f, "trade", ""),
    "negative and huge numbers": lambda f: f.assign(slow=f["slow"] * 1e18 - 5e17),
    "dates": lambda f: f.assign(day=pd.date_range("2025-01-01", periods=len(f))),
}


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
@pytest.mark.parametrize("change", AWKWARD.values(), ids=AWKWARD.keys())
def test_awkward_samples_make_a_card(change: Change, suffix: str, tmp_path: Path) -> None:
    found = fit_table(saved(change(people()), tmp_path, f"sample.{suffix}"), "bad")
    assert found.tests[0].auc > 0.6
    assert found.card.characteristics
    assert all((scored.coefficient or 0) > 0 for scored in found.card.characteristics)
    assert cardfile.from_json(cardfile.to_json(found.card)) == found.card
    cases = cases_of(found.card)
    assert score.score(found.card, cases).tolist() == cases["score"].to_pylist()


@pytest.mark.parametrize(
    ("column", "value"),
    [("slow", None), ("slow", float("nan")), ("slow", float("inf")), ("trade", None), ("trade", ""), ("trade", "moon")],
)
def test_what_was_never_in_the_sample_still_scores(column: str, value: object) -> None:
    """Missing only when scoring, infinite, or a category nobody had: a neutral bin without evidence, 0 points."""
    sample = sample_of_table(pa.Table.from_pandas(people()), "bad").sample
    card = fit.fit(coded(sample, grids(sample.table)), Choices(), author="", at="", least_bads=10)
    kinds = {"slow": pa.float64(), "trade": pa.string(), "age": pa.int64()}
    row = {"slow": 0.1, "trade": "food", "age": 30, column: value}
    alone = pa.table({name: pa.array([given], kinds[name]) for name, given in row.items()})
    batch = pa.concat_tables([alone, sample.table.select(list(row)).cast(alone.schema)])
    assert score.score(card, alone)[0] == score.score(card, batch)[0]
    assert score.points_of(card, alone)[column].to_pylist() == [0]


REFUSED: dict[str, tuple[Change, list[str], str]] = {
    "unknown target": (
        lambda f: f,
        ["--target", "nope"],
        "There is no column nope; the file has: slow, trade, age, bad.",
    ),
    "one class": (lambda f: f.assign(bad=0), ["--target", "bad"], "The target bad has one value only, 0"),
    "empty target": (lambda f: f.assign(bad=None), ["--target", "bad"], "The target bad has no value in any row."),
    "which is bad": (lambda f: f.assign(bad=f["bad"] + 1), ["--target", "bad"], "say with --bad which one is bad"),
    "many values": (lambda f: f, ["--target", "age"], "The target age has 52 different values"),
    "unknown bad": (
        lambda f: f,
        ["--target", "bad", "--bad", "2"],
        "The target bad never has the value 2; it has: 0, 1.",
    ),
    "10 rows": (lambda f: f.head(10), ["--target", "bad"], "10 rows with"),
    "no rows": (lambda f: f.head(0), ["--target", "bad"], "The file has headings but no rows."),
    "only a leak": (
        lambda f: f[["bad"]].assign(copy=f["bad"] * 2.0),
        ["--target", "bad"],
        "each does so too well alone to be true (AUC above 0.98): copy",
    ),
    "only constants": (lambda f: f[["bad"]].assign(one=1), ["--target", "bad"], "None of the 1 characteristics"),
    "only the target": (lambda f: f[["bad"]], ["--target", "bad"], "Beside the target bad there is no column"),
    "a share of 1.5": (lambda f: f, ["--target", "bad", "--split", "1.5"], "above 0 and below 1, not 1.5"),
}


@pytest.mark.parametrize(("change", "options", "words"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_work_is_told_in_one_sentence(
    change: Change, options: list[str], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["scorecard", "fit-table", str(saved(change(people()), tmp_path)), *options]) == 2
    caught = capsys.readouterr()
    assert caught.out == ""
    assert caught.err.count("\n") == 1
    assert words in caught.err


def test_files_that_are_no_table_are_told_in_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "twice.csv").write_text("a,a,bad\n1,2,0\n3,4,1\n", encoding="utf-8")
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 and nothing more")
    (tmp_path / "ragged.csv").write_text("a,bad\n1,0\n2,1,3\n", encoding="utf-8")
    for name, words in (
        ("twice.csv", "The column a stands twice"),
        ("broken.parquet", "cannot be read as a table"),
        ("ragged.csv", "cannot be read as a table"),
        ("nowhere.csv", "nowhere.csv"),
    ):
        assert main(["scorecard", "fit-table", str(tmp_path / name), "--target", "bad"]) == 2
        caught = capsys.readouterr().err
        assert caught.count("\n") == 1
        assert words in caught


def test_a_leak_and_what_is_known_only_later_are_left_out_and_named(tmp_path: Path) -> None:
    frame = people().assign(copy=lambda f: f["bad"] * 3.5, days_to_settle=lambda f: f["bad"] * 40 + f["slow"])
    found = fit_table(saved(frame, tmp_path), "bad")
    assert dict(found.dropped) | {"age": ""} == {"days_to_settle": "known_later", "copy": "leak", "age": ""}


@pytest.mark.parametrize(("lang", "words"), [("en", "Leak alarm: copy"), ("zh", "泄漏警报：copy")])
def test_a_leak_sets_off_an_alarm_and_the_card_is_made_without_it(
    lang: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(saved(people().assign(copy=lambda f: f["bad"] * 3.5), tmp_path))
    assert main(["scorecard", "fit-table", path, "--target", "bad", "--lang", lang]) == 0
    caught = capsys.readouterr().err
    assert caught.startswith(words)
    assert caught.count("\n") == 1
    assert "0.98" in caught


def test_the_command_prints_train_and_test_and_every_bin(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(saved(people(), tmp_path))
    assert main(["scorecard", "fit-table", path, "--target", "bad", "--split", "0.6", "--seed", "3", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["rows"], told["bads"], told["train"]["rows"], told["test"]["rows"]) == (400, 120, 240, 160)
    assert {"auc", "auc_model", "gini", "ks", "brier"} <= set(told["test"])
    assert told["test"]["gini"] == pytest.approx(2 * told["test"]["auc"] - 1)
    assert {one["sign"] for one in told["characteristics"]} == {"+"}
    assert all(one["bins"] for one in told["characteristics"])
    for lang, words in (("en", "AUC (points)"), ("zh", "AUC（分值）")):
        assert main(["scorecard", "fit-table", path, "--target", "bad", "--lang", lang]) == 0
        assert words in capsys.readouterr().out


def test_repeats_are_the_splits_of_a_stratified_shuffle_and_the_same_each_time(tmp_path: Path) -> None:
    from sklearn.model_selection import StratifiedShuffleSplit

    bad = people()["bad"].to_numpy().astype(bool)
    expected = [set(rows) for rows, _ in StratifiedShuffleSplit(3, test_size=0.3, random_state=7).split(bad, bad)]
    assert [set(np.flatnonzero(train)) for train in tables.splits(bad, 0.7, 7, 3)] == expected
    path = saved(people(), tmp_path)
    once, again = fit_table(path, "bad", repeats=2), fit_table(path, "bad", repeats=2)
    assert once.as_json() == again.as_json()
    assert tables.mean(once.tests).auc == pytest.approx((once.tests[0].auc + once.tests[1].auc) / 2)


def test_a_shown_card_is_the_file_that_was_given(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    card = fit_table(saved(people(), tmp_path), "bad").card
    file = tmp_path / "card.json"
    file.write_text(cardfile.to_json(card), encoding="utf-8")
    assert main(["scorecard", "show", str(file), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads(file.read_text(encoding="utf-8"))
    assert main(["scorecard", "show", str(file)]) == 0
    assert "over" in capsys.readouterr().out
    assert main(["scorecard", "show", str(tmp_path / "none.json")]) == 2
    assert "no scorecard file" in capsys.readouterr().err


def test_text_of_other_encodings_and_delimiters_is_read(tmp_path: Path) -> None:
    frame = people().rename(columns={"trade": "行业"})
    (tmp_path / "gb.csv").write_bytes(frame.to_csv(index=False, sep=";").encode("gb18030"))
    found = fit_table(tmp_path / "gb.csv", "bad")
    assert "行业" in [scored.binning.name for scored in found.card.characteristics]


def test_a_target_that_is_not_known_for_some_rows_leaves_those_out() -> None:
    frame = some(people(), "bad", None)
    found = sample_of_table(pa.Table.from_pandas(frame), "bad")
    assert (found.without_target, len(found.sample.bad)) == (40, 360)
    assert sample_of_table(pa.Table.from_pandas(frame), "bad", "1.0").bad_value == "1"


# -- the public samples: StratifiedShuffleSplit(n, test_size=0.3, random_state=7), no wrong sign


@pytest.mark.parametrize(
    ("file", "target", "repeats", "least"),
    [("german", "creditability", 30, 0.783), ("uci_credit_card", "next_payment", 6, 0.765), ("hmeq", "BAD", 6, 0.90)],
)
def test_the_public_samples_reach_what_is_known_to_be_reachable(
    shared: Path, file: str, target: str, repeats: int, least: float
) -> None:
    """facts.md: exact monotone WOE 0.785 / 0.768, bounded 0.785 / 0.766; hmeq: optbinning 0.879 on one split."""
    found = fit_table(shared.parent / "samples" / f"{file}.csv", target, repeats=repeats)
    quality = tables.mean(found.tests)
    assert quality.auc >= least
    assert quality.auc_model - quality.auc <= 0.002
    assert all((scored.coefficient or 0) > 0 for scored in found.card.characteristics)


def test_parquet_of_lists_and_dates_leaves_them_out(tmp_path: Path) -> None:
    table = pa.Table.from_pandas(people()).append_column("list", pa.array([[1]] * ROWS))
    pq.write_table(table, tmp_path / "lists.parquet")
    found = fit_table(tmp_path / "lists.parquet", "bad")
    assert ("list", "not_a_value") in found.dropped


def test_a_value_that_means_something_else_has_a_bin_of_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every tenth `slow` is -1 = never asked: it lies below all others, yet is not counted among the quick payers."""
    file = saved(some(people(), "slow", -1), tmp_path)
    card = fit_table(file, "bad", special=["slow=-1"]).card
    (slow,) = (scored.binning for scored in card.characteristics if scored.binning.name == "slow")
    (never,) = (one for one in slow.bins if one.kind == "special")
    train = next(tables.splits(people()["bad"].to_numpy() == 1, 0.7, 42, 1))
    assert never.values == ("-1.0",)
    assert never.goods + never.bads == (np.arange(ROWS)[train] % 10 == 0).sum()
    for wrong in ("slow=never", "speed=-1", "slow"):
        assert main(["scorecard", "fit-table", str(file), "--target", "bad", "--special", wrong]) == 2
        assert "COLUMN=VALUE" in capsys.readouterr().err
