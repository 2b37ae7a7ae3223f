-- grain: one row per key that stands twice in a table of facts
SELECT 'document' AS fact, document_key::VARCHAR AS key FROM document GROUP BY document_key HAVING count(*) > 1
UNION ALL
SELECT 'receipt', receipt_key::VARCHAR FROM receipt GROUP BY receipt_key HAVING count(*) > 1
UNION ALL
SELECT 'customer', customer_id FROM customer GROUP BY customer_id HAVING count(*) > 1
