-- grain: one row per customer paid by in the 365 days up to as_of: how late, how evenly and how regularly.
-- Dated allocations of receipts and write-offs by value date, converted at `rates`; payments without date are left out.
-- ended = paid or written off; ended_late = of it after the due date; the days are those of receipts.
CREATE OR REPLACE MACRO payment_habits(as_of, currencies, rates) AS TABLE
WITH rate_list AS (SELECT unnest(currencies) AS currency, CAST(unnest(rates) AS DECIMAL(20,12)) AS rate),
payment AS (
    SELECT
        a.customer_id, a.currency, a.source_kind, a.amount, date_diff('day', d.due_date, a.value_date) AS days_late
    FROM allocation a
    JOIN document d ON d.document_key = a.document_key
    WHERE a.value_date > as_of - 365 AND a.value_date <= as_of AND a.method <> 'undated'
        AND a.source_kind <> 'credit_note' AND d.kind = 'invoice' AND d.first_paid_date <= as_of
),
native AS (
    SELECT
        customer_id, currency, sum(amount) AS ended, sum(amount) FILTER (WHERE days_late > 0) AS ended_late,
        sum(amount) FILTER (WHERE source_kind = 'receipt') AS paid,
        sum(amount * days_late) FILTER (WHERE source_kind = 'receipt') AS paid_days,
        count(*) FILTER (WHERE source_kind = 'receipt' AND amount > 0) AS payments,
        sum(days_late) FILTER (WHERE source_kind = 'receipt' AND amount > 0) AS days,
        sum(days_late * days_late) FILTER (WHERE source_kind = 'receipt' AND amount > 0) AS days_squared
    FROM payment
    GROUP BY customer_id, currency
),
paid AS (
    SELECT
        n.customer_id, sum(round(n.ended * r.rate, 2)) AS ended, sum(round(n.ended_late * r.rate, 2)) AS ended_late,
        sum(round(n.paid * r.rate, 2)) AS paid, sum(round(n.paid_days * r.rate, 2)) AS paid_days,
        sum(n.payments) AS payments, sum(n.days) AS days, sum(n.days_squared) AS days_squared
    FROM native n
    JOIN rate_list r ON r.currency = n.currency
    GROUP BY n.customer_id
),
receipt_day AS (
    SELECT DISTINCT customer_id, receipt_date
    FROM receipt
    WHERE receipt_date > as_of - 365 AND receipt_date <= as_of AND kind = 'receipt' AND amount > 0
        AND origin <> 'paid_amount'
),
rhythm AS (
    SELECT
        customer_id, count(*) AS receipt_days, max(receipt_date) AS last_receipt_date,
        date_diff('day', min(receipt_date), max(receipt_date)) AS receipt_span_days
    FROM receipt_day
    GROUP BY customer_id
)
SELECT
    coalesce(p.customer_id, t.customer_id) AS customer_id, coalesce(p.ended, 0) AS ended,
    coalesce(p.ended_late, 0) AS ended_late,
    CAST(p.paid_days AS DOUBLE) / nullif(CAST(p.paid AS DOUBLE), 0) AS days_beyond_terms,
    CASE WHEN p.payments > 2 THEN
        sqrt((p.days_squared - CAST(p.days AS DOUBLE) * p.days / p.payments) / (p.payments - 1)) END AS variability_days,
    CASE WHEN t.receipt_days > 2 THEN
        date_diff('day', t.last_receipt_date, as_of) * (t.receipt_days - 1.0) / t.receipt_span_days END AS gap_ratio
FROM paid p
FULL JOIN rhythm t ON t.customer_id = p.customer_id
