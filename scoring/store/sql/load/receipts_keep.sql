-- grain: one row per receipt that is new or updated by this import
INSERT INTO row_receipt
SELECT
    $import_id, $imported_at, NULL, source_row,
    coalesce(receipt_key, CAST($import_id AS BIGINT) * 4294967296 + source_row) AS receipt_key,
    customer_id, customer_name, receipt_no, number_generated, kind, document_no, receipt_date, matched_date, amount,
    kept_currency, method, description, NULL
FROM landing
WHERE outcome IN ('new', 'updated')
