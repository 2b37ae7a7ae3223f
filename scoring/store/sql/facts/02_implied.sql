-- grain: one row per document and file that says that more of it is settled by a day than named receipts and credit notes
-- explain: its current row, and beside it those in the table `stated`
CREATE OR REPLACE VIEW implied AS
SELECT
    CASE WHEN settled_by = 'write_off' OR status = 'written_off' THEN 'write_off' ELSE 'receipt' END AS kind,
    -document_key AS source_key, document_key, customer_id, currency, document_no, implied_amount AS amount,
    implied_date(issue_date, settled_date, known_on) AS value_date, settled_date IS NOT NULL AS dated, import_id,
    source_row, imported_at
FROM row_document
WHERE superseded_by IS NULL AND implied_amount IS NOT NULL
UNION ALL
SELECT
    kind, source_key, document_key, customer_id, currency, document_no, amount, value_date, FALSE, import_id, source_row,
    imported_at
FROM stated
