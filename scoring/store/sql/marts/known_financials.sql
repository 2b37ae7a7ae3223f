-- grain: one row per customer with a financial statement published by as_of: the ratios of the latest period.
-- Of several versions of a statement the one known on as_of counts, as in known_customers. A statement without a
-- publishing date counts as published 120 days after its period's end. Ratios are null where they cannot be computed.
CREATE OR REPLACE MACRO known_financials(as_of) AS TABLE
WITH version AS (
    SELECT r.*
    FROM row_financials r
    JOIN import i ON i.import_id = r.import_id
    QUALIFY row_number() OVER (
        PARTITION BY r.customer_id, r.period_end
        ORDER BY CASE WHEN i.imported_at < as_of + 1 THEN r.import_id ELSE -r.import_id END DESC, r.source_row
    ) = 1
),
latest AS (
    SELECT * FROM version
    WHERE coalesce(published_date, period_end + 120) <= as_of
    QUALIFY row_number() OVER (PARTITION BY customer_id ORDER BY period_end DESC) = 1
),
amounts AS (
    SELECT
        customer_id, period_end,
        nullif(CAST(total_assets AS DOUBLE), 0) AS assets, CAST(current_assets AS DOUBLE) AS current_assets,
        nullif(CAST(total_liabilities AS DOUBLE), 0) AS liabilities,
        nullif(CAST(current_liabilities AS DOUBLE), 0) AS current_liabilities, CAST(equity AS DOUBLE) AS equity,
        CAST(retained_earnings AS DOUBLE) AS retained, nullif(CAST(revenue AS DOUBLE), 0) AS revenue,
        CAST(ebit AS DOUBLE) AS ebit, nullif(CAST(interest_expense AS DOUBLE), 0) AS interest,
        CAST(net_income AS DOUBLE) AS net_income
    FROM latest
)
SELECT
    customer_id, period_end,
    current_assets / current_liabilities AS current_ratio,
    liabilities / assets AS debt_ratio,
    ebit / interest AS interest_cover,
    net_income / revenue AS net_margin,
    revenue / assets AS asset_turnover,
    6.56 * (current_assets - current_liabilities) / assets + 3.26 * retained / assets + 6.72 * ebit / assets
    + 1.05 * equity / liabilities AS altman_z
FROM amounts
