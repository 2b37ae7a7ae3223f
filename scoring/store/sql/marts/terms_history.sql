-- grain: one row per customer, month of issue and days of terms: the invoices that were wholly settled by as_of with dated
-- receipts, how many they are and the sum of their days from issue to payment (of each, weighted by its receipts).
-- Invoices issued in the `open_days` up to as_of are left out: of those only the early payers would be seen.
CREATE OR REPLACE MACRO terms_history(as_of, open_days) AS TABLE
WITH claim AS (
    SELECT
        document_key, customer_id, CAST(date_trunc('month', issue_date) AS DATE) AS month, issue_date,
        date_diff('day', issue_date, due_date) AS terms_days
    FROM document
    WHERE kind = 'invoice' AND issue_date <= as_of - open_days AND settled_date <= as_of
),
paid AS (
    SELECT
        a.document_key, sum(CAST(a.amount AS DOUBLE) * date_diff('day', c.issue_date, a.value_date)) AS amount_days,
        sum(CAST(a.amount AS DOUBLE)) AS amount
    FROM allocation a
    JOIN claim c ON c.document_key = a.document_key
    WHERE a.value_date <= as_of AND a.source_kind = 'receipt' AND a.method <> 'undated'
    GROUP BY a.document_key
)
SELECT
    c.customer_id, c.month, c.terms_days, count(*) AS invoices, sum(p.amount_days / p.amount) AS days
FROM claim c
JOIN paid p ON p.document_key = c.document_key
WHERE p.amount > 0
GROUP BY c.customer_id, c.month, c.terms_days
