-- grain: one row per document whose own row says that more is settled than named receipts and credit notes explain
CREATE OR REPLACE VIEW implied AS
SELECT
    CASE WHEN settled_by = 'write_off' OR status = 'written_off' THEN 'write_off' ELSE 'receipt' END AS kind,
    -document_key AS source_key, document_key, customer_id, currency, document_no, implied_amount AS amount,
    implied_date(issue_date, settled_date, known_on) AS value_date, settled_date IS NOT NULL AS dated, import_id,
    source_row, imported_at
FROM row_document
WHERE superseded_by IS NULL AND implied_amount IS NOT NULL
