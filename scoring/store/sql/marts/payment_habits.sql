-- grain: one row per day of `days` and customer paid by in the 365 days up to it: how late, how evenly and how regularly.
-- Dated allocations of receipts and write-offs by value date, converted at the `rates` of `rate_days`; payments without
-- date are left out. ended = paid or written off; ended_late = of it after the due date; the days are those of receipts.
CREATE OR REPLACE MACRO payment_habits(days, rate_days, currencies, rates) AS TABLE
WITH rate_list AS (
    SELECT
        CAST(unnest(rate_days) AS DATE) AS as_of, unnest(currencies) AS currency,
        CAST(unnest(rates) AS DECIMAL(20,12)) AS rate
),
window_day AS (SELECT * FROM window_days(days)),
span_of AS (SELECT DISTINCT day, span FROM window_day),
span AS (SELECT DISTINCT span, as_of FROM window_day),
payment AS (
    SELECT
        a.customer_id, a.currency, w.span, a.amount, CASE WHEN a.source_kind = 'receipt' THEN a.amount END AS paid,
        CASE WHEN a.value_date > d.due_date THEN a.amount END AS ended_late,
        date_diff('day', d.due_date, a.value_date) AS days_late,
        CASE WHEN a.source_kind = 'receipt' AND a.amount > 0 THEN days_late END AS paid_days_late
    FROM allocation a
    JOIN document d ON d.document_key = a.document_key
    JOIN span_of w ON w.day = a.value_date
    WHERE a.value_date > CAST(list_min(days) AS DATE) - 365 AND a.value_date <= list_max(days) AND a.method <> 'undated'
        AND a.source_kind <> 'credit_note' AND d.kind = 'invoice' AND d.first_paid_date <= list_max(days)
        AND coalesce(d.settled_date > CAST(list_min(days) AS DATE) - 365, TRUE)
),
by_span AS (
    SELECT
        customer_id, currency, span, sum(amount) AS ended, sum(ended_late) AS ended_late, sum(paid) AS paid,
        sum(paid * days_late) AS paid_days, count(paid_days_late) AS payments,
        CAST(sum(paid_days_late) AS BIGINT) AS days, CAST(sum(paid_days_late * paid_days_late) AS BIGINT) AS days_squared
    FROM payment
    GROUP BY customer_id, currency, span
),
native AS (
    SELECT
        a.as_of, s.customer_id, s.currency, sum(s.ended) AS ended, sum(s.ended_late) AS ended_late, sum(s.paid) AS paid,
        sum(s.paid_days) AS paid_days, sum(s.payments) AS payments, sum(s.days) AS days,
        sum(s.days_squared) AS days_squared
    FROM by_span s
    JOIN span a ON a.span = s.span
    GROUP BY a.as_of, s.customer_id, s.currency
),
paid AS (
    SELECT
        n.as_of, n.customer_id, sum(CASE WHEN r.rate = 1 THEN n.ended ELSE round(n.ended * r.rate, 2) END) AS ended,
        sum(CASE WHEN r.rate = 1 THEN n.ended_late ELSE round(n.ended_late * r.rate, 2) END) AS ended_late,
        sum(CASE WHEN r.rate = 1 THEN n.paid ELSE round(n.paid * r.rate, 2) END) AS paid,
        sum(CASE WHEN r.rate = 1 THEN n.paid_days ELSE round(n.paid_days * r.rate, 2) END) AS paid_days,
        sum(n.payments) AS payments, sum(n.days) AS days, sum(n.days_squared) AS days_squared
    FROM native n
    JOIN rate_list r ON r.as_of = n.as_of AND r.currency = n.currency
    GROUP BY n.as_of, n.customer_id
),
receipt_days AS (
    SELECT
        r.customer_id, w.span, bit_count(bit_or(CAST(1 AS BIGINT) << day(r.receipt_date))) AS receipt_days,
        min(r.receipt_date) AS first_date, max(r.receipt_date) AS last_date
    FROM receipt r
    JOIN span_of w ON w.day = r.receipt_date
    WHERE r.receipt_date > CAST(list_min(days) AS DATE) - 365 AND r.receipt_date <= list_max(days) AND r.kind = 'receipt'
        AND r.amount > 0 AND r.origin <> 'paid_amount'
    GROUP BY r.customer_id, w.span, year(r.receipt_date) * 12 + month(r.receipt_date)
),
rhythm AS (
    SELECT
        a.as_of, s.customer_id, sum(s.receipt_days) AS receipt_days, max(s.last_date) AS last_receipt_date,
        date_diff('day', min(s.first_date), max(s.last_date)) AS receipt_span_days
    FROM receipt_days s
    JOIN span a ON a.span = s.span
    GROUP BY a.as_of, s.customer_id
)
SELECT
    coalesce(p.as_of, t.as_of) AS as_of, coalesce(p.customer_id, t.customer_id) AS customer_id,
    CAST(coalesce(p.ended, 0) AS DECIMAL(18,2)) AS ended, CAST(coalesce(p.ended_late, 0) AS DECIMAL(18,2)) AS ended_late,
    CAST(p.paid_days AS DOUBLE) / nullif(CAST(p.paid AS DOUBLE), 0) AS days_beyond_terms,
    CASE WHEN p.payments > 2 THEN
        sqrt((p.days_squared - CAST(p.days AS DOUBLE) * p.days / p.payments) / (p.payments - 1)) END AS variability_days,
    CASE WHEN t.receipt_days > 2 THEN
        date_diff('day', t.last_receipt_date, coalesce(p.as_of, t.as_of)) * (t.receipt_days - 1.0) / t.receipt_span_days
        END AS gap_ratio
FROM paid p
FULL JOIN rhythm t ON t.as_of = p.as_of AND t.customer_id = p.customer_id
