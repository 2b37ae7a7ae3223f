-- grain: one row per document whose settled date and allocations disagree
WITH effect AS (
    SELECT document_key, amount FROM allocation
    UNION ALL
    SELECT source_key, -amount FROM allocation WHERE source_kind = 'credit_note'
),
closed AS (SELECT document_key, sum(amount) AS amount FROM effect GROUP BY document_key)
SELECT d.document_key, d.document_no, d.amount, coalesce(c.amount, 0) AS allocated, d.settled_date
FROM document d
LEFT JOIN closed c ON c.document_key = d.document_key
WHERE (d.settled_date IS NOT NULL) <> (d.amount = coalesce(c.amount, 0))
