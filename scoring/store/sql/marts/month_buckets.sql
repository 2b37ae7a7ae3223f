-- grain: one row per month-end up to as_of, currency and bucket of the default scheme with open invoices, by due date;
-- of all customers (customers NULL: from what imports add up beforehand) or of those named
CREATE OR REPLACE MACRO month_buckets(as_of, customers) AS TABLE
WITH step AS (
    SELECT month_end, currency, bucket, amount FROM month_reached WHERE customers IS NULL
    UNION ALL
    SELECT month_end, currency, bucket, amount FROM reached(customers)
),
calendar AS (
    SELECT last_day(CAST(month AS DATE)) AS month_end FROM (
        SELECT unnest(generate_series(date_trunc('month', min(month_end)), as_of, INTERVAL 1 MONTH)) AS month FROM step
    )
    WHERE last_day(CAST(month AS DATE)) <= as_of
),
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
