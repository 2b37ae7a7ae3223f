-- grain: one row per customer known on as_of: who it was then, how much it owed, and its characteristics.
-- Null where a characteristic cannot be computed. The industry's background is that of its other customers. How it paid is
-- beside this, in payment_habits, which looks at many days at once.
CREATE OR REPLACE MACRO observations(as_of, threshold, home, currencies, rates) AS TABLE
WITH facts AS (
    SELECT
        o.*, coalesce(t.credited, 0) AS credited, coalesce(t.disputed, 0) AS disputed
    FROM observed_customers(as_of, threshold, home, currencies, rates) o
    LEFT JOIN claims_taken_back(as_of, currencies, rates) t ON t.customer_id = o.customer_id
),
beside AS (
    SELECT
        *,
        CAST(sum(open_amount) OVER industry_of - open_amount AS DOUBLE) AS others_open,
        CAST(sum(overdue) OVER industry_of - overdue AS DOUBLE) AS others_overdue,
        CAST(sum(sales) OVER industry_of - sales AS DOUBLE) AS others_sales,
        CAST(sum(sales_3m) OVER industry_of - sales_3m AS DOUBLE) AS others_sales_3m
    FROM facts
    WINDOW industry_of AS (PARTITION BY industry)
)
SELECT
    b.customer_id, b.name, b.open_amount, b.past_due_amount, b.invoices_due, b.invoices, b.without_rate, b.overdue,
    CAST(b.worst_3m AS DOUBLE) AS worst_days_past_due_3m,
    CAST(b.worst_6m AS DOUBLE) AS worst_days_past_due_6m,
    CAST(b.worst_12m AS DOUBLE) AS worst_days_past_due_12m,
    CAST(b.overdue AS DOUBLE) / nullif(CAST(b.open_amount AS DOUBLE), 0) AS overdue_share,
    CAST(b.oldest_days AS DOUBLE) AS oldest_open_days_past_due,
    CASE WHEN b.open_amount > 0 OR b.sales > 0 THEN
        coalesce(CAST(b.overdue - b.overdue_before AS DOUBLE) / nullif(CAST(b.overdue + b.overdue_before AS DOUBLE), 0), 0)
        END AS overdue_change_3m,
    CAST(b.open_amount AS DOUBLE) / nullif(CAST(b.limit_amount AS DOUBLE), 0) AS limit_utilisation,
    date_diff('day', b.since, as_of) / 30.4375 AS months_on_book,
    CASE WHEN date_diff('day', b.first_issue_date, as_of) >= 91 THEN
        CAST(b.sales_3m AS DOUBLE) / 91 * least(date_diff('day', b.first_issue_date, as_of) + 1, 365)
        / nullif(CAST(b.sales AS DOUBLE), 0) END AS sales_trend,
    CAST(b.invoices AS DOUBLE) AS invoices_12m,
    CAST(b.sales AS DOUBLE) / nullif(b.invoices, 0) AS invoice_amount_mean,
    CAST(b.invoices_paid_in_part AS DOUBLE) / nullif(b.invoices, 0) AS part_paid_share,
    CAST(b.credited AS DOUBLE) / nullif(CAST(b.sales AS DOUBLE), 0) AS credit_note_share_12m,
    CAST(b.disputed AS DOUBLE) / nullif(CAST(b.sales AS DOUBLE), 0) AS disputed_share_12m,
    coalesce(b.terms_days_mean, b.terms_days) AS terms_days,
    b.nature, b.industry, b.region, b.size, b.external_rating,
    f.current_ratio, f.debt_ratio, f.interest_cover, f.net_margin, f.asset_turnover, f.altman_z,
    CASE WHEN b.industry IS NOT NULL THEN b.others_overdue / nullif(b.others_open, 0) END AS industry_overdue_share,
    CASE WHEN b.industry IS NOT NULL THEN b.others_sales_3m / 91 * 365 / nullif(b.others_sales, 0) END
        AS industry_sales_trend
FROM beside b
LEFT JOIN known_financials(as_of) f ON f.customer_id = b.customer_id
