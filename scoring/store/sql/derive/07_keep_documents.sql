-- grain: one row per document of a touched customer, with the day it was settled
INSERT INTO document
WITH effect AS (
    SELECT document_key, amount, value_date FROM alloc
    UNION ALL
    SELECT source_key, -amount, value_date FROM alloc WHERE source_kind = 'credit_note'
),
settled AS (
    SELECT document_key, sum(amount) AS amount, min(value_date) AS first_date, max(value_date) AS last_date
    FROM effect
    GROUP BY document_key
)
SELECT
    d.document_key, d.customer_id, d.document_no, d.number_generated, d.kind, d.issue_date, d.due_date, d.due_source,
    d.amount, d.currency, d.disputed, d.dispute_reason, d.credits_document_no, d.description,
    CASE WHEN s.amount = d.amount THEN s.last_date END, s.first_date, d.import_id, d.source_row, i.imported_at
FROM doc d
JOIN import i ON i.import_id = d.import_id
LEFT JOIN settled s ON s.document_key = d.document_key
