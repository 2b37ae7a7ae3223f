-- grain: one row per receipt of a touched customer, as the latest import that holds it says
CREATE OR REPLACE TEMP VIEW rec AS
SELECT * FROM row_receipt
WHERE superseded_by IS NULL AND customer_id IN (SELECT customer_id FROM touched)
