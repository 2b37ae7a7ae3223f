"""A made-up ledger is the same every time, is a sound ledger, and has the shape the demo needs."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyarrow.csv
import pyarrow.parquet
import pytest

from data import generator
from data.generator import chunks
from tests.data.conftest import LAST_DAY, SAMPLE, Ledger, frame

FILES = [
    "activities.csv", "customers.csv", "disputes.csv", "events.csv", "exchange_rates.csv", "financials.csv", "invoices.csv",
    "outlooks.csv", "promises.csv", "protections.csv", "ratings.csv", "receipts.csv", "surveys.csv",
]  # fmt: skip


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunks, "INVOICES_PER_CHUNK", 150)


@pytest.mark.parametrize("language", generator.SAMPLE_LANGUAGES)
def test_the_committed_sample_is_what_the_generator_makes(language: str, tmp_path: Path) -> None:
    generator.generate(generator.SAMPLE_INVOICES, tmp_path, language=language)
    assert sorted(contents(tmp_path)) == FILES
    assert {n for n, made in contents(tmp_path).items() if made != (SAMPLE / language / n).read_bytes()} == set()


def test_both_samples_fit_into_three_megabytes() -> None:
    assert sum(path.stat().st_size for path in SAMPLE.rglob("*.csv")) < 3_000_000


def test_another_seed_makes_another_ledger(tmp_path: Path) -> None:
    for seed in (7, 8):
        generator.generate(200, tmp_path / str(seed), seed=seed)
    assert contents(tmp_path / "7")["invoices.csv"] != contents(tmp_path / "8")["invoices.csv"]


def test_both_languages_tell_one_story() -> None:
    """Same customers, days and documents; words, currencies and amounts differ."""
    english, chinese = (pd.read_csv(SAMPLE / language / "invoices.csv") for language in ("en", "zh"))
    assert list(english["Invoice No"].str[-6:]) == list(chinese["单据编号"].str[-6:])
    assert list(english["Invoice Date"]) == list(chinese["开票日期"])
    ratio = (chinese["金额"] / english["Amount"]).where(english["Currency"] == "USD").dropna()
    assert ratio.median() == pytest.approx(6.5, rel=1e-3)


def test_many_chunks_make_one_ledger(tmp_path: Path, small_chunks: None) -> None:
    generator.generate(1_000, tmp_path)
    documents, receipts = frame(tmp_path, "invoices"), frame(tmp_path, "receipts")
    assert (documents["Amount"] > 0).sum() == 1_000
    assert documents["Invoice No"].is_unique
    assert set(receipts["Invoice No"].dropna()) <= set(documents["Invoice No"])
    assert not receipts.duplicated(["Receipt No", "Invoice No"]).any()


def test_a_large_ledger_comes_in_parts(tmp_path: Path, small_chunks: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The parts together are the ledger in one file."""
    generator.generate(1_000, tmp_path / "whole")
    monkeypatch.setattr(chunks, "INVOICES_PER_FILE", 400)
    paths = generator.generate(1_000, tmp_path / "parts")
    names = [path.stem for path in paths if path.stem.startswith("invoices")]
    assert names == ["invoices-01", "invoices-02", "invoices-03"]
    together = pd.concat([frame(tmp_path / "parts", name) for name in names], ignore_index=True)
    pd.testing.assert_frame_equal(together, frame(tmp_path / "whole", "invoices"))


def test_parquet_holds_what_csv_holds(tmp_path: Path) -> None:
    generator.generate(200, tmp_path / "csv")
    generator.generate(200, tmp_path / "parquet", file_format="parquet")
    for path in sorted((tmp_path / "parquet").iterdir()):
        table = pyarrow.parquet.read_table(path)
        again = pyarrow.csv.read_csv(
            tmp_path / "csv" / f"{path.stem}.csv",
            convert_options=pyarrow.csv.ConvertOptions(column_types=table.schema, strings_can_be_null=True),
        )
        assert table.equals(again)


