-- grain: one row per document that this import updates, with what it keeps of the row it supersedes
INSERT INTO row_document
SELECT
    $import_id, $imported_at, NULL, source_row, document_key, customer_id, customer_name, document_no, number_generated, kind,
    issue_date, kept_due_date, kept_due_source, amount, kept_currency, kept_settled_date, kept_settled_by,
    kept_paid_amount, kept_open_amount, kept_status, kept_known_on, kept_disputed, kept_dispute_reason, kept_credits,
    kept_description, NULL, NULL, NULL
FROM landing
WHERE outcome = 'updated'
