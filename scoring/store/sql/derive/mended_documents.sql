-- grain: one row per document of a touched customer whose settlement is not as it stands
UPDATE row_document SET implied_amount = n.implied, closed_date = n.closed, first_paid_date = n.first_paid
FROM (
    SELECT document_key, implied, closed, first_paid FROM settlement
    WHERE NOT arriving AND (
        implied IS DISTINCT FROM implied_amount OR first_paid IS DISTINCT FROM first_paid_date
        OR closed IS DISTINCT FROM closed_date
    )
) n
WHERE row_document.document_key = n.document_key AND row_document.superseded_by IS NULL
