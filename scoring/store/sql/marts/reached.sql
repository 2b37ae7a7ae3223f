-- grain: one row per month-end, currency and bucket of the default scheme: how much of these customers' invoices came to
-- the bucket's first day within that month, less what was paid in that month of what had come to it before.
-- Running sums of it say what is open from that day on; the next bucket's taken off, what is open in the bucket.
CREATE OR REPLACE MACRO reached(customers) AS TABLE
WITH claim AS (
    SELECT document_key, currency, amount, issue_date, due_date FROM document
    WHERE kind = 'invoice' AND customer_id IN (SELECT unnest(CAST(customers AS VARCHAR[])))
),
change AS (
    SELECT currency, issue_date AS day, due_date, amount FROM claim
    UNION ALL
    SELECT c.currency, a.value_date, c.due_date, -a.amount
    FROM allocation a
    JOIN claim c ON c.document_key = a.document_key
),
by_day AS (SELECT currency, day, due_date, sum(amount) AS amount FROM change GROUP BY ALL)
SELECT
    last_day(greatest(d.day, d.due_date + b.from_day)) AS month_end, d.currency, b.bucket,
    CAST(sum(d.amount) AS DECIMAL(18,2)) AS amount
FROM by_day d
CROSS JOIN scheme_bucket b
WHERE b.scheme = 'default'
GROUP BY ALL
HAVING sum(d.amount) <> 0
