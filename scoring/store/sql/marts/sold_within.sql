-- grain: one row per window (day - period_days, day] of `ends`, customer and currency: what was invoiced in it, converted, and
-- the sum of that x days from issue to due date; other currencies than `currencies` are left out
CREATE OR REPLACE MACRO sold_within(ends, period_days, currencies, rates) AS TABLE
WITH asked AS (SELECT DISTINCT CAST(unnest(ends) AS DATE) AS day),
rate_list AS (SELECT unnest(currencies) AS currency, CAST(unnest(rates) AS DECIMAL(20,12)) AS rate),
sold AS (
    SELECT
        q.day, d.customer_id, d.currency, CAST(round(d.amount * r.rate, 2) AS DECIMAL(18,2)) AS sales,
        date_diff('day', d.issue_date, d.due_date) AS terms_days
    FROM document d
    JOIN asked q ON d.issue_date > q.day - period_days AND d.issue_date <= q.day
    JOIN rate_list r ON r.currency = d.currency
    WHERE d.kind = 'invoice'
)
SELECT day, customer_id, currency, sum(sales) AS sales, sum(sales * terms_days) AS sales_terms_days
FROM sold
GROUP BY day, customer_id, currency
