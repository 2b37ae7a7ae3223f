"""From numbers to the columns of each file, by the field names that the language gives headings to."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from data.generator import customers, rates, statements
from data.generator.chunks import Chunk, Plan
from data.generator.decline import customer_ids
from data.generator.files import Columns, days, money, numbers, texts
from data.generator.language import customer_names
from data.generator.portraits import INDIVIDUAL


def of_customers(ours: Plan) -> Columns:
    """grain: one row per customer."""
    who, values = ours.who, ours.words.values
    ids, every = customer_ids(len(who)), np.arange(len(who))
    limit, limited = customers.limits(ours)
    rating, rated = customers.ratings(ours.seed, who, ours.fate)
    terms = np.where(who.new_terms_month < ours.window.months, who.new_terms_days, who.terms_days)
    return {
        "customer_id": pa.array(ids),
        "name": pa.array(customer_names(ours.seed, who, ours.words)),
        "nature": texts(values["nature"], who.nature),
        "industry": texts(values["industry"], who.industry),
        "region": texts(values["region"], who.region),
        "size": texts(values["size"], who.size),
        "owner": texts(values["owner"], who.owner),
        "parent_id": texts(ids, who.parent, who.parent != every),
        "credit_limit": pa.array(limit.astype(np.int64), mask=~limited),
        "limit_currency": texts([ours.words.home], 0 * every, limited),
        "terms_days": pa.array(terms),
        "since": days(customers.known_since(ours.seed, who, ours.window)),
        "external_rating": texts(values["rating"], rating, rated),
    }


def of_rates(ours: Plan) -> Columns:
    """grain: one row per day of the ledger."""
    day, rate = rates.draw(ours.seed, ours.words.rate, ours.window)
    pair = texts([ours.words.pair], np.zeros(len(day), dtype=np.int64))
    return {"rate_date": days(day), "pair": pair, "rate": pa.array(rate)}


def of_statements(ours: Plan) -> Columns:
    """grain: one row per firm and year; amounts in whole units of the home currency."""
    drawn = statements.draw(ours.seed, ours.who, ours.fate, ours.window)
    scale = ours.words.scales[0]
    accounts = (np.rint(values * scale / 1000).astype(np.int64) * 1000 for values in drawn.accounts)
    return {
        "customer_id": texts(customer_ids(len(ours.who)), drawn.customer),
        "period_end": days(drawn.period_end),
        "published_date": days(drawn.published),
        "currency": texts([ours.words.home], 0 * drawn.customer),
        **dict(zip(statements.ACCOUNTS, map(pa.array, accounts), strict=True)),
    }


def of_documents(ours: Plan, ids: pa.Array, chunk: Chunk) -> Columns:
    """grain: one row per invoice and credit note, in order of issue.

    A credit note has no due date of its own: it counts from its issue.
    """
    bills, notes = chunk.invoices, chunk.credits
    n, source = len(bills.cents), np.concatenate([np.arange(len(bills.cents)), notes.invoice])
    is_note = np.arange(len(source)) >= n
    issue = np.concatenate([bills.issue, notes.day])
    invoice_no = numbers(ours.words.prefixes["invoice"], chunk.before + 1 + np.arange(n))
    note_no = numbers(
        ours.words.prefixes["credit_note"],
        chunk.before + 1 + np.argsort(np.argsort(notes.day, kind="stable"), kind="stable"),
    )
    order = np.lexsort((source, is_note, issue))
    columns = {
        "document_no": pa.concat_arrays([invoice_no, note_no]),
        "customer_id": ids.take(pa.array(chunk.start + bills.customer[source])),
        "issue_date": days(issue),
        "due_date": days(bills.due[source], ~is_note),
        "amount": money(np.concatenate([bills.cents, -notes.cents])),
        "currency": texts(ours.words.currencies, bills.foreign[source].astype(np.int64)),
        "credits_document_no": invoice_no.take(
            pa.array(source, mask=~np.concatenate([np.zeros(n, dtype=np.bool_), notes.named]))
        ),
    }
    return {name: column.take(pa.array(order)) for name, column in columns.items()}


def of_receipts(ours: Plan, ids: pa.Array, chunk: Chunk) -> Columns:
    """grain: one row per receipt or write-off and invoice it pays, in order of day."""
    paid = chunk.receipts
    by_card = ours.who.nature[chunk.start + paid.customer] == INDIVIDUAL
    return {
        "receipt_no": numbers(ours.words.prefixes["receipt"], chunk.receipts_before + 1 + paid.number),
        "customer_id": ids.take(pa.array(chunk.start + paid.customer)),
        "receipt_date": days(paid.day),
        "amount": money(paid.cents),
        "currency": texts(ours.words.currencies, paid.foreign.astype(np.int64)),
        "document_no": numbers(ours.words.prefixes["invoice"], chunk.before + 1 + paid.invoice, paid.named),
        "method": texts(ours.words.values["method"], np.where(paid.write_off, 2, by_card.astype(np.int64))),
    }


def of_disputes(ours: Plan, ids: pa.Array, chunk: Chunk) -> Columns:
    """grain: one row per dispute; no closing date while it is open."""
    claims = chunk.disputes
    return {
        "customer_id": ids.take(pa.array(chunk.start + chunk.invoices.customer[claims.invoice])),
        "document_no": numbers(ours.words.prefixes["invoice"], chunk.before + 1 + claims.invoice),
        "opened_date": days(claims.opened),
        "closed_date": days(claims.closed, claims.closed <= ours.window.last),
        "reason": texts(ours.words.values["reason"], claims.reason),
        "amount": money(claims.cents),
    }
