-- grain: one row per customer, currency and bucket of the default scheme: bucket_flows from what is kept of native_flows
CREATE OR REPLACE MACRO kept_flows(from_date, as_of, lost_after_days, made_from, currencies, rates) AS TABLE
WITH rate_list AS (SELECT unnest(currencies) AS currency, CAST(unnest(rates) AS DECIMAL(20,12)) AS rate)
SELECT
    f.customer_id, f.currency, f.bucket, f.position, CAST(round(f.entered * r.rate, 2) AS DECIMAL(18,2)) AS entered,
    CAST(round(f.rolled * r.rate, 2) AS DECIMAL(18,2)) AS rolled, f.claims
FROM flow f
JOIN rate_list r ON r.currency = f.currency
WHERE f.from_date = from_date AND f.as_of = as_of AND f.lost_after_days = lost_after_days AND f.made_from = made_from
