"""Which characteristics tell good from bad, and in which bins? Every bin can be moved by hand; the effect shows at once."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from pages.shared import charts, tables
from pages.shared import session as asked
from pages.shared.scorecard import bin_edits, plots, work
from pages.shared.scorecard.work import Work
from pages.shared.session import Session
from pages.shared.tables import Column
from scoring.desk.scorecard.bin_wording import verdict_label, verdict_reason
from scoring.desk.scorecard.wording import bin_label, characteristic_label
from scoring.scorecard.bins.stability import order_by_period, share_kept
from scoring.scorecard.card import Binning
from scoring.store import Store
from scoring.text import numbers


def tab(session: Session, store: Store) -> None:
    """All characteristics by information value; one of them in full, to look at and to edit."""
    found = work.of_draft(session, store)
    if found is None:
        return
    if found.stop is not None:
        work.tell_stop(session, found.stop)
    _alarms(session, found)
    names = sorted(found.bins, key=lambda name: -found.bins[name].information_value)
    _overview(session, found, names)
    _stable(session, store, found)
    chosen = asked.recall("characteristic")
    name = st.selectbox(
        session.say("scorecard.bins.characteristic"),
        names,
        index=names.index(chosen) if chosen in names else 0,
        format_func=lambda each: characteristic_label(each, session.lang),
    )
    asked.remember("characteristic", name)
    pending = asked.recall("bins_pending")
    binning = pending if pending is not None and pending.name == name else found.bins[name]
    _one(session, store, found, binning)


def _alarms(session: Session, found: Work) -> None:
    """One sentence each: a characteristic that is too good to be true, those without a value, those without a difference."""
    for binning in found.bins.values():
        if binning.verdict == "too_good":
            facts = {"name": characteristic_label(binning.name, session.lang)}
            reason = verdict_reason(binning, session.lang)
            st.warning(session.say("scorecard.bins.alarm_too_good", reason=reason, **facts))
    for verdict in ("all_missing", "constant"):
        held = [name for name, binning in found.bins.items() if binning.verdict == verdict]
        if held:
            names = session.say("attribute.joined_by").join(characteristic_label(name, session.lang) for name in held)
            st.markdown(f":small[{session.say(f'scorecard.bins.alarm_{verdict}', names=names)}]")


def _overview(session: Session, found: Work, names: list[str]) -> None:
    in_card = {scored.binning.name for scored in found.card.characteristics} if found.card else set()
    dropped = dict(found.card.provenance.dropped) if found.card else {}
    rows = [_row(session, found, name, in_card, dropped) for name in names]
    columns = [
        Column("name", heading="scorecard.bins.characteristic", pinned=True, width=230),
        Column("in_card", "flag", heading="scorecard.bins.in_card"),
        Column("iv", "figure", heading="scorecard.bins.iv", help=session.say("scorecard.bins.iv_help"), width=70),
        Column("verdict", heading="scorecard.bins.verdict", width=130),
        Column("kept", "percent", heading="scorecard.bins.stable", help=session.say("scorecard.bins.stable_help")),
        Column("by_hand", "flag", heading="scorecard.bins.by_hand"),
        Column("left_out", heading="scorecard.bins.left_out", width=200),
    ]
    title = session.say("scorecard.bins.title", chosen=len(in_card), characteristics=len(names))
    st.markdown(f"##### {title}")
    picked = tables.show(session, rows, columns, key="characteristics", select=True)
    if picked and asked.recall("characteristic_picked") != picked.row["key"]:
        asked.remember("characteristic_picked", picked.row["key"])
        asked.remember("characteristic", picked.row["key"])


def _stable(session: Session, store: Store, found: Work) -> None:
    """The constraint that neighbouring bins keep the order of their bad rates in every period, for the best bins of all."""
    rules = found.choices.bins
    asked_for = st.toggle(
        session.say("scorecard.bins.keep_order"),
        value=rules.stable,
        help=session.say("scorecard.bins.keep_order_help"),
        key=f"keep_order_{rules.stable}",
    )
    if asked_for != rules.stable:
        work.keep(session, store, replace(found.choices, bins=replace(rules, stable=asked_for)))
        st.rerun()


def _row(session: Session, found: Work, name: str, in_card: set[str], dropped: dict[str, str]) -> dict[str, object]:
    binning = found.bins[name]
    reason = dropped.get(name)
    return {
        "key": name,
        "name": characteristic_label(name, session.lang),
        "in_card": name in in_card,
        "iv": numbers.decimal(binning.information_value, session.lang, 3),
        "verdict": verdict_label(binning, session.lang),
        "kept": share_kept(order_by_period(binning, found.split.coded.counts[name])),
        "by_hand": binning.by_hand,
        "left_out": session.say(f"document.dropped.{reason}") if reason else "",
    }


def _one(session: Session, store: Store, found: Work, binning: Binning) -> None:
    label = characteristic_label(binning.name, session.lang)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        iv = numbers.decimal(binning.information_value, session.lang, 3)
        charts.show(
            plots.woe(session, binning),
            f"woe_{binning.name}",
            session.say("scorecard.bins.plot", name=label, iv=iv, verdict=verdict_label(binning, session.lang)),
        )
        st.markdown(f":small[{verdict_reason(binning, session.lang)}]")
    with right:
        st.markdown(f"##### {session.say('scorecard.bins.edit')}", help=session.say("scorecard.bins.edit_help"))
        bin_edits.panel(session, store, found, binning)
    _bins(session, binning)
    _effect(session, store, found, binning)


def _bins(session: Session, binning: Binning) -> None:
    rows = [
        {
            "bin": bin_label(binning.name, part, session.lang),
            "rows": part.goods + part.bads,
            "goods": part.goods,
            "bads": part.bads,
            "bad_rate": part.bads / (part.goods + part.bads) if part.goods + part.bads else None,
            "woe": numbers.decimal(part.woe, session.lang, 3),
        }
        for part in binning.bins
    ]
    columns = [
        Column("bin", heading="scores.column.bin", width=260),
        Column("rows", "count", heading="scorecard.bins.rows"),
        Column("goods", "count", heading="scores.column.goods"),
        Column("bads", "count", heading="scores.column.bads"),
        Column("bad_rate", "bar", heading="scores.column.bad_rate"),
        Column("woe", "figure", heading="scores.column.woe", width=80),
    ]
    tables.show(session, rows, columns, key=f"bins_{binning.name}")


def _effect(session: Session, store: Store, found: Work, binning: Binning) -> None:
    """What keeping the bins on the screen would change, beside what the draft has now."""
    before = found.bins[binning.name]
    if binning == before:
        return
    after = work.with_bins(found, binning)
    facts = {
        "name": characteristic_label(binning.name, session.lang),
        "iv_before": numbers.decimal(before.information_value, session.lang, 3),
        "iv_after": numbers.decimal(binning.information_value, session.lang, 3),
        "auc_before": _auc(session, found),
        "auc_after": _auc(session, after),
    }
    st.info(session.say("scorecard.bins.effect", **facts))
    with st.container(horizontal=True):
        if st.button(session.say("scorecard.bins.keep"), type="primary"):
            by_hand = {**found.choices.by_hand, binning.name: binning}
            asked.remember("bins_pending", None)
            told = session.say("scorecard.bins.kept", name=facts["name"])
            work.keep(session, store, replace(found.choices, by_hand=by_hand), told)
            st.rerun()
        if st.button(session.say("scorecard.bins.discard")):
            asked.remember("bins_pending", None)
            st.rerun()


def _auc(session: Session, found: Work) -> str:
    value = work.auc_later(found)
    return session.say("figure_none") if value is None else numbers.decimal(value, session.lang, 3)
