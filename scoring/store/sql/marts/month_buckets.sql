-- grain: one row per month-end up to as_of, currency and bucket of the default scheme with open invoices, by due date;
-- of all customers (customers NULL: from what imports add up beforehand) or of those named
CREATE OR REPLACE MACRO month_buckets(as_of, customers) AS TABLE
WITH RECURSIVE step AS (
    SELECT month_end, currency, bucket, amount FROM month_reached WHERE customers IS NULL
    UNION ALL
    SELECT month_end, currency, bucket, amount FROM reached(customers)
),
months AS (
    SELECT CAST(date_trunc('month', min(month_end)) AS DATE) AS month FROM step
    UNION ALL
    SELECT CAST(month + INTERVAL 1 MONTH AS DATE) FROM months WHERE month < as_of
),
calendar AS (SELECT last_day(month) AS month_end FROM months WHERE last_day(month) <= as_of),
come AS (
    SELECT c.month_end, s.currency, b.bucket, b.position, sum(s.amount) AS amount
    FROM calendar c
    JOIN step s ON s.month_end <= c.month_end
    JOIN scheme_bucket b ON b.scheme = 'default' AND b.bucket = s.bucket
    GROUP BY ALL
),
here AS (
    SELECT
        month_end, currency, bucket,
        amount - lead(amount, 1, 0) OVER (PARTITION BY month_end, currency ORDER BY position) AS amount
    FROM come
)
SELECT month_end, currency, bucket, CAST(amount AS DECIMAL(18,2)) AS open_amount FROM here WHERE amount <> 0
