-- grain: one row per day of `days`, customer, threshold and end of a window with an amount at `days_past_due` or more on some
-- day from the first to the end, both included: the most there was on one day's end, and how much on the first day itself
-- (see past_due_days). `days` and `ends` are pairs.
CREATE OR REPLACE MACRO outcomes(days, ends, thresholds, rate_days, currencies, rates) AS TABLE
WITH asked AS (SELECT CAST(unnest(days) AS DATE) AS as_of, CAST(unnest(ends) AS DATE) AS end_date),
furthest AS (SELECT as_of, max(end_date) AS last_day FROM asked GROUP BY as_of)
SELECT
    r.as_of, r.customer_id, r.days_past_due, e.end_date, CAST(max(r.amount) AS DECIMAL(18,2)) AS worst_amount,
    CAST(coalesce(max(r.amount) FILTER (WHERE r.day = r.as_of), 0) AS DECIMAL(18,2)) AS amount_now
FROM past_due_days(
    (SELECT list(as_of ORDER BY as_of) FROM furthest), (SELECT list(last_day ORDER BY as_of) FROM furthest), thresholds,
    rate_days, currencies, rates
) r
JOIN (SELECT DISTINCT as_of, end_date FROM asked) e ON e.as_of = r.as_of AND r.day <= e.end_date
GROUP BY r.as_of, r.customer_id, r.days_past_due, e.end_date
