-- grain: one row per document of one customer issued by as_of, with what is open of it then
CREATE OR REPLACE MACRO customer_documents(customer, as_of) AS TABLE
WITH paid AS (
    SELECT document_key, sum(amount) AS amount FROM (
        SELECT document_key, amount, value_date FROM allocation WHERE customer_id = customer
        UNION ALL
        SELECT source_key, -amount, value_date FROM allocation
        WHERE customer_id = customer AND source_kind = 'credit_note'
    )
    WHERE value_date <= as_of
    GROUP BY document_key
)
SELECT
    d.document_key, d.customer_id, d.document_no, d.kind, d.issue_date, d.due_date, d.due_source, d.currency, d.amount,
    CAST(d.amount - coalesce(p.amount, 0) AS DECIMAL(18,2)) AS open_amount,
    CASE WHEN d.settled_date <= as_of THEN d.settled_date END AS settled_date,
    date_diff('day', d.due_date, least(coalesce(d.settled_date, as_of), as_of)) AS days_past_due,
    d.disputed, d.dispute_reason, d.description, d.import_id, d.source_row, d.imported_at
FROM document d
LEFT JOIN paid p ON p.document_key = d.document_key
WHERE d.customer_id = customer AND d.issue_date <= as_of
