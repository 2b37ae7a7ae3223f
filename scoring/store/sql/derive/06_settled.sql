-- grain: one row per document of a touched customer, with when it was first paid and when it was closed for good
CREATE OR REPLACE TEMP VIEW settlement AS
WITH effect AS (
    SELECT document_key, amount, value_date FROM alloc
    UNION ALL
    SELECT source_key, -amount, value_date FROM alloc WHERE source_kind = 'credit_note'
),
settled AS (
    SELECT document_key, sum(amount) AS amount, min(value_date) AS first_day, max(value_date) AS last_day
    FROM effect
    GROUP BY document_key
)
SELECT
    c.*, least(s.first_day, c.implied_day) AS first_paid,
    CASE WHEN coalesce(s.amount, 0) + coalesce(c.implied, 0) = c.amount THEN greatest(s.last_day, c.implied_day) END
        AS closed
FROM claim c
LEFT JOIN settled s ON s.document_key = c.document_key
