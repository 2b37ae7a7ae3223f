-- grain: one row per month-end, customer, currency and bucket, for touched customers at all month-ends and for all
-- customers at month-ends that are new
INSERT INTO month_bucket
WITH span AS (
    SELECT
        c.month_end, d.document_key, d.customer_id, d.currency, d.amount,
        greatest(date_diff('day', d.due_date, c.month_end), -100000) AS days_past_due,
        d.first_paid_date IS NOT NULL AND d.first_paid_date <= c.month_end AS part_paid
    FROM document d
    JOIN calendar c ON d.issue_date <= c.month_end AND c.month_end < coalesce(d.settled_date, DATE '9999-12-31')
    WHERE d.kind = 'invoice'
        AND (d.customer_id IN (SELECT customer_id FROM touched)
             OR c.month_end NOT IN (SELECT month_end FROM month_end))
),
paid AS (
    SELECT s.month_end, s.document_key, sum(a.amount) AS amount
    FROM span s
    JOIN allocation a ON a.document_key = s.document_key AND a.value_date <= s.month_end
    WHERE s.part_paid
    GROUP BY s.month_end, s.document_key
)
SELECT
    s.month_end, s.customer_id, s.currency, b.bucket,
    sum(s.amount - coalesce(p.amount, 0)) AS open_amount, count(*) AS documents
FROM span s
JOIN scheme_bucket b ON b.scheme = 'default' AND s.days_past_due BETWEEN b.from_day AND b.to_day
LEFT JOIN paid p ON p.month_end = s.month_end AND p.document_key = s.document_key
WHERE s.amount <> coalesce(p.amount, 0)
GROUP BY s.month_end, s.customer_id, s.currency, b.bucket
