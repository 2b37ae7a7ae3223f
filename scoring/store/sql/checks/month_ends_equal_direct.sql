-- grain: one row per currency and bucket where the pre-aggregated month-end of the latest invoices differs from the
-- documents
WITH day AS (SELECT last_day(max(issue_date)) AS as_of FROM document WHERE kind = 'invoice'),
direct AS (
    SELECT currency, bucket, sum(open_amount) AS open_amount
    FROM open_items((SELECT as_of FROM day), 'default', 'due', ['-'], [1])
    GROUP BY currency, bucket
),
kept AS (
    SELECT * FROM month_buckets((SELECT as_of FROM day), NULL) WHERE month_end = (SELECT as_of FROM day)
)
SELECT
    coalesce(k.currency, d.currency) AS currency, coalesce(k.bucket, d.bucket) AS bucket, k.open_amount AS kept,
    d.open_amount AS direct
FROM kept k
FULL JOIN direct d ON d.currency = k.currency AND d.bucket = k.bucket
WHERE k.open_amount IS DISTINCT FROM d.open_amount
