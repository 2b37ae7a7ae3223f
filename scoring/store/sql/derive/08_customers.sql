-- grain: one row per touched customer that any import names; the latest filled value wins, a customer list before a ledger
CREATE OR REPLACE TEMP TABLE cust AS
WITH told AS (
    SELECT *, (CASE WHEN is_master THEN 1000000000 ELSE 0 END) + import_id AS trust
    FROM row_customer
    WHERE customer_id IN (SELECT customer_id FROM touched)
),
merged AS (
    SELECT
        customer_id,
        arg_max(name, trust) FILTER (WHERE name IS NOT NULL) AS name,
        arg_max(nature, trust) FILTER (WHERE nature IS NOT NULL) AS nature,
        arg_max(industry, trust) FILTER (WHERE industry IS NOT NULL) AS industry,
        arg_max(region, trust) FILTER (WHERE region IS NOT NULL) AS region,
        arg_max(size, trust) FILTER (WHERE size IS NOT NULL) AS size,
        arg_max(owner, trust) FILTER (WHERE owner IS NOT NULL) AS owner,
        arg_max(parent_id, trust) FILTER (WHERE parent_id IS NOT NULL) AS parent_id,
        arg_max(credit_limit, trust) FILTER (WHERE credit_limit IS NOT NULL) AS credit_limit,
        arg_max(limit_currency, trust) FILTER (WHERE limit_currency IS NOT NULL) AS limit_currency,
        arg_max(terms_days, trust) FILTER (WHERE terms_days IS NOT NULL) AS terms_days,
        arg_max(since, trust) FILTER (WHERE since IS NOT NULL) AS since,
        arg_max(external_rating, trust) FILTER (WHERE external_rating IS NOT NULL) AS external_rating
    FROM told
    GROUP BY customer_id
),
spelled AS (
    SELECT customer_id, customer_name, count(*) AS times FROM (
        SELECT customer_id, customer_name FROM doc WHERE customer_name IS NOT NULL
        UNION ALL
        SELECT customer_id, customer_name FROM rec WHERE customer_name IS NOT NULL
    )
    WHERE customer_id NOT IN (SELECT customer_id FROM merged WHERE name IS NOT NULL)
    GROUP BY customer_id, customer_name
    QUALIFY row_number() OVER (PARTITION BY customer_id ORDER BY times DESC, length(customer_name), customer_name) = 1
),
named AS (
    SELECT customer_id FROM merged
    UNION
    SELECT customer_id FROM doc
    UNION
    SELECT customer_id FROM rec
)
SELECT
    n.customer_id, coalesce(m.name, s.customer_name, n.customer_id) AS name, m.nature, m.industry, m.region, m.size,
    m.owner, m.parent_id, m.credit_limit, m.limit_currency, m.terms_days, m.since, m.external_rating
FROM named n
LEFT JOIN merged m ON m.customer_id = n.customer_id
LEFT JOIN spelled s ON s.customer_id = n.customer_id
