-- grain: one row per document that is open on the day of the import's list, was in the ledger before it and is not in it,
-- and per receipt on account that an earlier list held; is_named = the list names its customer
CREATE OR REPLACE TEMP TABLE vanished AS
WITH list AS (SELECT import_id, day FROM open_list WHERE import_id = $import_id),
held AS (SELECT document_key FROM row_listed WHERE import_id = $import_id),
named AS (SELECT DISTINCT customer_id FROM document WHERE document_key IN (SELECT document_key FROM held)),
owed AS (
    SELECT d.document_key, d.customer_id, d.currency, d.amount, l.day
    FROM document d
    JOIN list l ON d.issue_date <= l.day AND coalesce(d.settled_date > l.day, TRUE)
    WHERE d.document_key // 4294967296 < $import_id AND d.document_key NOT IN (SELECT document_key FROM held)
),
effect AS (
    SELECT document_key, amount, value_date FROM allocation
    UNION ALL
    SELECT source_key, -amount, value_date FROM allocation WHERE source_kind = 'credit_note'
),
paid AS (
    SELECT o.document_key, sum(e.amount) AS amount
    FROM effect e
    JOIN owed o ON o.document_key = e.document_key AND e.value_date <= o.day
    GROUP BY o.document_key
)
SELECT
    o.document_key, o.customer_id, o.currency, o.day,
    CAST(o.amount - coalesce(p.amount, 0) AS DECIMAL(18,2)) AS open_amount,
    o.customer_id IN (SELECT customer_id FROM named) AS is_named
FROM owed o
LEFT JOIN paid p ON p.document_key = o.document_key
WHERE o.amount <> coalesce(p.amount, 0)
UNION ALL
SELECT r.receipt_key, r.customer_id, r.currency, l.day, -r.amount, r.customer_id IN (SELECT customer_id FROM named)
FROM row_receipt r
JOIN list l ON r.receipt_date <= l.day
WHERE r.superseded_by IS NULL AND r.used_date IS NULL AND r.document_no IS NULL AND r.import_id < $import_id
    AND r.import_id IN (SELECT import_id FROM open_list) AND r.receipt_key NOT IN (SELECT document_key FROM held)
