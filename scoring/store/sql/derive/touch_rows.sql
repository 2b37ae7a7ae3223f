-- grain: one row per customer that rows of an import name
CREATE OR REPLACE TEMP TABLE touched AS
SELECT customer_id FROM row_document WHERE import_id = $import_id
UNION
SELECT customer_id FROM row_receipt WHERE import_id = $import_id
UNION
SELECT customer_id FROM row_customer WHERE import_id = $import_id
UNION
SELECT customer_id FROM row_vanished WHERE import_id = $import_id
