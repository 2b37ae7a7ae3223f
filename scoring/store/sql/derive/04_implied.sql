-- grain: one row per document whose own row says that more is settled than its named receipts explain.
-- A settled date dates it; an open balance, a paid amount or a status only says so on the day the file speaks of.
CREATE OR REPLACE TEMP TABLE implied AS
WITH explained AS (
    SELECT document_key, sum(amount) AS amount FROM (
        SELECT document_key, amount FROM alloc
        UNION ALL
        SELECT source_key, -amount FROM alloc WHERE source_kind = 'credit_note'
    ) GROUP BY document_key
),
said AS (
    SELECT
        d.document_key, d.customer_id, d.currency, d.document_no, d.import_id, d.source_row, d.issue_date,
        d.settled_date, d.known_on, d.amount AS document_amount,
        CASE WHEN d.settled_by = 'write_off' OR d.status = 'written_off' THEN 'write_off' ELSE 'receipt' END AS kind,
        CASE WHEN d.settled_date IS NOT NULL THEN d.amount
             WHEN d.open_amount IS NOT NULL THEN d.amount - d.open_amount
             WHEN d.paid_amount IS NOT NULL THEN d.paid_amount
             WHEN d.status IN ('paid', 'written_off') THEN d.amount
             ELSE 0 END - coalesce(e.amount, 0) AS amount
    FROM doc d
    LEFT JOIN explained e ON e.document_key = d.document_key
)
SELECT
    kind, document_key, customer_id, currency, document_no, import_id, source_row, amount,
    greatest(issue_date, coalesce(settled_date, known_on, issue_date)) AS value_date,
    CASE WHEN settled_date IS NOT NULL THEN 'settled_date' ELSE 'undated' END AS method
FROM said
WHERE amount <> 0 AND sign(amount) = sign(document_amount)
