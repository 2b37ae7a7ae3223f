-- grain: one row per threshold and currency: the amount of claims still open when they reached `days_past_due`, and of it
-- the amount open 30 days later. Claims whose 30 days end after last_date, or with a payment of unknown date, are left out.
CREATE OR REPLACE MACRO roll_forward(last_date, thresholds) AS TABLE
WITH threshold AS (SELECT DISTINCT CAST(unnest(thresholds) AS INTEGER) AS days_past_due),
undated AS (SELECT DISTINCT document_key FROM allocation WHERE method = 'undated'),
arrival AS (
    SELECT
        t.days_past_due, d.document_key, d.currency, d.amount, d.first_paid_date,
        greatest(d.due_date + t.days_past_due, d.issue_date) AS day
    FROM document d
    CROSS JOIN threshold t
    WHERE d.kind = 'invoice' AND greatest(d.due_date + t.days_past_due, d.issue_date) + 30 <= last_date
        AND coalesce(d.settled_date > greatest(d.due_date + t.days_past_due, d.issue_date), TRUE)
        AND d.document_key NOT IN (SELECT document_key FROM undated)
),
stage AS (
    SELECT days_past_due, currency, amount AS reached, amount AS rolled FROM arrival
    UNION ALL
    SELECT
        r.days_past_due, r.currency, CASE WHEN a.value_date <= r.day THEN -a.amount ELSE 0 END, -a.amount
    FROM arrival r
    JOIN allocation a ON a.document_key = r.document_key
    WHERE r.first_paid_date <= r.day + 30 AND a.value_date <= r.day + 30
)
SELECT
    days_past_due, currency, CAST(sum(reached) AS DECIMAL(18,2)) AS reached, CAST(sum(rolled) AS DECIMAL(18,2)) AS rolled
FROM stage
GROUP BY days_past_due, currency
