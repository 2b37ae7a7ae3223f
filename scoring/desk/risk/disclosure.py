"""The tables an annual report under 企业会计准则 shows of receivables: by age, individually and in portfolios, how the
allowance moved between two dates, and who owes most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from typing import Any

from scoring import settings
from scoring.desk.risk.assessing import Basis, assessed_by, basis_at, open_by_age
from scoring.desk.risk.provision_basis import Method, method_of
from scoring.desk.together import together
from scoring.desk.views import Scope, header_of, scope_of
from scoring.errors import ScoringError
from scoring.metrics.risk.allowance import CATEGORIES, CENT, ZERO, Assessed, RollLine, roll_forward
from scoring.metrics.turnover import ratio
from scoring.store import Store, reporting_params
from scoring.terms import ReportHeader, Reporting, View

FORMS = ("statutory_long", "statutory")
"""The five-segment and the three-segment table by age (1年以内 ... 5年以上, 1年以内 ... 3年以上)."""
TOP = 5


@dataclass(frozen=True, slots=True)
class CategoryLine:
    """Customers assessed individually, or one portfolio: 账面余额 with its share of the whole, 坏账准备 with the expected
    loss rate, 账面价值. `share` and `rate` are None where nothing is owed."""

    category: str
    segment: str
    balance: Decimal
    share: Decimal | None
    allowance: Decimal
    rate: Decimal | None
    carrying: Decimal


@dataclass(frozen=True)
class Disclosure:
    """One view at the as-of date (`now`) and at the end of `since` (`then`, by its own day's rates and decisions).

    `ages` is bucket -> (now, then), `then` and `now` the assessed customers, `roll` individual, portfolio and their total.
    """

    header: ReportHeader
    currency: str
    segment: str | None
    method: Method
    form: str
    since: date
    ages: dict[str, tuple[Decimal, Decimal]]
    now: tuple[Assessed, ...]
    then: tuple[Assessed, ...]
    roll: tuple[RollLine, RollLine, RollLine]

    @property
    def balances(self) -> tuple[Decimal, Decimal]:
        """小计, now and then."""
        return _sum(one.balance for one in self.now), _sum(one.balance for one in self.then)

    @property
    def allowances(self) -> tuple[Decimal, Decimal]:
        """减：坏账准备, now and then."""
        return _sum(one.allowance for one in self.now), _sum(one.allowance for one in self.then)

    @property
    def top(self) -> tuple[Assessed, ...]:
        """前五名欠款方: the five customers that owe most now."""
        return self.now[:TOP]

    def categories(self, earlier: bool = False) -> tuple[CategoryLine, ...]:
        """按单项计提, 按组合计提 (all portfolios, then each where there are segments) and the total, in this order."""
        return category_lines(self.then if earlier else self.now)

    def as_json(self) -> dict[str, Any]:
        """Plain values: amounts and shares as decimal strings. Keys: as_of, since, currency, method, form, by_age,
        categories, categories_since, roll_forward, top."""
        return {
            "as_of": self.header.as_of.isoformat(),
            "since": self.since.isoformat(),
            "currency": self.currency,
            "method": self.method,
            "form": self.form,
            "by_age": self._by_age(),
            "categories": [_plain(line) for line in self.categories()],
            "categories_since": [_plain(line) for line in self.categories(earlier=True)],
            "roll_forward": [_plain(line) for line in self.roll],
            "top": [_plain(one) for one in self.top],
        }

    def _by_age(self) -> dict[str, list[str]]:
        (now, then), (allowed, allowed_then) = self.balances, self.allowances
        lines = {bucket: [str(a), str(b)] for bucket, (a, b) in self.ages.items()}
        lines["subtotal"] = [str(now), str(then)]
        lines["allowance"] = [str(allowed), str(allowed_then)]
        return lines | {"total": [str(now - allowed), str(then - allowed_then)]}


def disclosure(
    store: Store, view: View, segment: str | None = None, since: date | None = None, form: str = FORMS[0]
) -> Disclosure:
    """The statutory tables at `view.as_of` against the end of `since` (default: of the year before).

    Balances then are at the rates of exchange of then. Raises ScoringError "since_not_before" or as `provision`.
    """
    if view.currency is None:
        raise ValueError("a disclosure is shown in one currency")
    earlier = since or year_end_before(view.as_of)
    if earlier >= view.as_of:
        raise ScoringError("since_not_before", since=earlier.isoformat(), as_of=view.as_of.isoformat())
    before = replace(view, as_of=earlier)
    scopes = scope_of(store, view), scope_of(store, before)
    now, (then, exchange), gone, *ages = together(
        lambda: assessed_by(store, view, basis_at(store, view, segment)),
        lambda: _then(store, before, segment, scopes),
        lambda: _written_off(store, scopes[0], earlier),
        *(partial(open_by_age, store, scope, form) for scope in scopes),
    )
    moved = roll_forward(then, now, gone, exchange)
    return Disclosure(
        header=header_of(store, replace(view, scheme=form, basis=None)),
        currency=view.currency,
        segment=segment,
        method=method_of(store),
        form=form,
        since=earlier,
        ages={key: (ages[0][key], ages[1][key]) for key in settings.load().schemes[form].keys},
        now=now,
        then=then,
        roll=(*moved, replace(moved[0] + moved[1], category="total")),
    )


def year_end_before(day: date) -> date:
    """上年年末: the last day of the year before.

    >>> year_end_before(date(2026, 12, 31))
    datetime.date(2025, 12, 31)
    """
    return date(day.year - 1, 12, 31)


def category_lines(assessed: Iterable[Assessed]) -> tuple[CategoryLine, ...]:
    """Individual, portfolio (with one line a segment below it where there are several) and total.

    >>> ann = Assessed("A", "Ann", "individual", "", Decimal("100.00"), Decimal("60.00"))
    >>> bob = Assessed("B", "Bob", "portfolio", "", Decimal("300.00"), Decimal("3.00"))
    >>> [(line.category, line.share, line.rate) for line in category_lines([ann, bob])][:2]
    [('individual', Decimal('0.25'), Decimal('0.6')), ('portfolio', Decimal('0.75'), Decimal('0.01'))]
    """
    everybody = list(assessed)
    whole = _sum(one.balance for one in everybody)
    lines = []
    for category in CATEGORIES:
        mine = [one for one in everybody if one.category == category]
        lines.append(_line(category, "", mine, whole))
        segments = sorted({one.segment for one in mine if one.segment}) if category == "portfolio" else []
        lines += [_line("segment", name, [o for o in mine if o.segment == name], whole) for name in segments]
    return (*lines, _line("total", "", everybody, whole))


def _line(category: str, segment: str, of: list[Assessed], whole: Decimal) -> CategoryLine:
    balance, allowance = _sum(one.balance for one in of), _sum(one.allowance for one in of)
    return CategoryLine(
        category, segment, balance, ratio(balance, whole), allowance, ratio(allowance, balance), balance - allowance
    )


def _written_off(store: Store, scope: Scope, since: date) -> dict[str, Decimal]:
    """What was written off after `since`, by customer, converted as everything now."""
    params = {"from_date": since, "to_date": scope.view.as_of, **scope.params}
    amounts = ["reporting_amount"]
    rows = store.grouped("written_off", params, ["customer_id"], amounts, where=scope.customers_where)
    return {row["customer_id"]: row["reporting_amount"] for row in rows if row["reporting_amount"]}


def _then(
    store: Store, before: View, segment: str | None, scopes: tuple[Scope, Scope]
) -> tuple[tuple[Assessed, ...], Mapping[str, Decimal]]:
    """Everybody who owed at the end of the earlier day, and what rates of exchange alone made of the allowance."""
    basis = basis_at(store, before, segment)
    then = assessed_by(store, before, basis)
    return then, _exchange(store, before, basis, then, scopes)


def _exchange(
    store: Store, before: View, basis: Basis, then: tuple[Assessed, ...], scopes: tuple[Scope, Scope]
) -> Mapping[str, Decimal]:
    """What the opening allowance of every customer changed by rates of exchange alone; nothing where none moved."""
    (now, old) = (rates_of(scope) for scope in scopes)
    new = {currency: now.get(currency, rate) for currency, rate in old.items()}
    if new == old:
        return {}
    params = reporting_params(Reporting("", new, {}))
    opening = {one.customer_id: one.allowance for one in then}
    converted = assessed_by(store, before, basis, params)
    return {one.customer_id: one.allowance - opening.get(one.customer_id, ZERO) for one in converted}


def _plain(line: CategoryLine | RollLine | Assessed) -> dict[str, Any]:
    return {name: _written(value) for name, value in asdict(line).items()}


def _written(value: object) -> object:
    if not isinstance(value, Decimal):
        return value
    return str(value if value == value.quantize(CENT) else value.quantize(Decimal("0.000001"), ROUND_HALF_UP))


def rates_of(scope: Scope) -> dict[str, Decimal]:
    """What one unit of every currency is worth in the one shown."""
    return {currency: rate for shown in scope.reportings.values() for currency, rate in shown.rates.items()}


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, ZERO)
