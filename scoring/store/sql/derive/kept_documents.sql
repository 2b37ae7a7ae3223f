-- grain: one row per arriving document, written once with all that is derived of it: to change a row that came in the same
-- transaction writes all of them again
INSERT INTO row_document BY NAME
SELECT
    * EXCLUDE (arriving, implied, implied_day, implied_amount, first_paid, closed, closed_date, first_paid_date),
    implied AS implied_amount, closed AS closed_date, first_paid AS first_paid_date
FROM settlement
WHERE arriving
