-- grain: one row per thing that changes what a customer owes; amount > 0 raises it
CREATE OR REPLACE MACRO movements() AS TABLE
SELECT customer_id, currency, kind, issue_date AS day, amount, document_no, import_id, source_row FROM document
UNION ALL
SELECT customer_id, currency, kind, receipt_date, -amount, coalesce(receipt_no, document_no), import_id, source_row
FROM receipt
