-- grain: one row per group, currency and bucket (bucket 'on_account' = credits no invoice has taken, lowering the total)
CREATE OR REPLACE MACRO aging_cells(as_of, scheme, basis, grouping, currencies, rates) AS TABLE
WITH item AS (
    SELECT
        customer_id, customer_name, parent_id, nature, industry, region, owner, size, currency, bucket,
        open_amount, reporting_amount
    FROM open_items(as_of, scheme, basis, currencies, rates)
    UNION ALL
    SELECT
        customer_id, customer_name, parent_id, nature, industry, region, owner, size, currency, 'on_account',
        on_account, reporting_amount
    FROM on_account_items(as_of, currencies, rates)
),
keyed AS (
    SELECT
        *,
        CASE grouping WHEN 'customer' THEN customer_id WHEN 'parent' THEN parent_id WHEN 'nature' THEN nature
            WHEN 'industry' THEN industry WHEN 'region' THEN region WHEN 'owner' THEN owner WHEN 'size' THEN size
            ELSE currency END AS group_key
    FROM item
)
SELECT
    k.group_key, CASE WHEN grouping IN ('customer', 'parent') THEN any_value(n.name) END AS group_name,
    k.currency, k.bucket, CAST(sum(k.open_amount) AS DECIMAL(18,2)) AS open_amount,
    CAST(sum(k.reporting_amount) AS DECIMAL(18,2)) AS reporting_amount, count(*) AS documents,
    count(DISTINCT k.customer_id) AS customers
FROM keyed k
LEFT JOIN customer n ON n.customer_id = k.group_key AND grouping IN ('customer', 'parent')
GROUP BY k.group_key, k.currency, k.bucket
