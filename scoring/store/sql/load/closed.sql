-- grain: one row per currency: what the list of the import settled because it no longer holds it
SELECT currency, count(*), count(DISTINCT customer_id), sum(amount)
FROM (
    SELECT s.currency, s.customer_id, s.amount
    FROM stated s
    JOIN row_vanished v ON v.import_id = s.import_id AND v.document_key = s.document_key AND v.absent
    WHERE s.import_id = $import_id AND s.source_row IS NULL
    UNION ALL
    SELECT r.currency, r.customer_id, -r.amount
    FROM row_receipt r
    JOIN row_vanished v ON v.document_key = r.receipt_key AND v.absent
    WHERE v.import_id = $import_id AND r.superseded_by IS NULL
)
GROUP BY currency
ORDER BY currency
