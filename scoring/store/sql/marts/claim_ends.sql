-- grain: one row per invoice issued by as_of and day on which a part of it ended, as known on as_of (ended 0 = paid, 1 =
-- without money: written off or credited), and one for what is still open of it (2, on as_of itself).
-- share = that part of the invoice, part_amount = its money; a payment turned back has a share below 0. Invoices closed
-- more than history_days before as_of are left out, and payments without date.
CREATE OR REPLACE MACRO claim_ends(as_of, history_days) AS TABLE
WITH claim AS (
    SELECT document_key, customer_id, currency, amount, issue_date, due_date, first_paid_date
    FROM document
    WHERE kind = 'invoice' AND issue_date <= as_of AND coalesce(settled_date > as_of - history_days, TRUE)
),
part AS (
    SELECT
        a.document_key, a.value_date, CASE WHEN a.source_kind = 'receipt' THEN 0 ELSE 1 END AS ended,
        a.method = 'undated' AS undated, sum(a.amount) AS amount
    FROM allocation a
    WHERE a.value_date <= as_of
        AND a.document_key IN (SELECT document_key FROM claim WHERE first_paid_date <= as_of)
    GROUP BY ALL
),
settled AS (SELECT document_key, sum(amount) AS amount FROM part GROUP BY document_key),
piece AS (
    SELECT document_key, value_date AS end_date, ended, amount FROM part WHERE NOT undated
    UNION ALL
    SELECT c.document_key, CAST(as_of AS DATE), 2, c.amount - coalesce(s.amount, 0)
    FROM claim c
    LEFT JOIN settled s ON s.document_key = c.document_key
    WHERE c.amount <> coalesce(s.amount, 0)
)
SELECT
    c.document_key, c.customer_id, c.currency, date_diff('day', DATE '1970-01-01', c.issue_date) AS issue_day,
    date_diff('day', DATE '1970-01-01', c.due_date) AS due_day,
    date_diff('day', DATE '1970-01-01', p.end_date) AS end_day, p.ended,
    CAST(p.amount AS DOUBLE) / CAST(c.amount AS DOUBLE) AS share, CAST(p.amount AS DOUBLE) AS part_amount
FROM piece p
JOIN claim c ON c.document_key = p.document_key
WHERE p.amount <> 0
