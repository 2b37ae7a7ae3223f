-- grain: one row per invoice issued after from_date and up to to_date, converted; currencies that `currencies` does not
-- name are left out
CREATE OR REPLACE MACRO invoices_issued(from_date, to_date, currencies, rates) AS TABLE
WITH rate_list AS (SELECT unnest(currencies) AS currency, CAST(unnest(rates) AS DECIMAL(20,12)) AS rate)
SELECT
    d.document_key, d.customer_id, d.document_no, d.issue_date, d.due_date, d.currency, d.amount,
    CAST(CASE WHEN r.rate = 1 THEN d.amount ELSE round(d.amount * r.rate, 2) END AS DECIMAL(18,2)) AS reporting_amount,
    d.import_id, d.source_row
FROM document d
JOIN rate_list r ON r.currency = d.currency
WHERE d.kind = 'invoice' AND d.issue_date > from_date AND d.issue_date <= to_date
