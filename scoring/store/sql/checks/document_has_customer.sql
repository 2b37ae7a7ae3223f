-- grain: one row per customer that documents or receipts name and the customer table lacks
SELECT customer_id FROM document WHERE customer_id NOT IN (SELECT customer_id FROM customer)
UNION
SELECT customer_id FROM receipt WHERE customer_id NOT IN (SELECT customer_id FROM customer)
