-- grain: one row per match of a touched customer that is made so far
CREATE OR REPLACE TEMP VIEW alloc AS
SELECT * FROM matched WHERE customer_id IN (SELECT customer_id FROM touched)
