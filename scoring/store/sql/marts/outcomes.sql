-- grain: one row per customer, threshold and end of a window with an amount at `days_past_due` or more on some day from
-- as_of to the end, both included: the most there was on one day's end, and how much on as_of itself (see past_due_days).
CREATE OR REPLACE MACRO outcomes(as_of, ends, thresholds, currencies, rates) AS TABLE
WITH asked AS (SELECT DISTINCT CAST(unnest(ends) AS DATE) AS end_date)
SELECT
    r.customer_id, r.days_past_due, e.end_date, CAST(max(r.amount) AS DECIMAL(18,2)) AS worst_amount,
    CAST(coalesce(max(r.amount) FILTER (WHERE r.day = as_of), 0) AS DECIMAL(18,2)) AS amount_now
FROM past_due_days(as_of, (SELECT max(end_date) FROM asked), thresholds, currencies, rates) r
JOIN asked e ON r.day <= e.end_date
GROUP BY r.customer_id, r.days_past_due, e.end_date
