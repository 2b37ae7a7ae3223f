"""The provision as tables in words: the matrix beside the fixed percentages, and the tables of an annual report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from scoring.desk.risk.disclosure import CategoryLine, Disclosure, year_end_before
from scoring.desk.risk.provision import Provision, ProvisionLine
from scoring.desk.risk.tables import Field, Kind, ReportTable, summed
from scoring.desk.wording import bucket_label, group_label
from scoring.metrics.turnover import ratio
from scoring.text import numbers, say

TEXTS = ("bucket", "age", "interval", "evidence", "category", "name", "reason")
SHARES = ("roll", "loss", "charged", "fixed", "share", "rate")
KINDS: dict[str, Kind] = {
    **dict.fromkeys(TEXTS, "text"),
    **dict.fromkeys(SHARES, "percent"),
    "documents": "count",
}
"""What the columns hold; the others hold money."""


def provision_tables(found: Provision, lang: str) -> list[ReportTable]:
    """The matrix from history beside the fixed percentages by days past due, and those by age."""
    return [_matrix(found, lang), _by_age(found, lang)]


def disclosure_tables(found: Disclosure, reasons: Mapping[str, str], lang: str) -> list[ReportTable]:
    """The tables of domain.md: by age, by category now and before, individual customers (with the `reasons` why, by
    customer), roll-forward, the five that owe most."""
    individual = [_individual(found, reasons, lang)] if any(one.category == "individual" for one in found.now) else []
    return [
        _ages(found, lang),
        _categories(found, lang),
        _categories(found, lang, earlier=True),
        *individual,
        _roll(found, lang),
        _top(found, lang),
    ]


def balance_heading(found: Disclosure, lang: str) -> str:
    """The earlier balance's heading: of the year before, or of the day."""
    return _earlier(found.since, found.header.as_of, lang)


def evidence(line: ProvisionLine, lang: str) -> str:
    """What a loss rate rests on: thin, borrowed from the whole ledger, nothing; "" where it is solid."""
    source = line.rate.source
    if source != "measured":
        return say(f"provision.source.{source}", lang)
    return say("provision.thin", lang) if line.rate.thin else ""


def _matrix(found: Provision, lang: str) -> ReportTable:
    fields = [
        _field("bucket", lang),
        _field("balance", lang),
        _field("roll", lang),
        _field("loss", lang),
        _field("interval", lang),
        *([_field("evidence", lang)] if any(evidence(line, lang) for line in found.lines) else []),
        _field("charged", lang),
        _field("by_history", lang),
        _field("fixed", lang),
        _field("by_fixed", lang),
        _field("documents", lang),
    ]
    if found.segment:
        fields.insert(0, Field("segment", "text", say(f"grouping.{found.segment}", lang)))
    rows = [_matrix_row(found, line, lang) for line in found.lines]
    total = summed(rows, ("balance", "by_history", "by_fixed"), fields[0].name, lang)
    shares = {
        name: ratio(total[f"by_{of}"], total["balance"]) for name, of in (("charged", "history"), ("fixed", "fixed"))
    }
    title = say("provision.table.matrix", lang, months=found.parameters.history_months)
    return ReportTable("matrix", title, tuple(fields), tuple(rows), total | shares)


def _matrix_row(found: Provision, line: ProvisionLine, lang: str) -> dict[str, Any]:
    rate = line.rate
    told = "" if rate.low is None or rate.high is None else say(
        "provision.from_to", lang, low=numbers.percent(rate.low, lang), high=numbers.percent(rate.high, lang)
    )  # fmt: skip
    return {
        "key": f"{line.segment}|{rate.bucket}",
        "segment": group_label(found.segment or "", line.segment, line.segment, lang) if found.segment else "",
        "bucket": bucket_label(rate.bucket, "due", lang),
        "balance": line.balance,
        "roll": rate.roll,
        "loss": rate.loss,
        "interval": told,
        "charged": line.charged,
        "by_history": line.by_history,
        "fixed": line.fixed,
        "by_fixed": line.by_fixed,
        "documents": rate.link.documents,
        "evidence": evidence(line, lang),
    }


