-- grain: one row per receipt of a touched customer, as the latest import that holds it says
CREATE OR REPLACE TEMP TABLE rec AS
SELECT * FROM row_receipt
WHERE customer_id IN (SELECT customer_id FROM touched)
QUALIFY row_number() OVER (PARTITION BY receipt_key ORDER BY import_id DESC) = 1
