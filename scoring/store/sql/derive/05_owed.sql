-- grain: one row per invoice of an account with receipts that name none; gone = day by which all of it was taken by name, -1
-- where it never was. A table, so that what is asked of it comes in one order
CREATE OR REPLACE TEMP TABLE owed AS
WITH account AS (SELECT DISTINCT account, customer_id, currency FROM free),
named AS (SELECT document_key, sum(cents) AS cents, max(day) AS last_day FROM taken_by_name GROUP BY document_key)
SELECT
    a.account, date_diff('day', DATE '1970-01-01', d.issue_date) AS day, d.document_key AS key,
    CAST(d.amount * 100 AS BIGINT) AS cents, CASE WHEN n.cents = d.amount * 100 THEN n.last_day ELSE -1 END AS gone
FROM doc d
JOIN account a ON a.customer_id = d.customer_id AND a.currency = d.currency
LEFT JOIN named n ON n.document_key = d.document_key
WHERE d.kind = 'invoice'