def _by_age(found: Provision, lang: str) -> ReportTable:
    fields = (_field("age", lang), _field("balance", lang), _field("fixed", lang),
              _field("allowance", lang))  # fmt: skip
    rows = [
        {
            "key": line.bucket,
            "age": bucket_label(line.bucket, "issue", lang),
            "balance": line.balance,
            "fixed": line.share,
            "allowance": line.allowance,
        }
        for line in found.by_age
    ]
    total = summed(rows, ("balance", "allowance"), "age", lang)
    total["fixed"] = ratio(total["allowance"], total["balance"])
    return ReportTable("fixed_by_age", say("provision.table.fixed_by_age", lang), fields, tuple(rows), total)


def _ages(found: Disclosure, lang: str) -> ReportTable:
    fields = (
        _field("age", lang),
        Field("now", "money", say("provision.column.closing", lang)),
        Field("then", "money", balance_heading(found, lang)),
    )
    rows = [
        {"key": bucket, "age": bucket_label(bucket, "issue", lang), "now": now, "then": then}
        for bucket, (now, then) in found.ages.items()
    ]
    (now, then), (allowed, allowed_then) = found.balances, found.allowances
    rows.append({"key": "", "age": say("provision.subtotal", lang), "now": now, "then": then})
    rows.append({"key": "", "age": say("provision.less_allowance", lang), "now": allowed, "then": allowed_then})
    total = {"age": say("provision.sum", lang), "now": now - allowed, "then": then - allowed_then}
    return ReportTable("by_age", say("provision.table.by_age", lang), fields, tuple(rows), total)


def _categories(found: Disclosure, lang: str, earlier: bool = False) -> ReportTable:
    fields = _fields(("category", "balance", "share", "allowance", "rate", "carrying"), lang)
    *lines, last = found.categories(earlier)
    rows = [
        asdict(line) | {"category": _category(found, line, lang), "key": f"{line.category}|{line.segment}"}
        for line in lines
    ]
    day = found.since if earlier else found.header.as_of
    total = asdict(last) | {"category": say("provision.sum", lang)}
    name = "categories_then" if earlier else "categories"
    return ReportTable(name, say("provision.table.categories", lang, day=day), fields, tuple(rows), total)


def _category(found: Disclosure, line: CategoryLine, lang: str) -> str:
    if line.category != "segment":
        return say(f"provision.category.{line.category}", lang)
    return say("provision.of_which", lang, name=group_label(found.segment or "", line.segment, line.segment, lang))


def _individual(found: Disclosure, reasons: Mapping[str, str], lang: str) -> ReportTable:
    fields = _fields(("name", "balance", "allowance", "rate", "reason"), lang)
    rows = [
        asdict(one)
        | {
            "key": one.customer_id,
            "rate": ratio(one.allowance, one.balance),
            "reason": reasons.get(one.customer_id, ""),
        }
        for one in found.now
        if one.category == "individual"
    ]
    total = summed(rows, ("balance", "allowance"), "name", lang)
    return ReportTable("individual", say("provision.table.individual", lang), fields, tuple(rows), total)


def _roll(found: Disclosure, lang: str) -> ReportTable:
    fields = _fields(("category", "opening", "charge", "released", "written_off", "other", "closing"), lang)
    *rows, last = [
        asdict(line) | {"category": say(f"provision.category.{line.category}", lang), "charge": line.charged}
        for line in found.roll
    ]
    title = say("provision.table.roll", lang, since=found.since, day=found.header.as_of)
    return ReportTable("roll", title, fields, tuple(rows), last)


def _top(found: Disclosure, lang: str) -> ReportTable:
    fields = _fields(("name", "balance", "share", "allowance"), lang)
    whole = found.balances[0]
    rows = [asdict(one) | {"key": one.customer_id, "share": ratio(one.balance, whole)} for one in found.top]
    total = summed(rows, ("balance", "allowance"), "name", lang)
    total["share"] = ratio(total["balance"], whole)
    share = numbers.percent(total["share"] or Decimal(0), lang)
    return ReportTable("top", say("provision.table.top", lang, share=share), fields, tuple(rows), total)


def _earlier(since: date, as_of: date, lang: str) -> str:
    if since == year_end_before(as_of):
        return say("provision.column.prior_year_end", lang)
    return say("provision.column.balance_on", lang, day=since)


def _fields(names: Sequence[str], lang: str) -> tuple[Field, ...]:
    return tuple(_field(name, lang) for name in names)


def _field(name: str, lang: str) -> Field:
    return Field(
        name, KINDS.get(name, "money"), say(f"provision.column.{name}", lang), say(f"provision.help.{name}", lang)
    )
