"""What this reader asked to see: the only `st.session_state`, mirrored to and from the page's address.

The address wins when somebody arrives by a link; after that the widgets win and the address follows them. Everything asked
is kept as text under one name, so that a link, a button and a widget say it the same way:
`?lang=zh&workspace=demo&as_of=2026-10-31&currency=USD&unit=k&scheme=default&basis=due&by=nature&only_region=East`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import streamlit as st

from scoring import settings
from scoring.terms import GROUPINGS, Figure, View
from scoring.text import LANGUAGES, numbers, say

EVERYONE = "everyone"
"""The scope of rights where nobody signs in."""

EACH = "each"
"""The currency choice "every currency by itself"."""

FILTERS = ("nature", "industry", "region", "owner", "size", "rating", "currency")
SELECTIONS = ("customer", "document", "open", "shown", "q", "scenario")
"""What a page may remember beside the view: the customer or document looked at, the figure opened, the currency shown
first where each is shown by itself, the search."""
OF_THE_LEDGER = ("as_of", "currency", *(f"only_{name}" for name in (*FILTERS, "parent")), *SELECTIONS)
"""What no longer makes sense once another workspace is opened."""


@dataclass(frozen=True)
class Extent:
    """What the opened ledger can answer: its days (None = nothing in it yet), its currencies, its own defaults."""

    first_day: date | None
    last_day: date | None
    currencies: tuple[str, ...]
    default_currency: str | None
    period_days: int


@dataclass(frozen=True)
class Session:
    """One run of one page for one reader. `scope` names the reader's rights and is part of every cache key."""

    lang: str
    workspace: str
    unit: str
    view: View
    extent: Extent
    chosen: Mapping[str, str]
    scope: str = EVERYONE

    @property
    def empty(self) -> bool:
        """Whether the workspace has no ledger yet."""
        return self.extent.last_day is None

    @property
    def user(self) -> str | None:
        """Who signed in; None where nobody does."""
        return None if self.scope == EVERYONE else self.scope

    def say(self, key: str, /, **facts: object) -> str:
        """The sentence of `key` in the reader's language."""
        return say(key, self.lang, **facts)

    def money(self, value: Decimal | float | None) -> str:
        """An amount in the reader's unit with two decimals; nothing known is an empty text, zero a dash."""
        return "" if value is None else numbers.money(value, self.lang, self.unit)

    def short(self, value: Decimal | float) -> str:
        """An amount short, as in a card or a title: 1.2M, 123.5万."""
        return numbers.compact(value, self.lang)

    def percent(self, share: Decimal | float) -> str:
        """A share (0.123) as a percentage with one decimal."""
        return numbers.percent(share, self.lang)

    def figure(self, figure: Figure) -> str:
        """A figure as a card shows it; one that cannot be computed is "n/a" in the reader's words."""
        if figure.value is None:
            return self.say("figure_none")
        if figure.unit == "money":
            return self.short(figure.value)
        if figure.unit == "percent":
            return self.percent(figure.value)
        if figure.unit == "count":
            return numbers.whole(int(figure.value), self.lang)
        if figure.unit == "days":
            return self.say("common.days", days=numbers.decimal(figure.value, self.lang))
        return numbers.decimal(figure.value, self.lang, 2)


def begin(workspaces: Sequence[str]) -> None:
    """Take over what the address asks, if the reader came by it; set aside what it asks in vain.

    Call once a run, before the ledger is open: `language()` and `workspace()` are valid afterwards.
    """
    asked: dict[str, str] = st.session_state.setdefault("asked", {})
    st.session_state.setdefault("refused", [])
    address = st.query_params.to_dict()
    if address and address != st.session_state.get("written"):
        known = {name: value for name, value in address.items() if _known(name)}
        st.session_state["refused"] = []
        if "as_of" in address:  # a whole view, and not just a pointer into the present one
            asked.clear()
        asked.update(known)
    _drop_invalid(asked, {"workspace": lambda name: name in workspaces, "lang": lambda lang: lang in LANGUAGES})


def language() -> str:
    """The language asked for, else that of the reader's browser, else English."""
    asked: dict[str, str] = st.session_state.get("asked", {})
    wanted = asked.get("lang") or st.query_params.get("lang")
    browser = "zh" if str(st.context.locale or "").startswith("zh") else "en"
    return wanted if wanted in LANGUAGES else browser


def entered() -> bool:
    """Whether this reader came through app.py, so that the menu is there."""
    return bool(st.session_state.get("entered", False))


def enter() -> str | None:
    """Note that the reader came through app.py; the page the guard sent them on to, if it did."""
    st.session_state["entered"] = True
    sent_on = st.query_params.pop("page", None) if "page" in st.query_params else None
    return str(sent_on) if sent_on else None


def asked() -> dict[str, str]:
    """Everything asked so far, as it stands in the address."""
    return dict(st.session_state.get("asked", {}))


def workspace(default: str) -> str:
    """The workspace asked for, else `default`, which then stays (a change of language does not change the ledger)."""
    return str(st.session_state["asked"].setdefault("workspace", default))


