-- grain: one row per event of a customer and currency with receipts that name no invoice, customers together. Money that
-- a list of open items shows is on account there, so no invoice has taken it
WITH free AS (
    SELECT customer_id, currency, receipt_date AS day, 'receipt' AS what, receipt_key AS key, amount
    FROM rec
    WHERE document_no IS NULL AND amount > 0 AND import_id NOT IN (SELECT import_id FROM open_list)
)
SELECT customer_id, currency, day, what, key, amount FROM (
    SELECT * FROM free
    UNION ALL
    SELECT customer_id, currency, issue_date, 'invoice', document_key, amount FROM doc
    WHERE kind = 'invoice' AND (customer_id, currency) IN (SELECT (customer_id, currency) FROM free)
    UNION ALL
    SELECT customer_id, currency, value_date, 'taken', document_key, amount FROM alloc
    WHERE (customer_id, currency) IN (SELECT (customer_id, currency) FROM free)
    UNION ALL
    SELECT customer_id, currency, implied_day, 'taken', document_key, implied FROM claim
    WHERE implied IS NOT NULL AND (customer_id, currency) IN (SELECT (customer_id, currency) FROM free)
)
ORDER BY customer_id, currency
