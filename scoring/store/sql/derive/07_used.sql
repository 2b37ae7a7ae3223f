-- grain: one row per receipt of a touched customer, with when it was used up
CREATE OR REPLACE TEMP VIEW usage AS
WITH used AS (
    SELECT source_key, sum(amount) AS amount, max(value_date) AS last_day
    FROM alloc
    WHERE source_kind <> 'credit_note'
    GROUP BY source_key
)
SELECT r.*, CASE WHEN u.amount = r.amount THEN u.last_day END AS used
FROM rec r
LEFT JOIN used u ON u.source_key = r.receipt_key
