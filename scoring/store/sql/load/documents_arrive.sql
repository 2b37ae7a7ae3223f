-- grain: one row per document that this import adds or updates (with what it keeps of the row it supersedes), as it will
-- stand in row_document but for what is derived of it
CREATE OR REPLACE TEMP VIEW arriving_document AS
SELECT
    getvariable('import_id') AS import_id, getvariable('imported_at') AS imported_at, i.source_row,
    CAST(getvariable('import_id') AS BIGINT) * 4294967296 + i.source_row AS document_key,
    i.customer_id, i.customer_name, i.document_no, i.number_generated, i.kind, i.issue_date,
    CASE WHEN i.due_date IS NOT NULL THEN i.due_date
         WHEN i.kind = 'credit_note' THEN i.issue_date
         ELSE coalesce(i.issue_date + i.terms_days, l.kept_due_date) END AS due_date,
    coalesce(l.kept_due_source, 'given') AS due_source,
    i.amount, coalesce(i.currency, getvariable('currency')) AS currency, i.settled_date, i.settled_by, i.paid_amount,
    i.open_amount, i.status, i.known_on, i.disputed, i.dispute_reason, i.credits_document_no, i.description
FROM incoming_documents i
LEFT JOIN document_landing l ON l.source_row = i.source_row
WHERE coalesce(l.outcome, 'new') = 'new'
UNION ALL
SELECT
    getvariable('import_id'), getvariable('imported_at'), source_row, document_key, customer_id, customer_name,
    document_no, number_generated, kind, issue_date, kept_due_date, kept_due_source, kept_amount, kept_currency,
    kept_settled_date, kept_settled_by, kept_paid_amount, kept_open_amount, kept_status, kept_known_on, kept_disputed,
    kept_dispute_reason, kept_credits, kept_description
FROM document_landing
WHERE outcome = 'updated'
