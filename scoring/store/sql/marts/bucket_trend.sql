-- grain: one row per month-end up to as_of, currency and bucket of the default scheme (from the pre-aggregated mart)
CREATE OR REPLACE MACRO bucket_trend(as_of, currencies, rates) AS TABLE
WITH rate_list AS (SELECT unnest(currencies) AS currency, CAST(unnest(rates) AS DECIMAL(20,12)) AS rate)
SELECT
    m.month_end, m.currency, m.bucket, CAST(sum(m.open_amount) AS DECIMAL(18,2)) AS open_amount,
    CAST(sum(round(m.open_amount * r.rate, 2)) AS DECIMAL(18,2)) AS reporting_amount,
    CAST(sum(m.documents) AS BIGINT) AS documents
FROM month_bucket m
LEFT JOIN rate_list r ON r.currency = m.currency
WHERE m.month_end <= as_of
GROUP BY m.month_end, m.currency, m.bucket
