-- grain: one row per customer with invoices overdue at the end of from_date: how much, and the money received on them
-- after it and up to to_date
CREATE OR REPLACE MACRO recovery(from_date, to_date, currencies, rates) AS TABLE
WITH rate_list AS (SELECT unnest(currencies) AS currency, CAST(unnest(rates) AS DECIMAL(20,12)) AS rate),
overdue AS (
    SELECT document_key, customer_id, reporting_amount
    FROM open_items(from_date, 'default', 'due', currencies, rates)
    WHERE days_past_due > 0
),
received AS (
    SELECT a.document_key, sum(round(a.amount * r.rate, 2)) AS amount
    FROM allocation a
    LEFT JOIN rate_list r ON r.currency = a.currency
    WHERE a.value_date > from_date AND a.value_date <= to_date AND a.source_kind = 'receipt'
        AND a.method <> 'undated'
        AND a.document_key IN (SELECT document_key FROM overdue)
    GROUP BY a.document_key
)
SELECT
    o.customer_id, CAST(sum(o.reporting_amount) AS DECIMAL(18,2)) AS overdue_at_start,
    CAST(coalesce(sum(g.amount), 0) AS DECIMAL(18,2)) AS received
FROM overdue o
LEFT JOIN received g ON g.document_key = o.document_key
GROUP BY o.customer_id
