-- grain: one row per customer with invoices not closed for good by as_of, or overdue 91 days earlier: what is open and
-- overdue, now and then, and how far past due. past_due_amount = open at `threshold` days past due or more. Converted at
-- `rates`; without_rate = some are in a currency that `rates` does not know, and in no amount. Days never below 0.
CREATE OR REPLACE MACRO claims_standing(as_of, threshold, currencies, rates) AS TABLE
WITH rate_list AS (SELECT unnest(currencies) AS currency, CAST(unnest(rates) AS DECIMAL(20,12)) AS rate),
claim AS (
    SELECT
        *, open_amount <> 0 AND NOT closed_for_good AS is_open,
        CASE WHEN closed_for_good THEN NULL ELSE date_diff('day', closed_date, as_of) END AS closed_days_ago
    FROM known_claims(as_of)
),
native AS (
    SELECT
        customer_id, currency, sum(open_amount) AS open_amount,
        sum(open_amount) FILTER (WHERE days_past_due > 0) AS overdue,
        sum(open_amount) FILTER (WHERE days_past_due >= threshold) AS past_due,
        sum(open_amount_before) FILTER (WHERE days_past_due > 91) AS overdue_before,
        max(days_past_due) FILTER (WHERE is_open) AS oldest_days,
        max(worst_days) FILTER (WHERE is_open OR closed_days_ago < 91) AS worst_3m,
        max(worst_days) FILTER (WHERE is_open OR closed_days_ago < 182) AS worst_6m,
        max(worst_days) FILTER (WHERE is_open OR closed_days_ago < 365) AS worst_12m,
        count(*) FILTER (WHERE paid_in_part AND NOT closed_for_good AND issue_date > as_of - 365) AS paid_in_part
    FROM claim
    GROUP BY customer_id, currency
)
SELECT
    n.customer_id, coalesce(sum(round(n.open_amount * r.rate, 2)), 0) AS open_amount,
    coalesce(sum(round(n.overdue * r.rate, 2)), 0) AS overdue,
    coalesce(sum(round(n.past_due * r.rate, 2)), 0) AS past_due_amount,
    coalesce(sum(round(n.overdue_before * r.rate, 2)), 0) AS overdue_before, greatest(max(n.oldest_days), 0) AS oldest_days,
    max(n.worst_3m) AS worst_3m, max(n.worst_6m) AS worst_6m, max(n.worst_12m) AS worst_12m,
    sum(n.paid_in_part) AS paid_in_part, bool_or(r.rate IS NULL) AS without_rate
FROM native n
LEFT JOIN rate_list r ON r.currency = n.currency
GROUP BY n.customer_id
