-- grain: one row per window (day - period_days, day] of `ends`, customer and currency: what was invoiced and paid in it,
-- converted; paid = dated allocations of receipts, by value date; other currencies than `currencies` are left out
CREATE OR REPLACE MACRO windows(ends, period_days, currencies, rates) AS TABLE
WITH asked AS (SELECT DISTINCT CAST(unnest(ends) AS DATE) AS day),
rate_list AS (SELECT unnest(currencies) AS currency, CAST(unnest(rates) AS DECIMAL(20,12)) AS rate),
taken AS (
    SELECT
        q.day, a.customer_id, a.currency, CAST(round(a.amount * r.rate, 2) AS DECIMAL(18,2)) AS paid,
        date_diff('day', d.issue_date, a.value_date) AS days_to_pay,
        date_diff('day', d.due_date, a.value_date) AS days_beyond_terms
    FROM allocation a
    JOIN asked q ON a.value_date > q.day - period_days AND a.value_date <= q.day
    JOIN document d ON d.document_key = a.document_key
    JOIN rate_list r ON r.currency = a.currency
    WHERE a.source_kind = 'receipt' AND a.method <> 'undated'
),
moved AS (
    SELECT day, customer_id, currency, sales, sales_terms_days, 0 AS paid, 0 AS paid_days, 0 AS paid_days_beyond
    FROM sold_within(ends, period_days, currencies, rates)
    UNION ALL
    SELECT day, customer_id, currency, 0, 0, sum(paid), sum(paid * days_to_pay), sum(paid * days_beyond_terms)
    FROM taken
    GROUP BY day, customer_id, currency
)
SELECT
    day, customer_id, currency, sum(sales) AS sales, sum(sales_terms_days) AS sales_terms_days,
    sum(paid) AS paid, sum(paid_days) AS paid_days, sum(paid_days_beyond) AS paid_days_beyond
FROM moved
GROUP BY day, customer_id, currency
