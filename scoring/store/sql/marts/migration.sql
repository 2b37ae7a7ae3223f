-- grain: one row per customer, bucket at from_date and bucket at to_date ('paid' = closed by then); amounts as open at
-- from_date
CREATE OR REPLACE MACRO migration(from_date, to_date, scheme, currencies, rates) AS TABLE
SELECT
    f.customer_id, f.bucket AS from_bucket, coalesce(t.bucket, 'paid') AS to_bucket,
    CAST(sum(f.reporting_amount) AS DECIMAL(18,2)) AS reporting_amount, count(*) AS documents
FROM open_items(from_date, scheme, 'due', currencies, rates) f
LEFT JOIN open_items(to_date, scheme, 'due', currencies, rates) t ON t.document_key = f.document_key
GROUP BY f.customer_id, f.bucket, coalesce(t.bucket, 'paid')
