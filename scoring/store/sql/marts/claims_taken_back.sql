-- grain: one row per day of `days` and customer with credit notes, or invoices disputed by it, issued in the 365 days up to it
-- A dispute counts from the day it was opened, and the whole invoice counts as disputed. Converted at the `rates` of
-- `rate_days`.
CREATE OR REPLACE MACRO claims_taken_back(days, rate_days, currencies, rates) AS TABLE
WITH asked AS (SELECT DISTINCT CAST(unnest(days) AS DATE) AS as_of),
rate_list AS (
    SELECT
        CAST(unnest(rate_days) AS DATE) AS as_of, unnest(currencies) AS currency,
        CAST(unnest(rates) AS DECIMAL(20,12)) AS rate
),
opened AS (
    SELECT customer_id, document_no, min(opened_date) AS opened_date
    FROM dispute
    WHERE opened_date <= list_max(days)
    GROUP BY customer_id, document_no
),
taken AS (
    SELECT customer_id, currency, issue_date, issue_date AS known_date, -amount AS credited, 0 AS disputed
    FROM document
    WHERE kind = 'credit_note'
    UNION ALL
    SELECT d.customer_id, d.currency, d.issue_date, greatest(d.issue_date, o.opened_date), 0, d.amount
    FROM document d
    JOIN opened o ON o.customer_id = d.customer_id AND o.document_no = d.document_no
    WHERE d.kind = 'invoice' AND d.issue_date > CAST(list_min(days) AS DATE) - 365 AND d.issue_date <= list_max(days)
),
native AS (
    SELECT a.as_of, t.customer_id, t.currency, sum(t.credited) AS credited, sum(t.disputed) AS disputed
    FROM taken t
    JOIN asked a ON a.as_of >= t.known_date AND t.issue_date > a.as_of - 365
    GROUP BY a.as_of, t.customer_id, t.currency
)
SELECT
    n.as_of, n.customer_id, sum(round(n.credited * r.rate, 2)) AS credited, sum(round(n.disputed * r.rate, 2)) AS disputed
FROM native n
JOIN rate_list r ON r.as_of = n.as_of AND r.currency = n.currency
GROUP BY n.as_of, n.customer_id
