-- grain: one row per invoice past due on some day from since to as_of, as known on as_of: when it was closed (null = still
-- open) and whether its last part was paid, or written off or credited. Days count from 1970-01-01; late_day = the first on
-- which it was past due and issued. Invoices closed by payments of unknown date are left out.
CREATE OR REPLACE MACRO overdue_spells(since, as_of) AS TABLE
WITH claim AS (
    SELECT
        document_key, document_no, customer_id, currency, amount, due_date, greatest(due_date + 1, issue_date) AS late_date,
        CASE WHEN settled_date <= as_of THEN settled_date END AS end_date
    FROM document
    WHERE kind = 'invoice' AND issue_date <= as_of AND due_date < as_of
        AND coalesce(settled_date > greatest(due_date, since), TRUE)
        AND document_key NOT IN (SELECT document_key FROM allocation WHERE method = 'undated')
),
closing AS (
    SELECT c.document_key, bool_or(a.source_kind = 'receipt') AS paid
    FROM claim c
    JOIN allocation a ON a.document_key = c.document_key AND a.value_date = c.end_date
    GROUP BY c.document_key
)
SELECT
    c.document_key, c.document_no, c.customer_id, c.currency, CAST(c.amount AS DOUBLE) AS amount, c.late_date, c.end_date,
    date_diff('day', DATE '1970-01-01', c.due_date) AS due_day, date_diff('day', DATE '1970-01-01', c.late_date) AS late_day,
    date_diff('day', DATE '1970-01-01', c.end_date) AS end_day, coalesce(p.paid, FALSE) AS paid
FROM claim c
LEFT JOIN closing p ON p.document_key = c.document_key
