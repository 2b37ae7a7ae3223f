-- grain: one row per write-off after from_date and up to to_date, converted; null in currencies that `currencies` does not
-- name
CREATE OR REPLACE MACRO written_off(from_date, to_date, currencies, rates) AS TABLE
WITH rate_list AS (SELECT unnest(currencies) AS currency, CAST(unnest(rates) AS DECIMAL(20,12)) AS rate)
SELECT
    w.receipt_key, w.customer_id, w.receipt_date, w.currency, w.amount,
    CAST(round(w.amount * r.rate, 2) AS DECIMAL(18,2)) AS reporting_amount
FROM receipt w
LEFT JOIN rate_list r ON r.currency = w.currency
WHERE w.kind = 'write_off' AND w.receipt_date > from_date AND w.receipt_date <= to_date
