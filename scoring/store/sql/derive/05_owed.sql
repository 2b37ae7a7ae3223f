-- grain: one row per invoice of an account with receipts that name none; a table, so that what is asked of it comes in one order
CREATE OR REPLACE TEMP TABLE owed AS
WITH account AS (SELECT DISTINCT account, customer_id, currency FROM free)
SELECT
    a.account, date_diff('day', DATE '1970-01-01', d.issue_date) AS day, d.document_key AS key,
    CAST(d.amount * 100 AS BIGINT) AS cents
FROM doc d
JOIN account a ON a.customer_id = d.customer_id AND a.currency = d.currency
WHERE d.kind = 'invoice'
