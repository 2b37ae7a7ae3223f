-- grain: one row per customer with invoices issued by as_of: since when, how many came due, what was bought in the 365 days
-- up to as_of, and how far past due what was closed for good in them had come. Converted at `rates`; without_rate = some of
-- it in a currency that `rates` does not know, and in no amount. Days never below 0; invoices that payments without date
-- closed are left out of them.
CREATE OR REPLACE MACRO invoice_history(as_of, currencies, rates) AS TABLE
WITH rate_list AS (SELECT unnest(currencies) AS currency, CAST(unnest(rates) AS DECIMAL(20,12)) AS rate),
invoice AS (
    SELECT
        customer_id, currency, amount, issue_date, due_date <= as_of AS is_due, issue_date > as_of - 365 AS is_new,
        date_diff('day', issue_date, due_date) AS terms_days,
        settled_date <= as_of AND first_paid_date < settled_date AS paid_in_part,
        greatest(date_diff('day', due_date, settled_date), 0) AS worst_days,
        CASE WHEN settled_date <= as_of AND settled_date > as_of - 365 AND document_key NOT IN (
            SELECT document_key FROM allocation WHERE method = 'undated' AND value_date <= as_of
        ) THEN date_diff('day', settled_date, as_of) END AS closed_days_ago
    FROM document
    WHERE kind = 'invoice' AND issue_date <= as_of
),
native AS (
    SELECT
        customer_id, currency, min(issue_date) AS first_issue_date, count(*) FILTER (WHERE is_due) AS invoices_due,
        count(*) FILTER (WHERE is_new) AS invoices, count(*) FILTER (WHERE is_new AND paid_in_part) AS paid_in_part,
        sum(amount) FILTER (WHERE is_new) AS sales, sum(amount) FILTER (WHERE issue_date > as_of - 91) AS sales_3m,
        sum(terms_days) FILTER (WHERE is_new) AS terms_days,
        max(worst_days) FILTER (WHERE closed_days_ago < 91) AS worst_3m,
        max(worst_days) FILTER (WHERE closed_days_ago < 182) AS worst_6m,
        max(worst_days) FILTER (WHERE closed_days_ago IS NOT NULL) AS worst_12m
    FROM invoice
    GROUP BY customer_id, currency
)
SELECT
    n.customer_id, min(n.first_issue_date) AS first_issue_date, sum(n.invoices_due) AS invoices_due,
    sum(n.invoices) AS invoices, sum(n.paid_in_part) AS paid_in_part,
    coalesce(sum(round(n.sales * r.rate, 2)), 0) AS sales, coalesce(sum(round(n.sales_3m * r.rate, 2)), 0) AS sales_3m,
    CAST(sum(n.terms_days) AS DOUBLE) / nullif(sum(n.invoices), 0) AS terms_days_mean, max(n.worst_3m) AS worst_3m,
    max(n.worst_6m) AS worst_6m, max(n.worst_12m) AS worst_12m, bool_or(r.rate IS NULL AND n.invoices > 0) AS without_rate
FROM native n
LEFT JOIN rate_list r ON r.currency = n.currency
GROUP BY n.customer_id
