-- grain: one row per customer, bucket at from_date and bucket at to_date ('paid' = closed by then); amounts as open at
-- from_date
CREATE OR REPLACE MACRO migration(from_date, to_date, scheme, currencies, rates) AS TABLE
SELECT
    customer_id, from_bucket, to_bucket, CAST(sum(from_amount) AS DECIMAL(18,2)) AS reporting_amount,
    count(*) AS documents
FROM moves_between(from_date, to_date, scheme, currencies, rates)
WHERE from_bucket IS NOT NULL
GROUP BY customer_id, from_bucket, to_bucket
