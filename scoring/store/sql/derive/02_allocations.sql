-- grain: one row per match of a touched customer that is made so far, and per statement beside a document's current row
CREATE OR REPLACE TEMP VIEW alloc AS
SELECT * FROM matched WHERE customer_id IN (SELECT customer_id FROM touched)
UNION ALL
SELECT kind, source_key, document_key, customer_id, currency, amount, value_date, value_date, 'undated'
FROM stated
WHERE customer_id IN (SELECT customer_id FROM touched)