def settle(workspace_name: str, extent: Extent, today: date, scope: str) -> Session:
    """Fit what was asked to what the opened ledger has, write the address, and return this run's session.

    A day outside the ledger, an unknown currency, scheme, unit or grouping is set aside and told by `refused()`.
    """
    asked: dict[str, str] = st.session_state["asked"]
    _drop_invalid(asked, _ledger_rules(extent))
    last = extent.last_day or today
    currency = asked.get("currency", extent.default_currency or EACH)
    view = View(
        as_of=date.fromisoformat(asked["as_of"])
        if "as_of" in asked
        else min(last, max(today, extent.first_day or last)),
        scheme=asked.get("scheme", "default"),
        basis=_basis(asked.get("basis")),
        grouping=asked.get("by", "customer"),
        currency=None if currency == EACH else currency,
        filters=tuple((name, asked[f"only_{name}"]) for name in (*FILTERS, "parent") if f"only_{name}" in asked),
        period_days=extent.period_days,
    )
    chosen = {name: asked[name] for name in SELECTIONS if name in asked}
    session = Session(language(), workspace_name, asked.get("unit", "1"), view, extent, chosen, scope)
    _write_address(session, asked)
    return session


def put(name: str, value: object) -> None:
    """Ask for something: `put("lang", "zh")`, `put("only_region", "East")`, `put("customer", "C001")`; None takes it back.

    Made for `on_click=session.put, args=(name, value)` of a button; takes effect with the run that follows.
    """
    asked: dict[str, str] = st.session_state["asked"]
    st.session_state["refused"] = []
    if name == "workspace" and asked.get("workspace") != value:
        for lapsed in OF_THE_LEDGER:
            asked.pop(lapsed, None)
    if value is None or value == "":
        asked.pop(name, None)
    else:
        asked[name] = value.isoformat() if isinstance(value, date) else str(value)


def clear_filters() -> None:
    """Take every filter back."""
    for name in (*FILTERS, "parent"):
        put(f"only_{name}", None)


def bind(name: str, value: object) -> dict[str, Any]:
    """What ties a widget to something asked: `st.selectbox(label, options, **bind("lang", session.lang))`.

    The widget shows `value` and asks for `name` when the reader changes it.
    """
    key = f"{name}_input"
    st.session_state[key] = value
    return {"key": key, "on_change": _took, "args": (name, key)}


def prefilled(key: str, value: object) -> dict[str, Any]:
    """What gives a widget a first value that the reader may clear: `st.number_input(label, value=None, **prefilled(...))`.

    A number given as `value` cannot be cleared. `key` names the widget and the workspace it is about.
    """
    st.session_state.setdefault(key, value)
    return {"key": key}


def drawn(key: str) -> bool:
    """Whether the widget of this key was on the page in the run before, so that it still knows what the reader set."""
    return key in st.session_state


def refused(page: str) -> list[tuple[str, str]]:
    """What the address asked in vain, as (name, value). The guard says so on the page that was open then, also when it is
    drawn again by itself, until something else is asked for."""
    if st.session_state.setdefault("refused_on", page) != page:
        st.session_state["refused"] = []
    return list(st.session_state.get("refused", []))


def remember(name: str, value: object) -> None:
    """Keep something for this reader only, not in the address (an import under way, a file just made)."""
    st.session_state[f"kept_{name}"] = value


def recall(name: str, default: Any = None) -> Any:
    """What `remember` kept under `name`."""
    return st.session_state.get(f"kept_{name}", default)


def _took(name: str, key: str) -> None:
    put(name, st.session_state[key])


def _known(name: str) -> bool:
    kept = ("lang", "workspace", "unit", "scheme", "basis", "by", *OF_THE_LEDGER)
    return name in kept


def _basis(asked: str | None) -> Any:
    return asked if asked in ("due", "issue") else None


def _ledger_rules(extent: Extent) -> dict[str, Callable[[str], bool]]:
    return {
        "unit": lambda value: value in numbers.UNITS,
        "scheme": lambda value: value in settings.load().schemes,
        "basis": lambda value: value in ("due", "issue"),
        "by": lambda value: value in GROUPINGS,
        "currency": lambda value: value == EACH or value in extent.currencies,
        "as_of": lambda value: _is_day_of(value, extent),
    }


def _is_day_of(value: str, extent: Extent) -> bool:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return False
    return extent.first_day is not None and extent.last_day is not None and extent.first_day <= day <= extent.last_day


def _drop_invalid(asked: dict[str, str], rules: Mapping[str, Callable[[str], bool]]) -> None:
    for name, holds in rules.items():
        if name in asked and not holds(asked[name]):
            st.session_state["refused"].append((name, asked.pop(name)))
            st.session_state.pop("refused_on", None)


def _write_address(session: Session, asked: Mapping[str, str]) -> None:
    view = session.view
    address = dict(asked) | {
        "lang": session.lang,
        "workspace": session.workspace,
        "as_of": view.as_of.isoformat(),
        "currency": view.currency or EACH,
        "unit": session.unit,
    }
    if session.empty:
        address = {name: value for name, value in address.items() if name not in OF_THE_LEDGER}
    st.session_state["written"] = address
    if st.query_params.to_dict() != address:
        st.query_params.from_dict(address)