@pytest.mark.parametrize(("invoices", "months"), [(0, 36), (10, 6)])
def test_a_ledger_too_small_is_refused(invoices: int, months: int, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least"):
        generator.generate(invoices, tmp_path, months=months)


def test_shape(sample: Ledger) -> None:
    """About 400 customers of three natures in eight industries and five regions, in groups, with limits and terms."""
    customers = sample.customers
    assert len(customers) == 400
    assert customers["Customer Name"].is_unique
    assert customers["Nature"].value_counts().min() >= 40
    assert customers[["Industry", "Region", "Owner", "Size"]].nunique().tolist() == [8, 5, 6, 3]
    assert set(customers["Parent"].dropna()) <= set(customers["Customer Number"])
    assert customers["Parent"].notna().sum() >= 20
    assert 0.7 < customers["Credit Limit"].notna().mean() < 0.95
    assert sample.invoices["Invoice Date"].dt.to_period("M").nunique() == 36
    assert set(sample.invoices["Currency"]) == {"USD", "EUR"}


def test_every_ingredient_is_there(sample: Ledger) -> None:
    """Part-payments, credit notes with and without invoice, write-offs, cash without reference, open disputes."""
    by_receipt = sample.payments[sample.payments["Method"].isin(["Transfer", "Card"])]
    assert (by_receipt["Invoice No"].value_counts() > 1).sum() > 300
    assert sample.notes["Credited Invoice"].notna().sum() > 100
    assert sample.notes["Credited Invoice"].isna().sum() > 20
    assert (sample.receipts["Method"] == "Write-off").sum() > 50
    assert sample.receipts["Invoice No"].isna().sum() > 80
    assert sample.disputes["Closed Date"].isna().sum() > 3
    assert (sample.receipts["Receipt No"].value_counts() > 1).sum() > 300  # one receipt, several invoices
    per_terms = sample.invoices.assign(terms=sample.invoices["Due Date"] - sample.invoices["Invoice Date"])
    assert (per_terms.groupby("Customer Number")["terms"].nunique() == 2).sum() >= 5  # renegotiated


def test_nothing_happens_after_the_last_day_or_before_its_cause(sample: Ledger) -> None:
    assert sample.invoices["Invoice Date"].max() <= LAST_DAY
    assert sample.receipts["Receipt Date"].max() <= LAST_DAY
    assert (sample.payments["date"] >= sample.payments["Invoice Date"]).all()
    closed = sample.disputes.dropna(subset="Closed Date")
    assert pd.concat([sample.invoices, sample.notes])["Invoice No"].is_unique
    assert (closed["Closed Date"] > closed["Opened Date"]).all()
    assert (sample.invoices["Due Date"] > sample.invoices["Invoice Date"]).all()


def test_hardly_any_invoice_is_paid_more_than_its_amount(sample: Ledger) -> None:
    """Only the few that were paid twice, whose excess then stands on account."""
    paid = sample.payments.groupby("Invoice No")["Amount"].sum()
    amount = sample.invoices.set_index("Invoice No")["Amount"]
    over = (paid.round(2) > amount.reindex(paid.index)).sum()
    assert 5 <= over <= 40


def test_rates_cover_every_day(sample: Ledger) -> None:
    assert list(sample.rates["Date"]) == list(pd.date_range("2023-11-01", LAST_DAY))
    assert sample.rates["Rate"].between(0.8, 1.4).all()


def test_statements_balance_and_come_late(sample: Ledger) -> None:
    firms = sample.financials
    assert (firms["Total Assets"] == firms["Total Liabilities"] + firms["Equity"]).all()
    assert (firms["Cash"] + firms["Receivables"] + firms["Inventory"] <= firms["Current Assets"]).all()
    assert (firms["Net Income"] <= firms["EBIT"] - firms["Interest Expense"]).all()
    assert (firms["Published Date"] - firms["Period End"]).dt.days.between(60, 190).all()
    assert firms["Published Date"].max() <= LAST_DAY


def test_aging_is_realistic(sample: Ledger) -> None:
    """A quarter to a third overdue after two years of decline, some of it over 90 days; public bodies pay late but pay."""
    book = sample.open_on(LAST_DAY)
    overdue = book.loc[book["days_past_due"] > 0, "open"].sum() / book["open"].sum()
    long_overdue = book.loc[book["days_past_due"] > 90, "open"].sum() / book["open"].sum()
    assert 0.15 < overdue < 0.37
    assert 0.01 < long_overdue < 0.20
    beyond = sample.payments.groupby("Nature")["days_beyond"].median()
    assert beyond["Government"] > beyond["Commercial"] + 5
