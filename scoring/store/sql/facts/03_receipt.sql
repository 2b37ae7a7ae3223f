-- grain: one row per receipt or write-off and document it names. origin 'receipt' = a row of a file; 'settled_date' and
-- 'paid_amount' = implied by an invoice row (receipt_key = -document_key), or what takes back money on account that a list
-- of open items no longer holds, since the list shows what it paid as paid. used_date = day the last of it was allocated,
-- null while a part is still on account
CREATE OR REPLACE VIEW receipt AS
SELECT
    receipt_key, customer_id, receipt_no, kind, receipt_date, coalesce(matched_date, receipt_date) AS matched_date,
    amount, currency, method, document_no, 'receipt' AS origin, used_date, import_id, source_row, imported_at
FROM row_receipt
WHERE superseded_by IS NULL
UNION ALL
SELECT
    source_key, customer_id, NULL, kind, value_date, value_date, amount, currency, NULL, document_no,
    CASE WHEN dated THEN 'settled_date' ELSE 'paid_amount' END, value_date, import_id, source_row, imported_at
FROM implied
UNION ALL
SELECT
    -(CAST(v.import_id AS BIGINT) * 4294967296 + 3221225472 + v.position), r.customer_id, r.receipt_no, r.kind, v.day,
    v.day, -r.amount, r.currency, r.method, NULL, 'paid_amount', v.day, v.import_id, NULL, v.imported_at
FROM row_vanished v
JOIN row_receipt r ON r.receipt_key = v.document_key AND r.superseded_by IS NULL
WHERE v.absent
