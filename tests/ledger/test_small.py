"""Protections, promises, events, outlooks of industries and ratings by agencies: read in both languages, refused by row."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from scoring.terms import Kind
from tests.ledger.writing import codes, read, rows, warned


def test_protections() -> None:
    """Row 4 has no such kind, 5 no amount and no share, 6 is row 2 in other words, 7 is turned, 8 has 120%."""
    reading = read("""
        Customer Number|Protection Type|Amount|Currency|Cover Share|Valid From|Valid To|Provider
        C1|Deposit|5,000.00|USD||2025-01-01||
        C1|Credit insurance|80000|USD|90%|2025-01-01|2025-12-31|Insurer A
        C1|Handshake|1|USD||2025-01-01||
        C2|Guarantee||||2025-01-01||
        C1|Deposit|6000|USD||2025-01-01||
        C2|Guarantee|9|USD||2025-03-01|2025-02-01|
        C2|Guarantee|9|USD|120%|2025-03-01||
        C3|Retention of title|||0.5|||
        C1|Deposit|5,000.00|USD||2025-01-01||
    """)
    assert reading.kind == Kind.PROTECTIONS
    columns = ("customer_id", "protection", "amount", "cover_share", "valid_to")
    assert rows(reading, "protections", *columns) == [
        ("C1", "deposit", "5000.00", None, None),
        ("C1", "insurance", "80000.00", "0.90000000", date(2025, 12, 31)),
        ("C3", "retention", None, "0.50000000", None),
    ]
    assert codes(reading) == [
        (4, "word_unknown"),
        (5, "content_missing"),
        (6, "fact_conflict"),
        (7, "period_turned"),
        (8, "number_unreadable"),
    ]
    assert reading.duplicates == 1


def test_promises_in_chinese() -> None:
    reading = read("""
        客户编号|单据编号|承诺付款日|承诺金额|作出日期|备注
        C1|A-1|2025-03-10|1,000|2025-03-01|月底回款
        C1||2025-04-10|||
        C1|A-2||5||
    """)
    assert reading.kind == Kind.PROMISES
    columns = ("document_no", "promised_date", "promised_amount", "made_on", "note")
    assert rows(reading, "promises", *columns) == [
        ("A-1", date(2025, 3, 10), "1000.00", date(2025, 3, 1), "月底回款"),
        (None, date(2025, 4, 10), None, None, None),
    ]
    assert codes(reading) == [(4, "date_missing")]


def test_events_keep_what_no_word_is_known_for() -> None:
    reading = read("""
        客户名称|事件类型|立案日期|涉案金额|来源|结案日期
        远大建材|被执行人|2025-05-06|120000|法院公告|
        远大建材|股权变更|2025-05-07|||2025-06-01
        |诉讼|2025-05-07|||
    """)
    assert reading.kind == Kind.EVENTS
    assert rows(reading, "events", "event", "event_date", "amount", "closed_date", "written_as") == [
        ("enforcement", date(2025, 5, 6), "120000.00", None, "被执行人"),
        ("other", date(2025, 5, 7), None, date(2025, 6, 1), "股权变更"),
    ]
    assert (warned(reading), codes(reading)) == ({"event_unknown": 1}, [(4, "customer_missing")])


def test_outlooks_are_an_index_or_a_grade() -> None:
    reading = read("""
        Industry|Date|Index|Outlook|Source
        Construction|2025-01-31|48.7|negative|Survey
        Retail|2025-01-31||Positive|Survey
        Retail|2025-02-28|||Survey
        |2025-01-31|50||
    """)
    assert reading.kind == Kind.OUTLOOKS
    assert rows(reading, "outlooks", "industry", "outlook_index", "outlook") == [
        ("Construction", "48.70000000", "weak"), ("Retail", None, "good"),
    ]  # fmt: skip
    assert codes(reading) == [(4, "content_missing"), (5, "industry_missing")]


def test_ratings_over_time() -> None:
    reading = read("Customer No|Agency|Rating|Rating Date|Watch\nC1|D&B|AA|2024-01-31|\nC1|D&B|BBB|2025-01-31|Negative")
    assert reading.kind == Kind.RATINGS
    assert rows(reading, "ratings", "customer_id", "agency", "rating", "rating_date", "watch") == [
        ("C1", "D&B", "AA", date(2024, 1, 31), None), ("C1", "D&B", "BBB", date(2025, 1, 31), "negative"),
    ]  # fmt: skip
    assert reading.known_on == date(2025, 1, 31)


@pytest.mark.parametrize(
    ("cell", "share"), [("90%", "0.9"), ("90", "0.9"), ("0.9", "0.9"), ("1", "1"), ("0,85", "0.85")]
)
def test_a_share_in_every_spelling(cell: str, share: str) -> None:
    reading = read(f"客户编号|担保类型|保障比例\nC1|保函|{cell}")
    assert reading.tables["protections"]["cover_share"].to_pylist() == [Decimal(share)]
