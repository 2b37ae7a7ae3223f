-- grain: one row per document and import that added or updated it: the rows of both tables, all columns
CREATE OR REPLACE VIEW row_document AS
SELECT * FROM row_document_full
UNION ALL BY NAME
SELECT
    *, CAST(document_key // 4294967296 AS INTEGER) AS import_id, document_key % 4294967296 AS source_row,
    FALSE AS number_generated, CASE WHEN amount < 0 THEN 'credit_note' ELSE 'invoice' END AS kind, 'given' AS due_source
FROM row_document_plain
