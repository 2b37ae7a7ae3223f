"""The allowance on a day: loss rates from the ledger's own history by segment, the user's percentages beside them, and
what of it falls on every customer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from scoring.desk.risk.assessing import Balances, assessed, balances_by, names_of, segments_of, shares_of
from scoring.desk.risk.provision_basis import (
    METHODS,
    SCHEME,
    Factor,
    Method,
    Parameters,
    decisions_on,
    factor_on,
    method_of,
    parameters_of,
)
from scoring.desk.risk.provision_flows import Rates, segment_rates
from scoring.desk.views import header_of, scope_of
from scoring.errors import ScoringError
from scoring.metrics.risk.allowance import CENT, SEGMENTS, ZERO, AgeLine, Assessed
from scoring.metrics.risk.provision import BucketRate
from scoring.store import Store
from scoring.terms import ReportHeader, View


@dataclass(frozen=True)
class ProvisionLine:
    """One bucket of one segment, customers assessed individually left out: what is open, the loss rate from history and
    the one charged (x look ahead), the fixed share beside it, and what either of them provides for."""

    segment: str
    rate: BucketRate
    balance: Decimal
    charged: Decimal
    by_history: Decimal
    fixed: Decimal
    by_fixed: Decimal


@dataclass(frozen=True)
class Provision:
    """The allowance of one view in one currency. `lines` are the matrix from history beside the fixed shares by days past
    due, `by_age` the fixed shares by age. `assessed` is by the method in use and holds everybody who owes; `allowances`
    says what each method would come to, customers assessed individually included."""

    header: ReportHeader
    currency: str
    segment: str | None
    method: Method
    factor: Factor
    parameters: Parameters
    lines: tuple[ProvisionLine, ...]
    by_age: tuple[AgeLine, ...]
    assessed: tuple[Assessed, ...]
    allowances: dict[Method, Decimal]

    @property
    def balance(self) -> Decimal:
        """Everything open."""
        return sum((one.balance for one in self.assessed), ZERO)

    @property
    def nothing_paid(self) -> bool:
        """Whether no money came in on anything behind the rates: then they say nothing, whatever they are."""
        own = [line.rate for line in self.lines]
        return all(rate.source == "assumed" or rate.link.rolled >= rate.link.entered for rate in own)

    @property
    def allowance(self) -> Decimal:
        """The allowance by the method in use."""
        return self.allowances[self.method]

    def as_json(self) -> dict[str, Any]:
        """Plain values: amounts and rates as decimal strings. Keys: as_of, currency, segment, method, factor, balance,
        allowance, allowances (by method), matrix (one object a segment and bucket), individual."""
        return {
            "as_of": self.header.as_of.isoformat(),
            "currency": self.currency,
            "segment": self.segment,
            "method": self.method,
            "factor": {"value": str(self.factor.value), "reason": self.factor.reason, "by": self.factor.made_by},
            "balance": str(self.balance),
            "allowance": str(self.allowance),
            "nothing_paid": self.nothing_paid,
            "allowances": {method: str(amount) for method, amount in self.allowances.items()},
            "matrix": [_line_json(line) for line in self.lines],
            "by_age": [
                {
                    "bucket": a.bucket,
                    "balance": str(a.balance),
                    "fixed_rate": str(a.share),
                    "allowance": str(a.allowance),
                }
                for a in self.by_age
            ],
            "individual": [_assessed_json(one) for one in self.assessed if one.category == "individual"],
        }


def provision(store: Store, view: View, segment: str | None = None, *, intervals: bool = True) -> Provision:
    """The allowance at the end of `view.as_of` by portfolios of `segment` (one of SEGMENTS, None = one portfolio).

    In the view's currency, which must be given. Rates come from the whole ledger, whatever the filters keep, so that a
    part of the ledger has its part of the allowance. Raises ScoringError "grouping_unknown" or as `scope_of`, and
    ValueError for a view without currency.
    """
    if view.currency is None:
        raise ValueError("a provision is shown in one currency")
    if segment is not None and segment not in SEGMENTS:
        raise ScoringError("grouping_unknown", grouping=segment, known=", ".join(SEGMENTS))
    scope, parameters, factor = scope_of(store, view), parameters_of(store), factor_on(store, view.as_of)
    segments = segments_of(store, view.as_of, segment)
    rates = segment_rates(store, scope, parameters, segments, intervals=intervals)
    held = decisions_on(store, view.as_of)
    balances = {scheme: balances_by(store, scope, scheme) for scheme in dict.fromkeys(SCHEME.values())}
    shares = {method: shares_of(store, method, rates, factor) for method in METHODS}
    names = names_of(store)
    everybody = {
        method: assessed(balances[SCHEME[method]], shares[method], segments, held, names) for method in METHODS
    }
    method = method_of(store)
    return Provision(
        header=header_of(store, view),
        currency=view.currency,
        segment=segment,
        method=method,
        factor=factor,
        parameters=parameters,
        lines=_lines(balances["default"], rates, shares, segments, held),
        by_age=_by_age(balances[SCHEME["age"]], shares["age"][""], held),
        assessed=everybody[method],
        allowances={name: sum((one.allowance for one in found), ZERO) for name, found in everybody.items()},
    )


def _lines(
    balances: Balances,
    rates: Rates,
    shares: Mapping[Method, Mapping[str, Mapping[str, Decimal]]],
    segments: Mapping[str, str],
    held: Mapping[str, Any],
) -> tuple[ProvisionLine, ...]:
    """The portfolio by segment and bucket, segments with the largest allowance first."""
    open_in: dict[tuple[str, str], list[Decimal]] = {}
    for customer, by_bucket in balances.items():
        if customer not in held:
            for bucket, amount in by_bucket.items():
                open_in.setdefault((segments.get(customer, ""), bucket), []).append(amount)
    by_segment: dict[str, list[ProvisionLine]] = {}
    for segment in dict.fromkeys(segment for segment, _ in open_in) or [""]:
        for rate in rates.get(segment) or rates[""]:
            amounts = open_in.get((segment, rate.bucket), [])
            own = (shares["history"].get(segment) or shares["history"][""])[rate.bucket]
            fixed = shares["due"][""][rate.bucket]
            totals = [_each(amounts, share) for share in (own, fixed)]
            line = ProvisionLine(segment, rate, sum(amounts, ZERO), own, totals[0], fixed, totals[1])
            by_segment.setdefault(segment, []).append(line)
    ordered = sorted(by_segment.values(), key=lambda lines: (-sum(line.by_history for line in lines), lines[0].segment))
    return tuple(line for lines in ordered for line in lines)


def _by_age(balances: Balances, shares: Mapping[str, Decimal], held: Mapping[str, Any]) -> tuple[AgeLine, ...]:
    """The portfolio by age with the user's fixed shares."""
    mine = [by_bucket for customer, by_bucket in balances.items() if customer not in held]
    amounts = {bucket: [one[bucket] for one in mine if bucket in one] for bucket in shares}
    return tuple(
        AgeLine(bucket, sum(amounts[bucket], ZERO), share, _each(amounts[bucket], share))
        for bucket, share in shares.items()
    )


