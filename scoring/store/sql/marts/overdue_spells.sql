-- grain: one row per invoice past due on some day from since to as_of, as known on as_of: when it was closed but for 2%
-- (null = not yet), and whether that was by a payment, or a write-off or credit. Days count from 1970-01-01; late_day = the
-- first on which it was past due and issued; from disputed_day until undisputed_day (null = not yet) it is in dispute, as
-- far as files and notes tell. Invoices closed by payments of unknown date are left out.
CREATE OR REPLACE MACRO overdue_spells(since, as_of) AS TABLE
WITH claim AS (
    SELECT document_key, document_no, customer_id, currency, amount, due_date, greatest(due_date + 1, issue_date) AS late_date,
        first_paid_date
    FROM document
    WHERE kind = 'invoice' AND issue_date <= as_of AND due_date < as_of
        AND coalesce(settled_date > greatest(due_date, since), TRUE)
        AND document_key NOT IN (SELECT document_key FROM allocation WHERE method = 'undated')
),
part AS (
    SELECT a.document_key, a.value_date, sum(a.amount) AS amount, bool_or(a.source_kind = 'receipt') AS paid
    FROM allocation a
    WHERE a.value_date <= as_of
        AND a.document_key IN (SELECT document_key FROM claim WHERE first_paid_date <= as_of)
    GROUP BY a.document_key, a.value_date
),
so_far AS (
    SELECT p.document_key, p.value_date, p.paid, c.amount,
        sum(p.amount) OVER (PARTITION BY p.document_key ORDER BY p.value_date ROWS UNBOUNDED PRECEDING) AS taken
    FROM part p
    JOIN claim c ON c.document_key = p.document_key
),
stated AS (
    SELECT customer_id, document_no, opened_date, closed_date FROM disputes_on(as_of)
    UNION ALL
    SELECT customer_id, document_no, opened_date, CASE WHEN closed_date <= as_of THEN closed_date END
    FROM dispute_noted
    WHERE opened_date <= as_of
),
disputed AS (
    SELECT
        c.document_key, min(s.opened_date) AS opened_date,
        nullif(max(coalesce(s.closed_date, DATE '9999-12-31')), DATE '9999-12-31') AS closed_date
    FROM stated s
    JOIN claim c ON c.customer_id = s.customer_id AND coalesce(c.document_no = s.document_no, TRUE)
    GROUP BY c.document_key
),
closing AS (
    SELECT document_key, value_date AS end_date, paid
    FROM so_far
    WHERE taken >= 0.98 * amount
    QUALIFY row_number() OVER (PARTITION BY document_key ORDER BY value_date) = 1
)
SELECT
    c.document_key, c.document_no, c.customer_id, c.currency, CAST(c.amount AS DOUBLE) AS amount, c.late_date, e.end_date,
    date_diff('day', DATE '1970-01-01', c.due_date) AS due_day, date_diff('day', DATE '1970-01-01', c.late_date) AS late_day,
    date_diff('day', DATE '1970-01-01', e.end_date) AS end_day, coalesce(e.paid, FALSE) AS paid,
    date_diff('day', DATE '1970-01-01', s.opened_date) AS disputed_day,
    date_diff('day', DATE '1970-01-01', s.closed_date) AS undisputed_day
FROM claim c
LEFT JOIN closing e ON e.document_key = c.document_key
LEFT JOIN disputed s ON s.document_key = c.document_key
WHERE coalesce(e.end_date >= c.late_date, TRUE)
