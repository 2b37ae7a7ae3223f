-- grain: one row per day of `days` and customer with a financial statement published by it: the ratios of the latest period.
-- Of several versions of a statement the one known on the day counts, as in known_customers. A statement without a
-- publishing date counts as published 120 days after its period's end. Ratios are null where they cannot be computed.
CREATE OR REPLACE MACRO known_financials(days) AS TABLE
WITH knowing AS (SELECT * FROM imports_known(days)),
version AS (
    SELECT k.until, r.*
    FROM row_financials r
    JOIN import i ON i.import_id = r.import_id
    CROSS JOIN (SELECT DISTINCT until FROM knowing) k
    QUALIFY row_number() OVER (
        PARTITION BY k.until, r.customer_id, r.period_end
        ORDER BY CASE WHEN i.imported_at <= k.until THEN r.import_id ELSE -r.import_id END DESC, r.source_row
    ) = 1
),
latest AS (
    SELECT k.as_of, v.until, v.customer_id, max(v.period_end) AS period_end
    FROM knowing k
    JOIN version v ON v.until = k.until AND coalesce(v.published_date, v.period_end + 120) <= k.as_of
    GROUP BY k.as_of, v.until, v.customer_id
),
amounts AS (
    SELECT
        until, customer_id, period_end,
        nullif(CAST(total_assets AS DOUBLE), 0) AS assets, CAST(current_assets AS DOUBLE) AS current_assets,
        nullif(CAST(total_liabilities AS DOUBLE), 0) AS liabilities,
        nullif(CAST(current_liabilities AS DOUBLE), 0) AS current_liabilities, CAST(equity AS DOUBLE) AS equity,
        CAST(retained_earnings AS DOUBLE) AS retained, nullif(CAST(revenue AS DOUBLE), 0) AS revenue,
        CAST(ebit AS DOUBLE) AS ebit, nullif(CAST(interest_expense AS DOUBLE), 0) AS interest,
        CAST(net_income AS DOUBLE) AS net_income
    FROM version
)
SELECT
    l.as_of, a.customer_id, a.period_end,
    a.current_assets / a.current_liabilities AS current_ratio,
    a.liabilities / a.assets AS debt_ratio,
    a.ebit / a.interest AS interest_cover,
    a.net_income / a.revenue AS net_margin,
    a.revenue / a.assets AS asset_turnover,
    6.56 * (a.current_assets - a.current_liabilities) / a.assets + 3.26 * a.retained / a.assets
    + 6.72 * a.ebit / a.assets + 1.05 * a.equity / a.liabilities AS altman_z
FROM latest l
JOIN amounts a ON a.until = l.until AND a.customer_id = l.customer_id AND a.period_end = l.period_end
