-- grain: one row per receipt and document it pays that this import adds or updates, as it will stand in row_receipt but for
-- what is derived of it
CREATE OR REPLACE TEMP VIEW arriving_receipt AS
SELECT
    getvariable('import_id') AS import_id, getvariable('imported_at') AS imported_at, source_row,
    coalesce(receipt_key, CAST(getvariable('import_id') AS BIGINT) * 4294967296 + source_row) AS receipt_key,
    customer_id, customer_name, receipt_no, number_generated, kind, document_no, receipt_date, matched_date, amount,
    kept_currency AS currency, method, description
FROM receipt_landing
WHERE outcome IN ('new', 'updated')
