-- grain: one row per day of `days`, customer and currency with invoices open at that day's end; amounts gross of credits;
-- currencies that `currencies` does not name are left out
CREATE OR REPLACE MACRO standings(days, currencies, rates) AS TABLE
WITH asked AS (SELECT DISTINCT CAST(unnest(days) AS DATE) AS day),
rate_list AS (SELECT unnest(currencies) AS currency, CAST(unnest(rates) AS DECIMAL(20,12)) AS rate),
owed AS (
    SELECT
        q.day, d.document_key, d.customer_id, d.currency, d.amount, d.due_date,
        d.first_paid_date IS NOT NULL AND d.first_paid_date <= q.day AS part_paid
    FROM document d
    JOIN asked q ON d.issue_date <= q.day AND q.day < coalesce(d.settled_date, DATE '9999-12-31')
    WHERE d.kind = 'invoice'
),
paid AS (
    SELECT o.day, o.document_key, sum(a.amount) AS amount
    FROM owed o
    JOIN allocation a ON a.document_key = o.document_key AND a.value_date <= o.day
    WHERE o.part_paid
    GROUP BY o.day, o.document_key
),
standing AS (
    SELECT
        o.day, o.customer_id, o.currency, CAST(o.amount - coalesce(p.amount, 0) AS DECIMAL(18,2)) AS open_amount,
        date_diff('day', o.due_date, o.day) AS days_past_due
    FROM owed o
    LEFT JOIN paid p ON p.day = o.day AND p.document_key = o.document_key
),
converted AS (
    SELECT s.*, CAST(round(s.open_amount * r.rate, 2) AS DECIMAL(18,2)) AS reporting_amount
    FROM standing s
    JOIN rate_list r ON r.currency = s.currency
    WHERE s.open_amount <> 0
)
SELECT
    day, customer_id, currency, sum(open_amount) AS open_amount, sum(reporting_amount) AS reporting_amount,
    coalesce(sum(reporting_amount) FILTER (WHERE days_past_due > 0), 0) AS overdue,
    coalesce(sum(reporting_amount * days_past_due) FILTER (WHERE days_past_due > 0), 0) AS overdue_days,
    coalesce(sum(reporting_amount) FILTER (WHERE days_past_due BETWEEN -30 AND 0), 0) AS due_in_30_days,
    count(*) AS invoices
FROM converted
GROUP BY day, customer_id, currency
