-- grain: one row per customer with money allocated to invoices after from_date and up to to_date, dated payments only
CREATE OR REPLACE MACRO payments(from_date, to_date, currencies, rates) AS TABLE
WITH rate_list AS (SELECT unnest(currencies) AS currency, CAST(unnest(rates) AS DECIMAL(20,12)) AS rate),
paid AS (
    SELECT
        a.customer_id, a.document_key, CAST(round(a.amount * r.rate, 2) AS DECIMAL(18,2)) AS amount,
        date_diff('day', d.issue_date, a.value_date) AS days_to_pay,
        date_diff('day', d.due_date, a.value_date) AS days_beyond_terms
    FROM allocation a
    JOIN document d ON d.document_key = a.document_key AND d.kind = 'invoice'
    LEFT JOIN rate_list r ON r.currency = a.currency
    WHERE a.value_date > from_date AND a.value_date <= to_date AND a.source_kind = 'receipt' AND a.method <> 'undated'
)
SELECT
    customer_id, CAST(sum(amount) AS DECIMAL(18,2)) AS paid, sum(amount * days_to_pay) AS paid_days,
    sum(amount * days_beyond_terms) AS paid_days_beyond, count(DISTINCT document_key) AS documents,
    CAST(coalesce(sum(amount) FILTER (WHERE days_beyond_terms > 0), 0) AS DECIMAL(18,2)) AS paid_late
FROM paid
GROUP BY customer_id
