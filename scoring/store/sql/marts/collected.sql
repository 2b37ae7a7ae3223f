-- grain: one row per period (starts[i] to ends[i]) and invoice overdue at the end of its start: what was open then, and what
-- became of it after the start and up to the end: money received on it, and what was written off. Converted at `rates`,
-- each amount by itself. Payments of unknown date count as neither.
CREATE OR REPLACE MACRO collected(starts, ends, currencies, rates) AS TABLE
WITH period AS (
    SELECT DISTINCT CAST(unnest(starts) AS DATE) AS from_date, CAST(unnest(ends) AS DATE) AS to_date
),
rate_list AS (SELECT unnest(currencies) AS currency, CAST(unnest(rates) AS DECIMAL(20,12)) AS rate),
owed AS (
    SELECT
        p.from_date, p.to_date, d.document_key, d.document_no, d.customer_id, d.currency, d.amount, d.due_date,
        date_diff('day', d.due_date, p.from_date) AS days_past_due, d.first_paid_date
    FROM document d
    JOIN period p ON d.due_date < p.from_date AND d.issue_date <= p.from_date
        AND p.from_date < coalesce(d.settled_date, DATE '9999-12-31')
    WHERE d.kind <> 'credit_note'
),
taken AS (
    SELECT
        o.from_date, o.to_date, o.document_key, a.amount, a.value_date <= o.from_date AS before,
        a.source_kind = 'receipt' AND a.method <> 'undated' AS received,
        a.source_kind = 'write_off' AS written_off
    FROM owed o
    JOIN allocation a ON a.document_key = o.document_key
    WHERE o.first_paid_date <= o.to_date AND a.value_date <= o.to_date
),
summed AS (
    SELECT
        t.from_date, t.to_date, t.document_key, sum(t.amount) FILTER (WHERE t.before) AS before,
        sum(round(t.amount * r.rate, 2)) FILTER (WHERE NOT t.before AND t.received) AS received,
        sum(round(t.amount * r.rate, 2)) FILTER (WHERE NOT t.before AND t.written_off) AS written_off
    FROM taken t
    JOIN document d ON d.document_key = t.document_key
    JOIN rate_list r ON r.currency = d.currency
    GROUP BY t.from_date, t.to_date, t.document_key
)
SELECT
    o.from_date, o.to_date, o.document_key, o.document_no, o.customer_id, c.name AS customer_name, o.currency, o.due_date,
    o.days_past_due, CAST(round((o.amount - coalesce(s.before, 0)) * r.rate, 2) AS DECIMAL(18,2)) AS overdue_at_start,
    CAST(coalesce(s.received, 0) AS DECIMAL(18,2)) AS received,
    CAST(coalesce(s.written_off, 0) AS DECIMAL(18,2)) AS written_off
FROM owed o
JOIN rate_list r ON r.currency = o.currency
LEFT JOIN summed s ON s.document_key = o.document_key AND s.from_date = o.from_date AND s.to_date = o.to_date
LEFT JOIN customer c ON c.customer_id = o.customer_id
WHERE o.amount <> coalesce(s.before, 0)
