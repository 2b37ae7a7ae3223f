"""What a scenario comes to: the answer as a title, figures against today, the path, bridges, ranges, segments, customers."""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal
from typing import Any

import streamlit as st

from pages.shared import charts, tables
from pages.shared import session as asked
from pages.shared.session import Session
from pages.shared.tables import Column
from pages.shared.whatif import plots
from scoring.desk.whatif.memo import FORMS, memo
from scoring.desk.whatif.outcome import Outcome, Pair, ranges_of
from scoring.desk.whatif.wording import help_of, label, moves_text, segment_label, swap_text, terms_text
from scoring.scenario.ranges import Ranges
from scoring.scenario.scenariofile import to_toml
from scoring.store import Store
from scoring.terms import Figure
from scoring.text import numbers

CARDS = ("receivables", "dso_simple", "expected_loss", "value_added")
ROWS_MAX = 500


def show(session: Session, store: Store, found: Outcome) -> None:
    """Everything of one outcome; ranges and named customers where the reader asks for them."""
    st.markdown(f"### {answer(session, found)}")
    cards(session, found)
    sure = _ranges(session, found)
    charts.show(plots.paths(session, found, sure), "whatif_path", path_title(session, found))
    left, right = st.columns(2)
    with left:
        charts.show(plots.bridge(session, found.value, "line"), "whatif_value", value_title(session, found))
    with right:
        if sure is not None and sure.bars:
            charts.show(
                plots.tornado(session, sure.bars, float(sure.value.base[0])),
                "whatif_tornado",
                sure_title(session, sure),
            )
        elif found.receivables.steps:
            title = session.say("whatif.receivables_title")
            charts.show(plots.bridge(session, found.receivables, "lever"), "whatif_receivables", title)
    segments(session, found)
    customers(session, found)
    files = {form: (lambda form=form: memo(found, session.lang, form, sure)) for form in FORMS}
    files["toml"] = lambda: to_toml(found.scenario).encode()
    tables.downloads(session, "whatif", files, key="whatif_memo", label=session.say("whatif.memo"))


def answer(session: Session, found: Outcome) -> str:
    """The result in one sentence."""
    currency = found.starting.facts.currency
    value = found.figure("value_added").change or Decimal(0)
    if not found.released and not value:
        return session.say("whatif.answer_nothing")
    cash = "released" if found.released >= 0 else "tied_up"
    worth = "more" if value >= 0 else "less"
    facts = {
        "cash": f"{session.short(abs(found.released))} {currency}",
        "value": f"{session.short(abs(value))} {currency}",
    }
    told = session.say(f"whatif.answer.{cash}_{worth}", **facts)
    if found.break_even is not None and value < 0:
        key = "break_even" if found.break_even > 0 else "break_even_less"
        told += " " + session.say(f"whatif.answer.{key}", share=session.percent(abs(found.break_even)))
    return told


def cards(session: Session, found: Outcome) -> None:
    """The figures that matter most, each with what it is today."""
    with st.grid(columns=6, min_column_width=150, gap="small"):
        for name in CARDS:
            _card(session, found.figure(name))
        _amount(session, "released", found.released)
        _amount(session, "npv", found.npv)


def path_title(session: Session, found: Outcome) -> str:
    """Where receivables stand in a year, against today's terms."""
    pair = found.figure("receivables")
    facts = {name: session.short(Decimal(str(getattr(pair, name) or 0))) for name in ("today", "scenario")}
    return session.say("whatif.path_title", currency=found.starting.facts.currency, **facts)


def value_title(session: Session, found: Outcome) -> str:
    """What the change of yearly value is made of most."""
    steps = sorted(found.value.steps, key=lambda step: -abs(step.amount))
    if not steps or not steps[0].amount:
        return session.say("whatif.value_title_none")
    facts = {"name": label("line", steps[0].name, session.lang), "amount": session.short(steps[0].amount)}
    return session.say("whatif.value_title", **facts)


def sure_title(session: Session, sure: Ranges) -> str:
    """Between what the change of value lies, and what it hangs on most."""
    low, high = (session.short(float(end[0])) for end in (sure.value.lowest, sure.value.highest))
    return session.say("whatif.sure_title", low=low, high=high, name=plots.bar_label(session, sure.bars[0].name))


def segments(session: Session, found: Outcome) -> None:
    """Segment by segment, with the total; the customers of the one picked."""
    rows = [
        {
            "key": one.key,
            "segment": segment_label(found.starting, one.key, session.lang),
            "terms": terms_text(one.terms, session.lang),
            "customers": one.customers,
            **{
                f"{name}_change": _change(one.figures, name) for name in ("receivables", "expected_loss", "value_added")
            },
            "released": one.released,
            "npv": one.npv,
        }
        for one in found.segments
    ]
    total = {"segment": session.say("whatif.total"), "customers": sum(one.customers for one in found.segments)}
    sums = {name: sum((row[name] for row in rows), Decimal(0)) for name in MONEY}
    columns = [
        Column("segment", heading="whatif.segment", pinned=True, width=130),
        Column("terms", heading="whatif.new_terms", width=190),
        Column("customers", "count"),
        *(Column(name, "money", heading=f"whatif.column.{name}") for name in MONEY),
    ]
    st.markdown(f"##### {session.say('whatif.segments_title')}")
    picked = tables.show(session, rows, columns, key="whatif_segments", total=total | sums, select=True)
    if picked:
        of_segment(session, found, picked.row["key"])


