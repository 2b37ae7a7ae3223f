"""What a sheet of each kind may hold: the fields a column can be matched to, and which of them are needed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scoring.terms import Kind

Holds = Literal["identifier", "text", "date", "money", "number", "word"]


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a column can hold. `field.<name>` in text/ is its label; needed fields are in `NEEDS`."""

    name: str
    holds: Holds


def _fields(**holds: Holds) -> tuple[Field, ...]:
    return tuple(Field(name, kind) for name, kind in holds.items())


_CUSTOMER = _fields(customer_id="identifier", customer_name="text")
_ATTRIBUTES = _fields(
    nature="word",
    industry="text",
    region="text",
    size="text",
    owner="text",
    parent_id="identifier",
    credit_limit="money",
    limit_currency="word",
    since="date",
    external_rating="text",
)

FIELDS: dict[Kind, tuple[Field, ...]] = {
    Kind.CUSTOMERS: (*_CUSTOMER, *_ATTRIBUTES, *_fields(terms="word")),
    Kind.RATES: _fields(
        rate_date="date", currency_pair="word", from_currency="word", to_currency="word", rate="number"
    ),
    Kind.INVOICES: (
        *_CUSTOMER,
        *_fields(
            document_no="identifier",
            issue_date="date",
            due_date="date",
            settled_date="date",
            amount="money",
            net_amount="money",
            tax_amount="money",
            paid_amount="money",
            open_amount="money",
            currency="word",
            status="word",
            document_state="word",
            is_open="word",
            disputed="word",
            dispute_reason="text",
            document_type="word",
            terms="word",
            credits_document_no="identifier",
            description="text",
        ),
        *_ATTRIBUTES,
    ),
    Kind.ACCOUNT: (
        *_CUSTOMER,
        *_fields(
            document_no="identifier",
            entry_date="date",
            due_date="date",
            debit="money",
            credit="money",
            balance="money",
            amount="money",
            indicator="word",
            currency="word",
            document_type="word",
            terms="word",
            credits_document_no="identifier",
            description="text",
            counter_account="identifier",
        ),
    ),
    Kind.RECEIPTS: (
        *_CUSTOMER,
        *_fields(
            receipt_no="identifier",
            document_no="identifier",
            receipt_date="date",
            matched_date="date",
            amount="money",
            currency="word",
            method="text",
            status="word",
            description="text",
        ),
    ),
    Kind.DISPUTES: (
        *_CUSTOMER,
        *_fields(document_no="identifier", opened_date="date", closed_date="date", reason="text", amount="money"),
    ),
    Kind.FINANCIALS: (
        *_CUSTOMER,
        *_fields(
            period_end="date",
            published_date="date",
            currency="word",
            total_assets="money",
            current_assets="money",
            inventory="money",
            cash="money",
            receivables="money",
            total_liabilities="money",
            current_liabilities="money",
            equity="money",
            retained_earnings="money",
            revenue="money",
            cost_of_sales="money",
            ebit="money",
            interest_expense="money",
            net_income="money",
        ),
    ),
    Kind.PROTECTIONS: (
        *_CUSTOMER,
        *_fields(
            protection="word",
            amount="money",
            currency="word",
            cover_share="number",
            valid_from="date",
            valid_to="date",
            provider="text",
        ),
    ),
    Kind.PROMISES: (
        *_CUSTOMER,
        *_fields(
            document_no="identifier",
            promised_date="date",
            promised_amount="money",
            currency="word",
            made_on="date",
            note="text",
        ),
    ),
    Kind.EVENTS: (
        *_CUSTOMER,
        *_fields(event="word", event_date="date", amount="money", currency="word", source="text", closed_date="date"),
    ),
    Kind.OUTLOOKS: _fields(industry="text", outlook_date="date", outlook_index="number", outlook="word", source="text"),
    Kind.RATINGS: (*_CUSTOMER, *_fields(agency="text", rating="text", rating_date="date", watch="word")),
    Kind.ACTIVITIES: (
        *_CUSTOMER,
        *_fields(
            document_no="identifier",
            done_on="date",
            channel="word",
            outcome="word",
            spoke_with="text",
            note="text",
            next_step="text",
            next_on="date",
            owner="text",
            level="text",
            step_day="number",
            minutes="number",
            promised_date="date",
            promised_amount="money",
            currency="word",
        ),
    ),
    Kind.SURVEYS: (*_CUSTOMER, *_fields(asked_on="date", score="number", note="text")),
}
"""Order = precedence where two fields want the same column."""

ATTRIBUTES = ("nature", "industry", "region", "size", "owner", "parent_id", "credit_limit", "since", "external_rating")
"""What describes the customer rather than the document it stands beside."""

FIGURES = tuple(f.name for f in FIELDS[Kind.FINANCIALS] if f.holds == "money")

_WHO = ("customer_id", "customer_name")
NEEDS: dict[Kind, tuple[tuple[str, ...], ...]] = {
    Kind.CUSTOMERS: (_WHO, (*ATTRIBUTES, "terms")),
    Kind.RATES: (("rate_date",), ("rate",), ("currency_pair", "from_currency")),
    Kind.INVOICES: (_WHO, ("issue_date",), ("amount", "net_amount", "open_amount")),
    Kind.ACCOUNT: (_WHO, ("entry_date",), ("debit", "indicator"), ("credit", "amount")),
    Kind.RECEIPTS: (("document_no", *_WHO), ("receipt_date",), ("amount",)),
    Kind.DISPUTES: (("document_no", *_WHO), ("reason", "opened_date")),
    Kind.FINANCIALS: (_WHO, ("period_end",), FIGURES),
    Kind.PROTECTIONS: (_WHO, ("protection",), ("amount", "cover_share")),
    Kind.PROMISES: (_WHO, ("promised_date",)),
    Kind.EVENTS: (_WHO, ("event",), ("event_date",)),
    Kind.OUTLOOKS: (("industry",), ("outlook_date",), ("outlook_index", "outlook")),
    Kind.RATINGS: (_WHO, ("rating",), ("rating_date",)),
    Kind.ACTIVITIES: (_WHO, ("done_on",), ("channel",)),
    Kind.SURVEYS: (_WHO, ("asked_on",), ("score",)),
}
"""Per kind: of each group at least one field must be in the file (the customer may also stand above the table)."""


def fields_of(kind: Kind) -> tuple[Field, ...]:
    """The fields a column of a sheet of `kind` can be matched to.

    >>> [f.name for f in fields_of(Kind.RATES)]
    ['rate_date', 'currency_pair', 'from_currency', 'to_currency', 'rate']
    """
    return FIELDS[kind]


def needed(kind: Kind) -> frozenset[str]:
    """Fields that a sheet of `kind` cannot do without when taken alone (one of a group counts as needed).

    >>> sorted(needed(Kind.RECEIPTS))
    ['amount', 'customer_id', 'customer_name', 'document_no', 'receipt_date']
    """
    return frozenset(name for group in NEEDS[kind] for name in group)
