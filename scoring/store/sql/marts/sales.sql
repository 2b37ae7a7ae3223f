-- grain: one row per customer with invoices issued after from_date and up to to_date
CREATE OR REPLACE MACRO sales(from_date, to_date, currencies, rates) AS TABLE
WITH rate_list AS (SELECT unnest(currencies) AS currency, CAST(unnest(rates) AS DECIMAL(20,12)) AS rate)
SELECT
    d.customer_id, CAST(sum(round(d.amount * r.rate, 2)) AS DECIMAL(18,2)) AS sales,
    sum(round(d.amount * r.rate, 2) * date_diff('day', d.issue_date, d.due_date)) AS sales_terms_days,
    count(*) AS documents
FROM document d
LEFT JOIN rate_list r ON r.currency = d.currency
WHERE d.kind = 'invoice' AND d.issue_date > from_date AND d.issue_date <= to_date
GROUP BY d.customer_id
