-- grain: one row per promise known on as_of: what came in for it from the day it was made to the promised date, both
-- included, up to as_of, and whether it is kept: null while its date has not passed and not all has come. A promise of a
-- document counts what was allocated to it, one of the customer all receipts; one without amount any payment.
CREATE OR REPLACE MACRO promises_kept(as_of) AS TABLE
WITH promise AS (
    SELECT
        row_number() OVER (ORDER BY customer_id, promised_date, made_on, document_no) AS promise_id, *,
        least(promised_date, as_of) AS until
    FROM known_promises(as_of)
),
came AS (
    SELECT p.promise_id, a.amount
    FROM promise p
    JOIN document d ON d.customer_id = p.customer_id AND d.document_no = p.document_no
    JOIN allocation a ON a.document_key = d.document_key
    WHERE a.source_kind = 'receipt' AND a.method <> 'undated' AND a.value_date >= p.made_on AND a.value_date <= p.until
    UNION ALL
    SELECT p.promise_id, r.amount
    FROM promise p
    JOIN receipt r ON r.customer_id = p.customer_id AND coalesce(p.currency = r.currency, TRUE)
    WHERE p.document_no IS NULL AND r.kind = 'receipt' AND r.receipt_date >= p.made_on AND r.receipt_date <= p.until
),
paid AS (
    SELECT promise_id, sum(amount) AS amount FROM came GROUP BY promise_id
)
SELECT
    p.customer_id, p.document_no, p.made_on, p.promised_date, p.promised_amount, p.currency, p.note,
    CAST(coalesce(c.amount, 0) AS DECIMAL(18,2)) AS paid_amount,
    CASE
        WHEN coalesce(c.amount, 0) >= coalesce(p.promised_amount, 0.01) THEN TRUE
        WHEN p.promised_date < as_of THEN FALSE
    END AS kept
FROM promise p
LEFT JOIN paid c ON c.promise_id = p.promise_id
