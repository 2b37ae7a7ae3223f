"""What the made-up company did about overdue documents: by the playbook, possible, and with the effect that was planted.

The effect is looked for by a ratio of daily rates of payment (Mantel and Haenszel) between documents acted on in the last 30
days and all others, of customers of one nature and habit, in trouble or not, equally many days past due: files and days
alone, but for who is in trouble, which stands in for a rating.
"""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data import generator
from data.generator import actions, planted_truth
from data.generator.actions import EFFECT_DAYS, FIRST_MONTH, chance_given
from data.generator.handling import CHANNELS, STEPS
from tests.data.conftest import LAST_DAY, PROJECT, SAMPLE, first_in_first_out_of, frame

PLANTED = {"E-mail": 1.2, "Phone": 1.8, "Letter": 1.3, "Visit": 2.0}
FOLLOWED_DAYS, LARGER = 150, 50_000
OF_CUSTOMER = ["Customer Number", "Nature", "Industry"]
WHO = ["Customer Number"]
CLASSES = (1, 6)
STRATUM = ["nature", "usual", "trouble", "spell", "how"]
UNPAID = pd.Timestamp("2100-01-01")


def days_of(moments: pd.Series) -> np.ndarray:
    return pd.to_datetime(moments).to_numpy("datetime64[D]").astype(np.int64)


def settled(folder: Path) -> pd.DataFrame:
    """Invoices past their due date, with the day on which money in reached their amount less credit notes. Receipts without
    reference go to the oldest first."""
    documents, receipts = frame(folder, "invoices"), frame(folder, "receipts")
    bills = documents[documents["Amount"] > 0].merge(frame(folder, "customers")[OF_CUSTOMER], on="Customer Number")
    credited = documents[documents["Amount"] < 0].groupby("Credited Invoice")["Amount"].sum()
    money = receipts[receipts["Invoice No"].notna()].rename(columns={"Receipt Date": "date"})
    money = money[["Invoice No", "date", "Amount", "Method"]].merge(bills[["Invoice No", *WHO]], on="Invoice No")
    money = pd.concat([money, first_in_first_out_of(bills, receipts, money)])
    money = money[money["Method"] != "Write-off"].sort_values("date")
    bills = bills.set_index("Invoice No")
    money["so_far"] = money.groupby("Invoice No")["Amount"].cumsum()
    net = (bills["Amount"] + credited.reindex(bills.index).fillna(0)).reindex(money["Invoice No"]).to_numpy()
    paid = money[money["so_far"] >= 0.98 * net].groupby("Invoice No")["date"].min()
    bills["paid"] = pd.to_datetime(paid.reindex(bills.index)).fillna(UNPAID)
    return bills[bills["paid"] > bills["Due Date"]]


def at_risk(folder: Path, bills: pd.DataFrame, invoices: int) -> pd.DataFrame:
    """One row per overdue, undisputed, unpaid document and day, with the day's end: paid or not."""
    due, last = (
        days_of(bills["Due Date"]),
        np.minimum(days_of(bills["paid"]), days_of(bills["Due Date"]) + FOLLOWED_DAYS),
    )
    last = np.minimum(last, days_of(pd.Series([LAST_DAY]))[0])
    span = np.maximum(last - due, 0)
    row = np.repeat(np.arange(len(bills)), span)
    late = 1 + np.arange(len(row)) - np.repeat(np.cumsum(span) - span, span)
    found = pd.DataFrame({"place": row, "late": late, "day": due[row] + late})
    disputes = frame(folder, "disputes").drop_duplicates("Invoice No").set_index("Invoice No").reindex(bills.index)
    opened = days_of(disputes["Opened Date"].fillna(UNPAID))[row]
    closed = days_of(disputes["Closed Date"].fillna(UNPAID))[row]
    found = found[(found["day"] < opened) | (found["day"] >= closed)]
    customer = bills["Customer Number"].to_numpy()[found["place"]]
    onset = {t.customer_id: (t.onset - date(1970, 1, 1)).days for t in planted_truth(invoices=invoices) if t.goes_bad}
    slides = found["day"].to_numpy() >= pd.Series(onset).reindex(customer).fillna(np.inf).to_numpy()
    return found.assign(
        nature=bills["Nature"].to_numpy()[found["place"]],
        usual=np.searchsorted(CLASSES, usual_lateness(folder, bills, onset).reindex(customer)),
        trouble=slides,
        spell=found["late"] // 3,
        paid=found["day"] == days_of(bills["paid"])[found["place"]],
    )


def usual_lateness(folder: Path, bills: pd.DataFrame, onset: dict[str, int]) -> pd.Series:
    """Median days late of the invoices that each customer was sent before trouble, in time = 0."""
    documents = frame(folder, "invoices")
    documents = documents[documents["Amount"] > 0].set_index("Invoice No")
    before = days_of(documents["Due Date"]) < documents["Customer Number"].map(onset).fillna(np.inf)
    late = (bills["paid"].clip(upper=LAST_DAY) - bills["Due Date"]).dt.days
    return late.reindex(documents.index).fillna(0)[before].groupby(documents["Customer Number"]).median()


