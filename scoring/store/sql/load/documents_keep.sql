-- grain: one row per document that is new or updated by this import
INSERT INTO row_document
SELECT
    $import_id, source_row,
    coalesce(document_key, CAST($import_id AS BIGINT) * 4294967296 + source_row) AS document_key,
    customer_id, customer_name, document_no, number_generated, kind, issue_date, kept_due_date, due_source, amount,
    kept_currency, kept_settled_date, kept_settled_by, kept_paid_amount, kept_open_amount, kept_status, kept_known_on,
    kept_disputed, kept_dispute_reason, kept_credits, kept_description
FROM landing
WHERE outcome IN ('new', 'updated')