def of_segment(session: Session, found: Outcome, key: str) -> None:
    """The customers of one segment as they stand today, the largest balance first; their sums are the segment's."""
    own = found.starting.facts.segment(key).accounts
    rows = [
        {
            "name": own.name[i],
            "customer_id": own.customer_id[i],
            **{name: round(float(getattr(own, name)[i]), 2) for name in ("monthly_sales", "open", "overdue")},
            "terms": numbers.decimal(float(own.terms_days[i]), session.lang, 0),
        }
        for i in range(len(own.customer_id))
    ]
    rows.sort(key=lambda row: (-row["open"], row["customer_id"]))
    sums: dict[str, Any] = {name: sum(row[name] for row in rows) for name in ("monthly_sales", "open", "overdue")}
    st.markdown(f"##### {segment_label(found.starting, key, session.lang)}")
    columns = [
        Column("name", heading="columns.customer_name", pinned=True, width=220),
        Column("customer_id", width=90),
        Column("terms", heading="whatif.column.days_before", width=90),
        Column("monthly_sales", "money", heading="whatif.column.monthly_sales"),
        Column("open", "money", heading="columns.open_amount"),
        Column("overdue", "money"),
    ]
    total = {"name": session.say("tables.total_of", rows=len(rows))} | sums
    tables.show(session, rows[:ROWS_MAX], columns, key=f"whatif_of_{key}", total=total)


def customers(session: Session, found: Outcome) -> None:
    """Who gains, loses, would be stopped or is over its new limit, by name."""
    if not found.customers:
        return
    stopped = sum(effect.stopped for effect in found.customers)
    over = sum(
        effect.over_limit is not None and effect.limit_after != effect.limit_before for effect in found.customers
    )
    facts = {"count": len(found.customers), "stopped": stopped, "over": over}
    with st.expander(session.say("whatif.customers_title", **facts)):
        swap = swap_text(found, session.lang)
        if swap:
            st.markdown(swap)
        rows = [_customer(session, asdict(effect), found) for effect in found.customers[:ROWS_MAX]]
        tables.show(session, rows, CUSTOMER_COLUMNS, key="whatif_customers")
        if len(found.customers) > ROWS_MAX:
            shown = session.say("tables.shown_of", shown=ROWS_MAX, rows=len(found.customers))
            st.markdown(f":small[{shown}]")


MONEY = ("receivables_change", "released", "expected_loss_change", "value_added_change", "npv")
CUSTOMER_COLUMNS = [
    Column("name", heading="columns.customer_name", pinned=True, width=180),
    Column("segment", heading="whatif.segment", width=120),
    Column("gains", heading="whatif.column.gains", width=130),
    Column("loses", heading="whatif.column.loses", width=130),
    Column("stopped", heading="whatif.column.stopped", width=90),
    Column("days_before", heading="whatif.column.days_before", width=80),
    Column("days_after", heading="whatif.column.days_after", width=80),
    Column("monthly_sales", "money", heading="whatif.column.monthly_sales"),
    Column("open", "money", heading="columns.open_amount"),
    Column("over_limit", "money", heading="whatif.column.over_limit"),
]


def _customer(session: Session, effect: dict[str, Any], found: Outcome) -> dict[str, Any]:
    days = {name: numbers.decimal(effect[name], session.lang, 0) for name in ("days_before", "days_after")}
    return {
        **effect,
        **days,
        "segment": segment_label(found.starting, effect["segment"], session.lang),
        "gains": moves_text(effect["gains"], session.lang),
        "loses": moves_text(effect["loses"], session.lang),
        "stopped": session.say("whatif.yes") if effect["stopped"] else "",
    }


def _ranges(session: Session, found: Outcome) -> Ranges | None:
    """The ranges, once the reader asks how sure the result is; kept for this very scenario."""
    if not st.toggle(session.say("whatif.how_sure"), key="whatif_sure", help=session.say("whatif.how_sure_help")):
        return None
    told = to_toml(found.scenario) + found.starting.header.data_loaded_at + str(found.starting.header.as_of)
    kept = asked.recall("whatif_ranges")
    if kept is None or kept[0] != told:
        with st.spinner(session.say("whatif.drawing")):
            kept = (told, ranges_of(found.starting, found.scenario))
        asked.remember("whatif_ranges", kept)
    return kept[1]  # type: ignore[no-any-return]


def _change(figures: tuple[Pair, ...], name: str) -> Decimal:
    change = next(pair.change for pair in figures if pair.name == name)
    return (change or Decimal(0)).quantize(Decimal("0.01"))


def _card(session: Session, pair: Pair) -> None:
    with st.container(border=True, height="stretch", gap="xxsmall"):
        st.markdown(
            f":small[**{label('figure', pair.name, session.lang)}**]", help=help_of("figure", pair.name, session.lang)
        )
        value, before = (
            session.figure(Figure(pair.name, amount, pair.unit, pair.better)) for amount in (pair.scenario, pair.today)
        )
        st.metric(pair.name, value, label_visibility="collapsed")
        verdict = "" if pair.verdict == "neutral" else f" · {session.say(f'figure_change.{pair.verdict}')}"
        st.markdown(f":small[{session.say('whatif.against', before=before)}{verdict}]")


def _amount(session: Session, name: str, amount: Decimal) -> None:
    with st.container(border=True, height="stretch", gap="xxsmall"):
        _named(session, name)
        st.metric(name, session.short(amount) if amount else "0", label_visibility="collapsed")
        if amount:
            st.markdown(f":small[{session.say('figure_change.good' if amount > 0 else 'figure_change.bad')}]")


def _named(session: Session, name: str) -> None:
    st.markdown(f":small[**{label('figure', name, session.lang)}**]", help=help_of("figure", name, session.lang))
