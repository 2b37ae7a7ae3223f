-- grain: one row per remark on what the derivation did with the documents and receipts of this import, and currency where
-- the remark is about money
WITH mine AS (SELECT source_row, due_source FROM row_document WHERE import_id = $import_id),
money AS (
    SELECT receipt_key, source_row, amount, currency, customer_id, document_no FROM row_receipt WHERE import_id = $import_id
),
-- what was matched because it names its document names one that is there
unmatched AS (
    SELECT * FROM money
    WHERE document_no IS NOT NULL AND receipt_key NOT IN (SELECT source_key FROM matched WHERE method = 'explicit')
),
credit AS (SELECT customer_id, document_no FROM document WHERE kind = 'credit_note')
SELECT 'undated_payments' AS code, count(*) AS documents, min(source_row) AS first_row, sum(amount) AS amount,
    max(value_date) AS day, currency
FROM implied WHERE import_id = $import_id AND NOT dated AND source_row IS NOT NULL
GROUP BY currency
UNION ALL
SELECT 'terms_applied_' || due_source, count(*), min(source_row), NULL, NULL, NULL
FROM mine WHERE due_source IN ('customer_terms', 'default_terms')
GROUP BY due_source
UNION ALL
SELECT 'first_in_first_out', count(DISTINCT m.receipt_key), min(m.source_row), sum(a.amount), NULL, m.currency
FROM money m JOIN allocation a ON a.source_key = m.receipt_key AND a.method = 'fifo'
GROUP BY m.currency
UNION ALL
SELECT 'receipt_names_unknown_document', count(*), min(m.source_row), sum(m.amount), NULL, m.currency
FROM unmatched m
WHERE (m.customer_id, m.document_no) NOT IN (
    SELECT (customer_id, document_no) FROM document WHERE document_no IN (SELECT document_no FROM unmatched)
)
GROUP BY m.currency
UNION ALL
SELECT 'receipt_names_credit_note', count(*), min(m.source_row), sum(m.amount), NULL, m.currency
FROM money m JOIN credit d ON d.customer_id = m.customer_id AND d.document_no = m.document_no
WHERE m.amount > 0
GROUP BY m.currency
ORDER BY code DESC, currency
