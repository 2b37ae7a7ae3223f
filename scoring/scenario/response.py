"""How a segment answers its terms: the streams of claims it then gives rise to, and what they cost beside time."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from scoring.scenario import kernel_changes
from scoring.scenario.assumptions import Values
from scoring.scenario.facts import Segment
from scoring.scenario.kernels import Habit, Kernel, habit_of, kernel
from scoring.scenario.shocks import Shocks
from scoring.scenario.terms import Terms, discount_rate, due_gaps

Floats = NDArray[np.float64]
MONTH_DAYS = 365 / 12


@dataclass(frozen=True)
class Stream:
    """Claims of one term. `weight` is its share of the segment's sales before the change, lost sales already off it, by
    draw; `issued` says on which of the days of expected sales they are issued (None = on all)."""

    kernel: Kernel
    weight: Floats
    issued: NDArray[np.bool_] | None = None

    @property
    def share_of_days(self) -> float:
        """The share of days on which it is issued."""
        return 1.0 if self.issued is None else float(self.issued.mean())


@dataclass(frozen=True)
class Response:
    """What a segment does under its terms.

    `volume` multiplies the sales expected today (elasticity and shocks; what stop-ship and limits cost is in the streams'
    weights, and `at_risk` is the share of sales they hold back). `habit` is that of documents already open, `pd_multiple`
    how many times as many customers default. Costs are shares: `premium` and `fee` of sales, `indemnity` of what is lost,
    `advance` of a claim until its due date; `late_interest_yearly` of what is overdue is received.
    """

    streams: tuple[Stream, ...]
    habit: Habit
    volume: float
    at_risk: float = 0.0
    pd_multiple: float = 1.0
    premium: float = 0.0
    indemnity: float = 0.0
    fee: float = 0.0
    advance: float = 0.0
    late_interest_yearly: float = 0.0


@dataclass(frozen=True)
class Due:
    """When claims fall due under given terms, and how they would then be paid: what no other term touches. `longer` = days
    by which terms are longer than today's on average; `outside` the habit of documents already open."""

    outside: Habit
    plans: tuple[_Plan, ...]
    kernels: tuple[Kernel, ...]
    longer: float
    pd_multiple: float


def response(
    segment: Segment,
    terms: Terms,
    values: Values,
    shocks: Shocks,
    first_day: np.datetime64,
    draws: Floats | None = None,
) -> Response:
    """The answer of a segment to `terms`; sales are expected from `first_day` on. `draws` as in `habit_of`."""
    return answer_to(segment, terms, values, shocks, due_of(segment, terms, values, shocks, first_day, draws))


def due_of(
    segment: Segment,
    terms: Terms,
    values: Values,
    shocks: Shocks,
    first_day: np.datetime64,
    draws: Floats | None = None,
) -> Due:
    """When the claims of a segment fall due; of `terms` only the due date and instalments matter."""
    outside = habit_of(segment.curve, segment.credited_share, segment.discount, draws)
    outside = outside.later(shocks.delay_days).worse(shocks.pd_multiple)
    plans = _plans(segment, terms, values.pass_through, first_day)
    changes = terms.due_changes or terms.instalments
    longer = sum(plan.share * plan.gap for plan in plans) - segment.mean_gap if changes else 0.0
    riskier = max(0.0, 1 + values.pd_per_30_days * longer / 30)
    habit = outside.worse(riskier)
    made = tuple(kernel(plan.gap, plan.parts, habit) for plan in plans)
    return Due(outside, tuple(plans), made, longer, riskier * shocks.pd_multiple)


def answer_to(segment: Segment, terms: Terms, values: Values, shocks: Shocks, due: Due) -> Response:
    """The answer of a segment to `terms`, whose claims fall due as `due` says."""
    offered = [_offered(plan, made, segment, terms, values) for plan, made in zip(due.plans, due.kernels, strict=True)]
    held = held_share(segment, terms, values.pass_through * due.longer)
    stopped = [_stopped(plan, made, terms, values.attrition) for plan, made in zip(due.plans, offered, strict=True)]
    at_risk = sum(plan.share * risk for plan, (_, risk) in zip(due.plans, stopped, strict=True))
    streams = tuple(_on_order(stream, terms, held, values.attrition) for stream, _ in stopped)
    volume = _volume(segment, terms, values, streams, due.longer) * (1 + shocks.sales_percent / 100)
    found = Response(streams, due.outside, volume, 1 - (1 - held) * (1 - at_risk), due.pd_multiple)
    return _with_costs(found, terms, values)


def held_share(segment: Segment, terms: Terms, later_days: float) -> float:
    """The share of sales over a changed limit: of each customer, what its usual exposure exceeds the limit by.

    Usual exposure = monthly sales x days from issue to payment, `later_days` added. 0 where the limit does not change.
    """
    limits = limits_of(segment, terms)
    if limits is None:
        return 0.0
    monthly = segment.accounts.monthly_sales
    exposure = monthly * np.maximum(0.0, segment.accounts.days_to_pay + later_days) / MONTH_DAYS
    over = np.divide(np.maximum(0.0, exposure - limits), exposure, out=np.zeros_like(exposure), where=exposure > 0)
    total = float(monthly.sum())
    return float((over * monthly).sum()) / total if total > 0 else 0.0


def limits_of(segment: Segment, terms: Terms) -> Floats | None:
    """The limit that `terms` give each customer of a segment; None where they change none."""
    monthly = segment.accounts.monthly_sales
    if terms.limit_months is not None:
        return monthly * terms.limit_months
    return None if terms.limit_amount is None else np.full(len(monthly), terms.limit_amount)


