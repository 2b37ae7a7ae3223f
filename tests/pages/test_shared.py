"""The parts every page is made of: colours, changes in words, widths, what a link may ask."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pandas as pd
import pytest

from pages.shared import cached, charts, kpi, tables
from pages.shared.session import Extent, Session
from pages.shared.tables import Column
from scoring.desk.figures.figures import FigureLine
from scoring.store import Store
from scoring.terms import Figure, View

EXTENT = Extent(date(2026, 1, 1), date(2026, 10, 31), ("USD",), "USD", 90)


def session(lang: str = "en", unit: str = "1") -> Session:
    return Session(lang, "demo", unit, View(as_of=date(2026, 10, 31), currency="USD"), EXTENT, {})


def line(now: str, before: str | None, unit: str = "money", better: int = -1) -> FigureLine:
    was = None if before is None else Decimal(before)
    return FigureLine(Figure("overdue", Decimal(now), unit, better), was)  # type: ignore[arg-type]


@pytest.mark.parametrize("buckets", [3, 4, 5, 6])
def test_the_first_bucket_is_calm_and_the_last_is_hot(buckets: int) -> None:
    keys = [str(number) for number in range(buckets)]
    colours = charts.ramp(keys)
    assert (colours[keys[0]], colours[keys[-1]]) == (charts.RAMP[0], charts.RAMP[-1])
    assert len({colours[key] for key in keys}) == buckets


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (line("110", "100"), "▲ 10.0% · worse"),
        (line("90", "100"), "▼ 10.0% · better"),
        (line("90", "100", better=1), "▼ 10.0% · worse"),
        (line("90", "100", better=0), "▼ 10.0%"),
        (line("0.25", "0.20", "percent"), "▲ 5.0 points · worse"),
        (line("44.5", "42", "days"), "▲ 2.5 days · worse"),
        (line("100.001", "100"), "unchanged"),
        (line("100", None), ""),
        (line("100", "0"), "▲ 100 · worse"),
    ],
)
def test_a_change_says_direction_amount_and_whether_it_is_good(told: FigureLine, words: str) -> None:
    assert kpi.change_in_words(session(), told) == words


def test_amounts_are_written_in_the_unit_of_the_reader() -> None:
    assert session("zh", "wan").money(Decimal("1234567.89")) == "123.46"
    assert session("en").money(Decimal("0")) == "–"
    assert session("zh").short(Decimal("1234567.89")) == "123.5万"
    assert tables.heading(session("zh", "wan"), Column("open_amount", "money")).endswith("(万元)")
    assert tables.heading(session("zh", "wan"), Column("open_amount", "exact")) == "未结金额"


def test_the_widest_figure_fits_its_column_and_the_name_gives_way() -> None:
    columns = [Column("customer_name"), *(Column(f"b{n}", "money", label="b") for n in range(8))]
    frame = pd.DataFrame({"customer_name": ["A"], **{f"b{n}": [1.0] for n in range(8)}})
    total = {f"b{n}": Decimal("33366527.33") for n in range(8)}
    widths = tables._widths(session(), columns, frame, total)
    assert widths["b0"] >= len("33,366,527.33") * tables.DIGIT_WIDTH
    assert widths["customer_name"] == tables.FIRST_WIDTH_MIN


def test_a_frame_is_no_cache_key(tmp_path_factory: pytest.TempPathFactory) -> None:
    store = Store.open(tmp_path_factory.mktemp("cache") / "x.duckdb")
    with pytest.raises(TypeError):
        cached.report(store, "everyone", lambda _, frame: frame, pd.DataFrame())
    store.close()


def test_a_report_is_made_again_when_the_ledger_changes(tmp_path_factory: pytest.TempPathFactory) -> None:
    store = Store.open(tmp_path_factory.mktemp("cache") / "x.duckdb")
    assert cached.report(store, "everyone", Store.setting, "entity") is None
    store.set_setting("entity", "Ann & Bob")
    assert cached.report(store, "everyone", Store.setting, "entity") == "Ann & Bob"
    store.close()