def _each(amounts: list[Decimal], share: Decimal) -> Decimal:
    """Rounded customer by customer, as the allowance of each of them is, so that both add up to the same."""
    return sum(((amount * share).quantize(CENT, ROUND_HALF_UP) for amount in amounts), ZERO)


def _line_json(line: ProvisionLine) -> dict[str, Any]:
    rate = line.rate
    return {
        "segment": line.segment,
        "bucket": rate.bucket,
        "balance": str(line.balance),
        "entered": str(rate.link.entered),
        "rolled": str(rate.link.rolled),
        "customers": rate.link.customers,
        "documents": rate.link.documents,
        "roll_rate": _rounded(rate.roll),
        "source": rate.source,
        "loss_rate": _rounded(rate.loss),
        "loss_rate_low": None if rate.low is None else _rounded(rate.low),
        "loss_rate_high": None if rate.high is None else _rounded(rate.high),
        "thin": rate.thin,
        "charged_rate": _rounded(line.charged),
        "allowance": str(line.by_history),
        "fixed_rate": str(line.fixed),
        "fixed_allowance": str(line.by_fixed),
    }


def _assessed_json(one: Assessed) -> dict[str, Any]:
    return {
        "customer_id": one.customer_id,
        "name": one.name,
        "balance": str(one.balance),
        "allowance": str(one.allowance),
    }


def _rounded(rate: Decimal) -> str:
    return str(rate.quantize(Decimal("0.000001"), ROUND_HALF_UP))
