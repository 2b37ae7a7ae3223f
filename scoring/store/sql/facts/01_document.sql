-- grain: one row per invoice (amount > 0) or credit note (amount < 0), as the latest import that holds it says;
-- settled_date = day the open amount became 0 for good, null while it has not; first_paid_date = day of the first allocation
CREATE OR REPLACE VIEW document AS
SELECT
    document_key, customer_id, document_no, number_generated, kind, issue_date, due_date, due_source, amount, currency,
    disputed, dispute_reason, credits_document_no, description, closed_date AS settled_date, first_paid_date, import_id,
    source_row, imported_at
FROM row_document
WHERE superseded_by IS NULL
