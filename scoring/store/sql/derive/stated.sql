-- grain: one row per statement that adds something beside a document's current row
INSERT INTO stated
SELECT
    'receipt', -(CAST(s.import_id AS BIGINT) * 4294967296 + s.place), s.document_key, d.customer_id, d.currency,
    d.document_no, s.adds, s.day, s.import_id, s.source_row, s.imported_at
FROM statement s
JOIN doc d ON d.document_key = s.document_key
WHERE NOT s.is_current AND s.adds <> 0
