-- grain: one row per customer with invoices issued, or closed for good, in the 365 days up to as_of: what was bought, and
-- how far past due what was closed had come. Converted at `rates`; without_rate = some are in a currency that `rates` does
-- not know, and in no amount. Days never below 0; invoices that payments without date closed are left out of them.
CREATE OR REPLACE MACRO invoice_history(as_of, currencies, rates) AS TABLE
WITH rate_list AS (SELECT unnest(currencies) AS currency, CAST(unnest(rates) AS DECIMAL(20,12)) AS rate),
undated AS (
    SELECT DISTINCT document_key FROM allocation WHERE method = 'undated' AND value_date <= as_of
),
invoice AS (
    SELECT
        d.customer_id, d.currency, d.amount, date_diff('day', d.issue_date, d.due_date) AS terms_days,
        d.issue_date > as_of - 365 AS is_issued, d.issue_date > as_of - 91 AS is_recent,
        d.settled_date <= as_of AND d.first_paid_date < d.settled_date AS paid_in_part,
        CASE WHEN d.settled_date <= as_of AND u.document_key IS NULL THEN date_diff('day', d.settled_date, as_of) END
            AS closed_days_ago,
        greatest(date_diff('day', d.due_date, d.settled_date), 0) AS worst_days
    FROM document d
    LEFT JOIN undated u ON u.document_key = d.document_key
    WHERE d.kind = 'invoice' AND d.issue_date <= as_of AND coalesce(d.settled_date > as_of - 365, TRUE)
        AND (d.issue_date > as_of - 365 OR d.settled_date <= as_of)
),
native AS (
    SELECT
        customer_id, currency, count(*) FILTER (WHERE is_issued) AS invoices,
        count(*) FILTER (WHERE is_issued AND paid_in_part) AS paid_in_part,
        sum(amount) FILTER (WHERE is_issued) AS sales, sum(amount) FILTER (WHERE is_recent) AS sales_3m,
        sum(terms_days) FILTER (WHERE is_issued) AS terms_days,
        max(worst_days) FILTER (WHERE closed_days_ago < 91) AS worst_3m,
        max(worst_days) FILTER (WHERE closed_days_ago < 182) AS worst_6m,
        max(worst_days) FILTER (WHERE closed_days_ago < 365) AS worst_12m
    FROM invoice
    GROUP BY customer_id, currency
)
SELECT
    n.customer_id, sum(n.invoices) AS invoices, sum(n.paid_in_part) AS paid_in_part,
    coalesce(sum(round(n.sales * r.rate, 2)), 0) AS sales, coalesce(sum(round(n.sales_3m * r.rate, 2)), 0) AS sales_3m,
    CAST(sum(n.terms_days) AS DOUBLE) / nullif(sum(n.invoices), 0) AS terms_days_mean, max(n.worst_3m) AS worst_3m,
    max(n.worst_6m) AS worst_6m, max(n.worst_12m) AS worst_12m, bool_or(r.rate IS NULL) AS without_rate
FROM native n
LEFT JOIN rate_list r ON r.currency = n.currency
GROUP BY n.customer_id
