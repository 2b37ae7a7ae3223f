-- grain: one row per customer, currency and bucket where the pre-aggregated last month-end differs from the documents
WITH day AS (SELECT max(month_end) AS as_of FROM month_bucket),
direct AS (
    SELECT customer_id, currency, bucket, sum(open_amount) AS open_amount
    FROM open_items((SELECT as_of FROM day), 'default', 'due', ['-'], [1])
    GROUP BY customer_id, currency, bucket
),
kept AS (SELECT * FROM month_bucket WHERE month_end = (SELECT as_of FROM day))
SELECT
    coalesce(k.customer_id, d.customer_id) AS customer_id, coalesce(k.bucket, d.bucket) AS bucket,
    k.open_amount AS kept, d.open_amount AS direct
FROM kept k
FULL JOIN direct d ON d.customer_id = k.customer_id AND d.currency = k.currency AND d.bucket = k.bucket
WHERE k.open_amount IS DISTINCT FROM d.open_amount
