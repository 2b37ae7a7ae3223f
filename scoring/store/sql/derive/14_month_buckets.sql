-- grain: one row per month-end, customer, currency and bucket, for touched customers at all month-ends and for all
-- customers at month-ends that are new.
-- An invoice is a few spans of days with one open amount each; a span enters and leaves a bucket in known months. So
-- the month-ends are running sums of what enters and leaves, and no invoice is repeated for every month it is open.
INSERT INTO month_bucket
WITH claim AS (
    SELECT
        document_key, customer_id, currency, amount, issue_date, due_date, first_paid_date,
        coalesce(settled_date, DATE '9999-12-31') AS settled_date
    FROM document
    WHERE kind = 'invoice'
        AND (customer_id IN (SELECT customer_id FROM touched)
             OR coalesce(settled_date, DATE '9999-12-31') > (
                 SELECT coalesce(min(month_end), DATE '9999-12-31') FROM calendar
                 WHERE month_end NOT IN (SELECT month_end FROM month_end)
             ))
),
change AS (
    SELECT document_key, customer_id, currency, due_date, issue_date AS day, amount FROM claim
    WHERE first_paid_date < settled_date
    UNION ALL
    SELECT c.document_key, c.customer_id, c.currency, c.due_date, a.value_date, -a.amount
    FROM claim c
    JOIN allocation a ON a.document_key = c.document_key
    WHERE c.first_paid_date < c.settled_date
),
span AS (
    SELECT customer_id, currency, due_date, issue_date AS from_day, settled_date AS until_day, amount FROM claim
    WHERE first_paid_date IS NULL OR first_paid_date = settled_date
    UNION ALL
    SELECT
        customer_id, currency, due_date, day,
        lead(day, 1, DATE '9999-12-31') OVER (PARTITION BY document_key ORDER BY day),
        sum(sum(amount)) OVER (PARTITION BY document_key ORDER BY day ROWS UNBOUNDED PRECEDING)
    FROM change
    GROUP BY document_key, customer_id, currency, due_date, day
),
stay AS (
    SELECT
        s.customer_id, s.currency, b.bucket, s.amount,
        greatest(s.from_day, s.due_date + b.from_day) AS from_day, least(s.until_day, s.due_date + b.to_day + 1) AS until_day
    FROM span s
    CROSS JOIN scheme_bucket b
    WHERE b.scheme = 'default' AND s.amount <> 0
),
month_stay AS (
    SELECT
        customer_id, currency, bucket, amount,
        year(from_day) * 12 + month(from_day) AS from_month, year(until_day) * 12 + month(until_day) AS until_month
    FROM stay
    WHERE from_day < until_day
),
step AS (
    SELECT customer_id, currency, bucket, month, sum(amount) AS amount, sum(documents) AS documents
    FROM (
        SELECT customer_id, currency, bucket, from_month AS month, amount, 1 AS documents FROM month_stay
        WHERE from_month < until_month
        UNION ALL
        SELECT customer_id, currency, bucket, until_month, -amount, -1 FROM month_stay WHERE from_month < until_month
    )
    GROUP BY customer_id, currency, bucket, month
),
level AS (
    SELECT
        customer_id, currency, bucket, month,
        lead(month, 1, 999999) OVER (PARTITION BY customer_id, currency, bucket ORDER BY month) AS next_month,
        sum(amount) OVER (
            PARTITION BY customer_id, currency, bucket ORDER BY month ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS open_amount,
        sum(documents) OVER (
            PARTITION BY customer_id, currency, bucket ORDER BY month ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS documents
    FROM step
)
SELECT c.month_end, l.customer_id, l.currency, l.bucket, l.open_amount, l.documents
FROM level l
JOIN calendar c
    ON year(c.month_end) * 12 + month(c.month_end) >= l.month
    AND year(c.month_end) * 12 + month(c.month_end) < l.next_month
WHERE l.documents > 0
    AND (l.customer_id IN (SELECT customer_id FROM touched) OR c.month_end NOT IN (SELECT month_end FROM month_end))
