-- grain: one row per document of a touched customer, as the latest import that holds it says
CREATE OR REPLACE TEMP VIEW doc AS
SELECT * FROM row_document
WHERE superseded_by IS NULL AND customer_id IN (SELECT customer_id FROM touched)
