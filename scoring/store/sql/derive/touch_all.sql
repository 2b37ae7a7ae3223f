-- grain: one row per customer
CREATE OR REPLACE TEMP TABLE touched AS
SELECT customer_id FROM row_document
UNION
SELECT customer_id FROM row_receipt
UNION
SELECT customer_id FROM row_customer
