-- grain: one row per month (its first day) and currency with invoices issued up to as_of
CREATE OR REPLACE MACRO monthly_sales(as_of, currencies, rates) AS TABLE
WITH rate_list AS (SELECT unnest(currencies) AS currency, CAST(unnest(rates) AS DECIMAL(20,12)) AS rate)
SELECT
    date_trunc('month', d.issue_date)::DATE AS month, d.currency, CAST(sum(d.amount) AS DECIMAL(18,2)) AS sales,
    CAST(sum(round(d.amount * r.rate, 2)) AS DECIMAL(18,2)) AS reporting_amount, count(*) AS documents
FROM document d
LEFT JOIN rate_list r ON r.currency = d.currency
WHERE d.kind = 'invoice' AND d.issue_date <= as_of
GROUP BY 1, 2
