-- grain: one row per day of `days` and customer known on it: who it was then, how much it owed, and its characteristics.
-- Null where a characteristic cannot be computed. The industry's background is that of its other customers. Each table is
-- read once for all days, which takes little longer than for one.
CREATE OR REPLACE MACRO observations(days, threshold, home, rate_days, currencies, rates) AS TABLE
WITH customer_day AS (SELECT * FROM observed_customers(days, threshold, home, rate_days, currencies, rates)),
trade AS (
    SELECT
        as_of, industry, sum(open_amount) AS open_amount, sum(overdue) AS overdue, sum(sales) AS sales,
        sum(sales_3m) AS sales_3m
    FROM customer_day
    WHERE industry IS NOT NULL
    GROUP BY as_of, industry
),
beside AS (
    SELECT
        c.*, CAST(i.open_amount - c.open_amount AS DOUBLE) AS others_open,
        CAST(i.overdue - c.overdue AS DOUBLE) AS others_overdue, CAST(i.sales - c.sales AS DOUBLE) AS others_sales,
        CAST(i.sales_3m - c.sales_3m AS DOUBLE) AS others_sales_3m
    FROM customer_day c
    LEFT JOIN trade i ON i.as_of = c.as_of AND i.industry = c.industry
)
SELECT
    b.as_of, b.customer_id, b.name, b.open_amount, b.past_due_amount, b.invoices_due, b.invoices, b.without_rate,
    CAST(coalesce(p.ended_late, 0) + b.overdue AS DOUBLE)
        / nullif(CAST(coalesce(p.ended, 0) + b.overdue AS DOUBLE), 0) AS late_paid_share_12m,
    p.days_beyond_terms AS days_beyond_terms_12m,
    CAST(b.worst_3m AS DOUBLE) AS worst_days_past_due_3m,
    CAST(b.worst_6m AS DOUBLE) AS worst_days_past_due_6m,
    CAST(b.worst_12m AS DOUBLE) AS worst_days_past_due_12m,
    CAST(b.overdue AS DOUBLE) / nullif(CAST(b.open_amount AS DOUBLE), 0) AS overdue_share,
    CAST(b.oldest_days AS DOUBLE) AS oldest_open_days_past_due,
    CASE WHEN b.open_amount > 0 OR b.sales > 0 THEN
        coalesce(CAST(b.overdue - b.overdue_before AS DOUBLE) / nullif(CAST(b.overdue + b.overdue_before AS DOUBLE), 0), 0)
        END AS overdue_change_3m,
    p.variability_days AS payment_variability_days,
    p.gap_ratio AS receipt_gap_ratio,
    CAST(b.open_amount AS DOUBLE) / nullif(CAST(b.limit_amount AS DOUBLE), 0) AS limit_utilisation,
    date_diff('day', b.since, b.as_of) / 30.4375 AS months_on_book,
    CASE WHEN date_diff('day', b.first_issue_date, b.as_of) >= 91 THEN
        CAST(b.sales_3m AS DOUBLE) / 91 * least(date_diff('day', b.first_issue_date, b.as_of) + 1, 365)
        / nullif(CAST(b.sales AS DOUBLE), 0) END AS sales_trend,
    CAST(b.invoices AS DOUBLE) AS invoices_12m,
    CAST(b.sales AS DOUBLE) / nullif(b.invoices, 0) AS invoice_amount_mean,
    CAST(b.invoices_paid_in_part AS DOUBLE) / nullif(b.invoices, 0) AS part_paid_share,
    CAST(coalesce(t.credited, 0) AS DOUBLE) / nullif(CAST(b.sales AS DOUBLE), 0) AS credit_note_share_12m,
    CAST(coalesce(t.disputed, 0) AS DOUBLE) / nullif(CAST(b.sales AS DOUBLE), 0) AS disputed_share_12m,
    coalesce(b.terms_days_mean, b.terms_days) AS terms_days,
    b.nature, b.industry, b.region, b.size, b.external_rating,
    f.current_ratio, f.debt_ratio, f.interest_cover, f.net_margin, f.asset_turnover, f.altman_z,
    b.others_overdue / nullif(b.others_open, 0) AS industry_overdue_share,
    b.others_sales_3m / 91 * 365 / nullif(b.others_sales, 0) AS industry_sales_trend
FROM beside b
LEFT JOIN payment_habits(days, rate_days, currencies, rates) p ON p.as_of = b.as_of AND p.customer_id = b.customer_id
LEFT JOIN claims_taken_back(days, rate_days, currencies, rates) t ON t.as_of = b.as_of AND t.customer_id = b.customer_id
LEFT JOIN known_financials(days) f ON f.as_of = b.as_of AND f.customer_id = b.customer_id
