-- grain: one row per receipt of a touched customer that is used up on another day than it stands
UPDATE row_receipt SET used_date = n.used
FROM (
    WITH used AS (
        SELECT source_key, sum(amount) AS amount, max(value_date) AS last_day
        FROM alloc
        WHERE source_kind <> 'credit_note'
        GROUP BY source_key
    )
    SELECT r.receipt_key, CASE WHEN u.amount = r.amount THEN u.last_day END AS used
    FROM rec r
    LEFT JOIN used u ON u.source_key = r.receipt_key
    WHERE used IS DISTINCT FROM r.used_date
) n
WHERE row_receipt.receipt_key = n.receipt_key AND row_receipt.superseded_by IS NULL
