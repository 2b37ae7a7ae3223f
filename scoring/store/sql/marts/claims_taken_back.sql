-- grain: one row per customer with credit notes, or invoices disputed by as_of, issued in the 365 days up to as_of.
-- A dispute counts from the day it was opened, and the whole invoice counts as disputed. Converted at `rates`.
CREATE OR REPLACE MACRO claims_taken_back(as_of, currencies, rates) AS TABLE
WITH rate_list AS (SELECT unnest(currencies) AS currency, CAST(unnest(rates) AS DECIMAL(20,12)) AS rate),
opened AS (
    SELECT DISTINCT customer_id, document_no FROM dispute WHERE opened_date <= as_of
),
native AS (
    SELECT customer_id, currency, -sum(amount) AS credited, 0 AS disputed
    FROM document
    WHERE kind = 'credit_note' AND issue_date > as_of - 365 AND issue_date <= as_of
    GROUP BY customer_id, currency
    UNION ALL
    SELECT d.customer_id, d.currency, 0, sum(d.amount)
    FROM document d
    JOIN opened o ON o.customer_id = d.customer_id AND o.document_no = d.document_no
    WHERE d.kind = 'invoice' AND d.issue_date > as_of - 365 AND d.issue_date <= as_of
    GROUP BY d.customer_id, d.currency
)
SELECT
    n.customer_id, sum(round(n.credited * r.rate, 2)) AS credited, sum(round(n.disputed * r.rate, 2)) AS disputed
FROM native n
JOIN rate_list r ON r.currency = n.currency
GROUP BY n.customer_id
