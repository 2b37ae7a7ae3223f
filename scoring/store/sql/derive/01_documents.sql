-- grain: one row per document of a touched customer, as the latest import that holds it says
CREATE OR REPLACE TEMP TABLE doc AS
SELECT * FROM row_document
WHERE customer_id IN (SELECT customer_id FROM touched)
QUALIFY row_number() OVER (PARTITION BY document_key ORDER BY import_id DESC) = 1
