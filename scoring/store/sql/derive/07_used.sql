-- grain: one row per receipt of a touched customer, with when it was used up, or a list of open items no longer
-- held it
CREATE OR REPLACE TEMP VIEW usage AS
WITH used AS (
    SELECT source_key, sum(amount) AS amount, max(value_date) AS last_day
    FROM alloc
    WHERE source_kind <> 'credit_note'
    GROUP BY source_key
)
SELECT r.*, coalesce(v.day, CASE WHEN u.amount = r.amount THEN u.last_day END) AS used
FROM rec r
LEFT JOIN used u ON u.source_key = r.receipt_key
LEFT JOIN (SELECT document_key, min(day) AS day FROM row_vanished WHERE absent GROUP BY document_key) v
    ON v.document_key = r.receipt_key
