-- grain: one row per invoice of an account with receipts that name none, and what takes of it by name: receipts and credit
-- notes that name it, what its own row or a list says of it
CREATE OR REPLACE TEMP TABLE taken_by_name AS
SELECT o.account, t.document_key, date_diff('day', DATE '1970-01-01', t.day) AS day, CAST(t.amount * 100 AS BIGINT) AS cents
FROM (
    SELECT document_key, value_date AS day, amount FROM alloc
    UNION ALL
    SELECT document_key, implied_day, implied FROM implying
) t
JOIN owed o ON o.key = t.document_key
