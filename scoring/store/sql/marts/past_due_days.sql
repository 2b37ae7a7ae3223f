-- grain: one row per customer, threshold and day from as_of to `last` on which the amount at `days_past_due` or more changed:
-- that amount at the day's end.
-- A claim arrives on the day it reaches the threshold (at the earliest on as_of) and goes with what is then allocated to
-- it. Claims with a payment of unknown date are left out: nobody knows how long they stood. Converted at `rates`.
CREATE OR REPLACE MACRO past_due_days(as_of, last, thresholds, currencies, rates) AS TABLE
WITH rate_list AS (SELECT unnest(currencies) AS currency, CAST(unnest(rates) AS DECIMAL(20,12)) AS rate),
threshold AS (SELECT DISTINCT CAST(unnest(thresholds) AS INTEGER) AS days_past_due),
undated AS (SELECT DISTINCT document_key FROM allocation WHERE method = 'undated'),
arrival AS (
    SELECT
        t.days_past_due, d.document_key, d.customer_id, d.currency, d.amount, d.first_paid_date,
        greatest(d.due_date + t.days_past_due, d.issue_date, as_of) AS day
    FROM document d
    CROSS JOIN threshold t
    WHERE d.kind = 'invoice' AND greatest(d.due_date + t.days_past_due, d.issue_date) <= last
        AND coalesce(d.settled_date > greatest(d.due_date + t.days_past_due, d.issue_date, as_of), TRUE)
        AND d.document_key NOT IN (SELECT document_key FROM undated)
),
change AS (
    SELECT days_past_due, customer_id, currency, day, amount FROM arrival
    UNION ALL
    SELECT r.days_past_due, r.customer_id, r.currency, greatest(a.value_date, r.day), -a.amount
    FROM arrival r
    JOIN allocation a ON a.document_key = r.document_key
    WHERE r.first_paid_date IS NOT NULL AND a.value_date <= last
),
native AS (
    SELECT days_past_due, customer_id, currency, day, sum(amount) AS amount
    FROM change
    GROUP BY days_past_due, customer_id, currency, day
)
SELECT
    n.customer_id, n.days_past_due, n.day,
    CAST(sum(sum(round(n.amount * r.rate, 2))) OVER (
        PARTITION BY n.days_past_due, n.customer_id ORDER BY n.day
    ) AS DECIMAL(18,2)) AS amount
FROM native n
JOIN rate_list r ON r.currency = n.currency
GROUP BY n.days_past_due, n.customer_id, n.day
