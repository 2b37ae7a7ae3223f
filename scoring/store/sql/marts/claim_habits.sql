-- grain: one row per customer with an invoice open on some day of the 365 up to as_of: what stands open and overdue, how
-- far past due it ever was, what was bought. past_due_amount = open at `threshold` days past due or more. Amounts converted
-- at `rates`; without_rate = some are in a currency that `rates` does not know, and in no amount; days never below 0.
CREATE OR REPLACE MACRO claim_habits(as_of, threshold, currencies, rates) AS TABLE
WITH rate_list AS (SELECT unnest(currencies) AS currency, CAST(unnest(rates) AS DECIMAL(20,12)) AS rate),
claim AS (
    SELECT
        *, date_diff('day', closed_date, as_of) AS closed_days_ago, date_diff('day', issue_date, as_of) AS age_days,
        greatest(coalesce(days_late, days_past_due), 0) AS worst_days
    FROM known_claims(as_of)
),
native AS (
    SELECT
        customer_id, currency, sum(open_amount) AS open_amount,
        sum(open_amount) FILTER (WHERE days_past_due > 0) AS overdue,
        sum(open_amount) FILTER (WHERE days_past_due >= threshold) AS past_due,
        sum(open_amount_before) FILTER (WHERE days_past_due > 91) AS overdue_before,
        max(days_past_due) FILTER (WHERE open_amount <> 0) AS oldest_days,
        max(worst_days) FILTER (WHERE open_amount <> 0 OR closed_days_ago < 91) AS worst_3m,
        max(worst_days) FILTER (WHERE open_amount <> 0 OR closed_days_ago < 182) AS worst_6m,
        max(worst_days) FILTER (WHERE open_amount <> 0 OR closed_days_ago < 365) AS worst_12m,
        count(*) FILTER (WHERE age_days < 365) AS invoices,
        count(*) FILTER (WHERE age_days < 365 AND paid_in_part) AS invoices_paid_in_part,
        sum(amount) FILTER (WHERE age_days < 365) AS sales, sum(amount) FILTER (WHERE age_days < 91) AS sales_3m,
        sum(date_diff('day', issue_date, due_date)) FILTER (WHERE age_days < 365) AS terms_days
    FROM claim
    GROUP BY customer_id, currency
)
SELECT
    n.customer_id, coalesce(sum(round(n.open_amount * r.rate, 2)), 0) AS open_amount,
    coalesce(sum(round(n.overdue * r.rate, 2)), 0) AS overdue,
    coalesce(sum(round(n.past_due * r.rate, 2)), 0) AS past_due_amount,
    coalesce(sum(round(n.overdue_before * r.rate, 2)), 0) AS overdue_before,
    greatest(max(n.oldest_days), 0) AS oldest_days, max(n.worst_3m) AS worst_3m, max(n.worst_6m) AS worst_6m,
    max(n.worst_12m) AS worst_12m, sum(n.invoices) AS invoices, sum(n.invoices_paid_in_part) AS invoices_paid_in_part,
    coalesce(sum(round(n.sales * r.rate, 2)), 0) AS sales, coalesce(sum(round(n.sales_3m * r.rate, 2)), 0) AS sales_3m,
    CAST(sum(n.terms_days) AS DOUBLE) / nullif(sum(n.invoices), 0) AS terms_days_mean, bool_or(r.rate IS NULL) AS without_rate
FROM native n
LEFT JOIN rate_list r ON r.currency = n.currency
GROUP BY n.customer_id
