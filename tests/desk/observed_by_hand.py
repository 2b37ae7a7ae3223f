"""The characteristics of one customer a second time, in plain Python over the store's documents and allocations.

Nothing here is shared with the marts: sums run over rows, one customer after the other, with floats.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from statistics import stdev
from typing import Any

from scoring.store import Store

Row = dict[str, Any]


class Ledger:
    """The facts of a store up to a day. `rates` is what one unit of a currency is worth."""

    def __init__(self, store: Store, day: date, rates: dict[str, float]) -> None:
        self.day, self.rates = day, rates
        self.documents = [row for row in store.rows("document") if row["issue_date"] <= day]
        self.invoices = [row for row in self.documents if row["kind"] == "invoice"]
        self.allocations: dict[int, list[Row]] = defaultdict(list)
        for row in store.rows("allocation"):
            if row["value_date"] <= day:
                self.allocations[row["document_key"]].append(row)
        self.receipts = [row for row in store.rows("receipt") if row["receipt_date"] <= day]
        self.disputes = {
            (row["customer_id"], row["document_no"])
            for row in store.rows("dispute")
            if row["opened_date"] and row["opened_date"] <= day
        }
        imported = {row["import_id"]: row["imported_at"].date() for row in store.rows("import")}
        self.masters = [row | {"imported": imported[row["import_id"]]} for row in store.rows("row_customer")]
        self.statements = [row | {"imported": imported[row["import_id"]]} for row in store.rows("row_financials")]

    def money(self, row: Row, amount: Any = None) -> float:
        return float(row["amount"] if amount is None else amount) * self.rates[row["currency"]]

    def open_on(self, row: Row, day: date) -> float:
        """What is open of a document at the end of `day`."""
        if row["issue_date"] > day:
            return 0.0
        paid = sum(float(a["amount"]) for a in self.allocations[row["document_key"]] if a["value_date"] <= day)
        return round(float(row["amount"]) - paid, 2)

    def closed(self, row: Row) -> date | None:
        """The day the open amount became 0, if it is 0."""
        dates = [a["value_date"] for a in self.allocations[row["document_key"]]]
        return None if self.open_on(row, self.day) else max(dates)

    def told(self, customer: str, name: str) -> Any:
        """A field of the customer list as known on the day, else as first told."""
        said = [row for row in self.masters if row["customer_id"] == customer and row[name] is not None]
        known = [row for row in said if row["imported"] <= self.day]
        if known:
            return max(known, key=lambda row: (row["is_master"], row["import_id"]))[name]
        lists = [row["import_id"] for row in self.masters if row["customer_id"] == customer and row["is_master"]]
        first = [row for row in said if not lists or row["import_id"] <= min(lists)]
        return min(first, key=lambda row: row["import_id"])[name] if first else None


def characteristics(ledger: Ledger, customer: str, home: str) -> dict[str, Any]:
    """Every characteristic of a customer, None where it cannot be computed."""
    found = _trade(ledger, customer) | _payments(ledger, customer) | _claims(ledger, customer)
    limit = ledger.told(customer, "credit_limit")
    rate = ledger.rates.get(ledger.told(customer, "limit_currency") or home)
    owed = _owed(ledger, _of(ledger.invoices, customer))
    found["limit_utilisation"] = owed / (float(limit) * rate) if limit and rate else None
    since = [row["issue_date"] for row in _of(ledger.invoices, customer)]
    since += [day for day in [ledger.told(customer, "since")] if day]
    found["months_on_book"] = (ledger.day - min(since)).days / 30.4375 if since else None
    for name in ("industry", "region", "size", "external_rating"):
        found[name] = ledger.told(customer, name)
    if found["terms_days"] is None:
        found["terms_days"] = ledger.told(customer, "terms_days")
    return found | _statement(ledger, customer) | _industry(ledger, customer)


def _of(rows: Iterable[Row], customer: str) -> list[Row]:
    return [row for row in rows if row["customer_id"] == customer]


def _owed(ledger: Ledger, invoices: list[Row], day: date | None = None, overdue: bool = False) -> float:
    on = day or ledger.day
    late = [row for row in invoices if not overdue or row["due_date"] < on]
    return sum(ledger.money(row, ledger.open_on(row, on)) for row in late)


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def _issued(ledger: Ledger, rows: list[Row], days: int) -> list[Row]:
    return [row for row in rows if row["issue_date"] > ledger.day - timedelta(days=days)]


def _trade(ledger: Ledger, customer: str) -> dict[str, Any]:
    documents = _of(ledger.documents, customer)
    invoices = [row for row in documents if row["kind"] == "invoice"]
    year, quarter = _issued(ledger, invoices, 365), _issued(ledger, invoices, 91)
    sales = sum(ledger.money(row) for row in year)
    known_days = min((ledger.day - min((r["issue_date"] for r in invoices), default=ledger.day)).days + 1, 365)
    credited = -sum(ledger.money(row) for row in _issued(ledger, documents, 365) if row["kind"] == "credit_note")
    disputed = sum(ledger.money(row) for row in year if (customer, row["document_no"]) in ledger.disputes)
    in_parts = [row for row in year if _in_parts(ledger, row)]
    terms = [(row["due_date"] - row["issue_date"]).days for row in year]
    trend = _share(sum(ledger.money(row) for row in quarter) / 91, sales / known_days) if known_days > 91 else None
    return {
        "sales_trend": trend, "invoices_12m": len(year), "invoice_amount_mean": _share(sales, len(year)),
        "part_paid_share": _share(len(in_parts), len(year)), "credit_note_share_12m": _share(credited, sales),
        "disputed_share_12m": _share(disputed, sales), "terms_days": _share(sum(terms), len(terms)),
    }  # fmt: skip


def _in_parts(ledger: Ledger, row: Row) -> bool:
    days = {a["value_date"] for a in ledger.allocations[row["document_key"]]}
    return len(days) > 1 or (bool(days) and ledger.open_on(row, ledger.day) != 0)


def _payments(ledger: Ledger, customer: str) -> dict[str, Any]:
    start = ledger.day - timedelta(days=365)
    invoices = _of(ledger.invoices, customer)
    settled = [
        (a, (a["value_date"] - row["due_date"]).days)
        for row in invoices
        for a in ledger.allocations[row["document_key"]]
        if a["value_date"] > start and a["source_kind"] != "credit_note" and a["method"] != "undated"
    ]
    overdue = _owed(ledger, invoices, overdue=True)
    late = sum(ledger.money(a) for a, days in settled if days > 0)
    money_in = [(a, days) for a, days in settled if a["source_kind"] == "receipt"]
    paid = sum(ledger.money(a) for a, _ in money_in)
    days_late = [days for a, days in money_in if a["amount"] > 0]
    dates = {
        row["receipt_date"]
        for row in _of(ledger.receipts, customer)
        if row["kind"] == "receipt"
        and row["amount"] > 0
        and row["receipt_date"] > start
        and row["origin"] != "paid_amount"
    }
    usual = (max(dates) - min(dates)).days / (len(dates) - 1) if len(dates) > 2 else None
    return {
        "late_paid_share_12m": _share(late + overdue, sum(ledger.money(a) for a, _ in settled) + overdue),
        "days_beyond_terms_12m": _share(sum(ledger.money(a) * days for a, days in money_in), paid),
        "payment_variability_days": stdev(days_late) if len(days_late) > 2 else None,
        "receipt_gap_ratio": (ledger.day - max(dates)).days / usual if usual else None,
    }


def _claims(ledger: Ledger, customer: str) -> dict[str, Any]:
    invoices = _of(ledger.invoices, customer)
    owed, overdue = _owed(ledger, invoices), _owed(ledger, invoices, overdue=True)
    before = _owed(ledger, invoices, ledger.day - timedelta(days=91), overdue=True)
    still_open = [row for row in invoices if ledger.open_on(row, ledger.day)]
    alive = bool(owed) or bool(_issued(ledger, invoices, 365))
    found: dict[str, Any] = {
        "overdue_share": _share(overdue, owed),
        "oldest_open_days_past_due": max([0, *((ledger.day - row["due_date"]).days for row in still_open)]),
        "overdue_change_3m": (_share(overdue - before, overdue + before) or 0.0) if alive else None,
    }
    for name, days in (("3m", 91), ("6m", 182), ("12m", 365)):
        start = ledger.day - timedelta(days=days)
        ends = [ledger.closed(row) for row in invoices]
        worst = [
            max(((end or ledger.day) - row["due_date"]).days, 0)
            for row, end in zip(invoices, ends, strict=True)
            if end is None or end > start
        ]
        found[f"worst_days_past_due_{name}"] = max(worst, default=None)
    if not [
        row for row in invoices if ledger.closed(row) is None or ledger.closed(row) > ledger.day - timedelta(days=365)
    ]:  # type: ignore[operator]
        found["oldest_open_days_past_due"] = None
    return found


def _statement(ledger: Ledger, customer: str) -> dict[str, Any]:
    versions: dict[date, list[Row]] = defaultdict(list)
    for row in _of(ledger.statements, customer):
        versions[row["period_end"]].append(row)
    chosen = []
    for rows in versions.values():
        known = [row for row in rows if row["imported"] <= ledger.day]
        pick = max(known, key=lambda r: r["import_id"]) if known else min(rows, key=lambda r: r["import_id"])
        if (pick["published_date"] or pick["period_end"] + timedelta(days=120)) <= ledger.day:
            chosen.append(pick)
    names = ("current_ratio", "debt_ratio", "interest_cover", "net_margin", "asset_turnover", "altman_z")
    if not chosen:
        return dict.fromkeys(names)
    s = {name: float(value) for name, value in max(chosen, key=lambda r: r["period_end"]).items() if _is_amount(value)}
    working = s["current_assets"] - s["current_liabilities"]
    z = 6.56 * working + 3.26 * s["retained_earnings"] + 6.72 * s["ebit"]
    return {
        "current_ratio": s["current_assets"] / s["current_liabilities"],
        "debt_ratio": s["total_liabilities"] / s["total_assets"],
        "interest_cover": _share(s["ebit"], s["interest_expense"]),
        "net_margin": s["net_income"] / s["revenue"],
        "asset_turnover": s["revenue"] / s["total_assets"],
        "altman_z": z / s["total_assets"] + 1.05 * s["equity"] / s["total_liabilities"],
    }


def _is_amount(value: object) -> bool:
    return value is not None and not isinstance(value, str | date)


def _industry(ledger: Ledger, customer: str) -> dict[str, Any]:
    mine = ledger.told(customer, "industry")
    if mine is None:
        return dict.fromkeys(("industry_overdue_share", "industry_sales_trend"))
    others = [
        row
        for row in ledger.invoices
        if row["customer_id"] != customer and ledger.told(row["customer_id"], "industry") == mine
    ]
    year, quarter = (sum(ledger.money(row) for row in _issued(ledger, others, days)) for days in (365, 91))
    return {
        "industry_overdue_share": _share(_owed(ledger, others, overdue=True), _owed(ledger, others)),
        "industry_sales_trend": _share(quarter / 91 * 365, year),
    }
