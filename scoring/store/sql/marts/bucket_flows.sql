-- grain: one row per customer, currency and bucket of the default scheme: native_flows, converted
CREATE OR REPLACE MACRO bucket_flows(from_date, as_of, lost_after_days, currencies, rates) AS TABLE
WITH rate_list AS (SELECT unnest(currencies) AS currency, CAST(unnest(rates) AS DECIMAL(20,12)) AS rate)
SELECT
    f.customer_id, f.currency, f.bucket, f.position, CAST(round(f.entered * r.rate, 2) AS DECIMAL(18,2)) AS entered,
    CAST(round(f.rolled * r.rate, 2) AS DECIMAL(18,2)) AS rolled, f.claims
FROM native_flows(from_date, as_of, lost_after_days) f
JOIN rate_list r ON r.currency = f.currency
