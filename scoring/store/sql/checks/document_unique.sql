-- grain: one row per document number a customer has twice
SELECT customer_id, document_no, count(*) AS times FROM document GROUP BY customer_id, document_no HAVING count(*) > 1
