-- grain: one row per day of `days` and currency: what all customers (customers NULL) or those named had open at that
-- day's end, as `standings` says it customer by customer.
-- Every change of what is open of an invoice counts from the first asked day that sees it. So each is looked at once,
-- however many days are asked; and allocations are needed only of invoices that were paid in parts.
CREATE OR REPLACE MACRO standing_totals(days, customers, currencies, rates) AS TABLE
WITH asked AS (SELECT DISTINCT CAST(unnest(days) AS DATE) AS day),
rate_list AS (SELECT unnest(currencies) AS currency, CAST(unnest(rates) AS DECIMAL(20,12)) AS rate),
claim AS (
    SELECT
        d.document_key, d.currency, d.amount, d.issue_date, d.due_date, d.settled_date, r.rate,
        CAST(CASE WHEN r.rate = 1 THEN d.amount ELSE round(d.amount * r.rate, 2) END AS DECIMAL(18,2)) AS reporting_amount,
        coalesce(d.first_paid_date < coalesce(d.settled_date, DATE '9999-12-31'), false) AS in_parts
    FROM document d
    JOIN rate_list r ON r.currency = d.currency
    WHERE d.kind = 'invoice'
        AND (customers IS NULL OR d.customer_id IN (SELECT unnest(CAST(customers AS VARCHAR[]))))
),
part AS (
    SELECT c.document_key, c.currency, c.due_date, c.rate, c.amount, a.value_date AS day, a.amount AS paid
    FROM claim c
    JOIN allocation a ON a.document_key = c.document_key
    WHERE c.in_parts
),
converted AS (
    SELECT
        *,
        CAST(
            amount - sum(paid) OVER (
                PARTITION BY document_key ORDER BY day ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
            ) AS DECIMAL(18,2)
        ) AS open_amount
    FROM part
    WHERE rate <> 1
),
change AS (
    SELECT currency, due_date, issue_date AS day, reporting_amount AS amount FROM claim
    UNION ALL
    SELECT currency, due_date, settled_date, -reporting_amount FROM claim
    WHERE settled_date IS NOT NULL AND NOT in_parts
    UNION ALL
    SELECT currency, due_date, day, -paid FROM part WHERE rate = 1
    UNION ALL
    SELECT
        currency, due_date, day,
        CAST(round(open_amount * rate, 2) - round((open_amount + paid) * rate, 2) AS DECIMAL(18,2))
    FROM converted
),
seen AS (
    SELECT c.day, min(q.day) AS seen_on
    FROM (SELECT DISTINCT day FROM change) c
    JOIN asked q ON q.day >= c.day
    GROUP BY c.day
),
moved AS (
    SELECT s.seen_on, c.currency, c.due_date, sum(c.amount) AS amount
    FROM change c
    JOIN seen s ON s.day = c.day
    GROUP BY s.seen_on, c.currency, c.due_date
)
SELECT
    q.day, m.currency, sum(m.amount) AS reporting_amount,
    coalesce(sum(m.amount) FILTER (WHERE m.due_date < q.day), 0) AS overdue,
    coalesce(sum(m.amount * date_diff('day', m.due_date, q.day)) FILTER (WHERE m.due_date < q.day), 0) AS overdue_days,
    coalesce(sum(m.amount) FILTER (WHERE m.due_date BETWEEN q.day AND q.day + 30), 0) AS due_in_30_days
FROM moved m
JOIN asked q ON q.day >= m.seen_on
GROUP BY q.day, m.currency
