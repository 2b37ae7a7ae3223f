-- grain: one row per day of `days`, customer, threshold and day from it to its `lasts` on which the amount at `days_past_due`
-- or more changed: that amount at the day's end; what changed before counts on the first day. `days` and `lasts` are pairs.
-- A claim arrives on the day it reaches the threshold and goes with what is then allocated to it. Claims with a payment of
-- unknown date are left out: nobody knows how long they stood. Converted at the `rates` of `rate_days`.
CREATE OR REPLACE MACRO past_due_days(days, lasts, thresholds, rate_days, currencies, rates) AS TABLE
WITH span AS (SELECT CAST(unnest(days) AS DATE) AS as_of, CAST(unnest(lasts) AS DATE) AS last_day),
rate_list AS (
    SELECT
        CAST(unnest(rate_days) AS DATE) AS as_of, unnest(currencies) AS currency,
        CAST(unnest(rates) AS DECIMAL(20,12)) AS rate
),
threshold AS (SELECT DISTINCT CAST(unnest(thresholds) AS INTEGER) AS days_past_due),
claim AS (
    SELECT document_key, customer_id, currency, amount, issue_date, due_date, settled_date, first_paid_date
    FROM document
    WHERE kind = 'invoice' AND issue_date <= list_max(lasts)
        AND due_date + CAST(list_min(thresholds) AS INTEGER) <= list_max(lasts)
        AND coalesce(settled_date > list_min(days) AND settled_date > due_date + CAST(list_min(thresholds) AS INTEGER), TRUE)
        AND document_key NOT IN (SELECT document_key FROM allocation WHERE method = 'undated')
),
arrival AS (
    SELECT
        t.days_past_due, c.document_key, c.customer_id, c.currency, c.amount, c.first_paid_date,
        greatest(c.due_date + t.days_past_due, c.issue_date) AS day
    FROM claim c
    CROSS JOIN threshold t
    WHERE coalesce(c.settled_date > greatest(c.due_date + t.days_past_due, c.issue_date), TRUE)
),
change AS (
    SELECT days_past_due, customer_id, currency, day, amount FROM arrival
    UNION ALL
    SELECT r.days_past_due, r.customer_id, r.currency, greatest(a.value_date, r.day), -a.amount
    FROM arrival r
    JOIN allocation a ON a.document_key = r.document_key
    WHERE r.first_paid_date IS NOT NULL
),
native AS (
    SELECT days_past_due, customer_id, currency, day, sum(amount) AS amount
    FROM change
    GROUP BY days_past_due, customer_id, currency, day
),
seen AS (
    SELECT s.as_of, n.days_past_due, n.customer_id, n.currency, s.as_of AS day, sum(n.amount) AS amount
    FROM native n
    JOIN span s ON n.day <= s.as_of
    GROUP BY s.as_of, n.days_past_due, n.customer_id, n.currency
    UNION ALL
    SELECT s.as_of, n.days_past_due, n.customer_id, n.currency, n.day, n.amount
    FROM native n
    JOIN span s ON n.day > s.as_of AND n.day <= s.last_day
)
SELECT
    n.as_of, n.customer_id, n.days_past_due, n.day,
    CAST(sum(sum(CASE WHEN r.rate = 1 THEN n.amount ELSE round(n.amount * r.rate, 2) END)) OVER (
        PARTITION BY n.as_of, n.days_past_due, n.customer_id ORDER BY n.day
    ) AS DECIMAL(18,2)) AS amount
FROM seen n
JOIN rate_list r ON r.as_of = n.as_of AND r.currency = n.currency
GROUP BY n.as_of, n.days_past_due, n.customer_id, n.day