def take_up_share(percent: float, days: int, gap: float, values: Values) -> float:
    """Which share of those who would pay later takes a discount: none where it is worth no more to them than their own
    money costs, `values.take_up` where it is worth three times that, in proportion between.

    >>> round(take_up_share(2, 10, 30, Values()), 3), take_up_share(0.1, 10, 30, Values())  # 37% and 2% a year
    (0.6, 0.0)
    """
    rate = discount_rate(percent, days, gap)
    if not percent or rate is None:
        return 0.0
    if not values.customer_rate:
        return values.take_up
    return values.take_up * min(1.0, max(0.0, (rate / values.customer_rate - 1) / 2))


@dataclass(frozen=True)
class _Plan:
    """Claims of one term before anybody pays: due `gap` days after issue, `parts` as `kernel` takes them."""

    gap: int
    weight: float
    parts: list[tuple[float, float]]
    issued: NDArray[np.bool_] | None = None

    @property
    def share(self) -> float:
        """Of the segment's sales."""
        return self.weight * (1.0 if self.issued is None else float(self.issued.mean()))


def _plans(segment: Segment, terms: Terms, pass_through: float, first_day: np.datetime64) -> list[_Plan]:
    """The terms as today (a plan for each), or one plan for each number of days that the changed rule gives."""
    if terms.due_changes:
        gaps = due_gaps(terms, first_day + np.arange(len(segment.sales)))
        different = np.unique(gaps).tolist()
        found = [
            _Plan(gap, 1.0, [(share, was + pass_through * (gap - was)) for was, share in segment.gaps],
                  None if len(different) == 1 else gaps == gap)
            for gap in different
        ]  # fmt: skip
    else:
        found = [_Plan(gap, share, [(1.0, float(gap))]) for gap, share in segment.gaps]
    number, every = terms.instalments or 1, terms.instalment_days or 0
    return [
        replace(plan, gap=plan.gap + later, weight=plan.weight / number,
                parts=[(share, start + pass_through * later) for share, start in plan.parts])
        for plan in found for later in range(0, number * max(every, 1), max(every, 1))
    ]  # fmt: skip


def _offered(plan: _Plan, made: Kernel, segment: Segment, terms: Terms, values: Values) -> Kernel:
    """The kernel of a plan with the discount that is offered."""
    used = segment.discount
    if terms.discount_percent is None:
        return kernel_changes.with_discount_taken(made, used.percent, used.days, used.sales_share)
    if not terms.discount_percent:
        return kernel_changes.without_early(made, used.days, used.sales_share)
    days = terms.discount_days or 0
    taken = take_up_share(terms.discount_percent, days, plan.gap, values)
    return kernel_changes.with_discount(made, terms.discount_percent, days, taken)


def _stopped(plan: _Plan, made: Kernel, terms: Terms, attrition: float) -> tuple[Stream, float]:
    """A plan's stream after stop-ship; and the share of sales that it holds back, of the first draw."""
    weight = np.full(len(made.lost), plan.weight)
    if terms.stop_ship_days is None:
        return Stream(made, weight, plan.issued), 0.0
    last = made.settled.shape[1] - 1
    held = float(made.unpaid[0, min(made.gap + terms.stop_ship_days, last)])
    changed, kept = kernel_changes.with_stop_ship(made, terms.stop_ship_days, attrition)
    return Stream(changed, weight * kept, plan.issued), held


def _volume(segment: Segment, terms: Terms, values: Values, streams: tuple[Stream, ...], longer: float) -> float:
    """Sales against today's, as buying becomes cheaper or dearer; a day of credit is worth what customers' money costs."""
    if not terms.changed:
        return 1.0
    daily = values.customer_rate / 365
    cheaper = daily * longer + _discounts(streams) - segment.discount.cost_share
    cheaper -= _percent(terms.deposit_percent) * daily * (segment.mean_gap + longer)
    return max(0.0, 1 + values.price_elasticity * cheaper)


def _on_order(stream: Stream, terms: Terms, held: float, attrition: float) -> Stream:
    """A stream with its deposit, with what is over the limit paid on order or lost, and with what a factor takes over."""
    kept = 1 - held * attrition
    prepaid = held * (1 - attrition) / kept if kept > 0 else 0.0
    taken = 0.0 if terms.factoring_recourse else _percent(terms.factoring_advance_percent)
    share = 1 - (1 - _percent(terms.deposit_percent)) * (1 - prepaid) * (1 - taken)
    return replace(
        stream, kernel=kernel_changes.with_payment_on_order(stream.kernel, share), weight=stream.weight * kept
    )


def _with_costs(found: Response, terms: Terms, values: Values) -> Response:
    on_credit = 1 - _percent(terms.deposit_percent)
    recourse = bool(terms.factoring_recourse)
    covered = _percent(terms.insurance_cover_percent) * (1 - _percent(terms.insurance_own_percent))
    return replace(
        found,
        premium=_percent(terms.insurance_premium_percent) * on_credit,
        indemnity=covered,
        fee=_percent(terms.factoring_fee_percent) * on_credit,
        advance=_percent(terms.factoring_advance_percent) if recourse else 0.0,
        late_interest_yearly=_percent(terms.late_interest_percent) * values.late_interest_paid,
    )


def _discounts(streams: tuple[Stream, ...]) -> float:
    """Discounts as a share of sales, of the first draw."""
    sold = sum(float(stream.weight[0]) * stream.share_of_days for stream in streams)
    given = sum(float(s.weight[0]) * s.share_of_days * float(s.kernel.discount[0].sum()) for s in streams)
    return given / sold if sold > 0 else 0.0


def _percent(value: float | None) -> float:
    return (value or 0.0) / 100
