-- grain: one row per invoice of an account with receipts that name none, and what takes of it by name: receipts and credit
-- notes that name it, what its own row or a list says of it
CREATE OR REPLACE TEMP VIEW taken_by_name AS
WITH account AS (SELECT DISTINCT account, customer_id, currency FROM free)
SELECT a.account, t.document_key, date_diff('day', DATE '1970-01-01', t.day) AS day, CAST(t.amount * 100 AS BIGINT) AS cents
FROM (
    SELECT customer_id, currency, document_key, value_date AS day, amount FROM alloc
    UNION ALL
    SELECT customer_id, currency, document_key, implied_day, implied FROM claim WHERE implied IS NOT NULL
) t
JOIN account a ON a.customer_id = t.customer_id AND a.currency = t.currency
