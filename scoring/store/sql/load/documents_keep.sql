-- grain: one row per document that is new in this import; as if no receipt or credit named it, which the derivation mends
INSERT INTO row_document
SELECT
    $import_id, $imported_at, NULL, i.source_row, CAST($import_id AS BIGINT) * 4294967296 + i.source_row AS document_key,
    i.customer_id, i.customer_name, i.document_no, i.number_generated, i.kind, i.issue_date,
    CASE WHEN i.due_date IS NOT NULL THEN i.due_date
         WHEN i.kind = 'credit_note' THEN i.issue_date
         ELSE i.issue_date + coalesce(i.terms_days, c.terms_days, $terms_days) END,
    CASE WHEN i.due_date IS NOT NULL OR i.kind = 'credit_note' OR i.terms_days IS NOT NULL THEN 'given'
         WHEN c.terms_days IS NOT NULL THEN 'customer_terms'
         ELSE 'default_terms' END,
    i.amount, coalesce(i.currency, $currency), i.settled_date, i.settled_by, i.paid_amount, i.open_amount, i.status,
    i.known_on, i.disputed, i.dispute_reason, i.credits_document_no, i.description,
    implied_of(said_amount(i.amount, i.settled_date, i.open_amount, i.paid_amount, i.status), 0, i.amount) AS implied,
    CASE WHEN implied = i.amount THEN implied_date(i.issue_date, i.settled_date, i.known_on) END,
    CASE WHEN implied IS NOT NULL THEN implied_date(i.issue_date, i.settled_date, i.known_on) END
FROM incoming i
LEFT JOIN customer c ON c.customer_id = i.customer_id
WHERE i.source_row NOT IN (SELECT source_row FROM landing)
