-- grain: one row per document of a touched customer whose settlement is not as it stands
UPDATE row_document SET implied_amount = n.implied, closed_date = n.closed, first_paid_date = n.first_paid
FROM (
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
        c.document_key, c.implied, least(s.first_day, c.implied_day) AS first_paid,
        CASE WHEN coalesce(s.amount, 0) + coalesce(c.implied, 0) = c.amount THEN greatest(s.last_day, c.implied_day) END
            AS closed
    FROM claim c
    LEFT JOIN settled s ON s.document_key = c.document_key
    WHERE c.implied IS DISTINCT FROM c.implied_amount OR first_paid IS DISTINCT FROM c.first_paid_date
        OR closed IS DISTINCT FROM c.closed_date
) n
WHERE row_document.document_key = n.document_key AND row_document.superseded_by IS NULL
