-- grain: one row per event of a customer and currency with receipts that name no invoice, customers together
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