def ratios(folder: Path, invoices: int) -> dict[str, float]:
    """Rate of payment a day after each channel against untreated days, within class of debtor and days past due."""
    bills, acts = settled(folder), frame(folder, "activities")
    place = pd.Series(np.arange(len(bills)), index=bills.index).reindex(acts["Invoice No"]).to_numpy()
    done = days_of(acts["Activity Date"])
    keys = np.concatenate([place * 100_000 + done + d for d in range(1, EFFECT_DAYS + 1)])
    told = pd.Series(np.tile(acts["Channel"].to_numpy(), EFFECT_DAYS), index=keys)
    told = told[~told.index.duplicated()]
    days = at_risk(folder, bills, invoices)
    days = days[days["day"] >= done.min()]
    days["how"] = told.reindex(days["place"] * 100_000 + days["day"]).fillna("none").to_numpy()
    sums = days.groupby(STRATUM)["paid"].agg(["sum", "count"]).unstack("how", fill_value=0)
    return {how: _mantel_haenszel(sums, how) for how in PLANTED}


def _mantel_haenszel(sums: pd.DataFrame, how: str) -> float:
    paid, at_risk = sums["sum"], sums["count"]
    whole = (at_risk[how] + at_risk["none"]).where(lambda n: n > 0)
    return float((paid[how] * at_risk["none"] / whole).sum() / (paid["none"] * at_risk[how] / whole).sum())


@pytest.fixture(scope="module")
def larger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("larger")
    generator.generate(LARGER, folder)
    return folder


def test_the_planted_effect_is_found_again(larger: Path) -> None:
    assert ratios(larger, LARGER) == pytest.approx(PLANTED, rel=0.2)


def test_the_demo_shows_it_too() -> None:
    """A few dozen payments after letters and visits: within a quarter."""
    assert ratios(SAMPLE / "en", 10_000) == pytest.approx(PLANTED, rel=0.25)


def test_where_nothing_is_planted_nothing_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "HAZARD_RATIO", (1.0, 1.0, 1.0, 1.0))
    generator.generate(LARGER, tmp_path)
    assert ratios(tmp_path, LARGER) == pytest.approx(dict.fromkeys(PLANTED, 1.0), rel=0.4)


def test_steps_are_those_of_the_playbook() -> None:
    levels = tomllib.loads((PROJECT / "data/playbook/levels.toml").read_text(encoding="utf-8"))
    roles, tones = ("clerk", "sales", "manager", "finance", "legal"), ("friendly", "neutral", "firm", "final")
    of_playbook = {
        (name, s["day"], s["channel"], s["owner"], s["tone"]) for name, level in levels.items() for s in level["step"]
    }
    assert {(s.level, s.day, CHANNELS[s.channel], roles[s.role], tones[s.tone]) for s in STEPS} <= of_playbook


def test_documents_alike_by_hand() -> None:
    """Two of ten pay on the first day, the rest later than anybody knows; half are acted on at double hazard.

    0.2 = (u + 1 - (1 - u)^2) / 2 gives u = 0.1386: of those who pay 65% are acted on, of the rest 46%.
    """
    found = chance_given(np.array([1, 1] + [9] * 8), np.full(10, 1), 0.5, 2.0)
    usual = 1.5 - np.sqrt(1.5**2 - 0.4)
    acted = 1 - (1 - usual) ** 2
    assert found[:2] == pytest.approx(acted / (acted + usual))
    assert found[2:] == pytest.approx((1 - acted) / (2 - acted - usual))
    assert found.sum() == pytest.approx(5.0)


def test_actions_are_possible() -> None:
    """On workdays, on documents past due and unpaid, on no document twice within 30 days, none before records began."""
    acts, bills = frame(SAMPLE / "en", "activities"), settled(SAMPLE / "en")
    assert set(acts["Channel"]) == set(PLANTED)
    assert acts["Activity Date"].dt.day_of_week.max() < 5
    assert acts["Activity Date"].between(pd.Timestamp("2023-11-01") + pd.DateOffset(months=FIRST_MONTH), LAST_DAY).all()
    of = bills.reindex(acts["Invoice No"])
    unpaid = acts["Activity Date"].to_numpy() < of["paid"].to_numpy()
    assert unpaid.mean() > 0.98  # money without reference is found only later
    acts, of = acts[unpaid], of[unpaid]
    assert (of["Customer Number"].to_numpy() == acts["Customer Number"].to_numpy()).all()
    late = days_of(acts["Activity Date"]) - days_of(of["Due Date"])
    assert (late - acts["Step Day"]).between(0, 2).all()
    gap = acts.sort_values("Activity Date").groupby("Invoice No")["Activity Date"].diff().dt.days
    assert gap.dropna().min() > EFFECT_DAYS
    promised = acts[acts["Outcome"] == "Promised"]
    assert (promised["Promised Date"] > promised["Activity Date"]).all()
    assert promised["Promised Amount"].min() > 0
    assert acts.loc[acts["Outcome"] != "Promised", "Promised Date"].isna().all()


def test_who_is_treated_kindly_answers_kindly() -> None:
    answers = frame(SAMPLE / "en", "surveys")
    assert answers["Score"].between(1, 5).all()
    assert 200 < len(answers) < 400
    tone = {step.level: step.tone for step in STEPS}
    acts = frame(SAMPLE / "en", "activities").assign(tone=lambda t: t["Level"].map(tone))
    firm = acts.groupby("Customer Number")["tone"].mean()
    by_firmness = answers.groupby(firm.reindex(answers["Customer Number"]).to_numpy() >= 2)["Score"].mean()
    assert by_firmness[False] > by_firmness[True] + 0.3
