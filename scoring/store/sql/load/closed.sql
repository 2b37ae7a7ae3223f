-- grain: one row per currency: what the list of the import settled because it no longer holds it
SELECT s.currency, count(*), count(DISTINCT s.customer_id), sum(s.amount)
FROM stated s
JOIN row_vanished v ON v.import_id = s.import_id AND v.document_key = s.document_key AND v.absent
WHERE s.import_id = $import_id AND s.source_row IS NULL
GROUP BY s.currency
ORDER BY s.currency
