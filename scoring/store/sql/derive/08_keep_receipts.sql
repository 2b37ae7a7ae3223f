-- grain: one row per receipt of a touched customer, those implied by invoice rows included
INSERT INTO receipt
WITH used AS (
    SELECT source_key, sum(amount) AS amount, max(value_date) AS last_date
    FROM alloc
    WHERE source_kind <> 'credit_note'
    GROUP BY source_key
)
SELECT
    r.receipt_key, r.customer_id, r.receipt_no, r.kind, r.receipt_date, coalesce(r.matched_date, r.receipt_date),
    r.amount, r.currency, r.method, r.document_no, 'receipt', CASE WHEN u.amount = r.amount THEN u.last_date END,
    r.import_id, r.source_row, i.imported_at
FROM rec r
JOIN import i ON i.import_id = r.import_id
LEFT JOIN used u ON u.source_key = r.receipt_key
UNION ALL
SELECT
    -m.document_key, m.customer_id, NULL, m.kind, m.value_date, m.value_date, m.amount, m.currency, NULL,
    m.document_no, CASE WHEN m.method = 'undated' THEN 'paid_amount' ELSE 'settled_date' END, m.value_date,
    m.import_id, m.source_row, i.imported_at
FROM implied m
JOIN import i ON i.import_id = m.import_id
