-- grain: one row per day of `days` and customer known on it, with what it owed and bought: enough to tell who can be observed
-- at all. Known = invoiced by then, or named by a customer list by then or "since" then. past_due_amount = open at
-- `threshold` days past due or more; `home` = currency of limits that state none; a limit in a currency without rate is null.
-- Amounts are converted at the `rates` of `rate_days`; invoices_due = 3 stands for 3 or more.
CREATE OR REPLACE MACRO observed_customers(days, threshold, home, rate_days, currencies, rates) AS TABLE
WITH rate_list AS (
    SELECT
        CAST(unnest(rate_days) AS DATE) AS as_of, unnest(currencies) AS currency,
        CAST(unnest(rates) AS DECIMAL(20,12)) AS rate
)
SELECT
    k.as_of, k.customer_id, k.name, k.nature, k.industry, k.region, k.size, k.terms_days, k.external_rating,
    least(k.since, h.first_issue_date) AS since, h.first_issue_date,
    CAST(coalesce(h.invoices_due, 0) AS BIGINT) AS invoices_due,
    CAST(coalesce(s.open_amount, 0) AS DECIMAL(18,2)) AS open_amount,
    CAST(coalesce(s.overdue, 0) AS DECIMAL(18,2)) AS overdue,
    CAST(coalesce(s.past_due_amount, 0) AS DECIMAL(18,2)) AS past_due_amount,
    CAST(coalesce(s.overdue_before, 0) AS DECIMAL(18,2)) AS overdue_before,
    CASE WHEN h.worst_12m IS NOT NULL OR s.worst_12m IS NOT NULL THEN coalesce(s.oldest_days, 0) END AS oldest_days,
    greatest(h.worst_3m, s.worst_3m) AS worst_3m, greatest(h.worst_6m, s.worst_6m) AS worst_6m,
    greatest(h.worst_12m, s.worst_12m) AS worst_12m,
    CAST(coalesce(h.invoices, 0) AS BIGINT) AS invoices,
    CAST(coalesce(h.paid_in_part, 0) + coalesce(s.paid_in_part, 0) AS BIGINT) AS invoices_paid_in_part,
    CAST(coalesce(h.sales, 0) AS DECIMAL(18,2)) AS sales, CAST(coalesce(h.sales_3m, 0) AS DECIMAL(18,2)) AS sales_3m,
    h.terms_days_mean, coalesce(s.without_rate, FALSE) OR coalesce(h.without_rate, FALSE) AS without_rate,
    CAST(k.credit_limit * l.rate AS DECIMAL(18,2)) AS limit_amount
FROM known_customers(days) k
LEFT JOIN invoice_history(days, rate_days, currencies, rates) h ON h.as_of = k.as_of AND h.customer_id = k.customer_id
LEFT JOIN claims_standing(days, threshold, rate_days, currencies, rates) s
    ON s.as_of = k.as_of AND s.customer_id = k.customer_id
LEFT JOIN rate_list l ON l.as_of = k.as_of AND l.currency = coalesce(k.limit_currency, home)
WHERE h.customer_id IS NOT NULL OR k.in_time OR k.since <= k.as_of
