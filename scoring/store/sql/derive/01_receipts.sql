-- grain: one row per receipt of a touched customer, as the latest import that holds it says; arriving = it is not among
-- the rows yet
CREATE OR REPLACE TEMP VIEW rec AS
SELECT *, false AS arriving FROM row_receipt
WHERE superseded_by IS NULL AND customer_id IN (SELECT customer_id FROM touched)
UNION ALL BY NAME
SELECT *, true AS arriving FROM arriving_receipt
